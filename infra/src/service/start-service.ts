/** The life of a service in a process: first its port, then its parts, once their dependencies are available; stopped in reverse order. */
import { openAuditTrail } from "../audit/audit-trail.ts";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { openAccess } from "../access/access.ts";
import type { Access } from "../access/access.ts";
import type { Logger } from "../process/logger.ts";
import { createMetrics } from "../process/metrics.ts";
import type { Metrics } from "../process/metrics.ts";
import type { Running } from "../process/run-until-signal.ts";
import { openServicePort } from "./service-port.ts";
import type { ServedRoutes } from "./service-port.ts";
import { retryUntilThere } from "../process/retry-until-there.ts";
import { asksCallers } from "../settings/listen-settings.ts";
import type { ListenSettings } from "../settings/listen-settings.ts";

/** What `startService` gives to the wiring of a service once its port is open. */
export interface Wiring {
  readonly metrics: Metrics;
  /** For what is done in a caller's name without a request; null where nobody is asked who they are. */
  readonly access: Access | null;
  readonly auditTrail: AuditTrail;
  readonly logger: Logger;
  /** Parts to be stopped, the last one first, once no request is under way any more. */
  readonly parts: AsyncDisposableStack;
  /** The service is to stop: what waits gives up. */
  readonly signal: AbortSignal;
  /** Tries until it is there: see `retry-until-there.ts`. */
  waitForDependency<Result>(what: string, attempt: () => Promise<Result>): Promise<Result>;
}

/** What the wiring gives: routes, readiness, and the end of what cannot go on. */
export interface WiredService extends ServedRoutes {
  /** Resolves, with a message, where a part cannot go on. */
  readonly failed: Promise<string>;
}

/**
 * A service whose port is open. `url` has the port in use. `stop` waits `drainSeconds`, ends the connections,
 * then disposes of the parts in reverse order.
 */
export interface StartedService extends Running {
  readonly url: string;
  /** Resolves once its routes respond; rejects as `failed` does where that never happens. */
  readonly started: Promise<void>;
}

export interface StartServiceOptions {
  readonly settings: ListenSettings;
  readonly logger: Logger;
  /** Of the demo. */
  readonly madeUp?: boolean;
  /** Callers without a token read what is open to all. */
  readonly isPublic?: boolean;
}

/** Rejects where the port cannot be opened, or the tokens file cannot be used. */
export async function startService(
  { settings, logger, madeUp = false, isPublic = false }: StartServiceOptions,
  wire: (wiring: Wiring) => Promise<WiredService>,
): Promise<StartedService> {
  const metrics = createMetrics();
  const { tokensFile: file, issuer = null } = settings;
  const access = asksCallers(settings) ? await openAccess({ file, issuer, logger }) : null;
  const auditTrail = openAuditTrail({ directory: settings.auditDirectory, days: settings.auditDays });
  const port = await openServicePort({ ...settings, host: settings.listen, logger, metrics, access, isPublic, auditTrail, madeUp });
  const parts = new AsyncDisposableStack();
  const stopping = new AbortController();

  const { signal } = stopping;
  const wired = wire({
    metrics,
    access,
    auditTrail,
    logger,
    parts,
    signal,
    waitForDependency: (what, attempt) => retryUntilThere({ what, signal, logger }, attempt),
  });
  const started = wired.then((service) => port.serve(service));
  const ended = async (): Promise<never> => {
    await started;
    throw new Error(await (await wired).failed);
  };
  const stop = async () => {
    stopping.abort();
    await port.close(settings.drainSeconds * 1000);
    // A part that was about to start is stopped as well.
    await started.catch(() => {});
    await parts.disposeAsync();
    access?.close?.();
  };
  const failed = ended();
  failed.catch(() => {});
  started.catch(() => {});
  let stopped: Promise<void> | undefined;
  return { url: port.url, started, failed, stop: () => (stopped ??= stop()) };
}
