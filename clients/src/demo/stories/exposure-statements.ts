/**
 * The denominators: who worked where. Totals are chosen so that the ministry's rates come out (0.20 to 0.25 per thousand workers), the
 * parts by the likeness of the regions; whatever is divided adds up again. `employed` by year to the last complete one, which is
 * provisional, so that the running year shows a carried-forward denominator; contracts by quarter from 2025.
 */
import { sections } from "@qorgau/schemas/codes/activities";
import { divisionsOf, isMiningMetallurgy, workersBySection } from "../plan/activity-profile.ts";
import { apportion } from "../plan/apportion.ts";
import { instantOf } from "../plan/local-time.ts";
import { mines } from "../plan/mines.ts";
import { regionProfileOf, regionsOn, workersOf } from "../plan/region-profile.ts";
import { reportEvent } from "./reported-event.ts";
import type { ReportedEvent } from "./reported-event.ts";

const statistics = "urn:kz:stat:employment";
const contractRegister = "urn:kz:enbek:labour-contracts";
const firstQuarterYear = 2025;
const hoursPerWorker = 1850;

/** From 2018: the published rate of the year and the victims leave a band of workers; these lie within it. */
const workersByYear = [6_280_000, 6_300_000, 6_520_000, 6_660_000, 6_700_000, 6_950_000, 7_020_000, 7_100_000] as const;
const yearlyGrowth = 1.007;
/** Million tonnes of coal, from 2018, rounded; a tenth of it from underground. */
const coalByYear = [118, 115, 113, 116, 118, 113, 109, 111] as const;

interface Cell {
  readonly region?: string;
  readonly sector?: string;
  readonly workers: number;
}
type Dimensions = Readonly<Record<string, unknown>>;

function workersIn(year: number): number {
  const known = workersByYear[year - 2018];
  return known ?? Math.round((workersByYear.at(-1) as number) * yearlyGrowth ** (year - 2017 - workersByYear.length));
}

function weightOf(region: string, division: string): number {
  const { mining, miningDivisions } = regionProfileOf(region);
  if (!isMiningMetallurgy(division)) return 1;
  const share = miningDivisions.find(([code]) => code === division)?.[1] ?? 1;
  return (mining * share) / 20;
}

/** Workers by region and division; whatever is coarser is a sum of these. */
function finestCells(total: number, day: string): Array<Required<Cell>> {
  const places = regionsOn(day);
  const parts = apportion(
    total,
    places.map((region) => workersOf(region, day)),
  );
  const kinds = sections.flatMap(({ code }) => {
    const within = divisionsOf(code);
    const sum = within.reduce((all, [, share]) => all + share, 0);
    return within.map(([division, share]) => ({ division, weight: ((workersBySection[code] ?? 0) * share) / sum }));
  });
  return places.flatMap((region, index) => {
    const workers = apportion(
      parts[index] as number,
      kinds.map(({ division, weight }) => weight * weightOf(region, division)),
    );
    return kinds.map(({ division }, kind) => ({ region, sector: division, workers: workers[kind] as number }));
  });
}

const sectionByDivision: ReadonlyMap<string, string> = new Map(
  sections.flatMap(({ code }) => divisionsOf(code).map(([division]) => [division, code] as const)),
);

function summed(cells: readonly Required<Cell>[], keyOf: (cell: Required<Cell>) => Omit<Cell, "workers">): Cell[] {
  const groups = Map.groupBy(cells, (cell) => JSON.stringify(keyOf(cell)));
  return [...groups.values()].map((group) => ({
    ...keyOf(group[0] as Required<Cell>),
    workers: group.reduce((sum, { workers }) => sum + workers, 0),
  }));
}

/** Divisions are stated by region where rates by division are of interest: mining, metallurgy, construction. */
function isReportedByRegion({ sector }: Cell): boolean {
  return isMiningMetallurgy(sector ?? "") || sectionByDivision.get(sector ?? "") === "F";
}

function coarserCells(cells: readonly Required<Cell>[]): Cell[] {
  const section = ({ sector }: Cell) => sectionByDivision.get(sector ?? "") ?? "U";
  return [
    ...summed(cells, () => ({})),
    ...summed(cells, ({ region }) => ({ region })),
    ...summed(cells, (cell) => ({ sector: section(cell) })),
    ...summed(cells, (cell) => ({ region: cell.region, sector: section(cell) })),
  ];
}

function employedCells(year: number): Cell[] {
  const cells = finestCells(workersIn(year), `${year}-12-31`);
  return [...coarserCells(cells), ...summed(cells, ({ sector }) => ({ sector })), ...cells.filter(isReportedByRegion)].filter(
    ({ workers }) => workers > 0,
  );
}

