/** Qorgau in one process: the ingest endpoint, the log, the aggregator, the store and the read API, wired together. */
import { mkdir } from "node:fs/promises";
import { relative } from "node:path";
import { startAggregation } from "@qorgau/aggregator/aggregator-service";
import type { AfterStep } from "@qorgau/aggregator/flush/flush";
import { startApi } from "@qorgau/api/api-service";
import type { DeadLetterReading } from "@qorgau/infra/kafka/dead-letters/recent-dead-letters";
import { isKafkaUrl, kafkaConnectionOf } from "@qorgau/infra/kafka/kafka-server";
import { openEventLog } from "@qorgau/infra/log/open-event-log";
import type { Logger } from "@qorgau/infra/process/logger";
import { startProof } from "@qorgau/infra/proof/start-proof";
import { runProgram } from "@qorgau/infra/service/run-program";
import type { Listening, Program } from "@qorgau/infra/service/run-program";
import { allSettings } from "@qorgau/infra/settings/settings";
import type { Settings } from "@qorgau/infra/settings/settings";
import { startService } from "@qorgau/infra/service/start-service";
import type { StartedService } from "@qorgau/infra/service/start-service";
import { openMigratedStore } from "@qorgau/infra/service/open-migrated-store";
import { checkEndpoint } from "@qorgau/ingest/check-endpoint";
import { runDemo } from "@qorgau/clients/demo/demo";
import { isMadeUp, markMadeUp, speedOf } from "@qorgau/clients/demo/made-up";
import { whyNoDemo } from "@qorgau/clients/demo/why-no-demo";
import { startProgress } from "@qorgau/infra/cli/progress";
import type { Progress } from "@qorgau/infra/cli/progress";
import { startIngest } from "@qorgau/ingest/ingest-service";

/** `afterStep` is for a test that ends the process in the middle of a flush. */
export function start(settings: Settings, logger: Logger, afterStep: AfterStep = () => {}): Promise<StartedService> {
  const served = { settings, logger, madeUp: isMadeUp(settings.dataDirectory), isPublic: settings.isPublic };
  return startService(served, async ({ metrics, access, auditTrail, parts, waitForDependency }) => {
    await mkdir(settings.dataDirectory, { recursive: true, mode: 0o700 });
    const log = parts.adopt(await waitForDependency("the log", () => openEventLog(settings.logUrl, { ...settings, logger })), (it) =>
      it.close(),
    );
    const proof = startProof({ partitions: log.partitions, settings, metrics, logger });
    if (proof !== null) parts.defer(() => proof.stop());
    const ingest = await waitForDependency("the log", () => startIngest({ log, metrics, logger, settings, parts }));
    const opened = await waitForDependency("the store", () => openMigratedStore({ settings, logger }));
    const { store, next, failed: storeFailed } = parts.adopt(opened, (it) => it.close());

    let onPublished = () => {};
    const notify = () => onPublished();
    const aggregation = await waitForDependency("the store", () =>
      startAggregation({ log, store, next, logger, metrics, parts, afterStep, onPublished: notify }),
    );
    const { published, remaking } = aggregation;
    parts.defer(showRemaking(remaking));
    const isSharedLog = isKafkaUrl(settings.logUrl);
    const deadLetterReading = isSharedLog ? parts.adopt(await readDeadLetters(settings, logger), (it) => it.close()) : undefined;
    const api = await waitForDependency("the log", () =>
      startApi({
        log,
        store,
        metrics,
        access,
        auditTrail,
        madeUp: served.madeUp,
        settings,
        logger,
        parts,
        intake: ingest.totals,
        deadLetterReading,
        published,
        publishedHereAlone: !isSharedLog,
        proof,
      }),
    );
    onPublished = api.notify;

    return {
      routes: [ingest.routes, api.routes, aggregation.routes],
      readiness: () => aggregation.readiness(api.readiness),
      failed: Promise.race([storeFailed, aggregation.failed, ingest.failed]),
    };
  });
}

async function readDeadLetters({ logUrl, logKafka }: Settings, logger: Logger): Promise<DeadLetterReading> {
  const { readRecentDeadLetters } = await import("@qorgau/infra/kafka/dead-letters/recent-dead-letters");
  return readRecentDeadLetters(kafkaConnectionOf(logUrl, logKafka, logger));
}

/** A bar on a terminal while the tables are made anew at the start; elsewhere the log says how far they are. Gives what ends it. */
function showRemaking(remaking: () => { readonly folded: number; readonly total: number } | null): () => void {
  if (!process.stderr.isTTY) return () => {};
  let bar: Progress | undefined;
  const end = () => {
    clearInterval(timer);
    bar?.stop();
  };
  const timer = setInterval(() => {
    const progress = remaking();
    if (progress !== null && progress.total > 0) {
      bar ??= startProgress({ title: "making the tables anew", total: progress.total });
      bar.update(progress.folded, `${progress.folded} of ${progress.total} records`);
    } else if (bar !== undefined) end();
  }, 250);
  return end;
}

/** Where others than this machine's own users are served, a copy of the data should not hold what pseudonyms can be tried out with. */
function warnOfKey({ loopbackOnly, dataDirectory, pseudonymKeyFile }: Settings, logger: Logger): void {
  if (loopbackOnly || relative(dataDirectory, pseudonymKeyFile).startsWith("..")) return;
  logger.warn(
    { key: pseudonymKeyFile },
    "the pseudonym key is in the data folder: a copy of the folder holds both the key and the log. Keep it elsewhere and name it in QORGAU_PSEUDONYM_KEY_FILE",
  );
}

function welcome(url: string): string {
  return `
Qorgau is running.

  ${url}/                        the national picture, live
  ${url}/docs                    the API, to read
  ${url}/v1/rates?by=region      injuries per 1,000 workers by region

Send a first event:

  curl ${url}/v1/events -H 'content-type: application/cloudevents+json' -d '{
    "specversion": "1.0", "id": "1", "source": "urn:kz:bin:200140000004", "type": "kz.qorgau.case.reported.v1",
    "subject": "N1-2026-0017", "revision": 1,
    "data": { "occurredAt": "2026-02-03", "kind": "accident", "severity": "severe", "region": "KZ-35", "sector": "05.10.1",
      "employer": { "bin": "200140000004" } } }'

Stop with Ctrl+C.
`;
}

function onListening({ url, words, signal, logger }: Listening): void {
  process.stderr.write(welcome(url));
  if (!words.includes("--demo")) return;
  runDemo({ url, signal, speed: speedOf(words) ?? 1 }).catch((error: unknown) => logger.error({ err: error }, "the demo stream ended"));
}

const program: Program<Settings> = {
  service: "qorgau",
  help: `Qorgau: occupational-safety events in, injury and fatality rates out.

  npm start                 the service
  npm run demo              the service and a made-up national stream
  npm run demo -- --speed=N time runs N times faster after the load: about 4 N injured a day
  npm start -- --help
`,
  settings: allSettings,
  options: ["--demo", "--speed="],
  check: checkEndpoint,
  forbids: (settings, words) => [
    ...(words.includes("--demo") ? whyNoDemo(settings) : []),
    ...(speedOf(words) === null ? ["--speed=N is a number from 1 to 100000."] : []),
  ],
  start: async (settings, logger, words) => {
    if (words.includes("--demo")) await markMadeUp(settings.dataDirectory);
    warnOfKey(settings, logger);
    return start(settings, logger);
  },
  onListening,
};

if (import.meta.main) await runProgram(program);
