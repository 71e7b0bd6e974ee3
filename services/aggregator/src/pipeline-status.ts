/** How far the published figures follow the log: what `/v1/status`, `/readyz` and the metrics say of it. */
import type { EventLog } from "@qorgau/infra/event-log/event-log";
import type { Metrics } from "@qorgau/infra/runtime/metrics";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { formatWatermark, includes } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { watermarkOf } from "./flush.ts";

export interface Follow {
  readonly watermark: string;
  readonly end: string;
  /** Records of the log that are not published yet. */
  readonly lag: number;
  /** Seconds since the oldest moment from which the figures lag behind: 0 where everything is published; null before anything was. */
  readonly freshness: number | null;
}

export interface PipelineStatusOptions {
  readonly log: EventLog;
  readonly published: () => PublishedCut;
  readonly metrics: Metrics;
}

export interface PipelineProgress {
  follow(): Promise<Follow>;
  /** Ready once what was in the log when this was made is published. */
  readiness(): { readonly ready: boolean; readonly reason?: string };
}

export async function followLog({ log, published, metrics }: PipelineStatusOptions): Promise<PipelineProgress> {
  const endAtStart = await log.end();
  const lagGauge = metrics.gauge("qorgau_aggregator_lag_records", "Records of the log that are not published yet");
  const follow = async () => {
    const end = await log.end();
    const cut = published();
    const lag = lagOf(end, watermarkOf(cut));
    lagGauge.set(lag);
    return { watermark: cut.watermark, end: formatWatermark(end), lag, freshness: freshnessOf(cut, lag) };
  };
  return {
    follow,
    readiness() {
      const watermark = watermarkOf(published());
      if (includes(watermark, endAtStart)) return { ready: true };
      return { ready: false, reason: `${lagOf(endAtStart, watermark)} records that were in the log at the start are not folded yet` };
    },
  };
}

export function lagOf(end: Watermark, published: Watermark): number {
  return [...end].reduce((sum, [partition, offset]) => sum + Math.max(0, offset - (published.get(partition) ?? -1)), 0);
}

function freshnessOf(cut: PublishedCut, lag: number): number | null {
  const newest = Object.values(cut.effectiveAt).toSorted().at(-1);
  if (newest === undefined) return null;
  return lag === 0 ? 0 : Math.max(0, (Date.now() - Date.parse(newest)) / 1000);
}
