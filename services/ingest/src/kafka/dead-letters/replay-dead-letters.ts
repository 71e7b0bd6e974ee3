/** Reads originals of dead letters again and puts them through the same acceptance as when they came. */
import type { KafkaProducer } from "@qorgau/infra/kafka/kafka-producer";
import type { TopicReading } from "@qorgau/infra/kafka/read-topic";
import { inboundTopic } from "@qorgau/infra/kafka/topics";
import type { Fault } from "@qorgau/schemas/faults";
import type { Reporter, Reporters } from "@qorgau/schemas/events/reporters";
import { ingestLimits } from "../../intake/ingest-limits.ts";
import { resultsOf } from "../../intake/intake.ts";
import type { Intake } from "../../intake/intake.ts";
import { positionText } from "../../results/encode-result.ts";
import { acknowledgementRecord, replayedRecord } from "../ingest-records.ts";
import { inboundFrame, languageOfMessage, wantsLeaf } from "../inbound-frame.ts";
import type { PendingDeadLetter } from "@qorgau/infra/kafka/dead-letters/read-dead-letters";

/** What became of one dead letter. None of these is an error: the command goes on with the next one. */
export type ReplayOutcome =
  /** `position` is null in a dry run: it would get in. */
  | { readonly kind: "accepted"; readonly position: string | null }
  | { readonly kind: "rejected"; readonly errors: readonly Fault[] }
  /** The inbound topic does not hold the original any more. */
  | { readonly kind: "gone" }
  /** The topic belongs to nobody in the list of reporters. */
  | { readonly kind: "no_reporter" };

/** What a replay works with. `producer` writes the acknowledgement and the mark of the dead letter; `intake` appends the event. */
export interface Replaying {
  readonly reading: TopicReading;
  readonly intake: Intake;
  readonly reporters: Reporters;
  readonly producer: KafkaProducer;
  /** Judges and stores nothing. */
  readonly isDryRun: boolean;
}

/**
 * Replays one dead letter. The event is appended, then the dead letter is marked and the reporter gets its acknowledgement: a crash in between
 * has it replayed once more, which is a repetition. Throws where the log or the cluster is unavailable.
 */
export async function replayDeadLetter({ origin }: PendingDeadLetter, replaying: Replaying): Promise<ReplayOutcome> {
  const { reading, intake, reporters, producer, isDryRun } = replaying;
  const reporter = reporterOf(reporters, origin.topic);
  if (reporter === null) return { kind: "no_reporter" };
  const original = await reading.record(origin.topic, origin.partition, origin.offset);
  if (original === null) return { kind: "gone" };
  const verdicts = await intake.judge([inboundFrame(original, ingestLimits.eventBytesMax)], [reporter.source]);
  const { results, stoppedBy } = isDryRun
    ? { results: resultsOf(verdicts, "not_stored"), stoppedBy: null }
    : await intake.append(verdicts, { leaves: true });
  if (stoppedBy !== null) throw stoppedBy;
  const result = results[0];
  if (result === undefined || result.status === "retry") throw new Error("one event without a result");
  if (result.status === "rejected") return { kind: "rejected", errors: result.errors };
  if (result.appended === null) return { kind: "accepted", position: null };
  const acknowledgement = acknowledgementRecord(reporter.topic, origin, result, {
    language: languageOfMessage(original),
    leaf: wantsLeaf(original),
  });
  await producer.send([replayedRecord(origin, result), acknowledgement]);
  return { kind: "accepted", position: positionText(result.appended) };
}

function reporterOf(reporters: Reporters, topic: string): (Reporter & { readonly topic: string }) | null {
  for (const reporter of reporters.values()) {
    if (reporter.topic !== undefined && inboundTopic(reporter.topic) === topic) return { ...reporter, topic: reporter.topic };
  }
  return null;
}
