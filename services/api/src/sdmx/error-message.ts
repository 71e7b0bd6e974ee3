/**
 * Errors as SDMX has them: the error message of SDMX-ML 2.1, or the errors of SDMX-JSON 2.0, by format and Accept. The codes and their statuses are those of
 * the web service guidelines (SDMX 2.1, section 7); the rule stands in the text.
 */
import type { RefusedRequest, RenderProblem } from "@qorgau/infra/http/problem";
import { preferredOf } from "@qorgau/infra/http/responses/response-form";
import type { Fault } from "@qorgau/schemas/faults";
import { faultIn } from "@qorgau/schemas/rules/rules";
import { namespaces } from "./message-header.ts";
import { dataMediaTypes, structureMediaType } from "./sdmx-parameters.ts";
import { xmlDeclaration, xmlText } from "./xml-text.ts";

const titles = {
  100: "No results found",
  110: "Unauthorized",
  140: "Syntax error",
  150: "Semantic error",
  500: "Internal server error",
  501: "Not implemented",
  503: "Service unavailable",
  510: "Response size exceeds service limit",
} as const;
type SdmxErrorCode = keyof typeof titles;

/** What is asked in the right form, and has no answer by what is asked: a key, days, a cut, a definition. */
const semanticRules: readonly string[] = ["QG-0605", "QG-0722", "QG-0725", "QG-0726", "QG-0802", "QG-0804", "QG-0871", "QG-0873"];
const sizeRules: readonly string[] = ["QG-0723", "QG-0870"];
const codesOfStatus: Readonly<Record<number, SdmxErrorCode>> = {
  401: 110,
  403: 110,
  404: 100,
  409: 150,
  413: 510,
  422: 150,
  429: 503,
  500: 500,
  501: 501,
  503: 503,
};

function codeOf(status: number, { rule }: Fault): SdmxErrorCode {
  if (sizeRules.includes(rule)) return 510;
  return codesOfStatus[status] ?? (semanticRules.includes(rule) ? 150 : 140);
}

type ErrorForm = "xml" | "json";
const acceptedTypes: readonly (readonly [ErrorForm, string])[] = [
  ...[dataMediaTypes.genericdata, dataMediaTypes.structurespecificdata, structureMediaType].map(
    (mediaType) => ["xml", mediaType.split(";", 1)[0] ?? ""] as const,
  ),
  ["xml", "application/xml"],
  ["xml", "text/xml"],
  ["json", dataMediaTypes.jsondata.split(";", 1)[0] ?? ""],
  ["json", "application/json"],
];

/** SDMX-CSV has no errors: who asks for it, or for nothing of SDMX, is told in XML. */
function formOf({ query, headers }: RefusedRequest): ErrorForm {
  const format = (query as Readonly<Record<string, unknown>> | null | undefined)?.["format"];
  if (format !== undefined) return format === "jsondata" ? "json" : "xml";
  return preferredOf(headers.accept, acceptedTypes) ?? "xml";
}

/** Gives the message. Of a response that would be too large the status is 413. */
export const renderSdmxError: RenderProblem = (problem, language, request) => {
  const errors = problem.faults.map((one) => {
    const { rule, pointer, message } = language === "en" ? one : faultIn(language, one);
    const code = codeOf(problem.status, one);
    return { code, title: titles[code], detail: `${rule}${pointer === "" ? "" : ` ${pointer}`}: ${message}` };
  });
  const status = errors[0]?.code === 510 ? 413 : problem.status;
  if (formOf(request) === "json") return { status, mediaType: dataMediaTypes.jsondata, body: Buffer.from(JSON.stringify({ errors })) };
  const message = {
    "mes:Error": {
      ...namespaces,
      "mes:ErrorMessage": errors.map(({ code, title, detail }) => ({
        "@code": String(code),
        "com:Text": { "@xml:lang": language, "#text": `${title}. ${detail}` },
      })),
    },
  };
  return { status, mediaType: "application/xml", body: Buffer.from(`${xmlDeclaration}${xmlText(message)}`) };
};
