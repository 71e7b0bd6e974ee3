/** The response of `GET /v1/nowcast` from a query and the counts of one cut (METHODS, section 1): pure. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { caveatsOf, nowcastCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import { nowcastWindows } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type {
  NowcastCell,
  NowcastQuery,
  NowcastResponse,
  NowcastRow,
  NowcastSum,
} from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { truthDimensions } from "@qorgau/schemas/responses/rates";
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import type { Steps } from "@qorgau/schemas/steps";
import { withOneBasisSteps } from "../../exposure/domain/exposure-basis.ts";
import { exposureCells } from "../../exposure/domain/exposure-cell.ts";
import { exposureFinder } from "../../exposure/domain/exposure.ts";
import type { ExposureOf } from "../../exposure/domain/exposure.ts";
import { responseRowsMax, TooManyRows } from "../../paging/domain/response-rows.ts";
import { nothingCounted } from "../../rates/domain/counts.ts";
import { chosenOf } from "../../rates/domain/parameters/rate-choices.ts";
import { ratedCount, rounded } from "../../rates/domain/rate-of-count.ts";
import type { CountToRate, RatedCount } from "../../rates/domain/rate-of-count.ts";
import { garwood } from "../../statistics/garwood.ts";
import { dayOfStamp, firstOfMonth, monthOf, yearOf } from "../../time/calendar.ts";
import { daysIn } from "../../time/periods.ts";
import { backTest, cutsMax } from "./back-test.ts";
import type { BackTest } from "./back-test.ts";
import type { DelayedCount } from "./delay-table.ts";
import {
  countryDelays,
  ladderAt,
  noDelaysToLend,
  nowcastOf,
  reportsMin,
  sumOf,
  triangleOf,
  wholeAlready,
  widenedLimits,
} from "./ladder.ts";
import type { CountryDelays, Ladder, Nowcast, PartOfPeriod } from "./ladder.ts";
import { labelOf, numberOf, spanOf } from "./nowcast-periods.ts";
import { firstDayRead, lastWholePeriod } from "./nowcast-snapshot.ts";
import type { DelayedCell, NowcastSnapshot } from "./nowcast-snapshot.ts";

/** In steps. Throws `TooManyRows` above 20,000 rows, as many as a cell has without `from` and `to` at the least, before a cell is judged. */
export function* nowcastSteps(query: NowcastQuery, snapshot: NowcastSnapshot): Steps<NowcastResponse> {
  const { rates, period, window, maxDelay } = query;
  const { per } = rates;
  const day = snapshot.lastStampMs === null ? null : dayOfStamp(snapshot.lastStampMs);
  const last = day === null ? null : lastWholePeriod(period, day);
  const shown = last === null ? [] : periodsShown(query, last);
  const rowsPerCell = Math.max(shown.length, maxDelay + 1, query.triangle ? window + maxDelay : 0);
  const cells = day === null ? [] : yield* cellsOf(query, snapshot, day, Math.floor(responseRowsMax / rowsPerCell));
  const pairs = cells.flatMap(({ exposureOf }) => shown.map((number) => ({ exposureOf, span: spanOf(period, number), counts: true })));
  const choices = yield* withOneBasisSteps(per, rates.choices, snapshot.exposures, pairs);
  const rate = ratedCount(rates.measure, per, choices);
  const judged: JudgedCell[] = [];
  for (const cell of cells) {
    judged.push(yield* judgedCell(cell, query, shown));
    yield;
  }
  const rows: NowcastRow[] = [];
  for (const number of shown) {
    for (const one of judged) {
      rows.push(rowOf(one, { query, number, rate }));
      yield;
    }
  }
  return {
    ...snapshot.cut,
    rules: mergingRules,
    methods: 1,
    method: { name: "chain_ladder", parameters: { window, maxDelay, reportsMin, cuts: cutsMax } },
    of: "cases",
    measure: rates.measure,
    per: per as NowcastResponse["per"],
    by: [...rates.by],
    ...chosenOf(choices),
    lastPeriod: last === null ? null : labelOf(period, last),
    additive: false,
    rows,
    cells: judged.map(({ told }) => told),
    caveats: caveatsOf(nowcastCaveats),
  };
}

