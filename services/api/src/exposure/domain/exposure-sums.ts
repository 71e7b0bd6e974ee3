/** The sums that may replace an area which has no exposure of its own: over one dimension, with every code of it. */
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { ageBands, commodities, enterpriseSizes, miningMethods, sexes, workerStatuses } from "@qorgau/schemas/codes/enumerations";
import { familyOf, regionFamilies, regions } from "@qorgau/schemas/codes/regions";
import { usStates } from "@qorgau/schemas/codes/us-states";
import { areaOf, familyArea } from "./exposure-area.ts";
import type { ExposureArea } from "./exposure-area.ts";
import type { ExposureCell } from "./exposure-cell.ts";

/** Of the countries whose regions are listed; the others' codes are known by their form alone, so that no sum is complete. */
const areasOfCountry: ReadonlyMap<string, (cell: ExposureCell) => Iterable<ExposureArea>> = new Map([
  ["KZ", kazakhAreas],
  ["US", americanAreas],
]);

/** Each family as one area, so that the sum is complete on every day. */
function* kazakhAreas(cell: ExposureCell): Generator<ExposureArea> {
  for (const { iso } of regions) if (familyOf(iso) === undefined) yield areaOf({ ...cell, region: iso });
  for (const family of regionFamilies) yield familyArea(family, cell);
}

function* americanAreas(cell: ExposureCell): Generator<ExposureArea> {
  for (const region of usStates) yield areaOf({ ...cell, region });
}

type Change = Partial<ExposureCell>;

const bySection: readonly Change[] = sections.map(({ code }) => ({ section: code }));
const byDivision: ReadonlyMap<string, readonly Change[]> = new Map(
  [...Map.groupBy(divisions, ({ section }) => section)].map(([section, within]) => [
    section,
    within.map(({ code }) => ({ division: code })),
  ]),
);
/** What these state of a mine is stated of a site. */
const byMethod: readonly Change[] = miningMethods.map((method) => ({ method, site: false }));
const byCommodity: readonly Change[] = commodities.map((commodity) => ({ commodity, site: false }));
const byContractor: readonly Change[] = ["true", "false"].map((contractor) => ({ contractor, site: false }));
const byPerson: ReadonlyArray<readonly [dimension: "sex" | "ageBand" | "workerStatus" | "size", changes: readonly Change[]]> = [
  ["sex", sexes.map((sex) => ({ sex }))],
  ["ageBand", ageBands.map((ageBand) => ({ ageBand }))],
  ["workerStatus", workerStatuses.map((workerStatus) => ({ workerStatus }))],
  ["size", enterpriseSizes.map((size) => ({ size }))],
];

/**
 * In the order in which they are tried (DESIGN, section 4; NUMBERS, 1.7). The order of the parts is that of the code lists, so that sums
 * are the same to the last digit. Parts are made one by one, since most sums end at the first part that nobody stated. Mines and
 * employers are in no list: what is stated of them closes no other cell.
 */
export function* sumsOf(area: ExposureArea): Generator<Iterable<ExposureArea>> {
  const cell = area.cells[0]!.cell;
  const listed = areasOfCountry.get(cell.country);
  if (cell.region === null && listed !== undefined) yield listed(cell);
  if (cell.section === null) yield over(area, bySection);
  else if (cell.division === null) yield over(area, byDivision.get(cell.section) ?? []);
  if (cell.method === null) yield over(area, byMethod);
  if (cell.commodity === null) yield over(area, byCommodity);
  // Contractors are stated of mines alone: of anything wider they and the operators' own are no whole.
  const isOfMine = cell.site || cell.mine !== null || cell.method !== null || cell.commodity !== null;
  if (cell.contractor === null && isOfMine) yield over(area, byContractor);
  for (const [dimension, changes] of byPerson) if (cell[dimension] === null) yield over(area, changes);
}

function* over(area: ExposureArea, changes: readonly Change[]): Generator<ExposureArea> {
  for (const change of changes) yield { ...area, cells: area.cells.map((one) => ({ ...one, cell: { ...one.cell, ...change } })) };
}
