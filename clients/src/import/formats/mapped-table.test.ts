import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatOf } from "./formats.ts";
import type { FormatOptions } from "./formats.ts";
import { formN1 } from "./n-1.ts";

const source = "urn:kz:bin:200140000004";
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "qorgau-columns-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function tableOf(map: unknown, entity?: string, others: FormatOptions = {}) {
  const columns = join(folder, "columns.json");
  await writeFile(columns, typeof map === "string" ? map : JSON.stringify(map));
  return formatOf("table", { source, columns, entity, ...others });
}

test("a row is read by the map that the desk stores: what it names is sent, an empty cell is not", async () => {
  const table = await tableOf({ Number: "/subject", Day: "/data/occurredAt", Gravity: "/data/severity", Days: "/data/daysLost" });
  const record = { row: 1, values: { Number: "7", Day: "03.02.2026", Gravity: "Тяжёлые", Days: "", Name: "Somebody" } };
  expect(table.columns).toEqual(["Number", "Day", "Gravity", "Days"]);
  expect(table.columnsOfMembers).toMatchObject({ "/data/severity": "Gravity" });
  expect(table.faultsOf(record)).toEqual([]);
  expect(table.eventsOf(record)).toEqual([
    {
      specversion: "1.0",
      id: "7-1",
      source,
      type: "kz.qorgau.case.reported.v1",
      subject: "7",
      revision: 1,
      datacontenttype: "application/json",
      data: { occurredAt: "2026-02-03", severity: "severe" },
    },
  ]);
});

test("the revision of a corrected file is that of every row which states none", async () => {
  const table = await tableOf({ Number: "/subject", Version: "/revision" }, "case", { revision: "2" });
  const eventsOf = (Version: string) => table.eventsOf({ row: 1, values: { Number: "7", Version } });
  expect([eventsOf(""), eventsOf("5")]).toMatchObject([[{ id: "7-2", revision: 2 }], [{ id: "7-5", revision: 5 }]]);
  for (const name of ["n-1", "osha-ita", "osha-severe-injuries"]) {
    const format = await formatOf(name, { ...(name === "osha-severe-injuries" ? {} : { source }), revision: "3" });
    expect(format.eventsOf({ row: 1, values: {} }), name).toMatchObject([{ revision: 3 }]);
  }
  for (const revision of ["0", "1.5", "-1", "two", "2147483648"])
    await expect(tableOf({ Number: "/subject" }, "case", { revision }), revision).rejects.toThrow("--revision is a whole number");
  await expect(formatOf("esocial-s2210", { revision: "2" })).rejects.toThrow("takes no --revision");
});

test("an encoding is a label that there is, and a table whose encoding nobody names has none", async () => {
  expect((await tableOf({ Number: "/subject" })).encoding).toBeNull();
  expect((await tableOf({ Number: "/subject" }, "case", { encoding: "windows-1252" })).encoding).toBe("windows-1252");
  expect(formN1({ source }).encoding).toBe("windows-1251");
  await expect(tableOf({ Number: "/subject" }, "case", { encoding: "cyrillic-ish" })).rejects.toThrow("--encoding is a label");
});

test("a count that may be a thousand times another is a fault of its row; a workbook's own number is none", async () => {
  const table = await tableOf({ Number: "/subject", Days: "/data/daysLost", Note: "/data/accident" });
  const record = (Days: string) => ({ row: 1, values: { Number: "7", Days, Note: "12,000" } });
  for (const days of ["12,000", "12.000", "-1,500", " 1.234"]) {
    expect(table.faultsOf(record(days)), days).toMatchObject([
      { column: "Days", message: expect.stringContaining("may be a number of thousands") as unknown },
    ]);
  }
  for (const days of ["12", "12,0", "0,125", "1234.567", "12 000"]) expect(table.faultsOf(record(days)), days).toEqual([]);
  const ofWorkbook = { ...record("12.345"), numbers: { Days: 12.345 } };
  expect(table.faultsOf(ofWorkbook)).toEqual([]);
  expect(table.eventsOf(ofWorkbook)[0]?.data).toEqual({ daysLost: 12.345, accident: "12,000" });
});

