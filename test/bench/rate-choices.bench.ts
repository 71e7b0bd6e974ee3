/**
 * What questions of rates take over a million cases, by what they choose: whole months come from the roll-up; a year by registration, an
 * interval by accidents or a row without an accident read the cases. Rows are made by the engine itself, in the shape in which an
 * aggregator publishes them. Every question is computed anew; the processor time of the engine is told where the system tells it (Linux), since
 * on a machine with other work it is steadier than the time that passes.
 *
 *   node test/bench/rate-choices.bench.ts [cases]
 */
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseRatesQuery } from "@qorgau/api/rates/domain/parameters/rates-query";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { figureNames, monthDimensions } from "@qorgau/schemas/rows/published";

const caseCount = Number(process.argv[2] ?? 1_000_000);
const repeats = 20;

/** Ten years of twenty regions and four sections; every fiftieth case is of a group accident of four. */
const cases = `
  INSERT INTO published (grain, cell, version, date, death_date, registration_date, country, region, sector, division, severity, kind,
    evidence, work_related, registration_region, accident, cases, accidents, group_accidents, group_victims, lost_time_cases, payload)
  SELECT 'case', lower(hex(SHA256(toString(number)))), 1, toDate32('2016-01-01') + intDiv(number, 50) % 3650 AS date, date + number % 9,
    date + number % 40, 'KZ', concat('KZ-', toString(10 + number % 20)), ['B', 'C', 'F', 'H'][1 + number % 4],
    ['05', '24', '41', '49'][1 + number % 4], ['light', 'light', 'severe', 'fatal'][1 + intDiv(number, 7) % 4], 'accident', 'reported', 'yes',
    concat('KZ-', toString(10 + number % 17)), lower(hex(SHA256(if(number % 200 < 4, toString(intDiv(number, 200)), concat('of ', toString(number)))))),
    1, number % 200 NOT IN (1, 2, 3), number % 200 = 0, number % 200 < 4, 1, '{}'
  FROM numbers(${caseCount})`;

const months = `
  INSERT INTO published (grain, cell, version, date, ${monthDimensions.join(", ")}, ${figureNames.join(", ")})
  SELECT 'month', concatWithSeparator('|', substring(toString(date), 1, 7), ${monthDimensions.join(", ")}), 1,
    makeDate32(toYear(any(date)), toMonth(any(date)), 1), ${monthDimensions.join(", ")},
    ${figureNames.map((name) => `sum(published.${name})`).join(", ")}
  FROM published WHERE grain = 'case' GROUP BY substring(toString(date), 1, 7), ${monthDimensions.join(", ")}`;

const cut = JSON.stringify({
  watermark: "0:1",
  partitions: 1,
  effectiveAt: {},
  fold: foldVersion,
  exposureVersion: "0",
  recordsSinceCut: 0,
});

async function prepare(store: Store): Promise<void> {
  await migrate(store);
  for (const statement of [cases, months, `INSERT INTO published (grain, cell, version, payload) VALUES ('watermark', '', 1, '${cut}')`]) {
    await store.command(statement);
  }
}

const accident = "a".repeat(64);
const year = "from=2024-01-01&to=2024-12-31";
const requests = [
  "",
  "yearOf=death",
  "yearOf=registration",
  "regionOf=registration",
  "interval=accidents",
  `withoutAccident=${accident}`,
  "compare=previous",
  "standard=2024",
];

function milliseconds(values: readonly number[], share: number): string {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!.toFixed(0);
}

/** The process of the engine: this one's child; null where the system has no such files. */
function enginePid(): string | null {
  const isEngine = (pid: string) => {
    try {
      const parent = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1];
      return parent === String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("engine-process");
    } catch {
      return false;
    }
  };
  try {
    return readdirSync("/proc").find(isEngine) ?? null;
  } catch {
    return null;
  }
}

/** Milliseconds of all threads of the process so far. */
function processorMs(pid: string): number {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => {
    try {
      return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      return 0;
    }
  });
  return threads.reduce((sum, one) => sum + one, 0);
}

const directory = await mkdtemp(join(tmpdir(), "qorgau-rate-choices-"));
const opened = await openStore({ url: `chdb:${directory}`, logger: createLogger({ level: "silent" }) });
try {
  await prepare(opened.store);
  const reader = createRatesReader(opened);
  const engine = enginePid();
  for (const bounds of [year, "from=2016-01-01&to=2025-12-31&period=month"]) {
    for (const choice of requests) {
      const parsed = parseRatesQuery(new URLSearchParams(`by=region,severity&${bounds}&${choice}`));
      if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
      const times: number[] = [];
      const processor: number[] = [];
      let rows = 0;
      for (let round = 0; round < repeats; round += 1) {
        const [startedAt, processorBefore] = [performance.now(), engine === null ? 0 : processorMs(engine)];
        rows = (await reader.publishedRates(parsed.query)).response.rows.length;
        times.push(performance.now() - startedAt);
        if (engine !== null) processor.push(processorMs(engine) - processorBefore);
      }
      const ofEngine = processor.length === 0 ? "" : `, engine ${milliseconds(processor, 0.5)} ms of processor`;
      process.stdout.write(
        `${bounds} ${choice || "nothing chosen"}: median ${milliseconds(times, 0.5)} ms, slowest ${milliseconds(times, 1)} ms${ofEngine}, ${rows} rows\n`,
      );
    }
  }
} finally {
  await opened.close();
  await rm(directory, { recursive: true, force: true });
}
