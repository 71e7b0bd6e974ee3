/** The parameters of `GET /v1/records`: of one record, and of the list of a reporter's. */
import { recordEntities } from "@qorgau/schemas/codes/enumerations";
import type { RecordEntity } from "@qorgau/schemas/codes/enumerations";
import { canonicalSource } from "@qorgau/schemas/events/names";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { orNull } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { refusals, refusedBy } from "@qorgau/schemas/requests/refusals";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { cutNames, pageParameters } from "../../http/domain/shared-parameters.ts";
import { readPageCursor } from "../../paging/domain/page-cursor.ts";
import type { PageCursor, PagedRequest } from "../../paging/domain/page-cursor.ts";

const name = z
  .string()
  .min(1)
  .refine((text) => !containsIin(text), refusedBy("QG-0811"));

const entity = orNull(z.enum(recordEntities)).meta({ description: "All of that name unless told.", examples: ["case"] });

export const recordParameters = z.object({
  source: name
    .transform(canonicalSource)
    .meta({ description: "The reporter, as in the event.", examples: ["urn:kz:bin:200140000004"] })
    .register(refusals, { rule: "QG-0812" }),
  subject: name
    .meta({ description: "The reporter's own number of the record.", examples: ["N1-2026-0017"] })
    .register(refusals, { rule: "QG-0812" }),
  entity,
});

/** Without a subject: all records of the reporter, page by page. */
export const recordListParameters = z.object({
  source: recordParameters.shape.source,
  entity,
  ...pageParameters,
  limit: pageParameters.limit.meta({ description: "Records of a page, where no subject is named." }),
});

/** What a page of the list begins before, as its cursor writes it: milliseconds since the epoch, partition, offset. */
const placeForm = /^\d{1,15}:\d{1,5}:\d{1,15}$/;

export interface RecordListQuery {
  readonly source: string;
  readonly entity: RecordEntity | null;
  readonly limit: number;
  readonly cursor: PageCursor | null;
  /** Where the caller may not see what enterprises are in. */
  readonly withoutStatuses?: boolean;
}

/** What records are asked for, and may be shown. */
export function requestedEntities({
  entity: requested,
  withoutStatuses = false,
}: Pick<RecordListQuery, "entity" | "withoutStatuses">): RecordEntity[] {
  const all = requested === null ? recordEntities : [requested];
  return all.filter((one) => !withoutStatuses || one !== "enterprise.status");
}

/** Returns the query, or all faults at once (QG-0817: a cursor of another list). */
export function parseRecordListQuery(sent: SentTexts): Parsed<RecordListQuery> {
  const { values, faults } = readParameters(recordListParameters, sent, cutNames);
  const cursor = values.cursor === null ? null : readPageCursor(values.cursor, requestOf(values), placeForm);
  const errors = [...faults, ...(values.cursor !== null && cursor === null ? [fault("QG-0817", "cursor")] : [])];
  return errors.length > 0 ? { errors } : { query: { ...values, cursor } };
}

/** What a cursor of the list is bound to. */
export function requestOf({ source, entity: kind }: Pick<RecordListQuery, "source" | "entity">): PagedRequest {
  return ["/v1/records", source, kind];
}
