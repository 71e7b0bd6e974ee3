/** Every table as a workbook and as a spreadsheet's CSV, opened by Python's openpyxl and pandas: the numbers are those of the JSON. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { areClientsRequired, isInstalled, runPython } from "../clients/installed-clients.ts";
import { getJson, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

/** Of pandas and openpyxl, where they can be installed. */
const isLeftOut = !areClientsRequired() && !isInstalled("python");
const source = "urn:kz:insurer:annuity";
const row = "region=KZ-35&sector=B&from=2025-01-01&to=2025-12-31";
/** The list that the rows of the table are made of, where they are made one by one. */
const tables: Readonly<Record<string, readonly [address: string, list: string]>> = {
  rates: ["/v1/rates?by=region,sector,severity,mine&compare=year_before", "rows"],
  standardised: ["/v1/rates?period=month&from=2025-01-01&to=2025-12-31&interval=accidents", "rows"],
  funnel: ["/v1/funnel?from=2025-01-01", "rows"],
  nowcast: ["/v1/nowcast?by=region", "rows"],
  signals: ["/v1/signals?falseAlarms=12", "rows"],
  explain: [`/v1/explain?${row}`, "cases"],
  revisions: [`/v1/revisions?${row}`, ""],
  quality: ["/v1/quality?table=reporters", ""],
  claims: ["/v1/claims?by=status,region", "rows"],
  unmatched: ["/v1/claims?unmatched=true", "rows"],
  clocks: ["/v1/clocks?by=region", "rows"],
  fatalityFree: ["/v1/fatality-free-days?by=region", "rows"],
  records: [`/v1/records?source=${source}&subject=C-1`, ""],
  recordList: [`/v1/records?source=${source}`, "rows"],
  releases: ["/v1/releases", ""],
  rules: ["/v1/rules", ""],
  status: ["/v1/status", ""],
};

let directory: string;
let qorgau: QorgauProcess;
let atLeast: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(join(directory, "data"));
  const data = { region: "KZ-35", sector: "B", occurredAt: "2025-03-04" };
  const claim = { status: "paid", capacityLossPercent: 30, paidKzt: 1000.1, actNumber: "=1+1" };
  const events = [
    caseEvent({ ...data, severity: "fatal", mining: { mine: "-1", method: "underground" } }, { subject: "=N-1" }),
    caseEvent({ ...data, notified: { learnedAt: "2025-03-04T09:00:00+05:00", inspectorateAt: "2025-03-04T15:00:00+05:00" } }),
    caseEvent({ ...data, claim }, { source, subject: "C-1", type: "kz.qorgau.claim.reported.v1" }),
    exposureEvent({ period: "2025", region: "KZ-35", sector: "B", workers: 301233.5, basis: "employed", status: "final" }),
  ];
  atLeast = (await sendAll(qorgau.url, events)).positions;
  await getJson(qorgau.url, "/v1/rates", { atLeast });
});
afterAll(async () => {
  await qorgau.kill();
  await removeDirectory(directory);
});

async function bytesOf(address: string, look: string): Promise<Buffer> {
  const response = await fetch(`${qorgau.url}${address}${address.includes("?") ? "&" : "?"}${look}`);
  expect([address, look, response.status]).toEqual([address, look, 200]);
  return Buffer.from(await response.arrayBuffer());
}

interface Reported {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly formulas: readonly string[];
  readonly sheets: readonly string[];
  readonly pandas: readonly boolean[];
  readonly csv: readonly boolean[];
}

test.skipIf(isLeftOut)(
  "openpyxl and pandas open every table, find no formula, and the numbers of the JSON",
  { timeout: 120_000 },
  async () => {
    const folder = join(directory, "files");
    await mkdir(folder);
    const responses: Record<string, Record<string, unknown>> = {};
    for (const [name, [address]] of Object.entries(tables)) {
      responses[name] = JSON.parse(String(await bytesOf(address, "names=true&lang=kk"))) as Record<string, unknown>;
      await writeFile(join(folder, `${name}.xlsx`), await bytesOf(address, "format=xlsx&lang=kk"));
      const csv = await bytesOf(address, "excel=true&names=true&lang=kk");
      expect(csv.subarray(0, 3).toString("hex")).toBe("efbbbf");
      await writeFile(join(folder, `${name}.csv`), csv);
    }
    const reported = await runPython<Record<string, Reported>>("read_workbooks.py", [folder]);
    expect(Object.keys(reported).toSorted()).toEqual(Object.keys(tables).toSorted());
    for (const [name, { columns, rows, ...found }] of Object.entries(reported)) {
      expect([name, found]).toEqual([
        name,
        { formulas: [], sheets: ["Деректер", "Кесте туралы"], pandas: [true, true], csv: [true, true] },
      ]);
      const [, list = ""] = tables[name] ?? [];
      for (const [place, expected] of ((responses[name]?.[list] ?? []) as Record<string, unknown>[]).entries()) {
        const cells = Object.fromEntries(columns.map((column, index) => [column, rows[place]?.[index]]));
        const flat = Object.entries(expected).filter(([column, value]) => columns.includes(column) && typeof value !== "object");
        expect([name, cells]).toMatchObject([name, Object.fromEntries(flat)]);
      }
      expect([name, rows.length > 0 || ["releases", "signals"].includes(name)]).toEqual([name, true]);
    }
    const { columns, rows } = reported["rates"]!;
    expect(rows[0]?.[columns.indexOf("regionName")]).toBe("Қарағанды облысы");
  },
);

test("what changes nothing is refused, and a page's link keeps the look", async () => {
  const refused = async (query: string) => {
    const response = await fetch(`${qorgau.url}/v1/rates?${query}`);
    const { errors } = (await response.json()) as { errors: { rule: string; pointer: string }[] };
    return [response.status, ...errors.map(({ rule, pointer }) => `${rule} ${pointer}`)];
  };
  expect(await refused("format=json&excel=true")).toEqual([400, "QG-0706 excel"]);
  expect(await refused("format=xlsx&names=maybe&lang=de")).toEqual([400, "QG-0603 lang", "QG-0603 names"]);
  const page = await fetch(`${qorgau.url}/v1/explain?${row}&limit=1&format=xlsx&lang=kk`);
  expect(page.headers.get("content-type")).toBe("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
  expect(page.headers.get("link")).toContain("lang=kk");
});
