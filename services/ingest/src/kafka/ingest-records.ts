/**
 * The records of a message that the Kafka ingest endpoint writes: its acknowledgement, its dead letter, and the mark of a replayed one. They hold
 * nothing that was sent and not checked.
 */
import type { ProducerRecord } from "@qorgau/infra/kafka/producer-record";
import { instantText } from "@qorgau/infra/kafka/instant-text";
import { acksTopic, deadLettersTopic } from "@qorgau/infra/kafka/topics";
import type { Fault } from "@qorgau/schemas/faults";
import { kindHeader, originKey } from "@qorgau/schemas/events/kafka-messages";
import type {
  DeadLetter,
  DeadLetterRecord,
  KafkaAcknowledgement,
  MessageOrigin,
  ReplayedDeadLetter,
} from "@qorgau/schemas/events/kafka-messages";
import type { Language } from "@qorgau/schemas/languages";
import { faultIn } from "@qorgau/schemas/rules/rules";
import { traceOf } from "../domain/reported-identity.ts";
import type { IntakeResult } from "../intake/intake.ts";
import { placeOf } from "../results/encode-result.ts";

export type AcceptedResult = Extract<IntakeResult, { status: "accepted" }>;
export type RejectedResult = Extract<IntakeResult, { status: "rejected" }>;

/**
 * The most faults that are listed of one message. An event of 256 KiB can hold tens of thousands; all of them together would be more than a topic
 * takes as one message.
 */
export const faultsListedMax = 200;
const reported = (faults: readonly Fault[], language: Language): Fault[] =>
  faults.slice(0, faultsListedMax).map((one) => faultIn(language, one));

/** Acknowledgements of one inbound partition are in one partition, in its order: the key is the partition's number. */
export function acknowledgementRecord(
  topic: string,
  origin: MessageOrigin,
  result: AcceptedResult | RejectedResult,
  wanted: AcknowledgementForm,
): ProducerRecord {
  return { topic: acksTopic(topic), key: String(origin.partition), value: JSON.stringify(acknowledgementOf(origin, result, wanted)) };
}

/** What the message itself asks for, in its headers. */
interface AcknowledgementForm {
  readonly language: Language;
  readonly leaf: boolean;
}

function acknowledgementOf(
  origin: MessageOrigin,
  result: AcceptedResult | RejectedResult,
  { language, leaf }: AcknowledgementForm,
): KafkaAcknowledgement {
  const { id, reported: about, status } = result;
  const warnings = result.warnings.length === 0 ? {} : { warnings: reported(result.warnings, language) };
  if (result.status === "rejected") return { id, ...about, status, errors: reported(result.errors, language), ...warnings, origin };
  return { id, ...about, status, ...placeOfResult(result, leaf), ...warnings, origin };
}

function placeOfResult({ appended }: AcceptedResult, leafWanted: boolean): ReturnType<typeof placeOf> {
  if (appended === null) throw new Error("an accepted message was stored nowhere");
  const { leaf, ...place } = placeOf(appended);
  return leafWanted && leaf !== undefined ? { ...place, leaf } : place;
}

/**
 * Gives the dead letter of a rejected message, with at most `faultsListedMax` errors and as many warnings. `sentAtMs` is in milliseconds since the
 * epoch, -1 where there is none. `event` is the part that may be stored.
 */
export function deadLetterOf(
  message: {
    readonly origin: MessageOrigin;
    readonly reporter: string;
    readonly sentAtMs: number;
    readonly language: Language;
    readonly event: DeadLetter["event"];
  },
  { errors, warnings, reported: about }: RejectedResult,
): DeadLetter {
  const { origin, reporter, sentAtMs, language, event } = message;
  const sentAt = instantText(sentAtMs);
  const faults = { errors: reported(errors, language), warnings: reported(warnings, language) };
  return { kind: "dead_letter", origin, reporter, sentAt, ...faults, ...traceOf(about), event };
}

/** The headers suffice to sort dead letters by any Kafka tool, without a look at their values. */
export function deadLetterRecord(deadLetter: DeadLetter): ProducerRecord {
  const { errors, origin } = deadLetter;
  return deadLetterEntry(deadLetter, {
    reason: errors[0]?.message ?? "",
    rules: [...new Set(errors.map(({ rule }) => rule))].join(","),
    pointers: JSON.stringify(errors.map(({ pointer }) => pointer)),
    "origin-topic": origin.topic,
    "origin-partition": String(origin.partition),
    "origin-offset": String(origin.offset),
  });
}

/** Gives the record that marks a dead letter as replayed, under the key of that letter. Throws an Error where the result has no place in the log. */
export function replayedRecord(origin: MessageOrigin, result: AcceptedResult): ProducerRecord {
  const deadLetter: ReplayedDeadLetter = { kind: "replayed", origin, id: result.id, ...placeOfResult(result, true) };
  return deadLetterEntry(deadLetter, {});
}

function deadLetterEntry(deadLetter: DeadLetterRecord, headers: Readonly<Record<string, string>>): ProducerRecord {
  const { kind, origin } = deadLetter;
  return {
    topic: deadLettersTopic,
    key: originKey(origin),
    value: JSON.stringify(deadLetter),
    headers: { [kindHeader]: kind, ...headers },
  };
}
