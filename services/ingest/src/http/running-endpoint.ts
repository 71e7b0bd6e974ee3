/** For tests and measurements: the HTTP ingest endpoint on a free port, over a real log in a directory of its own. */
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import type { Access } from "@qorgau/infra/access/access";
import type { BodyPace } from "@qorgau/infra/http/request-body";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import type { Metrics } from "@qorgau/infra/process/metrics";
import { startProof } from "@qorgau/infra/proof/start-proof";
import { readSettings } from "@qorgau/infra/settings/settings";
import { openIngestEndpoint } from "../intake/open-ingest-endpoint.ts";
import type { IngestLimits } from "../intake/ingest-limits.ts";
import { ingestRoutes } from "./ingest-routes.ts";

/** An endpoint that listens, with the parts that a test looks at. */
export interface RunningEndpoint extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly log: EventLog;
  readonly metrics: Metrics;
  readonly spoolDirectory: string;
  /** What was logged, line by line. */
  readonly lines: readonly string[];
}

export interface RunningEndpointOptions {
  readonly limits?: Partial<IngestLimits>;
  readonly queueBytesMax?: number;
  readonly bodyPace?: BodyPace;
  readonly freeBytes?: () => Promise<number>;
  readonly connectionsMax?: number;
  readonly access?: Access;
  /** Follows the log with checkpoints a second apart, as the whole program does. */
  readonly proved?: boolean;
  /** Puts something between the ingest endpoint and its log. */
  readonly wrap?: (log: EventLog) => EventLog;
}

/**
 * Listens on a free port of 127.0.0.1, with a new log and key in a temporary directory. Without `access` no caller needs a token. Disposing of it
 * deletes the directory.
 */
export async function runEndpoint(options: RunningEndpointOptions = {}): Promise<RunningEndpoint> {
  const { limits = {}, queueBytesMax, wrap = (log) => log, freeBytes, proved = false, ...ofServer } = options;
  const directory = await mkdtemp(join(tmpdir(), "qorgau-door-"));
  const queue = queueBytesMax === undefined ? {} : { queueBytesMax };
  const log = await openEmbeddedEventLog({ directory: join(directory, "log"), ...queue });
  const key = { pseudonymKeyFile: join(directory, "pseudonym.key"), pseudonymKeyMayBeMade: true };
  const context = await openIngestEndpoint({ log, ...key, reportersFile: null });
  const lines: string[] = [];
  const metrics = createMetrics();
  const server = createHttpServer({
    logger: createLogger({ level: "info", write: (line) => void lines.push(line) }),
    metrics,
    ...ofServer,
  });
  const environment = { QORGAU_DATA: directory, QORGAU_CHECKPOINT_SECONDS: "1" };
  const proof = proved
    ? startProof({ partitions: log.partitions, settings: readSettings(environment), metrics, logger: createLogger({ level: "silent" }) })
    : null;
  const spoolDirectory = join(directory, "spool");
  await server.register(
    ingestRoutes({ log: wrap(log), context, metrics, spoolDirectory, limits, ...(freeBytes === undefined ? {} : { freeBytes }) }),
  );
  await server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    log,
    metrics,
    spoolDirectory,
    lines,
    async [Symbol.asyncDispose]() {
      server.server.closeAllConnections();
      await server.close();
      await proof?.stop();
      await log.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** An event of some 620 bytes, valid but for what `changes` say. */
export function sampleEvent(number: number, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    specversion: "1.0",
    id: `b1f0-${number}`,
    source: "urn:kz:bin:200140000004",
    type: "kz.qorgau.case.reported.v1",
    subject: `N1-2026-${number}`,
    revision: 1,
    time: "2026-02-03T12:10:00+05:00",
    datacontenttype: "application/json",
    data: {
      accident: `A-2026-${number}`,
      occurredAt: "2026-02-03T07:40:00+05:00",
      kind: "accident",
      severity: "severe",
      workRelated: "under_investigation",
      employer: { bin: "200140000004" },
      worker: { iin: "850808310738" },
      region: "KZ-35",
      sector: "05.10.1",
      daysLost: 12,
      mining: { mine: "kostenko", method: "underground", commodity: "coal", hazard: "gas_dust_explosion" },
    },
    ...changes,
  };
}
