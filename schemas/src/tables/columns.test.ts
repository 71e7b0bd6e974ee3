import { expect, test } from "vitest";
import { guessedPointers } from "./column-map.ts";
import { eventsOfTable } from "./event-of-row.ts";

const source = "urn:kz:bin:200140000004";
const noNames = { stored: {}, names: () => [] };

test("columns are found by pointer, by last part where it is one member's alone, by name, and by what was stored", () => {
  const header = ["Subject", "employer.bin", "occurred at", "Тяжесть", "Примечание", "iin", "region"];
  const names = (pointer: string) => (pointer === "/data/severity" ? ["Тяжесть"] : []);
  expect(guessedPointers(header, "case", { stored: { Примечание: "/data/accident" }, names })).toEqual([
    "/subject",
    "/data/employer/bin",
    "/data/occurredAt",
    "/data/severity",
    "/data/accident",
    "/data/worker/iin",
    "/data/region",
  ]);
});

test("no member is told by two columns", () => {
  expect(guessedPointers(["severity", "Severity"], "case", noNames)).toEqual(["/data/severity", null]);
});

test("a row becomes an event: days, numbers, names of codes and truth as the contract has them", () => {
  const header = ["subject", "occurredAt", "severity", "region", "causes", "daysLost", "roadTraffic", "bin"];
  const pointers = guessedPointers(header, "case", noNames);
  const eventOf = eventsOfTable({ entity: "case", source, pointers });
  const cells = ["17", "03.02.2026", "Тяжёлые", "Карагандинская область", "equipment; прочие", "1 234", "нет", '="200140000004"'];
  expect(eventOf(cells)).toEqual({
    specversion: "1.0",
    id: "17-1",
    source,
    type: "kz.qorgau.case.reported.v1",
    subject: "17",
    revision: 1,
    data: {
      occurredAt: "2026-02-03",
      severity: "severe",
      region: "KZ-35",
      causes: ["equipment", "other"],
      daysLost: 1234,
      roadTraffic: false,
      employer: { bin: "200140000004" },
    },
  });
});

test("what a cell does not mean beyond doubt is left as it is written", () => {
  const pointers = ["/subject", "/data/occurredAt", "/data/severity", "/data/daysLost", "/data/roadTraffic"];
  const eventOf = eventsOfTable({ entity: "case", source, pointers });
  expect(eventOf(["1", "31.02.2026", "плохая", "много", "иногда"])).toMatchObject({
    data: { occurredAt: "31.02.2026", severity: "плохая", daysLost: "много", roadTraffic: "иногда" },
  });
});

test("a name that a spreadsheet has lost is told as none, so that its row is refused: as text it would make one record of many rows", () => {
  const pointers = ["/subject", "/data/accident", "/data/worker/ref"];
  const eventOf = eventsOfTable({ entity: "case", source, pointers });
  for (const lost of ["2.0014E+11", "2,0014e+11", "2E+11", "########", "#REF!", "#N/A", "#NAME?", "#ССЫЛКА!"]) {
    expect(eventOf([lost, lost, lost]), lost).toMatchObject({ subject: null, data: { accident: null, worker: { ref: null } } });
  }
  for (const sound of ["2.0014", "E+11", "N-2E+11", "#17", "200140000004"]) {
    expect(eventOf([sound, sound, sound]), sound).toMatchObject({
      subject: sound,
      data: { accident: sound, worker: { ref: sound } },
    });
  }
});

test("a time of day without an offset is left out, one with an offset is told", () => {
  const dayOf = (cell: string) =>
    (eventsOfTable({ entity: "case", source, pointers: ["/data/occurredAt"] })([cell])["data"] as { occurredAt: string }).occurredAt;
  expect(["3.2.2026 07:40", "2026-02-03 00:00:00", "2026-02-03T07:40:00+05:00"].map(dayOf)).toEqual([
    "2026-02-03",
    "2026-02-03",
    "2026-02-03T07:40:00+05:00",
  ]);
});

test("an empty cell tells nothing", () => {
  const eventOf = eventsOfTable({ entity: "exposure", source, pointers: ["/subject", "/data/workers", "/revision"] });
  expect(eventOf(["X", "  ", "2"])).toEqual({
    specversion: "1.0",
    id: "X-2",
    source,
    type: "kz.qorgau.exposure.reported.v1",
    subject: "X",
    revision: 2,
    data: {},
  });
});

test("a number that may be two is left as it is written; one that a workbook holds as such is none of those", () => {
  const eventOf = eventsOfTable({ entity: "exposure", source, pointers: ["/subject", "/data/hours"] });
  const hoursOf = (cell: string | number) => (eventOf(["1", cell])["data"] as { hours: unknown }).hours;
  expect(["12,000", "12.000", "999.999"].map(hoursOf)).toEqual(["12,000", "12.000", "999.999"]);
  expect(["12,5", "12.0000", "0,125", "1234,567", "1 234,567", "12 000"].map(hoursOf)).toEqual([
    12.5, 12, 0.125, 1234.567, 1234.567, 12_000,
  ]);
  expect([12.345, 12_000, 0.5].map(hoursOf)).toEqual([12.345, 12_000, 0.5]);
});

test("rows that state no revision have that of the table, and a workbook's number is text where the member is one", () => {
  const eventOf = eventsOfTable({ entity: "case", source, pointers: ["/subject", "/revision"], revision: 2 });
  expect([eventOf([17, ""]), eventOf([17, 4])]).toMatchObject([
    { id: "17-2", subject: "17", revision: 2 },
    { id: "17-4", subject: "17", revision: 4 },
  ]);
});
