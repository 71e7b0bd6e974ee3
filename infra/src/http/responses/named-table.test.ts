import { expect, test } from "vitest";
import { namedResponse, namedTable } from "./named-table.ts";

const row = { period: "2026", region: "KZ-35", sector: "B", count: 3, severity: "fatal" };

test("a table has what its codes are called beside them; what is unknown has no name", () => {
  const table = namedTable({ columns: Object.keys(row), rows: [row, { ...row, region: null, sector: "Z" }] }, "ru");
  expect(table.columns).toEqual(["period", "region", "regionName", "sector", "sectorName", "count", "severity", "severityName"]);
  const [first, second] = [...table.rows];
  expect(first).toMatchObject({ region: "KZ-35", regionName: "Карагандинская область", severityName: "Смертельные" });
  expect(second).toMatchObject({ regionName: null, sectorName: null });
});

test("a code that stands in several lists is called by that of its column", () => {
  const codes = { hazard: "other", commodity: "other", status: "provisional", ageBand: "18-24" };
  const [first] = [...namedTable({ columns: Object.keys(codes), rows: [codes, { status: "paid" }] }, "ru").rows];
  expect(first).toEqual({ ...codes, hazardName: "Прочие", commodityName: "Прочие", statusName: "Предварительно" });
});

test("codes of the annual rollup are of the list that their scope names", () => {
  const rows = [
    { scope: "region", code: "KZ-35" },
    { scope: "cause", code: "equipment" },
    { scope: "total", code: null },
  ];
  const table = namedTable({ columns: ["scope", "code"], rows }, "en");
  expect([...table.rows].map((one) => one["codeName"])).toEqual(["Karaganda Region", "Equipment", null]);
});

test("the JSON has the names in the rows of its lists and tables, and nothing else of it changes", () => {
  const response = { watermark: "0:1", rows: [row], reporters: { rows: [{ kind: "accident" }], nextCursor: null }, basis: null };
  const steps = namedResponse(response, "en");
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  expect(step.value).toEqual({
    watermark: "0:1",
    rows: [{ ...row, regionName: "Karaganda Region", sectorName: "Mining and quarrying", severityName: "Fatal" }],
    reporters: { rows: [{ kind: "accident", kindName: "Accident" }], nextCursor: null },
    basis: null,
  });
});
