/** Keys, periods and tables of SDMX; what is read with them is in `test/contract/sdmx.contract.ts`. */
import { describe, expect, it } from "vitest";
import { dataflows } from "./data-structure.ts";
import { parseKey, tablesOf } from "./series-query.ts";
import type { Dataflow } from "./data-structure.ts";
import type { SeriesTable } from "./series-query.ts";

const [injuries] = dataflows as [Dataflow];
const whole = "A.KZ-35.INJ_FATL_RT.ECO_ISIC4_B.SEX_T.AGE_T.MIG_STATUS_TOTAL";

function read(text: string, days: { from?: string; to?: string } = {}): readonly SeriesTable[] {
  const key = parseKey(text, injuries);
  if ("fault" in key) throw new Error(key.fault.message);
  const requested = tablesOf(injuries, { ...key, from: days.from ?? null, to: days.to ?? null });
  if ("errors" in requested) throw new Error(requested.errors.map(({ rule }) => rule).join(" "));
  return requested.tables;
}

describe("a key", () => {
  it("of one series is one table, divided by what is no total", () => {
    const [table, ...others] = read(whole);
    expect(others).toEqual([]);
    expect(table).toMatchObject({
      frequency: "A",
      measures: ["INJ_FATL_RT"],
      query: { measure: "fatal", per: "100000_workers", period: "year", by: ["region", "sector"] },
    });
    expect(table?.query.filters).toMatchObject({ region: ["KZ-35"], sector: { sections: ["B"] } });
  });

  it("with an empty position asks for the total and for its parts, which are tables of their own", () => {
    const tables = read("A..INJ_FATL_NB+INJ_FATL_RT..SEX_T.AGE_T.MIG_STATUS_TOTAL");
    expect(tables.map(({ query }) => query.by)).toEqual([[], ["region"], ["sector"], ["region", "sector"]]);
    expect(tables.every(({ measures }) => measures.length === 2)).toBe(true);
  });

  it("has a position for each dimension and codes of its list", () => {
    for (const text of ["A.KZ", `${whole}.X`, whole.replace("KZ-35", "KZ-99"), whole.replace("KZ-35", "toString")])
      expect(parseKey(text, injuries), text).toMatchObject({ fault: { rule: "QG-0722" } });
    expect([parseKey("all", injuries), parseKey("", injuries)]).toEqual([parseKey("......", injuries), parseKey("......", injuries)]);
  });

  it("for more tables than are read for one request is refused", () => {
    expect(read("A......")).toHaveLength(128);
    expect(() => read("A+Q......")).toThrow("QG-0723");
  });
});

describe("periods", () => {
  it("that a bound would cut are left out; where none is left there is no table", () => {
    expect(read(whole, { from: "2024-02-15", to: "2025-12-31" })[0]?.query).toMatchObject({ from: "2025-01-01", to: "2025-12-31" });
    expect(read(whole, { from: "2025-02-01", to: "2025-03-31" })).toEqual([]);
    expect(() => read(whole, { from: "0001-01-01" })).toThrow("QG-0605");
  });
});
