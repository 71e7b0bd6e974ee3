/** The response of `GET /v1/claims/ibnr` from a query and the claims of one cut (METHODS, section 1): pure. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { IbnrCell, IbnrQuery, IbnrResponse, IbnrRow } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { Steps } from "@qorgau/schemas/steps";
import { cutsMax } from "../../nowcast/domain/back-test.ts";
import { reportsMin } from "../../nowcast/domain/ladder.ts";
import { labelOf, numberOf, spanOf } from "../../nowcast/domain/nowcast-periods.ts";
import { responseRowsMax, TooManyRows } from "../../paging/domain/response-rows.ts";
import type { ResponseCut } from "../../rates/domain/snapshot.ts";
import { dayOfStamp } from "../../time/calendar.ts";
import type { Span } from "../../time/span.ts";
import { amountsJudge } from "./ibnr-amounts.ts";
import { claimsJudge } from "./ibnr-counts.ts";
import type { IncurredClaim } from "./incurred-claims.ts";

type Codes = Pick<IbnrRow, "insurer" | "band">;

export interface IbnrSnapshot {
  readonly cut: ResponseCut;
  /** The last effective stamp of the cut, milliseconds since the epoch; null of an empty cut. */
  readonly lastStampMs: number | null;
  readonly claims: readonly IncurredClaim[];
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

/** The days of occurrence that are read: the earliest back-test looks so far back. Null of an empty cut. */
export function daysRead(query: IbnrQuery, lastStampMs: number | null): Span | null {
  const months = monthsOf(query, lastStampMs);
  return months === null ? null : { from: spanOf("month", months.first).from, to: spanOf("month", months.last).to };
}

function monthsOf({ window, maxDelay, from, to }: IbnrQuery, lastStampMs: number | null): IbnrMonths | null {
  if (lastStampMs === null) return null;
  const last = numberOf("month", dayOfStamp(lastStampMs)) - 1;
  const first = last - window - 2 * maxDelay - cutsMax;
  const begin = from === null ? last - maxDelay : Math.max(first, numberOf("month", from));
  const end = to === null ? last : Math.min(last, numberOf("month", to));
  return { first, last, shown: Array.from({ length: Math.max(0, end - begin + 1) }, (_, place) => begin + place) };
}

/** In steps. Throws `TooManyRows` above 20,000 rows. */
export function* ibnrSteps(query: IbnrQuery, { cut, lastStampMs, claims }: IbnrSnapshot): Steps<IbnrResponse> {
  const { measure, source, by, window, maxDelay } = query;
  const months = monthsOf(query, lastStampMs);
  const cells = Map.groupBy(claims, ({ codes }) => codes.join("|"));
  if (by.length === 0 && !cells.has("")) cells.set("", []);
  const rowCount = cells.size * (months?.shown.length ?? 0);
  if (rowCount > responseRowsMax) throw new TooManyRows(rowCount);
  const judged: (JudgedClaims & { readonly codes: readonly string[] })[] = [];
  if (months !== null) {
    const judge = measure === "claims" ? claimsJudge(claims, months, query) : amountsJudge(claims, months, query);
    for (const some of cells.values()) {
      yield;
      judged.push({ codes: some[0]?.codes ?? [], ...(yield* judge(some)) });
    }
  }
  const inOrder = judged.toSorted((one, other) => compareCodes(one.codes, other.codes));
  const codesOf = (codes: readonly string[]) =>
    Object.fromEntries(by.map((name, place) => [name, codes[place] === "" ? null : codes[place]])) as Codes;
  return {
    ...cut,
    rules: mergingRules,
    methods: 1,
    method: { name: "chain_ladder", parameters: { window, maxDelay, reportsMin, cuts: cutsMax } },
    measure,
    source,
    by: [...by],
    lastPeriod: months === null ? null : labelOf("month", months.last),
    additive: false,
    rows: (months?.shown ?? []).flatMap((month) =>
      inOrder.map(({ codes, rowOf }) => ({ period: labelOf("month", month), ...codesOf(codes), ...rowOf(month) })),
    ),
    cells: inOrder.map(({ codes, told }) => ({ ...codesOf(codes), ...told })),
  };
}

/** What is not stated comes last. */
function compareCodes(one: readonly string[], other: readonly string[]): number {
  const place = one.findIndex((code, at) => code !== other[at]);
  if (place === -1) return 0;
  const [left, right] = [one[place]!, other[place]!];
  if (left === "" || right === "") return left === "" ? 1 : -1;
  return left < right ? -1 : 1;
}
