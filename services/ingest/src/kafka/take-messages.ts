/**
 * A group of messages of one inbound partition, from judgement to acknowledgement:
 *
 * 1. Each is judged, as at the HTTP ingest endpoint, for the reporter that the topic belongs to.
 * 2. What is accepted is appended to the log.
 * 3. What is rejected becomes a dead letter.
 * 4. Every message is acknowledged.
 *
 * The offset is committed after that (by the group consumer), so that after a crash between any two steps the messages are read again: what was
 * appended twice is a repetition, a dead letter written twice has the same key, and an acknowledgement written twice names the same origin.
 */
import { EventLogError } from "@qorgau/infra/log/event-log";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import type { ProducerRecord } from "@qorgau/infra/kafka/producer-record";
import type { MessageOrigin } from "@qorgau/schemas/events/kafka-messages";
import type { Language } from "@qorgau/schemas/languages";
import { fault } from "@qorgau/schemas/rules/rules";
import type { AcceptanceContext, Verdict } from "../domain/acceptance.ts";
import { storablePart } from "../domain/storable-part.ts";
import type { Frame } from "../framing/frame.ts";
import type { Intake, IntakeResult } from "../intake/intake.ts";
import { acknowledgementRecord, deadLetterOf, deadLetterRecord } from "./ingest-records.ts";
import type { AcceptedResult, RejectedResult } from "./ingest-records.ts";
import { retryTransient } from "./retry-transient.ts";

/** One message, already framed. `sentAtMs` is its timestamp, in milliseconds since the epoch, as its sender or the broker put it; -1 is none. */
export interface InboundMessage {
  readonly origin: MessageOrigin;
  readonly sentAtMs: number;
  /** The language of its faults. */
  readonly language: Language;
  /** Whether its acknowledgement is to state the leaf of its record. */
  readonly leaf: boolean;
  readonly frame: Frame;
}

/** The four steps, each once it is done. */
export type IngestStep = "judged" | "appended" | "dead_lettered" | "acknowledged";

/** What `takeMessages` needs for one batch of a reporter's topic. */
export interface Taking {
  readonly intake: Intake;
  readonly context: () => AcceptanceContext;
  readonly reporter: { readonly source: string; readonly topic: string };
  send(records: readonly ProducerRecord[]): Promise<unknown>;
  /** Aborts where the partition is no longer ours. */
  readonly signal: AbortSignal;
  /** Called with what should not happen; the message becomes a dead letter. */
  onFailure(error: unknown): void;
  /** Called with every dead letter that is written. */
  onDeadLetter(origin: MessageOrigin, result: RejectedResult): void;
  /** Called when waiting begins for a log or a cluster that is unavailable. */
  onTrouble(error: Error): void;
  /** For a test that ends the process between two steps. */
  afterStep(step: IngestStep): void | Promise<void>;
}

type SettledResult = AcceptedResult | RejectedResult;

/**
 * Gives the results in order; null where `signal` aborted, and all of it is to be read again. Transient errors are waited out; rejects with a
 * permanent one.
 */
export async function takeMessages(messages: readonly InboundMessage[], taking: Taking): Promise<readonly SettledResult[] | null> {
  const { intake, reporter, signal, onTrouble, afterStep } = taking;
  const verdicts = await intake.judge(
    messages.map(({ frame }) => frame),
    [reporter.source],
  );
  await afterStep("judged");

  const leaves = messages.some(({ leaf }) => leaf);
  const results = await retryTransient(signal, () => appended(verdicts, leaves, taking), onTrouble);
  if (results === null) return null;
  await afterStep("appended");

  const deadLetters = messages.flatMap((message, index) => deadLetterOfMessage(message, results[index]!, taking));
  if ((await sendAll(deadLetters, taking)) === null) return null;
  await afterStep("dead_lettered");

  const acknowledgements = messages.map(({ origin, language, leaf }, index) =>
    acknowledgementRecord(reporter.topic, origin, results[index]!, { language, leaf }),
  );
  if ((await sendAll(acknowledgements, taking)) === null) return null;
  await afterStep("acknowledged");
  return results;
}

/**
 * A failure that is not the log's is that of a message: halving finds it and it is rejected, and the others go on
 * without it. Throws the log's own failures.
 */
async function appended(verdicts: readonly Verdict[], leaves: boolean, taking: Taking): Promise<readonly SettledResult[]> {
  const { results, stoppedBy } = await taking.intake.append(verdicts, { leaves });
  if (stoppedBy === null) return results.map(settled);
  if (stoppedBy instanceof EventLogError || stoppedBy instanceof KafkaError) throw stoppedBy;
  if (verdicts.length > 1) {
    const half = Math.ceil(verdicts.length / 2);
    return [...(await appended(verdicts.slice(0, half), leaves, taking)), ...(await appended(verdicts.slice(half), leaves, taking))];
  }
  taking.onFailure(stoppedBy);
  const [{ id, reported, warnings }] = verdicts as readonly [Verdict];
  return [{ status: "rejected", id, reported, errors: [fault("QG-0710", "")], warnings }];
}

function settled(result: IntakeResult): SettledResult {
  if (result.status === "retry") throw new Error("a log that took everything left an event without a place");
  return result;
}

function deadLetterOfMessage(
  { origin, sentAtMs, language, frame }: InboundMessage,
  result: SettledResult,
  taking: Taking,
): ProducerRecord[] {
  if (result.status === "accepted") return [];
  taking.onDeadLetter(origin, result);
  const event = "bytes" in frame ? whatCanBeStored(frame.bytes, taking) : null;
  return [deadLetterRecord(deadLetterOf({ origin, reporter: taking.reporter.source, sentAtMs, language, event }, result))];
}

/** What fails the judgement may fail this, too: its dead letter then has the rule alone. */
function whatCanBeStored(bytes: Uint8Array, { context, onFailure }: Taking): ReturnType<typeof storablePart> {
  try {
    return storablePart(bytes, context());
  } catch (error) {
    onFailure(error);
    return null;
  }
}

async function sendAll(records: readonly ProducerRecord[], { send, signal, onTrouble }: Taking): Promise<true | null> {
  if (records.length === 0) return true;
  return retryTransient(
    signal,
    async () => {
      await send(records);
      return true as const;
    },
    onTrouble,
  );
}
