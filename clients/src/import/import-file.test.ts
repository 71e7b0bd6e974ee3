import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { importFile } from "./import-file.ts";
import { oshaSevereInjuries } from "./formats/osha-severe-injuries.ts";
import { mappedTable } from "./formats/mapped-table.ts";
import { judged, openScriptedEndpoint } from "./scripted-endpoint.ts";

const csv = `UPA,EventDate,State,Primary NAICS
1,1/1/2015,TEXAS,212112
2,2/3/2016,TEXAS,
3,2/3/2016,OHIO,236220
4,2/3/2016,OHIO,236220
`;
let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "qorgau-import-"));
  path = join(folder, "reports.csv");
  await writeFile(path, csv);
});
afterEach(() => rm(folder, { recursive: true }));

async function importAt(refused: readonly string[]) {
  await using endpoint = await openScriptedEndpoint((sent) =>
    judged(sent, ({ subject }) => (refused.includes(subject) ? "rejected" : "accepted")),
  );
  const summary = await importFile(path, { format: oshaSevereInjuries({}), url: endpoint.url, batchSize: 3 });
  return { summary, batchSizes: endpoint.requests.map((sent) => sent.length) };
}

test("rows go in batches and are counted by year; what was refused lies beside the file with row and reasons", async () => {
  const { summary, batchSizes } = await importAt(["2", "4"]);
  const rejectedPath = `${path}.rejected.ndjson`;
  expect(batchSizes).toEqual([3, 1]);
  expect(summary).toEqual({
    rows: 4,
    accepted: 2,
    rejected: 2,
    warned: 0,
    byYear: [
      ["2015", 1],
      ["2016", 1],
    ],
    unsent: [],
    rejectedPath,
    firstRejected: ["row 2, QG-0421 as told", "row 4, QG-0421 as told"],
    watermark: "0:2",
  });
  const lines = (await readFile(rejectedPath, "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(lines).toMatchObject([
    { row: 2, subject: "2", errors: [{ rule: "QG-0421" }] },
    { row: 4, subject: "4" },
  ]);
});

test("a row that a spreadsheet spoilt is told by row and column and not sent; what the ingest endpoint refuses names the column, too", async () => {
  await writeFile(path, `${csv}2.0014E+11,2/3/2016,OHIO,236220\n5,42555,OHIO,236220.0\n6,2/3/2016,OHIO,236220.0\n`);
  await using endpoint = await openScriptedEndpoint((sent) => ({
    status: 200,
    body: {
      results: sent.map(({ id, subject }, index) =>
        subject === "6"
          ? { index, id, status: "rejected", errors: [{ rule: "QG-0427", pointer: "/data/region", message: "as told" }] }
          : { index, id, status: "accepted", position: `${index % 3}:${subject}` },
      ),
    },
  }));
  const summary = await importFile(path, { format: oshaSevereInjuries({}), url: endpoint.url, batchSize: 100 });
  expect(endpoint.requests.flat().map(({ subject, data }) => [subject, data["sector"]])).toEqual([
    ["1", "212112"],
    ["2", undefined],
    ["3", "236220"],
    ["4", "236220"],
    ["6", "236220"],
  ]);
  expect(summary).toMatchObject({ rows: 7, accepted: 4, rejected: 3, watermark: "0:4,1:2,2:3" });
  expect(summary.firstRejected).toEqual([
    expect.stringMatching(/^row 5, column UPA: "2.0014E\+11" is not /),
    expect.stringMatching(/^row 6, column EventDate: "42555" is not a day /),
    "row 7, column State: QG-0427 as told",
  ]);
});

test("other data under a number that an earlier row has is a fault that names both rows; a repetition is sent", async () => {
  await writeFile(path, `${csv}2,2/3/2017,TEXAS,\n3,2/3/2016,OHIO,236220\n`);
  await using endpoint = await openScriptedEndpoint((sent) => judged(sent, () => "accepted"));
  // Of batches of one row the two are not in one.
  const summary = await importFile(path, { format: oshaSevereInjuries({}), url: endpoint.url, batchSize: 1 });
  expect(summary).toMatchObject({ rows: 6, accepted: 5, rejected: 1 });
  expect(summary.firstRejected).toEqual([expect.stringMatching(/^row 5, column UPA: row 2 states other data of the same record/)]);
  expect(endpoint.requests.flat().map(({ subject }) => subject)).toEqual(["1", "2", "3", "4", "3"]);
});

test("a row whose cells have moved is told whole and not sent, the next one is; an IIN in a record's number is masked", async () => {
  await writeFile(path, "Number,Days\n1,2,5\n850808310738,4\n");
  const table = mappedTable({ title: "a table", entity: "case", source: "urn:a", columns: { Number: "/subject", Days: "/data/daysLost" } });
  await using endpoint = await openScriptedEndpoint((sent) => judged(sent, () => "rejected"));
  const summary = await importFile(path, { format: table, url: endpoint.url, batchSize: 9 });
  expect(summary.firstRejected).toEqual([expect.stringMatching(/^row 1, it has text beyond the last heading/), "row 2, QG-0421 as told"]);
  expect(endpoint.requests.flat()).toHaveLength(1);
  const written = await readFile(`${path}.rejected.ndjson`, "utf8");
  expect(written).toContain('"subject":"#"');
  expect(written).not.toContain("850808310738");
});

test("columns that are not sent are told with the rows that state them", async () => {
  await writeFile(path, "Number;Days;Experience;Shift;Measures\n1;2;5 years;;rails\n2;4; ;;guards\n;4;1 year;;\n");
  const table = mappedTable({ title: "a table", entity: "case", source: "urn:a", columns: { Number: "/subject", Days: "/data/daysLost" } });
  await using endpoint = await openScriptedEndpoint((sent) => judged(sent, () => "accepted"));
  const summary = await importFile(path, { format: table, url: endpoint.url, batchSize: 1 });
  expect(summary).toMatchObject({ rows: 3, accepted: 2, rejected: 1 });
  expect(summary.unsent).toEqual([
    ["Experience", 2],
    ["Measures", 2],
  ]);
});

test("a later run without refusals leaves none of an earlier one lying", async () => {
  await importAt(["1"]);
  const { summary } = await importAt([]);
  expect(summary.rejectedPath).toBeNull();
  await expect(readFile(`${path}.rejected.ndjson`)).rejects.toThrow("ENOENT");
});

test("where the file's place takes nothing, the refused rows lie in the current directory", async () => {
  await mkdir(`${path}.rejected.ndjson`);
  const here = join(process.cwd(), `${basename(path)}.rejected.ndjson`);
  try {
    const { summary } = await importAt(["1"]);
    expect(summary.rejectedPath).toBe(here);
    expect(await readFile(here, "utf8")).toContain('"row":1');
  } finally {
    await rm(here, { force: true });
  }
});
