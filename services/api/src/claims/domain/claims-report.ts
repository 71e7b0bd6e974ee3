/** The rows of `GET /v1/claims`, counted slice by slice: claims are counted as claims, and are no measure of injury. */
import type { ClaimDimension, ClaimRow, ClaimsQuery } from "@qorgau/schemas/responses/claims-response";
import { sortedInSteps } from "@qorgau/schemas/steps";
import { bandOf, claimRecords, isMatched } from "./claim-records.ts";
import type { ClaimRecord } from "./claim-records.ts";
import { nearestRank } from "../../statistics/nearest-rank.ts";
import { periodLabel } from "../../quality/domain/quality-dates.ts";
import { delaySince } from "../../quality/domain/quality-delays.ts";
import type { QualitySlice } from "../../quality/domain/quality-slice.ts";
import { spanAround } from "../../time/span.ts";

interface Tally {
  readonly period: string;
  readonly codes: Readonly<Partial<Record<ClaimDimension, string | null>>>;
  claims: number;
  matched: number;
  paidKzt: number;
  readonly claimDays: number[];
  readonly decisionDays: number[];
}

export interface ClaimsReport {
  take(slice: QualitySlice): void;
  /** So many would be finished now. */
  rows(): number;
  /** In steps. */
  finish(): Generator<void, ClaimRow[]>;
}

type ClaimsCount = Pick<ClaimsQuery, "period" | "by" | "source" | "employer">;

/**
 * Counts the active claims of the slices that `take` is given, by period of occurrence. Delays are in days: to one decimal until the first
 * statement, whole days until the decision.
 */
export function createClaimsReport(query: ClaimsCount): ClaimsReport {
  const tallies = new Map<string, Tally>();
  return {
    take: (slice) => {
      for (const claim of claimRecords(slice)) {
        if (isRequested(claim, query)) add(tallyOf(claim, query, tallies), claim);
      }
    },
    rows: () => tallies.size,
    *finish() {
      const sorted = yield* sortedInSteps([...tallies.values()], (left, right) => inOrder(left, right, query.by));
      const rows: ClaimRow[] = [];
      for (const tally of sorted) {
        rows.push(rowOf(tally));
        yield;
      }
      return rows;
    },
  };
}

function isRequested({ statement }: ClaimRecord, { source, employer }: ClaimsCount): boolean {
  return (source === null || statement.source === source) && (employer === null || employer.includes(statement.data.employer.bin ?? ""));
}

const codeOf: Readonly<Record<ClaimDimension, (claim: ClaimRecord) => string | null>> = {
  insurer: ({ statement }) => statement.source,
  status: ({ statement }) => statement.data.claim.status,
  band: ({ statement }) => bandOf(statement),
  kind: ({ statement }) => statement.data.kind,
  region: ({ statement }) => statement.derived.region,
  sector: ({ statement }) => statement.derived.section,
  employer: ({ statement }) => statement.data.employer.bin ?? null,
};

function tallyOf(claim: ClaimRecord, { period, by }: ClaimsCount, tallies: Map<string, Tally>): Tally {
  const { from } = spanAround(claim.statement.derived.date, period);
  const codes = Object.fromEntries(by.map((dimension) => [dimension, codeOf[dimension](claim)]));
  const key = JSON.stringify([from, codes]);
  const tally = tallies.get(key) ?? {
    period: periodLabel(from, period),
    codes,
    claims: 0,
    matched: 0,
    paidKzt: 0,
    claimDays: [],
    decisionDays: [],
  };
  tallies.set(key, tally);
  return tally;
}

const dayMs = 86_400_000;

function add(tally: Tally, claim: ClaimRecord): void {
  const { data, derived } = claim.statement;
  tally.claims += 1;
  if (isMatched(claim)) tally.matched += 1;
  tally.paidKzt += data.claim.paidKzt ?? 0;
  tally.claimDays.push(delaySince(data.occurredAt, claim.first).days);
  const { decidedOn } = data.claim;
  if (decidedOn !== undefined && decidedOn >= derived.date) {
    tally.decisionDays.push(Math.round((Date.parse(decidedOn) - Date.parse(derived.date)) / dayMs));
  }
}

/** By period, then the dimensions in the order of `by`, null last. */
function inOrder(left: Tally, right: Tally, by: readonly ClaimDimension[]): number {
  const keys = ({ period, codes }: Tally) => [period, ...by.map((dimension) => codes[dimension] ?? "\uFFFF")];
  const [first, second] = [keys(left), keys(right)];
  const place = first.findIndex((key, index) => key !== second[index]);
  return place === -1 ? 0 : first[place]! < second[place]! ? -1 : 1;
}

function rowOf({ period, codes, claims, matched, paidKzt, claimDays, decisionDays }: Tally): ClaimRow {
  const ascending = (values: number[]) => values.toSorted((left, right) => left - right);
  const [toClaim, toDecision] = [ascending(claimDays), ascending(decisionDays)];
  return {
    period,
    ...(codes as Partial<ClaimRow>),
    claims,
    matched,
    unmatched: claims - matched,
    matchedPercent: Math.round((10_000 * matched) / claims) / 100,
    claimMedianDays: nearestRank(toClaim, 50),
    claimP90Days: nearestRank(toClaim, 90),
    decided: toDecision.length,
    decisionMedianDays: nearestRank(toDecision, 50),
    decisionP90Days: nearestRank(toDecision, 90),
    // Tiyn: sums of decimal fractions are not exact in binary.
    paidKzt: Math.round(100 * paidKzt) / 100,
  };
}
