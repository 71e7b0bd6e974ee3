/** Responses that many operations share: tables in each form, and problem documents. */
import { mediaTypes } from "@qorgau/infra/http/responses/response-form";

/** Returns a `$ref` into `components.schemas`. It does not check that the name is there. */
export function reference(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

/** A table: the JSON response, or the same rows as a file. `schema` is a name in `components.schemas`. */
export function tableResponse(description: string, schema: string, csvExample: string) {
  return {
    description,
    headers: {
      Vary: {
        description: "`Accept`, which the form depends on; `Authorization` too where a token is needed.",
        schema: { type: "string" },
      },
      "Cache-Control": {
        description:
          "`no-cache` of a live answer; `immutable` of one of a past cut (`asOf`); with `private` where a token is needed, and then `private, no-store` of records and cases.",
        schema: { type: "string" },
      },
      Link: {
        description: 'Of a CSV file `rel="describedby"`: what its columns are (CSV on the Web, `format=csvw`). Of a page the next one.',
        schema: { type: "string" },
      },
      ETag: {
        description: "Strong, of this form of the answer, a live one too. If-None-Match is answered by 304.",
        schema: { type: "string" },
      },
    },
    content: {
      "application/json": { schema: reference(schema) },
      "text/csv": { schema: { type: "string" }, example: csvExample },
      [mediaTypes.xlsx]: { schema: { type: "string", format: "binary" } },
      [mediaTypes.parquet]: { schema: { type: "string", format: "binary" } },
      [mediaTypes.csvw]: { schema: { type: "object" } },
    },
  };
}

/** The same of a table whose rows are cells of a cube, which is a JSON-stat dataset too. */
export function cubeResponse(description: string, schema: string, csvExample: string) {
  const response = tableResponse(description, schema, csvExample);
  return { ...response, content: { ...response.content, [mediaTypes.jsonstat]: { schema: { type: "object" } } } };
}

export const knownAlready = { description: "The answer is the one that If-None-Match names." };

/** Returns the response object of a problem document (RFC 9457); `description` says in Markdown when it is sent. */
export function problemResponse(description: string) {
  return { description, content: { "application/problem+json": { schema: reference("Problem") } } };
}

export const refusedRequest = problemResponse(
  "A parameter or code that is not known, each with its rule id; or a question whose answer would have more than 20,000 rows (QG-0870).",
);
export const refusedForm = problemResponse("The Accept header refuses every form of the answer.");
export const unavailable = {
  ...problemResponse("Not now: repeat after the time that Retry-After names. Repeating is harmless."),
  headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer", minimum: 0 } } },
};

/** The refusals of every operation whose response is a table. */
export const tableRefusals = { "400": refusedRequest, "406": refusedForm, "503": unavailable };
