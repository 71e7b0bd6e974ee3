/**
 * Requests for SDMX data that a seed draws, and what `/v1/rates` gives for each: by the definitions that docs/methods.md states, and by nothing that
 * the service reads a key with.
 */
import type { RateDimension, RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { stated } from "./read-sdmx.ts";
import type { Observations } from "./read-sdmx.ts";

type Pick = <Item>(items: readonly Item[]) => Item;

/** A dimension that a dimension of `/v1/rates` divides: its total, and a code of each value. */
interface Divided {
  readonly id: string;
  readonly by: RateDimension;
  readonly total: string;
  /** Values that are drawn; null is unknown. */
  readonly parts: readonly (string | null)[];
  codeOf(value: string | null): string;
}
/** A dimension of one code, of the frequency or of the measure. */
interface Undivided {
  readonly id: string;
  readonly codes: readonly string[] | "measures";
}

interface View {
  readonly flow: string;
  readonly key: readonly (Divided | Undivided)[];
  /** The table of `/v1/rates` of each measure. */
  readonly measures: Readonly<Record<string, { readonly search: string; readonly figure: "count" | "rate" }>>;
}

const freq: Undivided = { id: "FREQ", codes: ["A", "Q", "M"] };
const measure: Undivided = { id: "MEASURE", codes: "measures" };
const sectors = ["B", "C", "F", null];
const eco: Divided = { id: "ECO", by: "sector", total: "ECO_ISIC4_TOTAL", parts: sectors, codeOf: (value) => `ECO_ISIC4_${value ?? "X"}` };
const sex: Divided = {
  id: "SEX",
  by: "sex",
  total: "SEX_T",
  parts: ["female", "male", null],
  codeOf: (value) => `SEX_${value === null ? "U" : value.slice(0, 1).toUpperCase()}`,
};
const mig: Divided = {
  id: "MIG",
  by: "migrant",
  total: "MIG_STATUS_TOTAL",
  parts: ["true", "false", null],
  codeOf: (value) => `MIG_STATUS_${value === null ? "U" : { true: "MIGRANT", false: "NONMIG" }[value]}`,
};
const age: Divided = {
  id: "AGE",
  by: "ageBand",
  total: "AGE_T",
  parts: ["18-24", "65+", null],
  codeOf: (value) => `AGE_${value === null ? "U" : { "18-24": "Y18T24", "65+": "Y_GE65" }[value]}`,
};
const area: Divided = {
  id: "REF_AREA",
  by: "region",
  total: "KZ",
  parts: ["KZ-35", "KZ-63", "KZ-10", null],
  codeOf: (value) => value ?? "_U",
};
const ofIlo: readonly Undivided[] = [{ id: "REF_AREA", codes: ["KAZ"] }, { id: "FREQ", codes: ["A"] }, measure];
const nace: Divided = { id: "nace_r2", by: "sector", total: "TOTAL", parts: sectors, codeOf: (value) => value ?? "UNK" };
const ofEsaw = [{ id: "freq", codes: ["A"] }, { id: "unit", codes: "measures" }, nace, { id: "geo", codes: ["KZ"] }] as const;

const perWorkers = "per=100000_workers";
const iloCases = `circumstance=at_work,business_travel,commuting_employer_transport,unknown&deathWithin=365d&${perWorkers}`;
const iloFatal = `measure=fatal&${iloCases}`;
const iloNonFatal = `measure=lost_time&severity=severe,light&${iloCases}`;
const esawCases = `circumstance=at_work,business_travel,unknown&deathWithin=365d&${perWorkers}`;
const esawFatal = `measure=fatal&${esawCases}`;
const esawNonFatal = `measure=lost_time&lostDays=4&severity=severe,light&${esawCases}`;
const count = (search: string) => ({ search, figure: "count" }) as const;
const rate = (search: string) => ({ search, figure: "rate" }) as const;

/** Every dataflow. */
export const views: readonly View[] = [
  {
    flow: "DF_INJ",
    key: [freq, area, measure, eco, sex, age, mig],
    measures: {
      INJ_FATL_NB: count(`measure=fatal&${perWorkers}`),
      INJ_FATL_RT: rate(`measure=fatal&${perWorkers}`),
      INJ_NFTL_NB: count(`measure=injured&severity=severe,light&${perWorkers}`),
      INJ_NFTL_RT: rate(`measure=injured&severity=severe,light&${perWorkers}`),
      INJ_DAYS_NB: count("measure=days_lost&per=none"),
      DIS_NB: count("measure=injured&kind=disease&per=none"),
    },
  },
  { flow: "DF_INJ_FATL_ECO_NB", key: [...ofIlo, eco], measures: { INJ_FATL_NB: count(iloFatal) } },
  { flow: "DF_INJ_FATL_ECO_RT", key: [...ofIlo, eco], measures: { INJ_FATL_RT: rate(iloFatal) } },
  { flow: "DF_INJ_NFTL_ECO_NB", key: [...ofIlo, eco], measures: { INJ_NFTL_NB: count(iloNonFatal) } },
  { flow: "DF_INJ_NFTL_ECO_RT", key: [...ofIlo, eco], measures: { INJ_NFTL_RT: rate(iloNonFatal) } },
  { flow: "DF_SDG_F881_SEX_MIG_RT", key: [...ofIlo, sex, mig], measures: { SDG_F881_RT: rate(iloFatal) } },
  { flow: "hsw_n2_01", key: ofEsaw, measures: { NR: count(esawNonFatal), RT_INC: rate(esawNonFatal) } },
  { flow: "hsw_n2_02", key: ofEsaw, measures: { NR: count(esawFatal), RT_INC: rate(esawFatal) } },
];

/** The bound as it is sent, and the day of the first, or the last, whole period that it leaves of each frequency. */
type Bound = readonly [sent: string, days: Readonly<Record<string, string>>];
const starts: readonly Bound[] = [
  ["2025", { A: "2025-01-01", Q: "2025-01-01", M: "2025-01-01" }],
  ["2023", { A: "2023-01-01", Q: "2023-01-01", M: "2023-01-01" }],
  ["2024-A1", { A: "2024-01-01", Q: "2024-01-01", M: "2024-01-01" }],
  ["2024-02-15", { A: "2025-01-01", Q: "2024-04-01", M: "2024-03-01" }],
  ["2024-Q3", { A: "2025-01-01", Q: "2024-07-01", M: "2024-07-01" }],
];
const ends: readonly Bound[] = [
  ["2025", { A: "2025-12-31", Q: "2025-12-31", M: "2025-12-31" }],
  ["2025-M12", { A: "2025-12-31", Q: "2025-12-31", M: "2025-12-31" }],
  ["2025-06", { A: "2024-12-31", Q: "2025-06-30", M: "2025-06-30" }],
  ["2025-08-10T00:00:00", { A: "2024-12-31", Q: "2025-06-30", M: "2025-07-31" }],
];

/** What is drawn of a dimension: codes, null for every one; of a divided one whether its total is among them, and the values of its parts. */
interface DrawnPosition {
  readonly dimension: Divided | Undivided;
  readonly codes: readonly string[];
  readonly hasTotal: boolean;
  /** Null: every value. */
  readonly values: readonly (string | null)[] | null;
  readonly text: string;
}

/** A drawn request. */
export interface DrawnData {
  readonly view: View;
  readonly address: string;
  readonly dimensions: readonly string[];
  readonly positions: readonly DrawnPosition[];
  readonly start: Bound;
  readonly end: Bound | null;
}

const isDivided = (dimension: Divided | Undivided): dimension is Divided => "by" in dimension;

function drawUndivided(dimension: Undivided, all: readonly string[], pick: Pick): DrawnPosition {
  const codes = [...new Set([pick(all), pick(all)])];
  const isEvery = codes.length === all.length && pick([true, false]);
  return { dimension, codes, hasTotal: false, values: null, text: isEvery ? "" : codes.join("+") };
}

/** Every second one is its total alone: each of the others doubles the tables of a request. The `first` request has the total of each. */
function drawDivided(dimension: Divided, pick: Pick, first: boolean): DrawnPosition {
  const { total, parts, codeOf } = dimension;
  const values = [...new Set([pick(parts), pick(parts)])];
  const codes = values.map(codeOf);
  const drawn = { dimension, codes };
  const ofTotal: DrawnPosition = { ...drawn, hasTotal: true, values: [], text: total };
  const ofParts: DrawnPosition = { ...drawn, hasTotal: false, values, text: codes.join("+") };
  return pick<DrawnPosition>([
    ofTotal,
    ofTotal,
    ofTotal,
    first ? ofTotal : ofParts,
    { ...drawn, hasTotal: true, values, text: [...codes, total].join("+") },
    { ...drawn, hasTotal: true, values: null, text: "" },
  ]);
}

/** Draws a request; the `first` one has figures: it is of a year whose cases state what every definition needs. */
export function drawnData(view: View, pick: Pick, first: boolean): DrawnData {
  const positions = view.key.map((dimension) => {
    if (isDivided(dimension)) return drawDivided(dimension, pick, first);
    return drawUndivided(dimension, dimension.codes === "measures" ? Object.keys(view.measures) : dimension.codes, pick);
  });
  const start = first ? starts[0]! : pick(starts);
  const end = first ? pick(ends.slice(0, 2)) : pick([null, ...ends]);
  const search = new URLSearchParams({ startPeriod: start[0], ...(end === null ? {} : { endPeriod: end[0] }) });
  const key = positions.map(({ text }) => text).join(".");
  return {
    view,
    address: `/sdmx/2.1/data/${view.flow}/${key}?${search.toString()}`,
    dimensions: view.key.map(({ id }) => id),
    positions,
    start,
    end,
  };
}

interface Division {
  readonly by: RateDimension;
  readonly values: readonly (string | null)[] | null;
}

/** Each way to divide the total; a dimension that is not there is not divided. */
function divisionsOf(positions: readonly DrawnPosition[]): Division[][] {
  let ways: Division[][] = [[]];
  for (const { dimension, hasTotal, values } of positions) {
    if (!isDivided(dimension)) continue;
    const { by } = dimension;
    const divided = values?.length === 0 ? [] : ways.map((way) => [...way, { by, values }]);
    ways = [...(hasTotal ? ways : []), ...divided];
  }
  return ways;
}

const periods: Readonly<Record<string, string>> = { A: "year", Q: "quarter", M: "month" };

/** The observations of `/v1/rates` by key and period: value, limits, denominator and the reason why there is none. `cut` is a part of the query. */
export async function ofRates(
  { view, positions, start, end }: DrawnData,
  cut: string,
  rates: (address: string) => Promise<RatesResponse>,
): Promise<Observations> {
  const found: Observations = {};
  const codesOf = (isOne: (dimension: Undivided) => boolean) =>
    positions.find(({ dimension }) => !isDivided(dimension) && isOne(dimension))!.codes;
  for (const frequency of codesOf(({ id }) => id.toUpperCase() === "FREQ")) {
    const [from, to] = [start[1][frequency]!, end?.[1][frequency]];
    if (to !== undefined && from > to) continue;
    const days = `from=${from}${to === undefined ? "" : `&to=${to}`}`;
    for (const code of codesOf(({ codes }) => codes === "measures")) {
      const { search, figure } = view.measures[code]!;
      for (const divisions of divisionsOf(positions)) {
        const by = divisions.map((one) => one.by).join(",");
        const filters = divisions.flatMap((one) =>
          one.values === null ? [] : [`&${one.by}=${one.values.map((value) => encodeURIComponent(value ?? "unknown")).join(",")}`],
        );
        const cells = `${by === "" ? "" : `&by=${by}`}${filters.join("")}`;
        const { rows } = await rates(`/v1/rates?${search}&period=${periods[frequency]}&${days}${cells}${cut}`);
        for (const row of rows) found[nameOf(row, view, { frequency, code, divisions })] = observationOf(row, figure);
      }
    }
  }
  return found;
}

function nameOf(
  row: RatesRow,
  { key }: View,
  { frequency, code, divisions }: { readonly frequency: string; readonly code: string; readonly divisions: readonly Division[] },
): string {
  const codes = key.map((dimension) => {
    if (!isDivided(dimension)) {
      if (dimension.codes === "measures") return code;
      return dimension.id.toUpperCase() === "FREQ" ? frequency : dimension.codes[0]!;
    }
    const { by, total, codeOf } = dimension;
    if (!divisions.some((one) => one.by === by)) return total;
    const value = row[by];
    return codeOf(value === null || value === undefined ? null : String(value));
  });
  return `${codes.join(".")} ${row.period}`;
}

function observationOf(row: RatesRow, figure: "count" | "rate"): Record<string, string> {
  const { exposure, exposurePeriod, lower, upper, reason } = row;
  const value = row[figure];
  const ofRate = figure === "rate" ? { EXPOSURE: exposure, EXP_PERIOD: exposurePeriod, LCL: lower, UCL: upper } : {};
  return stated({ OBS_VALUE: value, ...ofRate, REASON: value === null ? reason : null });
}

/** What an observation of SDMX says that a row of `/v1/rates` says, too. */
export function figuresOf(observations: Observations): Observations {
  const names = ["OBS_VALUE", "EXPOSURE", "EXP_PERIOD", "LCL", "UCL", "REASON"];
  return Object.fromEntries(
    Object.entries(observations).map(([name, one]) => [name, Object.fromEntries(Object.entries(one).filter(([id]) => names.includes(id)))]),
  );
}
