/** `npm run dead-letters -- list | show | replay`: what the Kafka ingest endpoint put aside, why, and in again. */
import { parseArgs } from "node:util";
import { EventLogError } from "@qorgau/infra/log/event-log";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import { isKafkaUrl, kafkaConnectionOf } from "@qorgau/infra/kafka/kafka-server";
import { KafkaProducer } from "@qorgau/infra/kafka/kafka-producer";
import { readingOf } from "@qorgau/infra/kafka/read-topic";
import type { TopicReading } from "@qorgau/infra/kafka/read-topic";
import { runCommand, usageExitCode, UsageError } from "@qorgau/infra/cli/run-command";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { readSettings, SettingsError } from "@qorgau/infra/settings/settings";
import type { Settings } from "@qorgau/infra/settings/settings";
import { createIntake } from "../../intake/intake.ts";
import { openIngestEndpoint } from "../../intake/open-ingest-endpoint.ts";
import { pendingDeadLetters, wholeDeadLetter } from "@qorgau/infra/kafka/dead-letters/read-dead-letters";
import type { PendingDeadLetter } from "@qorgau/infra/kafka/dead-letters/read-dead-letters";
import { deadLetterFilter, originOfText } from "./dead-letter-filter.ts";
import type { FilterWords, DeadLetterFilter } from "./dead-letter-filter.ts";
import { lineOf, outcomeLine, textOf } from "./dead-letter-text.ts";
import { replayDeadLetter } from "./replay-dead-letters.ts";
import type { Replaying, ReplayOutcome } from "./replay-dead-letters.ts";

const exitCodes = { done: 0, someNotAccepted: 1, usage: usageExitCode, clusterFailed: 3, notFound: 4 } as const;

const help = `Usage: npm run dead-letters -- list [filters] [--all] [--json]
       npm run dead-letters -- show ORIGIN [--json]
       npm run dead-letters -- replay [ORIGIN] [filters] [--dry-run]

Messages that the Kafka ingest endpoint could not accept, with the settings of the service (QORGAU_LOG=kafka://… and so on).

list    one line for each: where the message stands (its origin), when it was put aside, and why
show    one dead letter in full: every fault and how to mend it, and what of the event could be stored
replay  reads the originals at their origins again and puts them through the same acceptance: after a mend they get in, and their
        reporters are told. What got in is marked and not replayed again.

ORIGIN is topic/partition/offset, as list prints it.

Filters:
  --topic T      a reporter's topic, such as kazakhmys, or the whole name of its inbound topic
  --source S     the reporter that the topic belongs to, such as urn:kz:bin:200140000004
  --rule ID      a rule id, such as QG-0421
  --since WHEN   put aside since a date, an instant, or a number of days (7d)
  --limit N      at most so many

Options:
  --all          list those too that were replayed
  --dry-run      replay: judges, and stores nothing
  --json         one line of JSON for each dead letter
  --help         this text

Exit codes: 0 done; 1 some were not accepted; 2 wrong arguments or settings; 3 Kafka or the log cannot do it now; 4 there is no such dead letter.
`;

const options = {
  topic: { type: "string" },
  source: { type: "string" },
  rule: { type: "string" },
  since: { type: "string" },
  limit: { type: "string" },
  all: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
} as const;