/** The periods of the rows: those that are still being reported, unless the request names others; none behind the last whole one. */
function periodsShown({ rates: { from, to }, period, maxDelay }: NowcastQuery, last: number): readonly number[] {
  const first = from === null ? last - maxDelay : numberOf(period, from);
  const end = to === null ? last : Math.min(last, numberOf(period, to));
  return Array.from({ length: Math.max(0, end - first + 1) }, (_, place) => first + place);
}

/** A cell with its counts, by places from the first period that is read. */
interface Cell {
  readonly codes: readonly string[];
  readonly exposureOf: ExposureOf;
  readonly counts: readonly DelayedCount[];
  readonly country: CountryDelays;
  /** The number of the first place, and the place of the last whole period. */
  readonly first: number;
  readonly last: number;
  /** Null where rows are of weeks. Made when it is wanted: a ladder of weeks for every cell at once has no room. */
  readonly running: (() => RunningMonth | null) | null;
}

/** What the running month has in whole weeks. */
interface RunningMonth {
  readonly from: string;
  readonly to: string;
  /** The delays of weeks at the last whole one. */
  readonly ladder: Ladder;
  /** By place of the week, of the days of the month alone. */
  readonly weeks: ReadonlyMap<number, PartOfPeriod>;
}

function* cellsOf(query: NowcastQuery, snapshot: NowcastSnapshot, day: string, cellsMax: number): Steps<Cell[]> {
  const { rates, period } = query;
  const finder = exposureFinder(snapshot.exposures);
  // What is older is counted as it is: it takes no part in the delays, whatever rows are asked for.
  const first = numberOf(period, firstDayRead(period, query, day, null));
  const last = lastWholePeriod(period, day) - first;
  const ofPeriod = placedCounts(snapshot.counted, (one) => numberOf(period, one) - first);
  const lends = !rates.by.includes("country") && !rates.by.includes("kind");
  const country = lends ? countryDelays(yield* ofPeriod.all(), query) : null;
  const byCodes = yield* ofPeriod.byCodes();
  if (byCodes.size > cellsMax) throw new TooManyRows(byCodes.size * Math.ceil(responseRowsMax / cellsMax));
  if (rates.by.length === 0 && !byCodes.has("")) byCodes.set("", { codes: [], counts: [] });
  const running = period === "month" ? yield* runningMonths(snapshot.countedByWeek, day, lends) : null;
  const cells: Cell[] = [];
  for (const [key, { codes, counts }] of byCodes) {
    yield;
    const values = Object.fromEntries(rates.by.map((dimension, place) => [dimension, codes[place]!]));
    const exposureOf = finder(exposureCells(rates, values));
    const judgedBy = country ?? noDelaysToLend(counts);
    cells.push({ codes, exposureOf, counts, country: judgedBy, first, last, running: running === null ? null : () => running(key) });
  }
  return cells.toSorted((a, b) => inOrder(a.codes, b.codes));
}

interface Placed {
  readonly codes: readonly string[];
  readonly counts: DelayedCount[];
}

function placedCounts(cells: readonly DelayedCell[], placeOf: (day: string) => number) {
  const placed = ({ occurred, registered, count, backlog }: DelayedCell): DelayedCount => ({
    occurred: placeOf(occurred),
    registered: placeOf(registered),
    count,
    backlog,
  });
  return {
    *all(): Steps<DelayedCount[]> {
      const counts: DelayedCount[] = [];
      for (const one of cells) {
        counts.push(placed(one));
        yield;
      }
      return counts;
    },
    *byCodes(): Steps<Map<string, Placed>> {
      const found = new Map<string, Placed>();
      for (const one of cells) {
        yield;
        if (one.codes === null) continue;
        const key = one.codes.join("|");
        const known = found.get(key) ?? { codes: one.codes, counts: [] };
        known.counts.push(placed(one));
        found.set(key, known);
      }
      return found;
    },
  };
}

