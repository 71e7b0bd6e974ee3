/**
 * What a question of `/v1/rates` takes of the engine's processor and by the clock, computed anew each time. The published rows are made by the
 * engine itself: cases of ten years, a twentieth of the last seventy days published again in ten later blocks, and their months. For a pair of two
 * versions this file is run in two checkouts in turn; the processor time says the same on a busy machine.
 *
 *   node test/bench/rates-reads.bench.ts [cases]
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import { createLogger } from "@qorgau/infra/process/logger";
import { openStore } from "@qorgau/infra/store/open-store";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import type { Store } from "@qorgau/infra/store/store";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { figureNames, monthDimensions } from "@qorgau/schemas/rows/published";
import { requested } from "../../services/api/src/rates/figures-model-fixture.ts";
import { childrenOf, processorSeconds } from "./processor-time.ts";

const caseCount = Number(process.argv[2] ?? 1_000_000);
const rounds = 15;
const casesOfInsert = 100_000;

const requests = {
  "a year": "period=year&from=2025-01-01&to=2025-12-31",
  "region, sector and severity by month": "period=month&from=2025-01-01&to=2025-12-31&by=region,sector,severity",
  "days of a month": "period=day&from=2025-10-01&to=2025-10-31",
  "a year to date": "period=ytd&from=2026-01-01&to=2026-11-20",
  "a year to date beside five years": "period=ytd&from=2026-01-01&to=2026-11-20&compare=five_years",
  "a year by mine and hazard": "period=year&from=2025-01-01&to=2025-12-31&by=mine,hazard",
  "a year of deaths": "period=year&from=2025-01-01&to=2025-12-31&yearOf=death",
  "a year with intervals by accidents": "period=year&from=2025-01-01&to=2025-12-31&interval=accidents",
  "ten years by sex and cause": "period=year&by=sex,cause",
};

/** The statement that publishes the cases of these numbers; rows of a later version replace those of an earlier one. */
function casesOf(numbers: string, version: number): string {
  return `
    INSERT INTO published (grain, cell, version, date, death_date, registration_date, country, region, sector, division, severity, kind,
      evidence, work_related, mine, hazard, sex, age_band, registration_region, accident, cases, accidents, at_work_accidents,
      lost_time_cases, payload)
    SELECT 'case', concat(toString(date), '|', lower(hex(SHA256(toString(number))))), ${version}, toDate32('2017-01-01') + number % 3650 AS date, date, date, 'KZ',
      concat('KZ-', toString(10 + number % 20)), ['B', 'C', 'F', 'H'][1 + number % 4], ['05', '24', '41', '49'][1 + number % 4],
      ['light', 'light', 'severe', 'fatal'][1 + intDiv(number, 7) % 4], 'accident', 'reported', 'yes', concat('m', toString(number % 97)),
      ['haulage', 'machinery', 'other'][1 + number % 3], ['male', 'female'][1 + number % 2], ['25-34', '35-44'][1 + intDiv(number, 3) % 2],
      'KZ-35', lower(hex(SHA256(toString(number)))), 1, 1, 1, 1, '{"records":[["urn:a","case","x"]],"counts":true}'
    FROM ${numbers}`;
}

async function prepare(store: Store): Promise<void> {
  await migrate(store);
  for (let from = 0; from < caseCount; from += casesOfInsert) {
    await store.command(casesOf(`numbers(${from}, ${Math.min(casesOfInsert, caseCount - from)})`, 1));
  }
  await store.command("OPTIMIZE TABLE published FINAL");
  for (let block = 2; block < 12; block += 1) {
    const some = `number % 3650 > 3580 AND cityHash64(number, ${block}) % 200 = 0`;
    await store.command(casesOf(`(SELECT number FROM numbers(${caseCount}) WHERE ${some})`, block));
  }
  const columns = monthDimensions.join(", ");
  await store.command(`
    INSERT INTO published (grain, cell, version, date, ${columns}, ${figureNames.join(", ")})
    SELECT 'month', concatWithSeparator('|', month, ${columns}), 1, toDate32(concat(month, '-01')), ${columns}, ${figureNames.map((name) => `sum(of_${name})`).join(", ")}
    FROM (
      SELECT substring(toString(date), 1, 7) AS month, ${columns}, ${figureNames.map((name) => `${name} AS of_${name}`).join(", ")}
      FROM published FINAL WHERE grain = 'case')
    GROUP BY month, ${columns}`);
  const cut = {
    watermark: "0:1",
    partitions: 1,
    effectiveAt: { "0": "2026-11-20T00:00:00.000Z" },
    fold: foldVersion,
    exposureVersion: "0",
    recordsSinceCut: 1,
  };
  await store.command(`INSERT INTO published (grain, cell, version, payload) VALUES ('watermark', '', 1, '${JSON.stringify(cut)}')`);
}

/** Of the engine's process, the only child. */
const engineCpuMs = () => 1000 * processorSeconds(childrenOf(process.pid));

const directory = await mkdtemp(join(tmpdir(), "qorgau-bench-rates-"));
const opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
try {
  await prepare(opened.store);
  console.info(`${caseCount} cases; milliseconds of the engine's processor, and by the clock: median (lowest to highest) of ${rounds}`);
  for (const [name, search] of Object.entries(requests)) {
    const tookMs: number[] = [];
    const beforeMs = engineCpuMs();
    for (let round = 0; round < rounds; round += 1) {
      const startedMs = performance.now();
      // A reader of its own each time: it remembers nothing.
      await createRatesReader({ store: opened.store }).rates(requested(search));
      tookMs.push(performance.now() - startedMs);
    }
    const [lowest, median, highest] = [0, rounds >> 1, rounds - 1].map((place) => tookMs.toSorted((a, b) => a - b)[place]!.toFixed(0));
    console.info(`${name}: ${((engineCpuMs() - beforeMs) / rounds).toFixed(0)}; ${median} (${lowest} to ${highest})`);
  }
} finally {
  await opened.close();
  await rm(directory, { recursive: true, force: true });
}
