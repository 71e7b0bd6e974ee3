/** Which dead letters are meant: the filters of the command line as a predicate. */
import { UsageError } from "@qorgau/infra/cli/run-command";
import { inboundTopic } from "@qorgau/infra/kafka/topics";
import { originKey } from "@qorgau/schemas/events/kafka-messages";
import type { MessageOrigin } from "@qorgau/schemas/events/kafka-messages";
import type { PendingDeadLetter } from "@qorgau/infra/kafka/dead-letters/read-dead-letters";

/** The filters of the command line as text. An absent one excludes nothing. */
export interface FilterWords {
  readonly topic?: string | undefined;
  readonly rule?: string | undefined;
  readonly source?: string | undefined;
  readonly since?: string | undefined;
  readonly limit?: string | undefined;
  /** One dead letter alone. */
  readonly origin?: string | undefined;
}

/** Which dead letters are meant. `limit` is a whole number from 1, or Infinity; the caller applies it after `matches`. */
export interface DeadLetterFilter {
  readonly limit: number;
  matches(deadLetter: PendingDeadLetter): boolean;
}

const dayMs = 24 * 60 * 60 * 1000;

/** Reads the filters; `nowMs` is what a number of days counts back from. Throws a UsageError that says what a filter should look like. */
export function deadLetterFilter({ topic, rule, source, since, limit, origin }: FilterWords, nowMs: number): DeadLetterFilter {
  if (rule !== undefined && !/^QG-\d{4}$/.test(rule)) throw new UsageError("--rule is a rule id such as QG-0421.");
  const limitNumber = limit === undefined ? Infinity : Number(limit);
  if (!(limitNumber >= 1)) throw new UsageError("--limit is a whole number from 1.");
  const originText = origin === undefined ? null : originKey(originOfText(origin));
  const sinceText = since === undefined ? null : new Date(sinceMsOf(since, nowMs)).toISOString();
  return {
    limit: Math.floor(limitNumber),
    matches: (deadLetter) =>
      (originText === null || originKey(deadLetter.origin) === originText) &&
      (topic === undefined || [topic, inboundTopic(topic)].includes(deadLetter.origin.topic)) &&
      (rule === undefined || deadLetter.errors.some((one) => one.rule === rule)) &&
      (source === undefined || deadLetter.reporter === source) &&
      (sinceText === null || deadLetter.writtenAt >= sinceText),
  };
}

function sinceMsOf(since: string, nowMs: number): number {
  const days = /^(\d{1,5})d$/.exec(since)?.[1];
  const ms = days === undefined ? Date.parse(since) : nowMs - Number(days) * dayMs;
  if (Number.isNaN(ms)) throw new UsageError("--since is a date (2026-02-03), an instant (2026-02-03T10:00:00Z) or a number of days (7d).");
  return ms;
}

/** Takes `topic/partition/offset`, as `list` prints it. Throws a UsageError for any other text. */
export function originOfText(text: string): MessageOrigin {
  const [, topic, partition, offset] = /^([\w.-]+)\/(\d{1,9})\/(\d{1,15})$/.exec(text) ?? [];
  if (topic === undefined) throw new UsageError("A letter is named by its origin, such as qorgau.inbound.kazakhmys.v1/0/812.");
  return { topic, partition: Number(partition), offset: Number(offset) };
}
