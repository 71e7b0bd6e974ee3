/** The response of `GET /v1/rollups/annual/{year}`: Kazakhstan's year against the year before, in total and by each code. Pure. */
import { annualRounding, annualScopes } from "@qorgau/schemas/responses/annual-rollup";
import type {
  AnnualRollupResponse,
  AnnualRollupQuery,
  AnnualRollupRow,
  AnnualScope,
  ComparedFigure,
} from "@qorgau/schemas/responses/annual-rollup";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { noChoices } from "@qorgau/schemas/responses/rate-choices";
import type { RateChoices } from "@qorgau/schemas/responses/rate-choices";
import { miningComplex } from "@qorgau/schemas/responses/rates";
import { addCount, comparedFigures, complexActivities, isOfComplex, noYearFigures } from "./annual-count.ts";
import type { AnnualCount, ComparedFigureName, YearFigures } from "./annual-count.ts";
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import { withOneBasis } from "../../exposure/domain/exposure-basis.ts";
import { noDaysRequested } from "../../rates/domain/days-stated.ts";
import { exposureCells } from "../../exposure/domain/exposure-cell.ts";
import type { ExposureCell } from "../../exposure/domain/exposure-cell.ts";
import { exposureFinder } from "../../exposure/domain/exposure.ts";
import { chosenOf } from "../../rates/domain/parameters/rate-choices.ts";
import { dayOfStamp, yearOf as yearOfDate } from "../../time/calendar.ts";
import { dayOfYear, monthAndDay } from "../../time/periods.ts";
import { rateOfCount } from "../../rates/domain/rate-of-count.ts";
import type { CountToRate } from "../../rates/domain/rate-of-count.ts";
import { seriesBreakOf } from "../../exposure/domain/series-breaks.ts";
import type { ResponseCut } from "../../rates/domain/snapshot.ts";
import { spanAround } from "../../time/span.ts";

/** The published figures that an annual rollup is computed from, read from one cut. */
export interface AnnualSnapshot {
  readonly cut: ResponseCut;
  /** The last effective stamp of the cut, milliseconds since the epoch; null of an empty cut. */
  readonly lastStampMs: number | null;
  /** Of the year and the one before. */
  readonly counted: readonly AnnualCount[];
  readonly exposures: ExposureBook;
  /** Cases of the year that are in none of the counts, as those of commuters on their own way. */
  readonly commutingLeftOut?: number;
}

/** What was known a year before the cut; of the year before, up to the same day. */
export interface AnnualYearEarlier {
  readonly cut: ResponseCut;
  readonly counted: readonly AnnualCount[];
}

interface Line {
  readonly scope: AnnualScope;
  readonly code: string;
  readonly value: YearFigures;
  readonly previous: YearFigures;
  readonly toDate: { readonly value: YearFigures; readonly previous: YearFigures };
}

/**
 * Computes the rows from one cut. Changes and shares are in percent, the rates of single severities per 100,000 workers. `earlier` is null
 * where the log does not reach back so far, or the year is over (NUMBERS, section 2.3).
 */
