/** The parameters of `GET /v1/claims` and of `GET /v1/clocks`, and how they are read. All faults are reported together. */
import { claimDimensions, claimPeriods } from "@qorgau/schemas/responses/claims-response";
import type { ClaimsQuery } from "@qorgau/schemas/responses/claims-response";
import { deadlineDimensions, deadlinePeriods } from "@qorgau/schemas/responses/deadlines-response";
import type { DeadlinesQuery } from "@qorgau/schemas/responses/deadlines-response";
import { listOf, orEmpty } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, ReadParameters, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { readPageCursor } from "../../paging/domain/page-cursor.ts";
import type { PageCursor, PagedRequest } from "../../paging/domain/page-cursor.ts";
import { rowKeyForm } from "../../quality/domain/quality-page.ts";
import { employerParameter, regionParameter, sectorParameter } from "../../rates/domain/parameters/filter-parameters.ts";
import { filtersOf } from "../../rates/domain/parameters/rate-filters.ts";
import {
  cutNames,
  dayParameters,
  faultsOfDays,
  pageParameters,
  saidDefaults,
  sourceParameter,
} from "../../http/domain/shared-parameters.ts";

const period = { description: "Of the date of occurrence.", examples: ["month"] };
const employer = employerParameter.meta({
  description: "Of these enterprises alone: BINs or pseudonyms of sole proprietors, joined by commas. An IIN is refused.",
  examples: [["200140000004"]],
});

export const deadlinesParameters = z.object({
  ...dayParameters,
  period: z.enum(deadlinePeriods).default("year").meta(period),
  by: orEmpty(listOf(z.enum(deadlineDimensions))).meta({ description: "What the rows are of, besides the clock.", examples: [["region"]] }),
  region: regionParameter.meta({ description: "Of occurrence, as the filter of /v1/rates.", examples: [["KZ-35"]] }),
  sector: sectorParameter.meta({ description: "Activity of the employer, as the filter of /v1/rates.", examples: [["B"]] }),
  employer,
});

const source = sourceParameter.meta({ description: "Claims of this insurer alone.", examples: ["urn:kz:insurer:annuity"] });

export const claimsParameters = z.object({
  source,
  ...dayParameters,
  period: z.enum(claimPeriods).default("year").meta(period),
  by: orEmpty(listOf(z.enum(claimDimensions))).meta({ description: "What the rows are of.", examples: [["status"]] }),
  employer,
});

/** The worklist: with `unmatched` these are known and those of the counts are not. */
export const unmatchedParameters = z.object({
  source,
  ...dayParameters,
  unmatched: z
    .enum(["true"])
    .optional()
    .meta({ description: "The worklist.", examples: ["true"] }),
  ...pageParameters,
  limit: pageParameters.limit.meta({ description: "Rows of a page of the worklist." }),
});

/** Reads the parameters of `GET /v1/clocks`. Returns the query, or all faults at once. */
export function parseDeadlinesQuery(sent: SentTexts): Parsed<DeadlinesQuery> {
  const { values, faults } = readParameters(deadlinesParameters, sent, cutNames);
  const sector = filtersOf({ sector: values.sector, by: [] }).sector ?? null;
  return withSoundDays({ values: { ...values, sector }, faults });
}

/**
 * Reads the parameters of `GET /v1/claims`. Returns the query, or all faults at once. Parameters of the worklist pass where they have their
 * default.
 */
export function parseClaimsQuery(sent: SentTexts): Parsed<ClaimsQuery> {
  return withSoundDays(readParameters(claimsParameters, sent, [...cutNames, "unmatched", ...saidDefaults(unmatchedParameters, sent)]));
}

function withSoundDays<Query extends Pick<ClaimsQuery, "from" | "to">>({ values, faults }: ReadParameters<Query>): Parsed<Query> {
  const errors = [...faults, ...faultsOfDays(values)];
  return errors.length > 0 ? { errors } : { query: values };
}

export type UnmatchedQuery = Pick<ClaimsQuery, "source" | "from" | "to"> & { readonly limit: number; readonly cursor: PageCursor | null };

/** Reads the parameters of the worklist. Returns the query, or all faults at once (QG-0817: a cursor of another source or other days). */
export function parseUnmatchedQuery(sent: SentTexts): Parsed<UnmatchedQuery> {
  const { values, faults } = readParameters(unmatchedParameters, sent, [...cutNames, ...saidDefaults(claimsParameters, sent)]);
  const { unmatched: _requested, cursor: text, ...requestParameters } = values;
  const cursor = text === null ? null : readPageCursor(text, requestOf(requestParameters), rowKeyForm);
  const ofCursor = text !== null && cursor === null ? [fault("QG-0817", "cursor")] : [];
  const errors = [...faults, ...faultsOfDays(requestParameters), ...ofCursor];
  return errors.length > 0 ? { errors } : { query: { ...requestParameters, cursor } };
}

/** What a cursor of the worklist is bound to: the address, the insurer and the days. */
export function requestOf({ source, from, to }: Pick<ClaimsQuery, "source" | "from" | "to">): PagedRequest {
  return ["/v1/claims", "unmatched", source, from, to];
}
