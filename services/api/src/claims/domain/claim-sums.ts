/** Claims added up as they are read, so that what is held is bounded by months and cells, and not by claims. */
import type { IbnrMeasure } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { Steps } from "@qorgau/schemas/steps";
import type { DelayedCount } from "../../nowcast/domain/delay-table.ts";
import { TooManyCells } from "../../paging/domain/response-rows.ts";
import type { IncurredClaim } from "./incurred-claims.ts";

/** So many sums of one cell, insurer, month of occurrence and later month are held. */
const claimSumsMax = 200_000;

/** Claims by place of the month of occurrence and of filing; of amounts the later is the month in which something was first stated as paid, or more or less of it. */
export interface ClaimSum extends DelayedCount {
  /** By how much what is stated as paid grew in the later month, in tiyn, of which sums are exact. */
  readonly tiyn: number;
  /** How much of that is of a backlog. */
  readonly tiynOfBacklog: number;
}

interface ClaimCell {
  readonly codes: readonly string[];
  readonly sums: readonly ClaimSum[];
}

export interface ClaimSums {
  readonly cells: readonly ClaimCell[];
  /** Of all cells together, and of what the filters leave out. */
  readonly all: readonly ClaimSum[];
}

export const noClaims: ClaimSums = { cells: [], all: [] };

/** What is added up. */
export interface SumsRequest {
  readonly measure: IbnrMeasure;
  /** The month of place 0. */
  readonly first: number;
  /** The last month that is used, and the first of occurrence; of claims before it only their insurer's first statement is. */
  readonly last: number;
  readonly used: number;
  readonly maxDelay: number;
}

interface ClaimAdder {
  /** Throws `TooManyCells` above `claimSumsMax` sums. */
  add(claim: IncurredClaim): void;
  finish(): Steps<ClaimSums>;
}

interface Sum {
  readonly codes: readonly string[] | null;
  readonly source: string;
  readonly occurred: number;
  readonly later: number;
  count: number;
  tiyn: number;
}

/** Whether a claim is of a backlog is known once all claims of its insurer are: sums are by insurer until then. */
export function createClaimAdder(request: SumsRequest, sumsMax = claimSumsMax): ClaimAdder {
  const { measure, last, used, maxDelay } = request;
  const began = new Map<string, number>();
  const sums = new Map<string, Sum>();

  const put = ({ codes, source, occurred }: IncurredClaim, later: number, count: number, tiyn: number): void => {
    const key = `${occurred} ${later} ${JSON.stringify([source, codes])}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { codes, source, occurred, later, count, tiyn });
    else {
      sum.count += count;
      sum.tiyn += tiyn;
    }
    if (sums.size > sumsMax) throw new TooManyCells(sums.size, sumsMax);
  };

  return {
    add: (claim) => {
      const { source, occurred, stated, filed } = claim;
      began.set(source, Math.min(stated, began.get(source) ?? stated));
      if (occurred < used || occurred > last || filed > last) return;
      if (measure === "claims") {
        put(claim, filed, 1, 0);
        return;
      }
      put(claim, occurred, 0, 0);
      for (const { month, tiyn, isFirst } of growthOf(claim)) {
        // Past cuts are not tried again with amounts, so that all later delays are one.
        if (month <= last) put(claim, Math.min(Math.max(month, occurred), occurred + maxDelay), isFirst ? 1 : 0, tiyn);
      }
    },
    finish: () => merged(sums.values(), began, request.first),
  };
}

/** Of what was stated as paid before the claim was in its cell the cell knows from then on. */
function growthOf({ filed, paid }: IncurredClaim) {
  let [known, hasBegun] = [0, false];
  return paid.map(([month, tenge]) => {
    const sum = Math.round(100 * tenge);
    const growth = { month: Math.max(month, filed), tiyn: sum - known, isFirst: !hasBegun && sum > 0 };
    known = sum;
    hasBegun ||= sum > 0;
    return growth;
  });
}

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };
type Merged = Map<string, Mutable<ClaimSum>>;

/** The insurers of a cell together. */
function* merged(sums: Iterable<Sum>, began: ReadonlyMap<string, number>, first: number): Steps<ClaimSums> {
  const cells = new Map<string, { readonly codes: readonly string[]; readonly sums: Merged }>();
  const all: Merged = new Map();
  for (const sum of sums) {
    yield;
    const isBacklog = sum.occurred < began.get(sum.source)!;
    addTo(all, sum, { isBacklog, first });
    if (sum.codes === null) continue;
    const name = JSON.stringify(sum.codes);
    const cell = cells.get(name) ?? { codes: sum.codes, sums: new Map() };
    cells.set(name, cell);
    addTo(cell.sums, sum, { isBacklog, first });
  }
  return { cells: [...cells.values()].map(({ codes, sums: some }) => ({ codes, sums: [...some.values()] })), all: [...all.values()] };
}

function addTo(sums: Merged, { occurred, later, count, tiyn }: Sum, { isBacklog, first }: { isBacklog: boolean; first: number }): void {
  const key = `${occurred} ${later}`;
  const none = { occurred: occurred - first, registered: later - first, count: 0, backlog: 0, tiyn: 0, tiynOfBacklog: 0 };
  const sum = sums.get(key) ?? none;
  sums.set(key, sum);
  sum.count += count;
  sum.tiyn += tiyn;
  if (!isBacklog) return;
  sum.backlog += count;
  sum.tiynOfBacklog += tiyn;
}