export function annualRollup(
  { year, per, yearOf, regionOf }: AnnualRollupQuery,
  snapshot: AnnualSnapshot,
  earlier: AnnualYearEarlier | null = null,
): AnnualRollupResponse {
  const today = snapshot.lastStampMs === null ? null : dayOfStamp(snapshot.lastStampMs);
  const isRunning = today !== null && `${year}-12-31` >= today;
  const day = isRunning && yearOfDate(today) === year ? today : null;
  const exposureOf = exposureFinder(snapshot.exposures);
  const period = { ...spanAround(`${year}-01-01`, "year"), partial: false };
  const lines = linesOf(year, snapshot, earlier).map((line) => ({ ...line, exposureOf: exposureOf(cellsOf(line.scope, line.code)) }));
  const pairs = lines.map((line) => ({
    exposureOf: line.exposureOf,
    span: period,
    counts: holdsCase(line.value) || holdsCase(line.previous),
  }));
  const choices = withOneBasis(per, noChoices, snapshot.exposures, pairs);
  const figuresOf = rateOfCount("injured", per, choices);
  const severityRate = severityRates(
    per.endsWith("_workers") ? choices : withOneBasis("100000_workers", noChoices, snapshot.exposures, pairs),
  );
  const victims = lines[0]?.value.injured ?? 0;
  const rows = lines.map(({ scope, code, value, previous, toDate, exposureOf }): AnnualRollupRow => {
    const figures = Object.fromEntries(
      comparedFigures.map((name) => [
        name,
        compared(value[name], previous[name], isRunning, day === null ? null : [toDate.value[name], toDate.previous[name]]),
      ]),
    );
    const rated = { casesWithDays: 0, ...noDaysRequested, period, isRunning, exposureOf };
    const rate = figuresOf({ ...rated, count: value.injured });
    return {
      scope,
      code: code === "" ? null : code,
      ...(figures as Record<ComparedFigureName, ComparedFigure>),
      ...rate,
      rates: {
        fatal: severityRate({ ...rated, count: value.fatal }),
        severe: severityRate({ ...rated, count: value.severe }),
        light: severityRate({ ...rated, count: value.light }),
      },
      share: { percent: percentOf(value.injured, victims), base: victims },
      fault: faultOf(value),
      seriesBreak: scope === "region" ? breakOf(code, year) : null,
    };
  });
  const { exposureBasis = null } = chosenOf(choices);
  const running = isRunning ? ({ running: true } as const) : {};
  const toDate = day === null ? {} : { toDate: daysCompared(day, earlier) };
  return {
    year,
    ...snapshot.cut,
    rules: mergingRules,
    measure: "injured",
    per,
    exposureBasis,
    yearOf,
    regionOf,
    ...running,
    ...toDate,
    ...((snapshot.commutingLeftOut ?? 0) === 0 ? {} : { commutingLeftOut: snapshot.commutingLeftOut }),
    rounding: annualRounding,
    rows,
  };
}

function daysCompared(day: string, earlier: AnnualYearEarlier | null): NonNullable<AnnualRollupResponse["toDate"]> {
  return {
    to: day,
    previousTo: dayOfYear(yearOfDate(day) - 1, monthAndDay(day)),
    previousAsOf: earlier?.cut.asOf ?? null,
    previousWatermark: earlier?.cut.watermark ?? null,
  };
}

function holdsCase({ injured, diseases, poisonings }: YearFigures): boolean {
  return injured + diseases + poisonings > 0;
}

/** The denominator: of a place or an activity its own, of a severity or a cause the country's. */
function cellsOf(scope: AnnualScope, code: string): readonly ExposureCell[] {
  const country = { country: ["KZ"] };
  if (scope === "complex") return exposureCells({ by: [], filters: { ...country, sector: complexActivities } }, {});
  const isOfCountry = scope === "total" || scope === "severity" || scope === "cause";
  return exposureCells({ by: [], filters: country }, isOfCountry ? {} : { [scope]: code });
}

/** The total, then every code that has a case or an exposure in either year; unknown, which is null, last. */
function linesOf(year: number, { counted, exposures }: AnnualSnapshot, earlier: AnnualYearEarlier | null): Line[] {
  const lines = new Map<string, Line>();
  const lineAt = (scope: AnnualScope, code: string): Line => {
    const key = `${scope}|${code}`;
    const line = lines.get(key) ?? {
      scope,
      code,
      value: noYearFigures(),
      previous: noYearFigures(),
      toDate: { value: noYearFigures(), previous: noYearFigures() },
    };
    lines.set(key, line);
    return line;
  };
  lineAt("total", "");
  for (const count of counted) {
    const line = lineAt(count.scope, count.code);
    const which = count.year === year ? "value" : "previous";
    addCount(line[which], count);
    if (count.toDate === true && (which === "value" || earlier === null)) addCount(line.toDate[which], count);
  }
  for (const count of earlier?.counted ?? []) {
    if (count.toDate === true && count.year === year - 1) addCount(lineAt(count.scope, count.code).toDate.previous, count);
  }
  for (const { cell, span } of exposures.stated) {
    const stated = span.from.slice(0, 4);
    if (cell.country !== "KZ" || (stated !== String(year) && stated !== String(year - 1))) continue;
    for (const [scope, code] of linesOfStatement(cell)) lineAt(scope, code);
  }
  return [...lines.values()].toSorted(byScopeAndCode);
}

