/** The acknowledgements of a file, to be kept beside it. Pure. */
import type { AcknowledgedRow } from "./submission.ts";
import { csvLines } from "./csv-text.ts";

export const acknowledgementColumns = [
  "row",
  "id",
  "source",
  "subject",
  "revision",
  "status",
  "position",
  "recordedAt",
  "rules",
  "warnings",
];

/** One line for each row, the rules of faults and warnings in one cell. */
export function acknowledgementsAsCsv(rows: readonly AcknowledgedRow[]): string {
  const rulesOf = (faults: readonly { readonly rule: string }[] = []) => faults.map(({ rule }) => rule).join(" ");
  return csvLines(
    rows.map(({ row, result: { id, source, subject, revision, status, position, recordedAt, errors, warnings } }) => [
      String(row),
      ...[id, source, subject, revision, status, position, recordedAt].map((value) => String(value ?? "")),
      rulesOf(errors),
      rulesOf(warnings),
    ]),
  );
}

/** The results as the ingest endpoint gave them, each with its row in place of its place in a request. */
export function acknowledgementsAsLines(rows: readonly AcknowledgedRow[]): string {
  return rows.map(({ row, result }) => `${JSON.stringify({ row, ...result, index: undefined })}\n`).join("");
}
