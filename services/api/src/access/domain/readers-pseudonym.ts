/** The pseudonym of a worker that one reader is shown: two readers cannot put together what each was shown of a person, and neither has the log's own. */
import { createHash } from "node:crypto";
import type { RecordResponse } from "@qorgau/schemas/responses/record-response";

/** A reporter's own reference of a worker is no pseudonym. */
const pseudonymForm = /^qg1:[^:]+:[0-9a-f]{64}$/;

/**
 * Gives `qg1:reader:<64 hex>`, the same for the same reader and worker: SHA-256 of the reader and the log's pseudonym, which has 256 bits that the reader
 * does not know. No ingest endpoint takes it for its own (QG-0326).
 */
export function readersPseudonym(reader: string, pseudonym: string): string {
  return `qg1:reader:${createHash("sha256").update(`qorgau reader's pseudonym\n${reader}\n${pseudonym}`).digest("hex")}`;
}

/** The response with the workers' pseudonyms made for this reader. */
export function withReadersPseudonyms(response: RecordResponse, reader: string): RecordResponse {
  const shown = (data: Readonly<Record<string, unknown>>) => {
    const { worker } = data as { readonly worker?: { readonly ref?: unknown } };
    const ref = worker?.ref;
    if (typeof ref !== "string" || !pseudonymForm.test(ref)) return data;
    return { ...data, worker: { ...worker, ref: readersPseudonym(reader, ref) } };
  };
  const records = response.records.map((record) => ({
    ...record,
    statements: record.statements.map((statement) => ({ ...statement, data: shown(statement.data) })),
  }));
  return { ...response, records };
}
