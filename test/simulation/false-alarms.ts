/** `npm run false-alarms`: how often the whole declared set of series signals where no risk ever changes, over thousands of simulated years. */
import { appendFile, readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { emptyBook } from "@qorgau/api/exposure/domain/exposure-book";
import { numberOf } from "@qorgau/api/nowcast/domain/nowcast-periods";
import { declaredSeries } from "@qorgau/api/signals/domain/declared-series";
import { parseSignalsQuery } from "@qorgau/api/signals/domain/signals-parameters";
import { signalsSteps } from "@qorgau/api/signals/domain/signals";
import type { AccidentsOf } from "@qorgau/api/signals/domain/signals";
import { garwood } from "@qorgau/api/statistics/garwood";
import { runCommand, UsageError } from "@qorgau/infra/cli/run-command";
import { finished } from "@qorgau/schemas/steps";
import { countryAccidents } from "../generators/country-accidents.ts";
import { seededRandom } from "../generators/random.ts";

const yearsAtATime = 5;
const help = `Simulates the declared series of /v1/signals with a budget of one false alarm a month, ${yearsAtATime} years at a time.

  npm run false-alarms -- --out FILE [--years N]

  --out FILE  where each run is written as a line of JSON; what is there already is not done again
  --years N   years of the whole set (10000), each of ${declaredSeries.length} series
  --help      this text

Ends with 0 where the lower limit of the false alarms a month (Garwood, 95 %) is not above one.
`;

interface Run {
  readonly run: number;
  readonly alarms: number;
  readonly byDetector: Readonly<Record<string, number>>;
}

/** The signals of five years, after ten that teach what is usual. */
function simulated(run: number): Run {
  const accidents = countryAccidents("2012-01-01", "2026-12-31", seededRandom(1_000 + run));
  const by = (dimension: "region" | "sector"): AccidentsOf[] =>
    accidents.map(({ occurred, isFatal, ...place }) => {
      const week = numberOf("week", occurred);
      return { code: place[dimension], occurred, week, known: week, isFatal, accidents: 1, victims: 1 };
    });
  const parsed = parseSignalsQuery(new URLSearchParams("falseAlarms=1&from=2022-01-03"));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const { rows } = finished(
    signalsSteps(parsed.query, {
      cut: { asOf: null, watermark: "0:1" },
      lastStampMs: Date.parse("2026-12-31T12:00:00+05:00"),
      exposures: emptyBook,
      byRegion: by("region"),
      bySector: by("sector"),
      groupFatalities: [],
      raised: [],
    }),
  );
  const byDetector: Record<string, number> = {};
  for (const { detector } of rows) byDetector[detector] = (byDetector[detector] ?? 0) + 1;
  return { run, alarms: rows.length, byDetector };
}

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options: { out: { type: "string" }, years: { type: "string", default: "10000" } } });
  const [{ out }, years] = [values, Number(values.years)];
  if (out === undefined || !(years > 0)) throw new UsageError("--out names a file, --years is a number.");
  const runs = Math.ceil(years / yearsAtATime);
  const written = await readFile(out, "utf8").catch(() => "");
  const done = written
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line) as Run);
  for (let run = done.length; run < runs; run += 1) {
    const one = simulated(run);
    done.push(one);
    await appendFile(out, `${JSON.stringify(one)}\n`);
  }
  return told(done.slice(0, runs));
}

function told(done: readonly Run[]): number {
  const alarms = done.reduce((sum, one) => sum + one.alarms, 0);
  const months = done.length * yearsAtATime * 12;
  const [lower, upper] = [garwood(alarms).lower / months, garwood(alarms).upper / months];
  const years = done.length * yearsAtATime;
  process.stdout.write(
    `${JSON.stringify({ years, seriesYears: years * declaredSeries.length, alarms, aMonth: alarms / months, lower, upper })}\n`,
  );
  return lower > 1 ? 1 : 0;
}

await runCommand({ help, run: main });