/** The scopes and codes of a statement that is for a region, a section or a division and for nothing narrower. */
function linesOfStatement(cell: ExposureCell): [AnnualScope, string][] {
  const { country: _country, region, section, division, site: _site, ...narrower } = cell;
  if (Object.values(narrower).some((code) => code !== null)) return [];
  if (region !== null) return section === null ? [["region", region]] : [];
  const complex: [AnnualScope, string][] = isOfComplex(section, division) ? [["complex", miningComplex]] : [];
  if (division !== null) return [["division", division], ...complex];
  return section === null ? [] : [["sector", section], ...complex];
}

/** A running year is not set against a whole one; what of it is over is, against the same days. */
function compared(value: number, previous: number, isRunning: boolean, toDate: readonly [number, number] | null): ComparedFigure {
  if (!isRunning) return { value, previous, changePercent: changePercent(value, previous) };
  const running = { value, previous, changePercent: null, reason: "running" } as const;
  if (toDate === null) return running;
  const [own, before] = toDate;
  return { ...running, toDate: { value: own, previous: before, changePercent: changePercent(own, before) } };
}

/** The rate of the victims of one severity, by the workers of one basis. */
function severityRates(choices: RateChoices): (input: CountToRate) => AnnualRollupRow["rates"]["fatal"] {
  const per = "100000_workers";
  const rateOf = rateOfCount("fatal", per, choices);
  return (input) => {
    const { rate, lower, upper, reason } = rateOf(input);
    return { per, rate, lower, upper, reason };
  };
}

/** Returns the change from `previous` to `value` in percent, to two decimals, half away from zero; null where `previous` is 0. */
export function changePercent(value: number, previous: number): number | null {
  return percentOf(value - previous, previous);
}

/** To two decimals: −138 of 1,568 is −8.80. */
function percentOf(part: number, base: number): number | null {
  return quotient(part * 10_000, base);
}

/** A hundredth of the quotient of two integers, rounded half away from zero; null where there is nothing to divide by. */
function quotient(dividend: number, divisor: number): number | null {
  if (divisor === 0) return null;
  const rounded = Math.floor((2 * Math.abs(dividend) + divisor) / (2 * divisor));
  return rounded === 0 ? 0 : (Math.sign(dividend) * rounded) / 100;
}

/** The sums are in hundredths of a percent already. */
function faultOf({ faultCases, employerFault, workerFault }: YearFigures): AnnualRollupRow["fault"] {
  return {
    cases: faultCases,
    employerPercent: quotient(employerFault, faultCases),
    workerPercent: quotient(workerFault, faultCases),
  };
}

function breakOf(region: string, year: number): AnnualRollupRow["seriesBreak"] {
  const found = seriesBreakOf(region, year);
  return found === null ? null : { on: found.on, regions: [...found.regions] };
}

function byScopeAndCode(a: Line, b: Line): number {
  if (a.scope !== b.scope) return annualScopes.indexOf(a.scope) - annualScopes.indexOf(b.scope);
  if (a.code === "" || b.code === "") return a.code === b.code ? 0 : a.code === "" ? 1 : -1;
  return a.code < b.code ? -1 : 1;
}