interface Published {
  readonly source: string;
  readonly prefix: string;
  readonly period: string;
  readonly atMs: number;
  readonly status: "final" | "provisional";
}

function statement({ source, prefix, period, atMs, status }: Published, dimensions: Dimensions, reported: Dimensions): ReportedEvent {
  const name = Object.values(dimensions).map(String).join("-").toUpperCase();
  const teller = { source, subject: [prefix, period, name].filter((part) => part !== "").join("-"), entity: "exposure" } as const;
  // What was provisional becomes final by a later revision, so that a stream drawn again in another year does not contradict this one.
  const [verb, revision] = status === "final" ? (["corrected", 2] as const) : (["reported", 1] as const);
  return reportEvent(teller, verb, revision, { atMs, region: "KZ-71" }, { period, ...dimensions, ...reported, status });
}

function employedStatements(year: number, status: "final" | "provisional"): ReportedEvent[] {
  const atMs = instantOf("KZ-71", `${year + 1}-01-25`, 600);
  const published = { source: statistics, period: String(year), atMs, status };
  const cells = employedCells(year);
  const hours = cells
    .filter(({ region, sector }) => region === undefined || sector === undefined)
    .filter(({ sector }) => (sector ?? "A").length === 1);
  return [
    ...cells.map(({ workers, ...cell }) => statement({ ...published, prefix: "EMP" }, cell, { workers, basis: "employed" })),
    ...hours.map(({ workers, ...cell }) => statement({ ...published, prefix: "HRS" }, cell, { hours: workers * hoursPerWorker })),
    ...miningStatements(
      { ...published, prefix: "MIN" },
      year,
      cells.find(({ region, sector }) => region === undefined && sector === "B")?.workers ?? 0,
    ),
  ];
}

/**
 * By mine, by method and by commodity, and the tonnes of coal. The basis is that of the country's own total on purpose: with one that is
 * looked for earlier, the sum over all methods would be a complete denominator and be taken for the whole country's.
 */
function miningStatements(published: Published, year: number, miners: number): ReportedEvent[] {
  const workers = (dimensions: Dimensions, count: number) => statement(published, dimensions, { workers: count, basis: "employed" });
  const tonnes = (dimensions: Dimensions, share: number) => {
    const total = 1_000_000 * (coalByYear[Math.min(year - 2018, coalByYear.length - 1)] as number);
    return statement({ ...published, prefix: "TON" }, dimensions, { tonnes: Math.round(total * share) });
  };
  const divided = (dimension: "method" | "commodity") => {
    const groups = [...Map.groupBy(mines, (mine) => mine[dimension])];
    const parts = apportion(
      miners,
      groups.map(([, group]) => group.reduce((sum, mine) => sum + mine.workers, 0)),
    );
    return groups.map(([code], index) => workers({ [dimension]: code }, parts[index] as number));
  };
  return [
    ...mines.map((mine) => workers({ mine: mine.id }, mine.workers)),
    ...divided("method"),
    ...divided("commodity"),
    workers({ contractor: true }, Math.round(miners * 0.2)),
    tonnes({ commodity: "coal" }, 1),
    tonnes({ method: "underground", commodity: "coal" }, 0.1),
    tonnes({ method: "open_pit", commodity: "coal" }, 0.9),
  ];
}

function contractStatements(year: number, quarter: 1 | 2 | 3 | 4, atMs: number): ReportedEvent[] {
  const lastMonth = String(3 * quarter).padStart(2, "0");
  const cells = coarserCells(finestCells(Math.round(workersIn(year) * (0.965 + 0.008 * quarter)), `${year}-${lastMonth}-28`));
  const published = { source: contractRegister, prefix: "CON", period: `${year}-Q${quarter}`, atMs, status: "provisional" } as const;
  return cells
    .filter(({ workers }) => workers > 0)
    .map(({ workers, ...cell }) => statement(published, cell, { workers, basis: "contracts" }));
}

/** Everything stated of the year by the instant. Statistics come on 25 January after it, contracts three weeks after the quarter. */
export function exposureOf(year: number, nowMs: number): ReportedEvent[] {
  const isFinal = instantOf("KZ-71", `${year + 2}-01-25`, 600) <= nowMs;
  const quarters = year < firstQuarterYear ? [] : ([1, 2, 3, 4] as const);
  return [
    ...employedStatements(year, isFinal ? "final" : "provisional"),
    ...quarters.flatMap((quarter) => contractStatements(year, quarter, Date.UTC(year, 3 * quarter, 21, 5))),
  ].filter(({ atMs }) => atMs <= nowMs);
}
