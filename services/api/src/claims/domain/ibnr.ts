/** The response of `GET /v1/claims/ibnr` from a query and the claims of one cut (METHODS, section 1): pure. */
import { caveatsOf, ibnrCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { IbnrCell, IbnrDimension, IbnrQuery, IbnrResponse, IbnrRow } from "@qorgau/schemas/responses/claims-ibnr-response";
import { unknownCode } from "@qorgau/schemas/responses/rates";
import type { Steps } from "@qorgau/schemas/steps";
import { cutsMax } from "../../nowcast/domain/back-test.ts";
import { reportsMin } from "../../nowcast/domain/ladder.ts";
import { labelOf, numberOf, spanOf } from "../../nowcast/domain/nowcast-periods.ts";
import { responseRowsMax, TooManyRows } from "../../paging/domain/response-rows.ts";
import type { ResponseCut } from "../../rates/domain/snapshot.ts";
import { dayOfStamp } from "../../time/calendar.ts";
import type { Span } from "../../time/span.ts";
import type { ClaimSums, SumsRequest } from "./claim-sums.ts";
import { amountsJudge } from "./ibnr-amounts.ts";
import { claimsJudge } from "./ibnr-counts.ts";

type Codes = Pick<IbnrRow, IbnrDimension>;

export interface IbnrSnapshot {
  readonly cut: ResponseCut;
  /** The last effective stamp of the cut, milliseconds since the epoch; null of an empty cut. */
  readonly lastStampMs: number | null;
  /** By places from the first month that is read. */
  readonly sums: ClaimSums;
}

/** The months that are read and shown, as numbers. */
export interface IbnrMonths {
  readonly first: number;
  /** The last whole one. */
  readonly last: number;
  readonly shown: readonly number[];
}

/** What a cell says, without its codes. */
export interface JudgedClaims {
  readonly told: Omit<IbnrCell, keyof Codes>;
  readonly rowOf: (month: number) => Omit<IbnrRow, "period" | keyof Codes>;
}

/** What is read of the claims, and how it is added up. Null of an empty cut. */
export function readOf(query: IbnrQuery, lastStampMs: number | null): { readonly days: Span; readonly request: SumsRequest } | null {
  const months = monthsOf(query, lastStampMs);
  if (months === null) return null;
  const { measure, window, maxDelay } = query;
  const { first, last, shown } = months;
  // Amounts have no back-test, which wants the months before those that factors are learnt from.
  const used = measure === "claims" ? first : Math.min(last - window - maxDelay + 1, shown[0] ?? last);
  return {
    days: { from: spanOf("month", first).from, to: spanOf("month", last).to },
    request: { measure, first, last, used, maxDelay },
  };
}

/** The earliest back-test looks so far back, and rows may be asked for from further back. */
function monthsOf({ window, maxDelay, from, to }: IbnrQuery, lastStampMs: number | null): IbnrMonths | null {
  if (lastStampMs === null) return null;
  const last = numberOf("month", dayOfStamp(lastStampMs)) - 1;
  const begin = from === null ? last - maxDelay : numberOf("month", from);
  const end = to === null ? last : Math.min(last, numberOf("month", to));
  const shown = Array.from({ length: Math.max(0, end - begin + 1) }, (_, place) => begin + place);
  return { first: Math.min(begin, last - window - 2 * maxDelay - cutsMax), last, shown };
}

/** In steps. Throws `TooManyRows` above 20,000 rows. */
export function* ibnrSteps(query: IbnrQuery, { cut, lastStampMs, sums }: IbnrSnapshot): Steps<IbnrResponse> {
  const { measure, source, region, band, by, window, maxDelay } = query;
  const months = monthsOf(query, lastStampMs);
  const cells = by.length === 0 && sums.cells.length === 0 ? [{ codes: [], sums: [] }] : sums.cells;
  const rowCount = cells.length * Math.max(months?.shown.length ?? 0, query.triangle ? window + maxDelay : 0);
  if (rowCount > responseRowsMax) throw new TooManyRows(rowCount);
  const judged: (JudgedClaims & { readonly codes: readonly string[] })[] = [];
  if (months !== null) {
    const judge = measure === "claims" ? claimsJudge(sums.all, months, query) : amountsJudge(sums.all, months, query);
    for (const { codes, sums: some } of cells) {
      yield;
      judged.push({ codes, ...(yield* judge(some)) });
    }
  }
  const inOrder = judged.toSorted((one, other) => compareCodes(one.codes, other.codes));
  const codesOf = (codes: readonly string[]) =>
    Object.fromEntries(by.map((name, place) => [name, codes[place] === "" ? null : codes[place]])) as Codes;
  const rows: IbnrRow[] = [];
  for (const month of months?.shown ?? []) {
    yield;
    for (const { codes, rowOf } of inOrder) rows.push({ period: labelOf("month", month), ...codesOf(codes), ...rowOf(month) });
  }
  return {
    ...cut,
    rules: mergingRules,
    methods: 1,
    method: { name: "chain_ladder", parameters: { window, maxDelay, reportsMin, cuts: cutsMax } },
    measure,
    source,
    regions: joinedCodes(region),
    bands: joinedCodes(band),
    by: [...by],
    lastPeriod: months === null ? null : labelOf("month", months.last),
    additive: false,
    rows,
    cells: inOrder.map(({ codes, told }) => ({ ...codesOf(codes), ...told })),
    caveats: caveatsOf(ibnrCaveats),
  };
}

const joinedCodes = (codes: readonly string[] | null) => codes?.map((code) => (code === "" ? unknownCode : code)).join(",") ?? null;

/** What is not stated comes last. */
function compareCodes(one: readonly string[], other: readonly string[]): number {
  const place = one.findIndex((code, at) => code !== other[at]);
  if (place === -1) return 0;
  const [left, right] = [one[place]!, other[place]!];
  if (left === "" || right === "") return left === "" ? 1 : -1;
  return left < right ? -1 : 1;
}
