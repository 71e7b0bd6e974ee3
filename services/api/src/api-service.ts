/** The read API put together on a log and a store: the same in a process of its own and in one with everything. */
import type { DeadLetterReading } from "@qorgau/infra/kafka/dead-letters/recent-dead-letters";
import { createTicker } from "@qorgau/infra/log/ticker";
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Access } from "@qorgau/infra/access/access";
import type { AuditTrail } from "@qorgau/infra/audit/audit-trail";
import { endSoon, followLog } from "@qorgau/infra/log/log-progress";
import type { Readiness } from "@qorgau/schemas/responses/health";
import { defaultConnectionsMax } from "@qorgau/infra/http/http-sockets";
import type { HttpRoutes } from "@qorgau/infra/http/http-server";
import type { Metrics } from "@qorgau/infra/process/metrics";
import type { StartedProof } from "@qorgau/infra/proof/start-proof";
import { asksCallers } from "@qorgau/infra/settings/listen-settings";
import type { ListenSettings } from "@qorgau/infra/settings/listen-settings";
import type { DisclosureSettings } from "@qorgau/infra/settings/disclosure-settings";
import type { SignalSettings } from "@qorgau/infra/settings/signal-settings";
import type { PublicationSettings } from "@qorgau/infra/settings/publication-settings";
import type { SigningSettings } from "@qorgau/infra/settings/signing-settings";
import type { WebhookSettings } from "@qorgau/infra/settings/webhook-settings";
import type { Logger } from "@qorgau/infra/process/logger";
import type { Store } from "@qorgau/infra/store/store";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import type { IntakeTotals, PipelineStatus } from "@qorgau/schemas/responses/status";
import type { Watermark } from "@qorgau/schemas/watermark";
import { apiRoutes, gateOf } from "./api-routes.ts";
import { createOpenFigures } from "./disclosure/open-figures.ts";
import { readReleaseKey } from "./disclosure/release-key.ts";
import { createEnterpriseReader } from "./enterprises/enterprise-reader.ts";
import { createSupplementReader } from "./inspection/supplement-reader.ts";
import { createJournalReader } from "./explain/journal-reader.ts";
import { createCutResolver } from "./past/cut-resolver.ts";
import { createQualityReader } from "./quality/quality-reader.ts";
import type { OpenFigures } from "./disclosure/open-figures.ts";
import type { WatermarkGate } from "./past/await-watermark.ts";
import { createRatesReader } from "./rates/rates-reader.ts";
import type { RatesReader } from "./rates/rates-reader.ts";
import { createReleases } from "./releases/releases.ts";
import { createSignalRecorder } from "./signals/record-signals.ts";
import type { SignalRecorderOptions } from "./signals/record-signals.ts";
import { createSignalLog } from "./signals/signal-log.ts";
import { readTopics } from "./webhooks/webhook-topics.ts";
import type { TopicOptions } from "./webhooks/webhook-topics.ts";
import { startWebhooks } from "./webhooks/webhooks.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";

export interface ApiServiceOptions {
  readonly log: EventLog;
  readonly store: Store;
  readonly metrics: Metrics;
  readonly settings: Pick<ListenSettings, "open" | "tokensFile" | "issuer" | "connectionsMax"> &
    DisclosureSettings &
    SignalSettings &
    PublicationSettings &
    WebhookSettings &
    Pick<SigningSettings, "logName">;
  /** Who callers are, for what is sent in their name; null where nobody is asked. */
  readonly access: Access | null;
  readonly auditTrail: AuditTrail;
  /** The figures are those of the demo. */
  readonly madeUp?: boolean;
  readonly logger: Logger;
  /** Parts to be stopped with the service. */
  readonly parts: Pick<AsyncDisposableStack, "defer">;
  /** Of the ingest endpoint in this process. Where it is elsewhere, what is accepted is seen by the growth of the log, and the rest is not known. */
  readonly intake?: () => Promise<IntakeTotals>;
  /** Since the start, where the ingest endpoint is elsewhere; null, or absent, where it is not known. */
  readonly deadLetters?: () => Promise<number | null>;
  /** The dead letters themselves; absent where there is no Kafka cluster. */
  readonly deadLetterReading?: Pick<DeadLetterReading, "recent"> | undefined;
  /** Of the aggregator in this process; otherwise the store is read. */
  readonly published?: () => PublishedCut;
  /** Nobody but the aggregator in this process publishes, and each time `notify` is called. */
  readonly publishedHereAlone?: boolean;
  /** Null, or absent, where nothing is signed. */
  readonly proof?: StartedProof | null;
}

export interface ApiService {
  readonly routes: HttpRoutes;
  readonly readiness: () => Promise<Readiness>;
  /** Something was published: requests that wait for it are served without waiting for the next look at the store. */
  readonly notify: () => void;
}

/** What is open to all, kept up to date from here on until the service stops; undefined where nothing is. */
function openFiguresOf(
  { log, store, settings: { isPublic, disclosureKeyFile }, logger, parts }: ApiServiceOptions,
  { reader, gate, readiness }: { reader: RatesReader; gate: WatermarkGate; readiness: () => Promise<Readiness> },
): OpenFigures | undefined {
  if (!isPublic || disclosureKeyFile === null) return undefined;
  const openFigures = createOpenFigures({
    store,
    past: reader.past,
    publication: reader.publication,
    gate,
    log,
    releaseKey: readReleaseKey(disclosureKeyFile),
    readiness,
    onFailure: oncePerReason((err) => logger.error({ err }, "the figures that are open to all could not be renewed; it is tried again")),
  });
  parts.defer(openFigures.stop);
  openFigures.start();
  return openFigures;
}

