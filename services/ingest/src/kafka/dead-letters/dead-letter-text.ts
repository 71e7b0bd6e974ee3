/** Dead letters for people, as lines of text. */
import { originKey } from "@qorgau/schemas/events/kafka-messages";
import type { Fault } from "@qorgau/schemas/faults";
import type { PendingDeadLetter, WholeDeadLetter } from "@qorgau/infra/kafka/dead-letters/read-dead-letters";
import type { ReplayOutcome } from "./replay-dead-letters.ts";

const faultsText = (errors: readonly Fault[]) =>
  errors.map(({ rule, pointer }) => `${rule}${pointer === "" ? "" : ` ${pointer}`}`).join(", ");

/** Gives one line: the origin, since when, the rules with their pointers, and where a replay put it. */
export function lineOf(deadLetter: PendingDeadLetter): string {
  const { origin, writtenAt, errors, replayed } = deadLetter;
  return `${originKey(origin)}  ${writtenAt}  ${faultsText(errors)}${replayed === null ? "" : `  replayed to ${replayed.position}`}`;
}

/** Gives one dead letter in full, on several lines: its facts, each fault with its message, and the stored part of the event as JSON. */
export function textOf(deadLetter: WholeDeadLetter): string {
  const { origin, reporter, sentAt, writtenAt, times, errors, warnings, replayed, event } = deadLetter;
  const facts = [
    `origin    ${originKey(origin)}`,
    `reporter  ${reporter}`,
    `sent      ${sentAt ?? "the message does not tell"}`,
    `put aside ${writtenAt}${times > 1 ? `, ${times} times` : ""}`,
    ...(replayed === null ? [] : [`replayed  to ${replayed.position}, recorded ${replayed.recordedAt}`]),
    ...errors.map(({ rule, pointer, message }) => `error     ${rule} ${pointer || "(the whole)"}\n          ${message}`),
    ...warnings.map(({ rule, pointer, message }) => `warning   ${rule} ${pointer || "(the whole)"}\n          ${message}`),
  ];
  const storable = event === null ? "The event is no JSON object, or too large." : JSON.stringify(event, null, 2);
  return `${facts.join("\n")}\n\nWhat of it could be stored, identifiers replaced by pseudonyms:\n${storable}`;
}

/** Gives one line: the origin (`topic/partition/offset`) and what a replay made of it. */
export function outcomeLine({ origin }: PendingDeadLetter, outcome: ReplayOutcome): string {
  return `${originKey(origin)}  ${outcomeText(outcome)}`;
}

function outcomeText(outcome: ReplayOutcome): string {
  switch (outcome.kind) {
    case "accepted":
      return outcome.position === null ? "would be accepted" : `accepted, ${outcome.position}`;
    case "rejected":
      return `still rejected: ${faultsText(outcome.errors)}`;
    case "gone":
      return "gone: the inbound topic does not hold the original any more; ask the reporter to send it again";
    case "no_reporter":
      return "left: nobody in the list of reporters has this topic";
    default:
      return outcome satisfies never;
  }
}
