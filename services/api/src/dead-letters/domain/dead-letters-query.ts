/** The parameters of `GET /v1/dead-letters`, and how they are read. */
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { pageParameters } from "../../http/domain/shared-parameters.ts";
import { readPageCursor } from "../../paging/domain/page-cursor.ts";
import type { PagedRequest } from "../../paging/domain/page-cursor.ts";
import { recordParameters } from "../../records/domain/record-parameters.ts";

export const deadLettersParameters = z.object({
  source: recordParameters.shape.source.meta({
    description: "The reporter whose inbound topic it is, as in its events.",
    examples: ["urn:kz:bin:200140000004"],
  }),
  ...pageParameters,
});

export interface DeadLettersQuery {
  readonly source: string;
  readonly limit: number;
  /** The key of the last row of the page before (`rowKeyOf`); null on the first. */
  readonly after: string | null;
}

const keyForm = /^\d{4}-\d{2}-\d{2}T[\d:.]{12}Z [\w.-]{1,249}\/\d{1,9}\/\d{1,15}$/;

/** Returns the query, or all faults at once (QG-0817: a cursor of another reporter). */
export function parseDeadLettersQuery(sent: SentTexts): Parsed<DeadLettersQuery> {
  const { values, faults } = readParameters(deadLettersParameters, sent, ["format"]);
  const { source, limit, cursor: text } = values;
  const cursor = text === null ? null : readPageCursor(text, requestOf(source), keyForm);
  const errors = [...faults, ...(text !== null && cursor === null ? [fault("QG-0817", "cursor")] : [])];
  return errors.length > 0 ? { errors } : { query: { source, limit, after: cursor?.after ?? null } };
}

/** What a cursor is bound to. Dead letters are no part of the log, and so of none of its cuts. */
export function requestOf(source: string): PagedRequest {
  return ["/v1/dead-letters", source];
}