/** Signals are put into the log from here on until the service stops. */
function recordSignals(
  { settings: { falseAlarms }, published, logger, parts }: ApiServiceOptions,
  tools: Pick<SignalRecorderOptions, "reader" | "signals" | "cuts" | "readiness">,
): void {
  if (falseAlarms === null) return;
  const recorder = createSignalRecorder({
    ...tools,
    falseAlarms,
    published: published === undefined ? tools.reader.cut : async () => published(),
    onFailure: oncePerReason((err) => logger.error({ err }, "signals could not be put into the log; it is tried again")),
  });
  parts.defer(recorder.stop);
  recorder.start();
}

/** What is tried again every few seconds fails for one reason again and again: a line for each is enough. */
function oncePerReason(report: (error: unknown) => void): (error: unknown) => void {
  let last = "";
  return (error) => {
    const { message } = error as Error;
    if (message !== last) report(error);
    last = message;
  };
}

/** What is subscribed to is sent from here on until the service stops; undefined where this process sends nothing. */
function webhooksOf(
  { store, settings, access, auditTrail, metrics, logger, parts, madeUp = false }: ApiServiceOptions,
  tools: Pick<TopicOptions, "reader" | "releases" | "signals">,
  gate: WatermarkGate,
): Webhooks | undefined {
  const { webhooksDirectory } = settings;
  if (webhooksDirectory === null) return undefined;
  const readTopic = readTopics({ store, ...tools });
  const options = { settings: { ...settings, webhooksDirectory }, readTopic, access, auditTrail, gate, metrics, logger, madeUp };
  const webhooks = startWebhooks(options);
  parts.defer(webhooks.stop);
  return webhooks;
}

/**
 * Reads the end of the log at the start, and rejects where the log does not give it. The store is read by requests only, so that it may be
 * away at the start.
 */
export async function startApi(options: ApiServiceOptions): Promise<ApiService> {
  const {
    log,
    store,
    metrics,
    settings,
    intake,
    deadLetters,
    deadLetterReading,
    published,
    publishedHereAlone = false,
    proof = null,
  } = options;
  const reader = createRatesReader({ store });
  const gate = gateOf(reader, { notified: publishedHereAlone });
  const progress = await followLog({ log, published: published ?? reader.cut, metrics });
  const totals = intake ?? (await totalsOfLog(log, deadLetters));
  const access = asksCallers(settings) ? "tokens" : settings.open ? "open" : "loopback";
  const pipeline = async (): Promise<PipelineStatus> => {
    const [follow, taken] = await Promise.all([progress.follow(), totals()]);
    return { ...follow, ...taken, access };
  };
  const openFigures = openFiguresOf(options, { reader, gate, readiness: progress.readiness });
  const cuts = createCutResolver({ store, gate, log: { end: () => log.end(), tick: createTicker(log) } });
  const signals = createSignalLog({ store, log, gate });
  recordSignals(options, { reader, signals, cuts, readiness: progress.readiness });
  const releases = createReleases({ store, reader, gate, log, signer: proof?.signer ?? null });
  const webhooks = webhooksOf(options, { reader, releases, signals }, gate);
  return {
    routes: apiRoutes({
      reader,
      ...(openFigures === undefined ? {} : { openFigures }),
      quality: createQualityReader({ store }),
      journal: createJournalReader({ store, reader }),
      enterprises: createEnterpriseReader({ store, reader }),
      supplements: createSupplementReader({ store }),
      releases,
      signals,
      ...(webhooks === undefined ? {} : { webhooks }),
      logName: settings.logName,
      cuts,
      gate,
      ...(proof === null ? {} : { proofs: { of: proof.proofs, end: () => endSoon(log) } }),
      tokensRequired: access === "tokens",
      licence: settings.licence,
      pipeline,
      ...(deadLetterReading === undefined ? {} : { deadLetters: deadLetterReading }),
      behind: { records: async () => (await progress.follow()).lag, recordsAfter: progress.behind, readiness: progress.readiness },
      // The other half of the connections is for requests.
      listenersMax: Math.floor((settings.connectionsMax ?? defaultConnectionsMax) / 2),
      metrics,
    }),
    readiness: progress.readiness,
    notify: gate.notify,
  };
}

/** What the log has taken in since this was made. */
async function totalsOfLog(
  log: EventLog,
  deadLetters: () => Promise<number | null> = async () => null,
): Promise<() => Promise<IntakeTotals>> {
  const recordsOf = (end: Watermark) => [...end.values()].reduce((sum, offset) => sum + offset + 1, 0);
  const before = recordsOf(await log.end());
  return async () => {
    const [end, foundDeadLetters] = await Promise.all([endSoon(log), deadLetters()]);
    return { accepted: recordsOf(end) - before, rejected: null, deadLetters: foundDeadLetters };
  };
}
