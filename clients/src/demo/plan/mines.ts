/**
 * The mines of the demo. All are made up but one: Kostenko, where 46 people died on 28 October 2023. Workers and tonnes are made up
 * throughout.
 */
import type { Commodity, Hazard, MiningMethod } from "@qorgau/schemas/codes/enumerations";
import type { Random } from "./random.ts";

export interface Mine {
  readonly id: string;
  readonly region: string;
  readonly division: string;
  readonly method: MiningMethod;
  readonly commodity: Commodity;
  readonly workers: number;
}

function mine(id: string, digits: string, division: string, method: MiningMethod, commodity: Commodity, workers: number): Mine {
  return { id, region: `KZ-${digits}`, division, method, commodity, workers };
}

export const kostenko = mine("kostenko", "35", "05", "underground", "coal", 1900);

export const mines: readonly Mine[] = [
  kostenko,
  mine("qaragandy-2", "35", "05", "underground", "coal", 1700),
  mine("qaragandy-3", "35", "05", "underground", "coal", 1500),
  mine("saryarqa-ken", "35", "07", "underground", "metal_ore", 1300),
  mine("balqash-qorytu", "35", "07", "plant", "metal_ore", 1400),
  mine("ertis-qima", "55", "05", "open_pit", "coal", 3600),
  mine("bayan-kenishi", "55", "07", "open_pit", "metal_ore", 2100),
  mine("semey-qima", "10", "05", "open_pit", "coal", 900),
  mine("abai-ken", "10", "07", "open_pit", "metal_ore", 2400),
  mine("ulytau-1", "62", "07", "underground", "metal_ore", 3800),
  mine("ulytau-2", "62", "07", "underground", "metal_ore", 2900),
  mine("ulytau-fabrika", "62", "07", "plant", "metal_ore", 1600),
  mine("altai-1", "63", "07", "underground", "metal_ore", 2600),
  mine("altai-fabrika", "63", "07", "plant", "metal_ore", 1200),
  mine("torgai-qima", "39", "07", "open_pit", "metal_ore", 4200),
  mine("tobyl-ken", "39", "07", "underground", "metal_ore", 1100),
  mine("mugalzhar-ken", "15", "07", "underground", "metal_ore", 2700),
  mine("mugalzhar-munai", "15", "06", "surface", "oil_gas", 1900),
  mine("aqmola-altyn", "11", "07", "open_pit", "metal_ore", 2300),
  mine("zhaiyq-munai", "23", "06", "surface", "oil_gas", 4100),
  mine("mangystau-munai", "47", "06", "surface", "oil_gas", 5200),
  mine("qyzylorda-munai", "43", "06", "surface", "oil_gas", 2300),
  mine("oral-gaz", "27", "06", "surface", "oil_gas", 2600),
  mine("zhambyl-fosfor", "31", "08", "open_pit", "other", 900),
];

const commodityByDivision: Readonly<Record<string, Commodity>> = {
  "05": "coal",
  "06": "oil_gas",
  "07": "metal_ore",
  "08": "other",
  "09": "oil_gas",
};
const methodByCommodity: Readonly<Record<Commodity, MiningMethod>> = {
  coal: "open_pit",
  oil_gas: "surface",
  metal_ore: "open_pit",
  other: "open_pit",
};

const hazardsByMethod: Readonly<Record<MiningMethod, ReadonlyArray<readonly [Hazard, number]>>> = {
  underground: [
    ["roof_fall", 30],
    ["haulage", 20],
    ["machinery", 16],
    ["slip_fall", 14],
    ["hoisting", 4],
    ["electrical", 4],
    ["outburst", 2],
    ["gas_dust_explosion", 2],
    ["explosives", 2],
    ["inundation", 1],
    ["fire", 1],
    ["other", 4],
  ],
  open_pit: [
    ["haulage", 34],
    ["slip_fall", 22],
    ["machinery", 22],
    ["electrical", 6],
    ["explosives", 2],
    ["roof_fall", 3],
    ["other", 11],
  ],
  plant: [
    ["machinery", 42],
    ["slip_fall", 28],
    ["electrical", 8],
    ["haulage", 8],
    ["fire", 3],
    ["other", 11],
  ],
  surface: [
    ["slip_fall", 30],
    ["machinery", 28],
    ["haulage", 16],
    ["fire", 6],
    ["electrical", 6],
    ["other", 14],
  ],
};

/** The member `mining` of a case, as it is sent; `mine` is absent where the enterprise has no mine of the list. */
export interface MiningDetails {
  readonly mine?: string;
  readonly method: MiningMethod;
  readonly commodity: Commodity;
  readonly hazard: Hazard;
  readonly contractor?: true;
}

/** For an accident at a mining enterprise of this division. */
export function drawMining(region: string, division: string, random: Random): MiningDetails {
  const here = mines.filter((one) => one.region === region && one.division === division);
  const site = here.length === 0 ? null : random.weighted(here.map((one) => [one, one.workers] as const));
  const commodity = site?.commodity ?? commodityByDivision[division] ?? "other";
  const method = site?.method ?? methodByCommodity[commodity];
  return { ...(site === null ? {} : { mine: site.id }), method, commodity, hazard: random.weighted(hazardsByMethod[method]) };
}

/** For a contractor's worker hurt at one of the region's mines; null where it has none. */
export function drawContractorsMining(region: string, random: Random): MiningDetails | null {
  const here = mines.filter((one) => one.region === region);
  if (here.length === 0) return null;
  const { id, method, commodity } = random.pick(here);
  return { mine: id, method, commodity, hazard: random.weighted(hazardsByMethod[method]), contractor: true };
}