interface Words extends FilterWords {
  readonly all: boolean;
  readonly json: boolean;
  readonly "dry-run": boolean;
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

function chosen(deadLetters: readonly PendingDeadLetter[], { matches, limit }: DeadLetterFilter): readonly PendingDeadLetter[] {
  return deadLetters.filter(matches).slice(0, limit);
}

async function list(reading: TopicReading, filter: DeadLetterFilter, { all, json }: Words): Promise<number> {
  const deadLetters = await pendingDeadLetters(reading);
  const open = deadLetters.filter(({ replayed }) => replayed === null);
  for (const deadLetter of chosen(all ? deadLetters : open, filter)) print(json ? JSON.stringify(deadLetter) : lineOf(deadLetter));
  if (!json) print(`${open.length} dead letters; ${deadLetters.length - open.length} more were replayed.`);
  return exitCodes.done;
}

async function show(reading: TopicReading, origin: string, { json }: Words): Promise<number> {
  const deadLetter = await wholeDeadLetter(reading, originOfText(origin));
  if (deadLetter === null) {
    process.stderr.write(`There is no dead letter of ${origin}.\n`);
    return exitCodes.notFound;
  }
  print(json ? JSON.stringify(deadLetter) : textOf(deadLetter));
  return exitCodes.done;
}

async function replay(reading: TopicReading, settings: Settings, filter: DeadLetterFilter, isDryRun: boolean): Promise<number> {
  const deadLetters = (await pendingDeadLetters(reading)).filter(({ replayed }) => replayed === null);
  const outcomes: ReplayOutcome[] = [];
  await withReplaying(reading, settings, isDryRun, async (replaying) => {
    for (const deadLetter of chosen(deadLetters, filter)) {
      const outcome = await replayDeadLetter(deadLetter, replaying);
      outcomes.push(outcome);
      print(outcomeLine(deadLetter, outcome));
    }
  });
  const count = (kind: ReplayOutcome["kind"]) => outcomes.filter((outcome) => outcome.kind === kind).length;
  const accepted = count("accepted");
  print(
    `${accepted} ${isDryRun ? "would be accepted" : "accepted"}, ${count("rejected")} still rejected, ${count("gone")} gone, ` +
      `${count("no_reporter")} of nobody's topic.`,
  );
  return accepted === outcomes.length ? exitCodes.done : exitCodes.someNotAccepted;
}

/** With the log, the key and the list of reporters that the service has. */
async function withReplaying(
  reading: TopicReading,
  settings: Settings,
  isDryRun: boolean,
  use: (replaying: Replaying) => Promise<void>,
): Promise<void> {
  const logger = createLogger({ level: "error", write: (line) => process.stderr.write(line) });
  await using parts = new AsyncDisposableStack();
  const log = parts.adopt(await openEventLog(settings.logUrl, { ...settings, logger }), (it) => it.close());
  const context = await openIngestEndpoint({ ...settings, log, pseudonymKeyMayBeMade: false });
  const { reporters } = context();
  if (reporters === null) throw new UsageError("QORGAU_REPORTERS_FILE is needed: it says which reporter a topic belongs to.");
  const connection = kafkaConnectionOf(settings.logUrl, settings.logKafka, logger);
  const producer = parts.adopt(new KafkaProducer(connection), (it) => it.close());
  const report = (error: unknown, message: string) => logger.error({ err: error }, message);
  const intake = createIntake({ log, context, metrics: createMetrics(), report });
  await use({ reading, intake, reporters, producer, isDryRun });
}

async function run(command: string | undefined, rest: readonly string[], words: Words): Promise<number> {
  const origin = rest[0];
  const takesOrigin = command === "show" ? origin !== undefined : command === "replay" || origin === undefined;
  if (!["list", "show", "replay"].includes(command ?? "") || !takesOrigin || rest.length > 1) {
    throw new UsageError("It is list, show ORIGIN, or replay [ORIGIN].");
  }
  const filter = deadLetterFilter({ ...words, origin: command === "replay" ? origin : undefined }, Date.now());
  const settings = readSettings(process.env);
  if (!isKafkaUrl(settings.logUrl))
    throw new UsageError("Dead letters are on Kafka: set QORGAU_LOG=kafka://host:9092 as the service has it.");
  const logger = createLogger({ level: "error", write: (line) => process.stderr.write(line) });
  const reading = readingOf(kafkaConnectionOf(settings.logUrl, settings.logKafka, logger));
  try {
    if (command === "list") return await list(reading, filter, words);
    if (command === "show") return await show(reading, origin!, words);
    return await replay(reading, settings, filter, words["dry-run"]);
  } finally {
    reading.close();
  }
}

async function main(words: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  return run(positionals[0], positionals.slice(1), values);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof SettingsError) return exitCodes.usage;
  return error instanceof KafkaError || error instanceof EventLogError ? exitCodes.clusterFailed : exitCodes.someNotAccepted;
}

await runCommand({ help, run: main, exitCodeOf });
