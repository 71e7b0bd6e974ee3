/** The files of `examples/import` by the command that sends them, against the real program: what was accepted is counted, what is not mapped is told. */
import { execFile } from "node:child_process";
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeWorkbook } from "@qorgau/api/render/write-workbook";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rates } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const examples = join(root, "examples", "import");
const source = "urn:kz:bin:200140000004";
const year = { from: "2026-01-01", to: "2026-12-31", per: "none", by: "region,severity" };

let directory: string;
let qorgau: QorgauProcess;
beforeAll(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(join(directory, "data"));
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

interface Outcome {
  readonly code: number;
  readonly said: string;
  readonly atLeast: string;
}

/** Runs the import of a file below the test's own folder, where what is refused lies beside it. */
async function importFile(format: string, path: string, ...options: readonly string[]): Promise<Outcome> {
  const words = ["clients/src/import/import.ts", format, path, "--url", qorgau.url, ...options];
  const { code, stdout, stderr } = await promisify(execFile)(process.execPath, words, { cwd: root }).then(
    (ended) => ({ ...ended, code: 0 }),
    (error: unknown) => error as { readonly code: number; readonly stdout: string; readonly stderr: string },
  );
  return { code, said: `${stdout}${stderr}`, atLeast: /atLeast=([\d:,]+)/.exec(stdout)?.[1] ?? "" };
}

async function example(name: string): Promise<string> {
  await copyFile(join(examples, name), join(directory, name));
  return join(directory, name);
}

async function counts(atLeast: string, filters: Readonly<Record<string, string>>) {
  const { rows } = await rates(qorgau.url, { ...year, ...filters, atLeast });
  return rows.map(({ region, severity, count }) => [region, severity, count]);
}

const columns = ["--source", source, "--columns", join(examples, "register.columns.json")];
const ofRegister = [
  ["KZ-35", "light", 1],
  ["KZ-35", "severe", 1],
  ["KZ-62", "fatal", 1],
];

test("a table by its column map, as CSV and again as a workbook, counts once", async () => {
  const sent = await importFile("table", await example("register.csv"), ...columns);
  expect(sent).toMatchObject({ code: 0, said: expect.stringContaining("rows 3, accepted 3, rejected 0") as unknown });
  expect(await counts(sent.atLeast, { region: "KZ-35,KZ-62" })).toEqual(ofRegister);

  const cells = parse(await readFile(join(examples, "register.csv")), { delimiter: ";", relax_column_count: true });
  const rows = cells.map((row) => row.map((value) => ({ value })));
  const sheet = { name: "Журнал", columnWidths: rows[0]?.map(() => 20) ?? [], headRows: 1, rows };
  const workbook = join(directory, "register.xlsx");
  await writeFile(workbook, await writeWorkbook({ sheets: [sheet], footer: "" }));
  const again = await importFile("table", workbook, ...columns);
  expect(again).toMatchObject({ code: 0, said: expect.stringContaining("rows 3, accepted 3, rejected 0") as unknown });
  expect(await counts(again.atLeast, { region: "KZ-35,KZ-62" })).toEqual(ofRegister);
});

test("a row that is not mapped is told by row and column, and the others are sent", async () => {
  const path = join(directory, "faulty.csv");
  const [header = ""] = (await readFile(join(examples, "register.csv"), "utf8")).split("\n");
  const rows = [
    "Ж-10;01.02.2026;плохая;accident;200140000004;Павлодарская область;;;;",
    "2.0014E+11;01.02.2026;light;accident;200140000004;;;;;",
  ];
  await writeFile(path, [header, ...rows, "Ж-11;01.02.2026;light;accident;200140000004;город Шымкент;;;;", ""].join("\n"));
  const { code, said, atLeast } = await importFile("table", path, ...columns);
  expect([code, said]).toEqual([1, expect.stringContaining("rows 3, accepted 1, rejected 2")]);
  expect(said).toMatch(/refused: row 1, column Тяжесть: QG-0421 /);
  expect(said).toMatch(/refused: row 2, column №: "2.0014E\+11" is not a record's number/);
  expect(await counts(atLeast, { region: "KZ-55,KZ-79" })).toEqual([["KZ-79", "light", 1]]);
});

test("a corrected file counts by its revision; two accidents under one number and a row whose cells have moved are told", async () => {
  const [header = ""] = (await readFile(join(examples, "register.csv"), "utf8")).split("\n");
  const path = join(directory, "corrected.csv");
  const row = (severity: string) => `Ж-20;01.03.2026;${severity};accident;200140000004;Актюбинская область;;;;`;
  const counted = async (rows: readonly string[], ...revision: readonly string[]) => {
    await writeFile(path, [header, ...rows, ""].join("\n"));
    const { said, atLeast } = await importFile("table", path, ...columns, ...revision);
    return { said, counted: await counts(atLeast, { region: "KZ-15" }) };
  };
  // There and back: by the order of contents alone one of the two would be lost.
  for (const [place, severity] of ["light", "severe", "light"].entries()) {
    expect(await counted([row(severity)], "--revision", String(place + 1))).toMatchObject({ counted: [["KZ-15", severity, 1]] });
  }
  const { said, counted: after } = await counted([row("severe"), row("fatal"), `${row("fatal")};x`], "--revision", "9");
  expect(said).toMatch(/refused: row 2, column №: row 1 states other data of the same record and revision/);
  expect(said).toMatch(/refused: row 3, it has text beyond the last heading \(11 cells, 10 headings\)/);
  expect(after).toEqual([["KZ-15", "severe", 1]]);
});

test("a file without a column of the map, and a map of another kind of record, send nothing", async () => {
  const lacking = join(directory, "lacking.csv");
  await writeFile(lacking, "№;Дата\n1;01.02.2026\n");
  expect(await importFile("table", lacking, ...columns)).toMatchObject({ code: 3, said: expect.stringContaining('"Тяжесть"') as unknown });
  const other = await importFile("table", await example("register.csv"), ...columns, "--entity", "exposure");
  expect(other).toMatchObject({ code: 3, said: expect.stringContaining("no exposure has the member /data/occurredAt") as unknown });
});

test("acts of form N-1; which of their fields are not sent is told", async () => {
  const { code, said, atLeast } = await importFile("n-1", await example("n-1.csv"), "--source", source);
  expect(code).toBe(0);
  const unsent = [
    ...["Вид происшествия (2 rows)", "Стаж работы (2 rows)", "Вводный инструктаж (2 rows)", "Медицинский осмотр (2 rows)"],
    ...["Часов от начала смены (2 rows)", "Состояние опьянения (2 rows)", "Мероприятия по устранению причин (2 rows)"],
    ...["Профессия (1 row)", "Инструктаж на рабочем месте (1 row)"],
  ];
  const [, told = ""] = /^ {2}not sent, .*?: (.*)$/m.exec(said) ?? [];
  expect(told.split(", ").toSorted()).toEqual(unsent.toSorted());
  expect(await counts(atLeast, { region: "KZ-55" })).toEqual([
    ["KZ-55", "fatal", 1],
    ["KZ-55", "severe", 1],
  ]);
  const { rows } = await rates(qorgau.url, { ...year, region: "KZ-55", by: "cause", atLeast });
  expect(rows.map(({ cause, count }) => [cause, count])).toEqual([
    ["equipment", 1],
    ["work_organisation", 1],
  ]);
});

test("notices of eSocial, of which a death is the later state of its accident", async () => {
  const { code, said, atLeast } = await importFile("esocial-s2210", await example("s-2210.xml"));
  expect([code, said]).toEqual([0, expect.stringContaining("rows 3, accepted 3, rejected 0")]);
  expect(await counts(atLeast, { country: "BR", kind: "any" })).toEqual([
    ["BR-MG", "fatal", 1],
    ["BR-SP", "light", 1],
  ]);
});

test("cases of the Injury Tracking Application, of the activity that NAICS states", async () => {
  const { code, said, atLeast } = await importFile(
    "osha-ita",
    await example("osha-ita.csv"),
    "--source",
    "urn:us:establishment:made-up-quarry",
  );
  expect([code, said]).toEqual([0, expect.stringContaining("rows 4, accepted 4, rejected 0")]);
  expect(await counts(atLeast, { country: "US", sector: "B" })).toEqual([
    ["US-TX", "fatal", 1],
    ["US-TX", "light", 1],
    ["US-TX", "severe", 1],
  ]);
  const { rows } = await rates(qorgau.url, { ...year, country: "US", measure: "days_lost", by: "region", atLeast });
  expect(rows.map(({ count }) => count)).toEqual([14]);
});
