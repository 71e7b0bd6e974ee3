/** The list of reporters of an installation (`QORGAU_REPORTERS_FILE`): who may state what. All faults are reported together. */
import { CodedError } from "../coded-error.ts";
import { z } from "zod";
import { roles } from "../codes/enumerations.ts";
import { classifyIdentifier } from "./identifiers.ts";
import { nameCharactersMax } from "./inbound-limits.ts";
import { duplicateMember } from "./duplicate-members.ts";
import { canonicalSource, faultOfName } from "./names.ts";
import { containsIin } from "./personal-identifier.ts";

const pseudonymForm = /^qg1:[^:]+:[0-9a-f]{64}$/;
const sourceForm = /^[a-z][a-z0-9+.-]*:\S+$/iu;

/** Whether a text is a URI with its scheme, as the `source` of an event must be. Letters of any script are let in, as in an IRI. */
export function isSourceUri(text: string): boolean {
  return sourceForm.test(text);
}

export const reporterSchema = z.strictObject({
  source: z
    .string()
    .max(nameCharactersMax)
    .refine(isSourceUri, "must be a URI such as urn:kz:bin:200140000004")
    .refine((source) => !containsIin(source), "must hold no individual identification number (IIN)")
    .refine(
      (source) => faultOfName(source) === null,
      "must be composed (NFC), without white space at its ends, format characters and line separators",
    )
    .transform(canonicalSource)
    .describe("As it stands in the `source` of the reporter's events."),
  role: z.enum(roles),
  name: z
    .string()
    .min(1)
    .max(nameCharactersMax)
    .refine((name) => !containsIin(name), "must hold no individual identification number (IIN)")
    .describe("For people."),
  topic: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be of a-z, 0-9 and -")
    .optional()
    .describe("The reporter writes raw events to the Kafka topic qorgau.inbound.<topic>.v1."),
  bins: z
    .array(z.string().refine((bin) => classifyIdentifier(bin) === "bin" || pseudonymForm.test(bin), "must be a BIN of twelve digits"))
    .min(1)
    .optional()
    .describe(
      "The enterprises whose exposure it states, by BIN, or a sole proprietor's by its pseudonym; absent: the BIN of a source urn:kz:bin:….",
    ),
  mines: z
    .array(z.string().regex(/^[a-z0-9-]{1,64}$/, "must be of a-z, 0-9 and -, 64 characters at most"))
    .min(1)
    .optional()
    .describe("The mines whose exposure it states; absent: any, each time with a warning."),
});
export type Reporter = z.infer<typeof reporterSchema>;

/** By source. */
export type Reporters = ReadonlyMap<string, Reporter>;

export const reportersSchema = z.array(reporterSchema).superRefine((reporters, context) => {
  for (const member of ["source", "topic"] as const) {
    const seen = new Set<string>();
    for (const [index, reporter] of reporters.entries()) {
      const value = reporter[member];
      if (value === undefined) continue;
      if (seen.has(value)) context.addIssue({ code: "custom", path: [index, member], message: "is already taken by an earlier reporter" });
      seen.add(value);
    }
  }
});

export class ReportersError extends CodedError<"reporters_unusable"> {
  /** One sentence each. Values are not repeated: the list may have been given by mistake, and hold anything. */
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super("reporters_unusable", `The list of reporters cannot be used:\n${faults.map((one) => `  - ${one}`).join("\n")}`);
    this.faults = faults;
  }
}

/** Reads the JSON text of the list. Throws `ReportersError` with all faults. */
export function parseReporters(text: string): Reporters {
  const parsed = reportersSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new ReportersError(parsed.error.issues.map(({ path, message }) => `/${path.join("/")}: ${message}`));
  return new Map(parsed.data.map((reporter) => [reporter.source, reporter]));
}

function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ReportersError([
      'it is not JSON; it reads like [{ "source": "urn:kz:bin:200140000004", "role": "enterprise", "name": "…" }]',
    ]);
  }
  const duplicate = duplicateMember(text, value);
  if (duplicate !== null) throw new ReportersError([`${duplicate}: this member name stands twice in its object`]);
  return value;
}
