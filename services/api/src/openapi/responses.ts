/** Answers that many operations share: tables in two forms, and problem documents. */

export function reference(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

/** A table: the JSON answer, or the same rows as a file. */
export function tableResponse(description: string, schema: string, csvExample: string) {
  return {
    description,
    headers: {
      Vary: { description: "The form depends on the Accept header.", schema: { type: "string", const: "Accept" } },
      "Cache-Control": {
        description: "`no-cache` of a live answer; `immutable` of one of a past cut (`asOf`).",
        schema: { type: "string" },
      },
      ETag: {
        description: "Strong, of this form of the answer; of past cuts alone. If-None-Match is answered by 304.",
        schema: { type: "string" },
      },
    },
    content: {
      "application/json": { schema: reference(schema) },
      "text/csv": { schema: { type: "string" }, example: csvExample },
    },
  };
}

const workbook = { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": { schema: { type: "string", format: "binary" } } };

/** A table that is printed as well. */
export function printedResponse(description: string, schema: string, csvExample: string) {
  const table = tableResponse(description, schema, csvExample);
  return { ...table, content: { ...table.content, ...workbook } };
}

export const knownAlready = { description: "The answer as of a past cut is the one that If-None-Match names." };

export function problemResponse(description: string) {
  return { description, content: { "application/problem+json": { schema: reference("Problem") } } };
}

export const refusedQuestion = problemResponse(
  "A parameter or code that is not known, each with its rule id; or a question whose answer would have more than 20,000 rows (QG-0870).",
);
export const refusedForm = problemResponse("The Accept header refuses both JSON and CSV.");
export const unavailable = {
  ...problemResponse("Not now: repeat after the time that Retry-After names. Repeating is harmless."),
  headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer", minimum: 0 } } },
};
