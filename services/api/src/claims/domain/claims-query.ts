/** Reads the parameters of `GET /v1/claims` and of `GET /v1/clocks`. All faults are told together, and none repeats what was sent. */
import { claimDimensions, claimPeriods } from "@qorgau/schemas/responses/claims-answer";
import type { ClaimsQuery } from "@qorgau/schemas/responses/claims-answer";
import { clockDimensions, clockPeriods } from "@qorgau/schemas/responses/clocks-answer";
import type { ClocksQuery } from "@qorgau/schemas/responses/clocks-answer";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import { readPageCursor } from "../../paging/domain/page-cursor.ts";
import type { PageCursor, PagedQuestion } from "../../paging/domain/page-cursor.ts";
import { rowKeyForm } from "../../quality/domain/quality-page.ts";
import { readEmployers } from "../../rates/domain/parameters/rate-filters.ts";
import { readDates, readLimit, readOne, readSeveral, readSource } from "../../http/domain/read-parameters.ts";

export const clocksParameters = ["from", "to", "period", "by", "employer"] as const;
export const claimsParameters = ["source", "from", "to", "period", "by", "employer"] as const;
export const unmatchedParameters = ["unmatched", "source", "from", "to", "limit", "cursor"] as const;

type Parsed<Query> = { readonly query: Query } | { readonly errors: readonly Fault[] };

export function parseClocksQuery(parameters: URLSearchParams): Parsed<ClocksQuery> {
  const errors: Fault[] = [];
  const query = {
    ...readDates(parameters, errors),
    period: readOne("period", clockPeriods, parameters, errors) ?? "year",
    by: readSeveral("by", clockDimensions, parameters, errors),
    employer: readEmployers(parameters, errors),
  };
  return errors.length > 0 ? { errors } : { query };
}

export function parseClaimsQuery(parameters: URLSearchParams): Parsed<ClaimsQuery> {
  const errors: Fault[] = [];
  const query = {
    source: readSource(parameters, errors),
    ...readDates(parameters, errors),
    period: readOne("period", claimPeriods, parameters, errors) ?? "year",
    by: readSeveral("by", claimDimensions, parameters, errors),
    employer: readEmployers(parameters, errors),
  };
  return errors.length > 0 ? { errors } : { query };
}

export type UnmatchedQuery = Pick<ClaimsQuery, "source" | "from" | "to"> & { readonly limit: number; readonly cursor: PageCursor | null };

export function parseUnmatchedQuery(parameters: URLSearchParams): Parsed<UnmatchedQuery> {
  const errors: Fault[] = [];
  readOne("unmatched", ["true"], parameters, errors);
  const question = { source: readSource(parameters, errors), ...readDates(parameters, errors) };
  const limit = readLimit(parameters, errors);
  const text = parameters.get("cursor");
  const cursor = text === null ? null : readPageCursor(text, questionOf(question), rowKeyForm);
  if (text !== null && cursor === null) errors.push(fault("QG-0817", "cursor"));
  return errors.length > 0 ? { errors } : { query: { ...question, limit, cursor } };
}

/** What a cursor belongs to. */
export function questionOf({ source, from, to }: Pick<ClaimsQuery, "source" | "from" | "to">): PagedQuestion {
  return ["/v1/claims", "unmatched", source, from, to];
}