test("a row without a number of its record, or with one that a spreadsheet has lost, makes no event", async () => {
  const table = await tableOf({ Number: "/subject" }, "exposure");
  for (const Number of ["", "2.0014E+11"]) {
    expect(table.faultsOf({ row: 1, values: { Number } })).toEqual([
      { column: "Number", message: expect.stringContaining("is not a record's number") as unknown },
    ]);
  }
});

test.for<[reason: string, map: unknown, message: RegExp]>([
  ["no JSON", "{", /JSON/],
  ["no map", ["/subject"], /a map of columns is/],
  ["a member that there is not", { A: "/subject", B: "/data/severty" }, /no case has the member \/data\/severty/],
  ["a member twice", { A: "/subject", B: "/subject" }, /more than one column/],
  ["no number of a record", { A: "/data/severity" }, /no column holds \/subject/],
])("a map is refused for %s", async ([, map, message]) => {
  await expect(tableOf(map)).rejects.toThrow(message);
  await expect(tableOf(map)).rejects.toMatchObject({ code: "file_unreadable" });
});

test("options that a format does not take, or needs, are told", async () => {
  await expect(formatOf("osha-severe-injuries", { source })).rejects.toThrow("takes no --source");
  await expect(formatOf("n-1", {})).rejects.toThrow("n-1 needs --source");
  await expect(formatOf("table", { source })).rejects.toThrow("table needs --columns");
  await expect(formatOf("toString", {})).rejects.toThrow('no format "toString"');
  await expect(tableOf({ Number: "/subject" }, "cases")).rejects.toThrow("--entity is one of case, claim, exposure");
});

test("an act of form N-1 states an accident related to work, in the words of the form, and nothing of what it leaves empty", () => {
  const form = formN1({ source });
  const act = {
    "Номер акта": "1/2026",
    "Дата и время несчастного случая": "11.04.2026 15:20",
    "БИН работодателя": "200140000004",
    "Степень тяжести": "Тяжёлая",
    "Пол пострадавшего": "муж",
    "Возраст пострадавшего": "41",
    "Код занятия по МСКЗ-08": "8111",
    "Дорожно-транспортное происшествие": "нет",
    Причины: "equipment, safety_rules",
    "Дата смерти": "",
    "Вид происшествия": "падение с высоты",
  };
  expect(form.eventsOf({ row: 1, values: act })).toMatchObject([{ subject: "1/2026", type: "kz.qorgau.case.reported.v1" }]);
  expect(form.eventsOf({ row: 1, values: act })[0]?.data).toEqual({
    kind: "accident",
    workRelated: "yes",
    occurredAt: "2026-04-11",
    employer: { bin: "200140000004" },
    severity: "severe",
    worker: { sex: "male", ageBand: "35-44", occupation: "8111" },
    roadTraffic: false,
    causes: ["equipment", "safety_rules"],
  });
  const severities = ["легкий", "ауыр", "смертельный", "неясно"].map((word) => {
    const [event] = form.eventsOf({ row: 1, values: { ...act, "Степень тяжести": word } });
    return event?.data["severity"];
  });
  // What the form has no word for is left for the ingest endpoint to refuse.
  expect(severities).toEqual(["light", "severe", "fatal", "неясно"]);
  const column = "Возраст пострадавшего";
  const ages = [17, 18, 64, 65, 99, 100].map((age) => {
    const [event] = form.eventsOf({ row: 1, values: { ...act, [column]: String(age) }, numbers: { [column]: age } });
    return (event?.data["worker"] as { ageBand: unknown } | undefined)?.ageBand;
  });
  expect(ages).toEqual(["0-17", "18-24", "55-64", "65+", "65+", "100"]);
});