/** Weeks begin before the month may: of those only its own days count. Null on its first days, before a week of it has ended. */
function* runningMonths(cells: readonly DelayedCell[], day: string, lends: boolean): Steps<(key: string) => RunningMonth | null> {
  const window = nowcastWindows.week;
  const from = firstOfMonth(yearOf(day), monthOf(day));
  const first = numberOf("week", firstDayRead("week", window, day, null));
  const last = lastWholePeriod("week", day) - first;
  const { to } = spanOf("week", first + last);
  if (to < from) return () => null;
  const placeOf = (one: string) => numberOf("week", one) - first;
  const all = placedCounts(cells, placeOf);
  const country = lends ? countryDelays(yield* all.all(), window) : null;
  const byCodes = yield* all.byCodes();
  const ofMonth = yield* placedCounts(
    cells.filter(({ isOfRunningMonth }) => isOfRunningMonth),
    placeOf,
  ).byCodes();
  return (key) => {
    const weeks = new Map<number, PartOfPeriod>();
    for (let place = placeOf(from); place <= last; place += 1) weeks.set(place, { reported: 0, days: daysOf(place) / 7 });
    for (const { occurred, registered, count } of ofMonth.get(key)?.counts ?? []) {
      const week = weeks.get(occurred);
      if (week !== undefined && registered <= last) weeks.set(occurred, { ...week, reported: week.reported + count });
    }
    const cell = byCodes.get(key)?.counts ?? [];
    return { from, to, ladder: ladderAt({ cell, country: country ?? noDelaysToLend(cell) }, last, window), weeks };
  };

  /** How many days of the week are of the month. */
  function daysOf(place: number): number {
    const span = spanOf("week", first + place);
    return daysIn({ from: span.from < from ? from : span.from, to: span.to });
  }
}

/** Unknown, null in the response, comes last. */
function inOrder(one: readonly string[], other: readonly string[]): number {
  for (const [place, code] of one.entries()) {
    const beside = other[place]!;
    if (code === beside) continue;
    if (code === "" || beside === "") return code === "" ? 1 : -1;
    return code < beside ? -1 : 1;
  }
  return 0;
}

/** What rows and response need of a cell; its tables and laws are let go. */
interface JudgedCell {
  readonly cell: Pick<Cell, "codes" | "exposureOf">;
  readonly delaysFrom: Ladder["delaysFrom"];
  readonly test: BackTest;
  readonly reason: NowcastRow["reason"];
  /** By number of the period. */
  readonly reported: ReadonlyMap<number, number>;
  /** The same; empty where there is a reason, null where nobody knows what share of the period is reported. */
  readonly nowcasts: ReadonlyMap<number, NowcastFigures | null>;
  readonly told: NowcastCell;
}

type NowcastFigures = Omit<Nowcast, "unreported">;

function* judgedCell(cell: Cell, query: NowcastQuery, shown: readonly number[]): Steps<JudgedCell> {
  const counts = { cell: cell.counts, country: cell.country };
  const ladder = ladderAt(counts, cell.last, query);
  const test = yield* backTest(counts, cell.last, query);
  const reason = ladder.reason ?? (test.widening === null ? "delays_unstable" : null);
  const reported = new Map(shown.map((number) => [number, 0]));
  for (const { occurred, registered, count } of cell.counts) {
    const number = occurred + cell.first;
    const known = registered <= cell.last ? reported.get(number) : undefined;
    if (known !== undefined) reported.set(number, known + count);
  }
  const nowcasts = new Map<number, Nowcast | null>();
  for (const number of reason === null ? shown : []) {
    const place = number - cell.first;
    nowcasts.set(number, place < 0 ? wholeAlready(reported.get(number) ?? 0) : nowcastOf(ladder, place));
    yield;
  }
  const told = yield* cellOf({ cell, ladder, test, reason, nowcasts }, query, shown);
  const figures = new Map([...nowcasts].map(([number, one]) => [number, one === null ? null : withoutLaw(one)]));
  const { codes, exposureOf } = cell;
  return { cell: { codes, exposureOf }, delaysFrom: ladder.delaysFrom, test, reason, reported, nowcasts: figures, told };
}

const withoutLaw = ({ unreported: _law, ...figures }: Nowcast): NowcastFigures => figures;

const noLimits = { nowcast: null, lower: null, upper: null };

function figuresOf(nowcast: Omit<NowcastFigures, "share">, { reason, widening }: Pick<JudgedCell, "reason"> & Pick<BackTest, "widening">) {
  if (reason !== null) return noLimits;
  const { lower, upper } = widenedLimits(nowcast, widening ?? 1);
  return { nowcast: rounded(nowcast.expected), lower: rounded(lower), upper: rounded(upper) };
}

