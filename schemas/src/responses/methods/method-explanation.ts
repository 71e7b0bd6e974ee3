/** The response of `GET /v1/explain?of=`: the answer of a method with everything that it comes from. */
import { z } from "zod";
import { namedTextSchema, responseCut } from "../response-members.ts";

/** Each with the route that answers by it. */
export const methodRoutes = {
  nowcast: "/v1/nowcast",
  same_lag: "/v1/rates",
  signals: "/v1/signals",
  days_between: "/v1/fatality-free-days",
  funnel: "/v1/funnel",
  smoothing: "/v1/rates",
  risk_map: "/v1/riskmap",
  programme: "/v1/programmes/{programme}",
  claims_ibnr: "/v1/claims/ibnr",
  c81: "/v1/reports/c81/{year}",
} as const;
export type MethodName = keyof typeof methodRoutes;
export const methodNames = Object.keys(methodRoutes) as [MethodName, ...MethodName[]];

const at = z.string().describe("The member of `response`: names joined by dots, through lists.");

const formulaSchema = z.object({
  gives: at,
  text: z.string().describe("How it is computed, in the symbols below."),
});

const symbolSchema = z.object({
  symbol: z.string().describe("As the formulas write it."),
  means: z.string().describe("What it stands for."),
  at: at.nullable().describe("The member of `response` that has its number, in the same dots; null: a parameter, or computed on the way."),
});

const sourceSchema = z.object({
  section: z.string().describe("The heading of the page of methods, docs/methods.md, that says more."),
  literature: z.array(z.string()).describe("Where the formulas are from: author, year, title."),
});

const recordsSchema = z.object({
  row: z.string().describe("The row of `response`: its period and its codes, or its days and its series."),
  address: z
    .string()
    .describe(
      "The cases behind it, page by page, at the cut of this response: `/v1/explain` of the row. Of a nowcast those registered after `lastPeriod` are among them.",
    ),
});

/** What a method states of its answer, whatever the cut. */
export const methodStatementSchema = z.object({
  parameters: z
    .record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number()), z.null()]))
    .describe("What it was computed with, by name."),
  formulas: z.array(formulaSchema).describe("In the order in which they are computed."),
  symbols: z.array(symbolSchema).describe("Every symbol of the formulas."),
  source: sourceSchema.describe("Where to read more."),
  caveats: z.array(namedTextSchema).describe("What it must not be used for."),
  records: z.array(recordsSchema).describe("Where the cases behind the rows are; at most 1,000, the first rows first."),
});
export type MethodStatement = z.infer<typeof methodStatementSchema>;

export const methodRecordsMax = 1_000;

export const methodExplanationSchema = z.object({
  ...responseCut,
  methods: z.number().int().describe("The number of the methods; it rises when a formula or a default changes."),
  of: z.enum(methodNames).describe("Which method it is, as requested."),
  route: z.string().describe("The route whose answer it explains, with the same parameters."),
  ...methodStatementSchema.shape,
  response: z
    .record(z.string(), z.unknown())
    .describe("The answer of that route to the same parameters at the same cut, with the counts that delays are learnt from."),
});
export type MethodExplanation = z.infer<typeof methodExplanationSchema>;

/** The same as a file, without the response: a line for each thing that is said. */
export const methodTableRowSchema = z.object({
  part: z.enum(["parameter", "formula", "symbol", "source", "caveat", "records"]).describe("Which part of the explanation it is."),
  name: z
    .string()
    .nullable()
    .describe("The parameter, the member that a formula gives, the symbol, the caveat, or the row that the records are of."),
  value: z.string().describe("Its number, the formula, what the symbol means, the text, or the address."),
  at: z.string().nullable().describe("The member of the answer that has the number of a symbol."),
});
