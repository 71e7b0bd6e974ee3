/** `npm run soak`: hundreds of kills of the whole program under load with corrections, and a recount (see `judge-soak.ts`). */
import { parseArgs } from "node:util";
import { removeDirectory, temporaryDirectory } from "../end-to-end/qorgau-process.ts";
import { testSeed } from "../generators/random.ts";
import { judgeSoak } from "./judge-soak.ts";
import { runSoak } from "./run-soak.ts";

const help = `Kills the whole program under load with corrections, at random instants and after every step of a flush, starts it again each
time, and counts everything again from the log.

  npm run soak -- [options]

  --kills N     how many kills (300)
  --seed N      which stream, instants and flushes (${testSeed}); the same seed kills at the same places as far as the machine allows
  --minutes N   begin no further life after so many minutes (no limit)
  --help        this text

Ends with 0 where nothing was lost, counted twice or in a wrong bucket, and no read ever saw half a correction; else with 1.
A breach leaves the data folder in place and names it.
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "300" },
      seed: { type: "string", default: String(testSeed) },
      minutes: { type: "string", default: "Infinity" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const [kills, seed, minutes] = [Number(values.kills), Number(values.seed), Number(values.minutes)];
  if (!(kills >= 1) || Number.isNaN(seed) || !(minutes > 0)) throw new TypeError(`--kills, --seed and --minutes are numbers\n\n${help}`);

  const startedMs = performance.now();
  const minutesGone = () => (performance.now() - startedMs) / 60_000;
  const directory = await temporaryDirectory();
  const onKill = (done: number) => process.stderr.write(`\r${done} of ${kills} kills, ${minutesGone().toFixed(1)} minutes`);
  const evidence = await runSoak({ directory, kills, seed, isOver: () => minutesGone() > minutes, onKill });
  process.stderr.write("\n");
  const report = judgeSoak(evidence);
  process.stdout.write(`${JSON.stringify({ seed, ...report, minutes: Number(minutesGone().toFixed(1)) }, null, 2)}\n`);
  if (report.breaches.length === 0) {
    await removeDirectory(directory);
    return 0;
  }
  process.stderr.write(`${report.breaches.length} breaches; the data folder is ${directory}\n`);
  return 1;
}

process.exitCode = await main();
