/** `npm run soak`: faults under load with corrections, hundreds of them, and a recount of everything (see `judge-soak.ts`). */
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "@qorgau/infra/cli/run-command";
import { removeDirectory, temporaryDirectory } from "../end-to-end/program/qorgau-process.ts";
import { testSeed } from "../generators/random.ts";
import { judgeSoak } from "./judge-soak.ts";
import { runBrokerSoak } from "./run-broker-soak.ts";
import { runLimitsSoak } from "./run-limits-soak.ts";
import { runProcessSoak } from "./run-process-soak.ts";
import { runSoak } from "./run-soak.ts";
import type { SoakEvidence } from "./run-soak.ts";
import { runStoreSoak } from "./run-store-soak.ts";

const help = `Lets things fail under load with corrections, again and again, and counts everything again from the log.

  npm run soak -- [options]

  --scenario S  what fails (program):
                  program  the whole program, killed at random instants and after every step of a flush, and started again
                  brokers  Kafka brokers of a cluster of three: killed and brought back, restarted in turn, paused in turn,
                           all away at once (needs what npm run broker needs)
                  processes
                           doors, aggregators and APIs, two of each on a cluster of three, killed at random and started again,
                           and the aggregator that folds paused for longer than its session (needs what npm run broker needs)
                  store    the store's server, killed in the middle of an insert, and away for a while
                  limits   statements, reads and inserts, stopped by the store at random because their time is over
  --kills N     how many kills (program: 300, brokers: 10, processes: 100, store: 50), or statements stopped (limits: 500)
  --pause N     seconds (60) that each broker is paused and all are away; an aggregator is paused; the store is away
  --seed N      which stream, instants and places (${testSeed}); the same seed does the same as far as the machine allows
  --minutes N   program: begin no further life, limits: stop no further statement, after so many minutes (no limit)
  --help        this text

Ends with 0 where nothing was lost, counted twice or in a wrong bucket, and no read ever saw half a correction; else with 1.
A breach leaves the data folder in place and names it.
`;

const options = {
  scenario: { type: "string", default: "program" },
  kills: { type: "string" },
  pause: { type: "string", default: "60" },
  seed: { type: "string", default: String(testSeed) },
  minutes: { type: "string", default: "Infinity" },
} as const;

const startedMs = performance.now();
const minutesGone = () => (performance.now() - startedMs) / 60_000;
const showProgress = (what: string) => process.stderr.write(`${minutesGone().toFixed(1)} minutes: ${what}\n`);

async function main(words: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...words], options });
  const { scenario, seed, run } = chosen(values);
  const directory = await temporaryDirectory();
  const report = judgeSoak(await run(directory));
  process.stdout.write(`${JSON.stringify({ scenario, seed, ...report, minutes: Number(minutesGone().toFixed(1)) }, null, 2)}\n`);
  if (report.breaches.length === 0) {
    await removeDirectory(directory);
    return 0;
  }
  process.stderr.write(`${report.breaches.length} breaches; the data folder is ${directory}\n`);
  return 1;
}

const defaultKills: Readonly<Record<string, number>> = { program: 300, brokers: 10, processes: 100, store: 50, limits: 500 };

interface Chosen {
  readonly scenario: string;
  readonly seed: number;
  readonly run: (directory: string) => Promise<SoakEvidence>;
}

function chosen(values: { scenario: string; kills?: string; pause: string; seed: string; minutes: string }): Chosen {
  const { scenario } = values;
  if (!(scenario in defaultKills)) throw new UsageError("There is no scenario of that name.");
  const kills = Number(values.kills ?? defaultKills[scenario]);
  const [pauseMs, seed, minutes] = [Number(values.pause) * 1000, Number(values.seed), Number(values.minutes)];
  if (!(kills >= 1 && pauseMs >= 0 && minutes > 0) || Number.isNaN(seed)) {
    throw new UsageError("--kills, --pause, --seed and --minutes are numbers.");
  }
  const isOver = () => minutesGone() > minutes;
  const onKill = (done: number) => void (done % 10 === 0 && showProgress(`${done} of ${kills} kills`));
  switch (scenario) {
    case "program":
      return { scenario, seed, run: (directory) => runSoak({ directory, kills, seed, isOver, onKill }) };
    case "brokers":
      return { scenario, seed, run: (directory) => runBrokerSoak({ directory, kills, pauseMs, seed, onFault: showProgress }) };
    case "processes":
      return { scenario, seed, run: (directory) => runProcessSoak({ directory, kills, pauseMs, seed, nodes: 3, onFault: showProgress }) };
    case "store":
      return { scenario, seed, run: (directory) => runStoreSoak({ directory, kills, outageMs: pauseMs, seed, onFault: showProgress }) };
    case "limits":
      return {
        scenario,
        seed,
        run: (directory) => runLimitsSoak({ directory, kills, timeMsMax: minutes * 60_000, seed, onFault: showProgress }),
      };
    default:
      throw new UsageError("There is no scenario of that name.");
  }
}

await runCommand({ help, run: main });
