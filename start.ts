/** Qorgau in one process: the door, the log, the aggregator, the store and the read API, wired together. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startAggregator } from "@qorgau/aggregator/aggregator";
import type { AfterStep } from "@qorgau/aggregator/flush";
import { followLog } from "@qorgau/aggregator/pipeline-status";
import { startReconciler } from "@qorgau/aggregator/reconciler/reconciler";
import { apiRoutes, gateOf } from "@qorgau/api/http/api-routes";
import { operationsRoutes } from "@qorgau/api/http/operations-routes";
import { createJournalReader } from "@qorgau/api/journal-reads/journal-reader";
import { createCutResolver } from "@qorgau/api/past/cut-resolver";
import { createQualityReader } from "@qorgau/api/quality/quality-reader";
import { createRatesReader } from "@qorgau/api/rates-reader";
import { openEventLog } from "@qorgau/infra/event-log/open-event-log";
import { createTicker } from "@qorgau/infra/event-log/ticker";
import { createHttpServer } from "@qorgau/infra/runtime/http-server";
import { createLogger } from "@qorgau/infra/runtime/logger";
import type { Logger } from "@qorgau/infra/runtime/logger";
import { createMetrics } from "@qorgau/infra/runtime/metrics";
import { runUntilSignal } from "@qorgau/infra/runtime/run-until-signal";
import type { Running } from "@qorgau/infra/runtime/run-until-signal";
import { readSettings, settingsHelp, SettingsError } from "@qorgau/infra/runtime/settings";
import type { Settings } from "@qorgau/infra/runtime/settings";
import { migrate } from "@qorgau/infra/store/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import { runDemo } from "@qorgau/ingest/demo/demo";
import { ingestRoutes } from "@qorgau/ingest/http/ingest-routes";
import { openDoor } from "@qorgau/ingest/open-door";

const help = `Qorgau: occupational-safety events in, injury and fatality rates out.

  npm start                 the service
  npm run demo              the service and a made-up national stream
  npm start -- --help       this text

Settings, from the environment:
${settingsHelp()}
`;

/** `afterStep` is for a test that ends the process in the middle of a flush. */
export async function start(
  settings: Settings,
  logger: Logger,
  afterStep: AfterStep = () => {},
): Promise<Running & { readonly url: string }> {
  const metrics = createMetrics();
  const parts = new AsyncDisposableStack();
  try {
    await mkdir(settings.dataDirectory, { recursive: true, mode: 0o700 });
    const log = parts.adopt(await openEventLog(settings.logUrl), (it) => it.close());
    const door = await openDoor({ ...settings, log });
    const {
      store,
      next,
      failed: storeFailed,
    } = parts.adopt(await openStore({ url: settings.storeUrl, server: settings.storeServer, logger }), (it) => it.close());
    await migrate(store);

    const reader = createRatesReader({ store });
    const journal = createJournalReader({ store, reader });
    const gate = gateOf(reader);
    const cuts = createCutResolver({ store, gate, log: { end: () => log.end(), tick: createTicker(log) } });
    const aggregator = await startAggregator({ log, store, next, logger, metrics, onPublished: gate.notify, afterStep });
    parts.adopt(aggregator, (it) => it.stop());
    const { reconciliation } = parts.adopt(startReconciler({ store, turn: aggregator.turn, logger, metrics }), (it) => it.stop());
    const pipeline = await followLog({ log, published: aggregator.published, metrics });

    const server = parts.adopt(createHttpServer({ logger, metrics }), (it) => it.close());
    await server.register(ingestRoutes({ log, context: door, metrics, spoolDirectory: join(settings.dataDirectory, "spool") }));
    const answered = (result: string) => metrics.valueOf("qorgau_ingest_events_total", { result });
    const status = async () => ({
      ...(await pipeline.follow()),
      accepted: await answered("accepted"),
      rejected: await answered("rejected"),
      deadLetters: 0,
    });
    await server.register(
      apiRoutes({
        reader,
        quality: createQualityReader({ store }),
        journal,
        cuts,
        gate,
        metrics,
        readiness: pipeline.readiness,
        pipeline: status,
      }),
    );
    await server.register(operationsRoutes({ rebuild: aggregator.rebuild, reconciliation }));
    const url = await server.listen({ host: settings.listen, port: settings.port });

    const ended = async (): Promise<never> => {
      throw new Error(await Promise.race([storeFailed, aggregator.done.then(() => "the aggregator ended")]));
    };
    return { url, failed: ended(), stop: () => parts.disposeAsync() };
  } catch (error) {
    await parts.disposeAsync();
    throw error;
  }
}

function welcome(url: string): string {
  return `
Qorgau is running.

  ${url}/                        the national picture, live
  ${url}/docs                    the API, to read and to try
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

async function main(commandLine: readonly string[]): Promise<number> {
  const unknown = commandLine.find((word) => !["--help", "--demo"].includes(word));
  if (unknown !== undefined || commandLine.includes("--help")) {
    process.stderr.write(unknown === undefined ? help : `${unknown} is no option of this program.\n\n${help}`);
    return unknown === undefined ? 0 : 2;
  }
  const settings = readSettings(process.env);
  const logger = createLogger({ level: settings.logLevel });
  if (settings.open)
    logger.warn({ listen: settings.listen }, "QORGAU_OPEN=yes: anybody who reaches the port can send events and read figures");
  const running = await start(settings, logger);
  logger.info({ url: running.url }, "listening");
  process.stderr.write(welcome(running.url));

  const stopping = new AbortController();
  const demo = commandLine.includes("--demo") ? runDemo({ url: running.url, signal: stopping.signal }) : Promise.resolve();
  demo.catch((error: unknown) => logger.error({ err: error }, "the demo stream ended"));
  return runUntilSignal({ failed: running.failed, stop: () => (stopping.abort(), running.stop()) }, logger);
}

if (import.meta.main) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${error instanceof SettingsError ? message : `Qorgau cannot start: ${message}`}\n`);
    process.exitCode = 1;
  }
}
