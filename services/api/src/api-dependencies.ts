/** The parts that the read API is put together from. */
import type { DeadLetterReading } from "@qorgau/infra/kafka/dead-letters/recent-dead-letters";
import type { ProofDependencies } from "./proof/proof-routes.ts";
import type { Metrics } from "@qorgau/infra/process/metrics";
import type { PipelineStatus } from "@qorgau/schemas/responses/status";
import type { WatermarkGate } from "./past/await-watermark.ts";
import type { EnterpriseReader } from "./enterprises/enterprise-reader.ts";
import type { SupplementReader } from "./inspection/supplement-reader.ts";
import type { JournalReader } from "./explain/journal-reader.ts";
import type { CutResolver } from "./past/requested-cut.ts";
import type { QualityReader } from "./quality/quality-reader.ts";
import type { RatesReader } from "./rates/rates-reader.ts";
import type { Behind } from "./http/behind.ts";
import type { OpenFigures } from "./disclosure/open-figures.ts";
import type { Releases } from "./releases/releases.ts";
import type { SignalLog } from "./signals/signal-log.ts";
import type { Webhooks } from "./webhooks/webhooks.ts";

/**
 * What the routes of the read API need. A `StoreError` or a retryable `EventLogError` that one of these rejects with becomes a 503
 * (`respondToOutages`).
 */
export interface ApiDependencies {
  readonly reader: RatesReader;
  readonly quality: QualityReader;
  readonly journal: JournalReader;
  readonly enterprises: EnterpriseReader;
  readonly supplements: SupplementReader;
  readonly releases: Releases;
  readonly signals: SignalLog;
  /** Which cut `asOf` names. */
  readonly cuts: CutResolver;
  /** Absent where the service has no Kafka cluster. */
  readonly deadLetters?: Pick<DeadLetterReading, "recent">;
  /** Absent where nothing is signed. */
  readonly proofs?: ProofDependencies;
  readonly pipeline: () => Promise<PipelineStatus>;
  /** Absent where the figures are always those of the whole log. */
  readonly behind?: Behind;
  /** Live streams at once, of all callers; half of the usual number of connections where absent. */
  readonly listenersMax?: number;
  /** Absent: what is streamed is not measured. */
  readonly metrics?: Metrics;
  /** Callers need a token, so that no figure stands in a document that is open to all. */
  readonly tokensRequired?: boolean;
  /** The address of the licence that figures are published under; null, or absent, where the operator states none. */
  readonly licence?: string | null;
  /** What callers without a token read; absent where nothing is open to them. */
  readonly openFigures?: OpenFigures;
  /** Absent where this process sends none. */
  readonly webhooks?: Webhooks;
  /** What checkpoints call the log, which the ids of feeds are made of; absent: they are of no domain. */
  readonly logName?: string;
  /** Where `atLeast` waits. Given where something notifies it of each publication; made from the reader otherwise. */
  readonly gate?: WatermarkGate;
}
