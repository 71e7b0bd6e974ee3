/** The sums that may stand for a cell which has no exposure of its own: over one dimension, with every code of it. */
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { commodities, miningMethods } from "@qorgau/schemas/codes/enumerations";
import { regions } from "@qorgau/schemas/codes/regions";
import { usStates } from "@qorgau/schemas/codes/us-states";
import type { ExposureCell } from "./exposure-cell.ts";

export interface SumPart {
  readonly cell: ExposureCell;
  /** The part is left out of periods that end before; null where the code is older than the series. */
  readonly validFrom: string | null;
}

export interface ExposureSum {
  readonly parts: readonly SumPart[];
  /** The codes do not make up the whole before; null where they always did. */
  readonly completeFrom: string | null;
}

interface CountryRegions extends Pick<ExposureSum, "completeFrom"> {
  readonly codes: readonly { readonly region: string; readonly validFrom: string | null }[];
}

/** Regions formed from one that has no code any more: before them, the listed ones leave its area out. */
const orphans = regions.filter(({ validFrom, splitFrom }) => validFrom !== null && splitFrom === null);

/** Of the countries whose regions are listed; the others' codes are known by their form alone, so that no sum is complete. */
const regionsOf: ReadonlyMap<string, CountryRegions> = new Map([
  [
    "KZ",
    {
      codes: regions.map(({ iso, validFrom }) => ({ region: iso, validFrom })),
      completeFrom:
        orphans
          .map(({ validFrom }) => validFrom!)
          .toSorted()
          .at(-1) ?? null,
    },
  ],
  ["US", { codes: [...usStates].map((region) => ({ region, validFrom: null })), completeFrom: null }],
]);

/** In the order in which they are tried (DESIGN, section 4). The order of the parts is that of the code lists, so that sums are the same to the last digit. */
export function* sumsOf(cell: ExposureCell): Generator<ExposureSum> {
  const always = (cells: readonly ExposureCell[]): ExposureSum => ({
    parts: cells.map((part) => ({ cell: part, validFrom: null })),
    completeFrom: null,
  });
  const listed = regionsOf.get(cell.country);
  if (cell.region === null && listed !== undefined) {
    const parts = listed.codes.map(({ region, validFrom }) => ({ cell: { ...cell, region }, validFrom }));
    yield { parts, completeFrom: listed.completeFrom };
  }
  if (cell.section === null) yield always(sections.map(({ code }) => ({ ...cell, section: code })));
  else if (cell.division === null) {
    yield always(divisions.filter(({ section }) => section === cell.section).map(({ code }) => ({ ...cell, division: code })));
  }
  if (cell.method === null) yield always(miningMethods.map((method) => ({ ...cell, method, site: false })));
  if (cell.commodity === null) yield always(commodities.map((commodity) => ({ ...cell, commodity, site: false })));
}