const widenedBy = ({ widening }: BackTest) => (widening === null || widening === 1 ? null : widening);

interface RowRequest {
  readonly query: NowcastQuery;
  readonly number: number;
  readonly rate: (input: CountToRate) => RatedCount;
}

function rowOf(judged: JudgedCell, { query, number, rate }: RowRequest): NowcastRow {
  const { cell, delaysFrom, test, reason, nowcasts } = judged;
  const { rates, period } = query;
  const reported = judged.reported.get(number) ?? 0;
  const nowcast = nowcasts.get(number);
  const span = { ...spanOf(period, number), partial: false };
  const { figures, divisor } = rate({ ...nothingCounted, count: reported, period: span, exposureOf: cell.exposureOf });
  const share = reason === null ? (nowcast?.share ?? null) : null;
  const hasRate = rates.per !== "none" && figures.rate !== null && divisor !== null && share !== null && share > 0;
  const limits = garwood(reported);
  const perUnit = (count: number) => (hasRate ? rounded(count / (share * divisor)) : null);
  const { coverage } = test;
  return {
    period: labelOf(period, number),
    ...codesOf(rates.by, cell.codes),
    reported,
    ...(nowcast === undefined || nowcast === null ? noLimits : figuresOf(nowcast, { reason, widening: test.widening })),
    share: share === null ? null : rounded(share),
    reason: reason ?? (nowcast === null ? "history_too_short" : null),
    exposure: figures.exposure,
    exposureStatus: figures.exposureStatus,
    exposurePeriod: figures.exposurePeriod,
    rate: perUnit(reported),
    rateLower: perUnit(limits.lower),
    rateUpper: perUnit(limits.upper),
    rateReason: figures.reason ?? (share === 0 && rates.per !== "none" ? "not_finite" : null),
    delaysFrom,
    widened: widenedBy(test),
    coverage: { share: coverage.share, lower: coverage.lower, upper: coverage.upper },
  };
}

interface CellRequest extends Pick<JudgedCell, "test" | "reason"> {
  readonly cell: Cell;
  readonly ladder: Ladder;
  readonly nowcasts: ReadonlyMap<number, Nowcast | null>;
}

function* cellOf(judged: CellRequest, { rates, period, triangle, ...window }: NowcastQuery, shown: readonly number[]): Steps<NowcastCell> {
  const { cell, ladder, test, reason, nowcasts } = judged;
  const { reports, leftOut, beyondMaxDelay } = ladder.table;
  const sum = yield* sumOf([...nowcasts.values()]);
  const [first, last] = [shown[0], shown.at(-1)];
  return {
    ...codesOf(rates.by, cell.codes),
    reports,
    delaysFrom: ladder.delaysFrom,
    shares: ladder.shares.map(rounded),
    ...(triangle ? { triangle: triangleOf(ladder.table.ofDelays, window, (place) => labelOf(period, cell.first + place)) } : {}),
    leftOut,
    beyondMaxDelay,
    reason,
    widened: widenedBy(test),
    sum:
      sum === null || reason !== null || first === undefined || last === undefined
        ? null
        : {
            from: spanOf(period, first).from,
            to: spanOf(period, last).to,
            reported: sum.reported,
            ...figuresOf(sum, { reason, widening: test.widening }),
          },
    toDate: yield* toDateOf(cell.running?.() ?? null),
    coverage: test.coverage,
  };
}

/** The running month by its whole weeks; back-tests are of months, so that these limits are as they come. */
function* toDateOf(month: RunningMonth | null): Steps<NowcastSum | null> {
  if (month === null || month.ladder.reason !== null) return null;
  const { from, to, ladder, weeks } = month;
  const sum = yield* sumOf([...weeks].map(([place, part]) => nowcastOf(ladder, place, part)));
  return sum === null ? null : { from, to, reported: sum.reported, ...figuresOf(sum, { reason: null, widening: 1 }) };
}

function codesOf(by: readonly RateDimension[], codes: readonly string[]): Partial<NowcastRow> {
  const shown = by.map((dimension, place): [RateDimension, string | boolean | null] => {
    const code = codes[place]!;
    if (code === "") return [dimension, null];
    return [dimension, truthDimensions.has(dimension) ? code === "true" : code];
  });
  return Object.fromEntries(shown);
}
