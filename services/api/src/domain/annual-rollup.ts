/** The answer of `GET /v1/rollups/annual/{year}`: Kazakhstan's year against the year before, in total and by each code. Pure. */
import { annualScopes } from "@qorgau/schemas/annual-rollup";
import type { AnnualRollupAnswer, AnnualRollupQuery, AnnualRollupRow, AnnualScope, ComparedFigure } from "@qorgau/schemas/annual-rollup";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { ExposureBook } from "./exposure-book.ts";
import { exposureCells } from "./exposure-cell.ts";
import type { ExposureCell } from "./exposure-cell.ts";
import { exposureFinder } from "./exposure.ts";
import { rateOfCount } from "./rate-of-count.ts";
import type { AnsweredCut } from "./snapshot.ts";
import { spanAround } from "./span.ts";

/** Counting cases of one year in one combination of codes; "" is unknown. */
export interface AnnualCount {
  readonly year: number;
  readonly region: string;
  readonly sector: string;
  readonly division: string;
  readonly severity: string;
  readonly kind: string;
  readonly cases: number;
  readonly accidents: number;
  readonly groupAccidents: number;
}

export interface AnnualSnapshot {
  readonly cut: AnsweredCut;
  /** Of the year and the one before. */
  readonly counted: readonly AnnualCount[];
  readonly exposures: ExposureBook;
}

const figureNames = ["injured", "fatal", "severe", "light", "accidents", "groupAccidents", "diseases", "poisonings"] as const;
type FigureName = (typeof figureNames)[number];
type YearFigures = Record<FigureName, number>;
interface Line {
  readonly scope: AnnualScope;
  readonly code: string;
  readonly value: YearFigures;
  readonly previous: YearFigures;
}

export function annualRollup({ year, per }: AnnualRollupQuery, snapshot: AnnualSnapshot): AnnualRollupAnswer {
  const exposureOf = exposureFinder(snapshot.exposures);
  const figuresOf = rateOfCount("injured", per);
  const period = { ...spanAround(`${year}-01-01`, "year"), partial: false };
  const rows = linesOf(year, snapshot).map(({ scope, code, value, previous }): AnnualRollupRow => {
    const figures = Object.fromEntries(figureNames.map((name) => [name, compared(value[name], previous[name])]));
    const cells = exposureCells(
      { by: [], filters: { country: ["KZ"] } },
      scope === "total" || scope === "severity" ? {} : { [scope]: code },
    );
    const rate = figuresOf({ count: value.injured, casesWithDays: 0, period, exposureOf: exposureOf(cells) });
    return { scope, code: code === "" ? null : code, ...(figures as Record<FigureName, ComparedFigure>), ...rate };
  });
  return { year, ...snapshot.cut, rules: mergingRules, measure: "injured", per, rows };
}

/** The total, then every code that has a case or an exposure in either year; unknown, which is null, last. */
function linesOf(year: number, { counted, exposures }: AnnualSnapshot): Line[] {
  const lines = new Map<string, Line>();
  const lineAt = (scope: AnnualScope, code: string): Line => {
    const key = `${scope}|${code}`;
    const line = lines.get(key) ?? { scope, code, value: noFigures(), previous: noFigures() };
    lines.set(key, line);
    return line;
  };
  lineAt("total", "");
  for (const count of counted) {
    for (const scope of annualScopes) {
      const line = lineAt(scope, scope === "total" ? "" : count[scope]);
      add(count.year === year ? line.value : line.previous, count);
    }
  }
  for (const { cell, span } of exposures.stated) {
    const stated = span.from.slice(0, 4);
    if (cell.country !== "KZ" || (stated !== String(year) && stated !== String(year - 1))) continue;
    const one = onlyDimension(cell);
    if (one !== null) lineAt(...one);
  }
  return [...lines.values()].toSorted(byScopeAndCode);
}

/** The scope and code of a statement that is for a region, a section or a division and for nothing narrower. */
function onlyDimension({ region, section, division, mine, method, commodity, contractor }: ExposureCell): [AnnualScope, string] | null {
  if ([mine, method, commodity, contractor].some((code) => code !== null)) return null;
  if (region !== null) return section === null ? ["region", region] : null;
  if (division !== null) return ["division", division];
  return section === null ? null : ["sector", section];
}

/** Severities and accidents are of kind accident; diseases and poisonings stand apart, so that the two series are never summed. */
function add(figures: YearFigures, { kind, severity, cases, accidents, groupAccidents }: AnnualCount): void {
  if (kind === "disease") figures.diseases += cases;
  else if (kind === "poisoning") figures.poisonings += cases;
  else {
    figures.injured += cases;
    if (severity === "fatal" || severity === "severe" || severity === "light") figures[severity] += cases;
    figures.accidents += accidents;
    figures.groupAccidents += groupAccidents;
  }
}

function noFigures(): YearFigures {
  return Object.fromEntries(figureNames.map((name) => [name, 0])) as YearFigures;
}

function compared(value: number, previous: number): ComparedFigure {
  return { value, previous, changePercent: changePercent(value, previous) };
}

/** In percent to two decimals, half away from zero, on integers: −138 of 1,568 is −8.80. */
export function changePercent(value: number, previous: number): number | null {
  if (previous === 0) return null;
  const change = (value - previous) * 10_000;
  const hundredths = Math.floor((2 * Math.abs(change) + previous) / (2 * previous));
  return hundredths === 0 ? 0 : (Math.sign(change) * hundredths) / 100;
}

function byScopeAndCode(a: Line, b: Line): number {
  if (a.scope !== b.scope) return annualScopes.indexOf(a.scope) - annualScopes.indexOf(b.scope);
  if (a.code === "" || b.code === "") return a.code === b.code ? 0 : a.code === "" ? 1 : -1;
  return a.code < b.code ? -1 : 1;
}
