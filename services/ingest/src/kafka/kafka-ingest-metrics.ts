/** What the Kafka ingest endpoint counts beside the events that both ingest endpoints count. Topics come from the list of reporters. */
import type { Metrics } from "@qorgau/infra/process/metrics";
import type { AcceptedResult, RejectedResult } from "./ingest-records.ts";

/** Registers a counter of messages by topic and result, and a gauge of those still to be taken in. `took` records one group. */
export function kafkaIngestMetrics(metrics: Metrics) {
  const messages = metrics.counter("qorgau_ingest_kafka_messages_total", "Messages of inbound topics that were acknowledged, by result.", [
    "topic",
    "result",
  ]);
  const behind = metrics.gauge("qorgau_ingest_kafka_behind", "Messages of an inbound partition that are not taken in yet.", [
    "topic",
    "partition",
  ]);
  return {
    took(topic: string, partition: number, results: readonly (AcceptedResult | RejectedResult)[], behindNow: number): void {
      for (const { status } of results) messages.inc({ topic, result: status });
      behind.set({ topic, partition: String(partition) }, behindNow);
    },
  };
}
