/** How far the published figures follow the log: what `/v1/status`, `/readyz` and the metrics say of it. */
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Readiness } from "@qorgau/schemas/responses/health";
import type { Metrics } from "../process/metrics.ts";
import { sharedWork } from "../process/shared-work.ts";
import { withTimeout } from "../process/with-timeout.ts";
import { EventLogError } from "./event-log.ts";
import type { EventLog } from "./event-log.ts";
import { createUnpublishedSince } from "./unpublished-since.ts";

/** How far the published figures are, at one moment. `watermark` and `end` are cuts as text. */
export interface Follow {
  readonly watermark: string;
  readonly end: string;
  /** Records of the log that are not published yet. */
  readonly lag: number;
  /** Seconds since the oldest look that saw a record which is not published yet: 0 where everything is published; null before anything was. */
  readonly freshness: number | null;
  /** When the log took the newest published record; null before anything was. */
  readonly newestAt: string | null;
}

export interface LogProgressOptions {
  readonly log: EventLog;
  /** The cut that is visible; null before anything was published. */
  readonly published: () => PublishedCut | null | Promise<PublishedCut | null>;
  readonly metrics: Metrics;
}

export interface LogProgress {
  /** Rejects with `log_unavailable` where the log does not say within two seconds where it ends. */
  follow(): Promise<Follow>;
  /** Records of the log that a cut does not hold. Rejects as `follow` does. */
  behind(cut: Watermark): Promise<number>;
  /** Ready once what was in the log when this was made is published, and from then on. Never rejects. */
  readiness(): Promise<Readiness>;
}

/** For somebody who looks: brokers take several times as long to replace one of them. */
const responseMsMax = 2_000;
const silentLog = () => new EventLogError("log_unavailable", `The log does not say where it ends, for ${responseMsMax} ms now.`);

/** Gives the end of the log. Rejects with `log_unavailable` after 2000 ms. */
export function endSoon(log: Pick<EventLog, "end">): Promise<Watermark> {
  return withTimeout(responseMsMax, log.end(), silentLog);
}

/**
 * Reads the end of the log once: `readiness` is ready from when that is published. Registers gauges of the lag and of the freshness, which look at
 * the log and at what is published when they are read. Rejects as `log.end` does.
 */
export async function followLog({ log, published, metrics }: LogProgressOptions): Promise<LogProgress> {
  const endAtStart = await log.end();
  let wasReady = false;
  const unpublishedSince = createUnpublishedSince();
  const follow = async () => {
    const end = await endSoon(log);
    const cut = await published();
    const watermark = watermarkOf(cut);
    const newestAt = newestOf(cut);
    const newestMs = newestAt === null ? null : Date.parse(newestAt);
    const atMs = Date.now();
    const sinceMs = unpublishedSince({ atMs, end, published: watermark, newestMs }) ?? atMs;
    const freshness = newestAt === null ? null : Math.max(0, (atMs - sinceMs) / 1000);
    return { watermark: cut?.watermark ?? "", end: formatWatermark(end), lag: lagOf(end, watermark), freshness, newestAt };
  };
  const sharedFollow = sharedWork(follow);
  // Whoever reads metrics does not wait for a store that is slow.
  const followNow = () => withTimeout(responseMsMax, sharedFollow(), silentLog);
  metrics.gaugeOf(
    "qorgau_aggregator_lag_records",
    "Records of the log that are not published yet; NaN where that is not known",
    async () => (await followNow()).lag,
  );
  metrics.gaugeOf(
    "qorgau_aggregator_freshness_seconds",
    "How long records have waited to be published; 0 where everything is, NaN where that is not known",
    async () => (await followNow()).freshness,
  );
  const lookWhetherReady = async (): Promise<Readiness> => {
    try {
      const cut = await published();
      // Tables of another folding code are made anew, and are not what this program would count.
      if (cut !== null && cut.watermark !== "" && cut.fold !== foldVersion)
        return { ready: false, reason: "the tables are being made anew" };
      const watermark = watermarkOf(cut);
      wasReady = includes(watermark, endAtStart);
      if (wasReady) return { ready: true };
      return { ready: false, reason: `${lagOf(endAtStart, watermark)} records that were in the log at the start are not folded yet` };
    } catch (error) {
      return { ready: false, reason: (error as Error).message };
    }
  };
  // Many may wait for it and look again and again.
  const readinessNow = sharedWork(lookWhetherReady);
  return {
    follow,
    behind: async (cut) => lagOf(await endSoon(log), cut),
    readiness: async () => (wasReady ? { ready: true } : readinessNow()),
  };
}

const watermarkOf = (cut: PublishedCut | null): Watermark => parseWatermark(cut?.watermark ?? "") ?? new Map<number, number>();

function lagOf(end: Watermark, published: Watermark): number {
  return [...end].reduce((sum, [partition, offset]) => sum + Math.max(0, offset - (published.get(partition) ?? -1)), 0);
}

function newestOf(cut: PublishedCut | null): string | null {
  return (
    Object.values(cut?.effectiveAt ?? {})
      .toSorted()
      .at(-1) ?? null
  );
}
