/** Real reports through the real ingest endpoint: the OSHA sample, twice. Skipped by name where the shared data folder is absent. */
import { execFile } from "node:child_process";
import { copyFile, readFile, readdir, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { cases } from "../../generators/events.ts";
import { getJson, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const sample = join(root, "..", "shared", "data", "osha_severe_injuries_sample.csv.gz");
const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

test.skipIf(!existsSync(sample))("the OSHA sample of ../shared/data: all accepted, by year and section, and twice is once", async () => {
  const qorgau = await startQorgau(join(directory, "data"));
  const file = join(directory, "osha.csv.gz");
  await copyFile(sample, file);
  const kazakh = [...cases(12, { fatal: 3 }, { occurredAt: "2016-05-04" })];
  await sendAll(qorgau.url, kazakh);

  // As a spreadsheet saves it: UTF-8 with a byte order mark.
  const saved = join(directory, "saved.csv");
  await writeFile(saved, `\uFEFF${new TextDecoder("windows-1252").decode(gunzipSync(await readFile(sample)))}`);

  const importOnce = (path: string) =>
    promisify(execFile)(process.execPath, ["clients/src/import/import.ts", "osha-severe-injuries", path, "--url", qorgau.url], {
      cwd: root,
    });
  let atLeast = "";
  const counts = async (parameters: Record<string, string>) =>
    (await rates(qorgau.url, { per: "none", atLeast, ...parameters })).rows.map(({ period, count }) => [period, count]);
  for (const [time, path] of [
    ["once", file],
    ["twice", saved],
  ] as const) {
    const { stdout } = await importOnce(path);
    expect(stdout, time).toContain("rows 5001, accepted 5058, rejected 0");
    atLeast = /atLeast=([\d:,]+)/.exec(stdout)?.[1] ?? "";
    expect((await getJson<{ end: string }>(qorgau.url, "/v1/status")).end, time).toBe(atLeast);
    const severe = { country: "US", measure: "severe" };
    expect(await counts(severe), time).toEqual([
      ["2015", 2334],
      ["2016", 2283],
      ["2017", 441],
    ]);
    expect(await counts({ ...severe, sector: "B" }), time).toEqual([
      ["2015", 334],
      ["2016", 243],
      ["2017", 57],
    ]);
    // A row is an accident, whatever the number of its victims.
    expect(await counts({ country: "US", measure: "accidents" }), time).toEqual([
      ["2015", 2310],
      ["2016", 2263],
      ["2017", 428],
    ]);
    expect(await counts({}), time).toEqual([["2016", 12]]);
  }
  expect(await readdir(directory)).toEqual(["data", "osha.csv.gz", "saved.csv"]);
  expect(await qorgau.stop()).toBe(0);
});
