/** Real reports through the real door: the OSHA sample, twice. Skipped by name where the shared data folder is absent. */
import { execFile } from "node:child_process";
import { copyFile, readdir } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { cases } from "../generators/events.ts";
import { getJson, rates, sendAll } from "./client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "./qorgau-process.ts";

const root = join(import.meta.dirname, "..", "..");
const sample = join(root, "..", "shared", "data", "osha_severe_injuries_sample.csv.gz");
const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

test.skipIf(!existsSync(sample))("the OSHA sample of ../shared/data: all accepted, by year and section, and twice is once", async () => {
  const qorgau = await startQorgau(join(directory, "data"));
  const file = join(directory, "osha.csv.gz");
  await copyFile(sample, file);
  const kazakh = [...cases(12, { fatal: 3 }, { occurredAt: "2016-05-04" })];
  await sendAll(qorgau.url, kazakh);

  const importOnce = () =>
    promisify(execFile)(process.execPath, ["services/ingest/src/import/import.ts", "osha-severe-injuries", file, "--url", qorgau.url], {
      cwd: root,
    });
  const counts = async (parameters: Record<string, string>) => {
    const { end: atLeast } = await getJson<{ end: string }>(qorgau.url, "/v1/status");
    return (await rates(qorgau.url, { per: "none", atLeast, ...parameters })).rows.map(({ period, count }) => [period, count]);
  };
  for (const time of ["once", "twice"]) {
    const { stdout } = await importOnce();
    expect(stdout, time).toContain("rows 5001, accepted 5058, rejected 0");
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
  expect(await readdir(directory)).toEqual(["data", "osha.csv.gz"]);
  expect(await qorgau.stop()).toBe(0);
});
