/**
 * The port of the canonical log: partitioned, ordered, append-only, retained for ever. Its engines are in the folders beside this file and pass
 * one contract suite (`testing/event-log-contract.ts`).
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import type { LoggedContent, RecordFlaw } from "@qorgau/schemas/log/logged-content";
import type { Watermark } from "@qorgau/schemas/watermark";

/** One record to be appended. Key and value are well-formed Unicode and have at most 1 MiB together, in UTF-8 (`append-size.ts`). */
export interface LogAppend {
  /** Decides the partition: records of one key are in one partition, in the order of their appends. */
  readonly key: string;
  readonly value: string;
  /** For the system's own records that belong to a partition and to no key: this one, whatever the key. */
  readonly partition?: number;
  /** The span of the append, for an engine that can take it along (`traced-log.ts`). */
  readonly traceparent?: string;
  /** Whether its place is to state its leaf, which takes a hash. */
  readonly leafWanted?: boolean;
}

/** One durable record. Partition and offset identify it for ever. */
export interface LogRecord {
  readonly partition: number;
  /** From 0 upwards without a gap within a partition. */
  readonly offset: number;
  /** The log's append time, milliseconds since the epoch: a whole number from 0 to 9999-12-31. */
  readonly timestampMs: number;
  readonly key: string;
  readonly value: string;
  /** Why the engine hands on no key and no value: nobody can say what the record states. Its place and its stamp count all the same. */
  readonly flaw?: RecordFlaw;
  /** What it holds, where the log is read through `checkedLog`. */
  readonly content?: LoggedContent;
  /** The span of its append, where that is known: no part of what the record states. */
  readonly traceparent?: string;
}

/** Where and when the log has it, durably. */
export interface Appended {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  /** Of the record in its partition's tree, in Base64 (`proof/domain/leaf-hash.ts`), where the append asked for it. */
  readonly leaf?: string;
}

export type EventLogErrorCode = "log_unavailable" | "append_refused" | "log_locked" | "log_corrupt" | "log_closed";

/** An error of the log. `retryable` is true of `log_unavailable` alone. */
export class EventLogError extends CodedError<EventLogErrorCode> {}

/** Limits of a reading. `recordsMax` is at least 1, otherwise `read` throws a RangeError. `signal` ends the reading without an error. */
export interface ReadOptions {
  readonly recordsMax: number;
  readonly signal: AbortSignal;
  /** Of these partitions only; absent: of all. What `after` states for the others has no effect. */
  readonly partitions?: readonly number[];
}

/** The log as its callers see it. Methods reject with an EventLogError, with `log_closed` after `close`. */
export interface EventLog {
  readonly partitions: number;

  /**
   * Resolves once every record is durable, in input order. Rejects with `log_unavailable` where that is not known: then none, some or all of them
   * may be in the log, and repeating the append changes no figure.
   */
  append(records: readonly LogAppend[]): Promise<readonly Appended[]>;

  /**
   * Durable records behind `after` (exclusive), partition by partition in the order of offsets, at most `recordsMax` at a time and
   * never none: it waits for the next append instead. A busy partition starves no other. Ends when `signal` aborts or the log
   * closes. Throws `log_corrupt` where `after` is ahead of the log: records that were durable would be gone. After any error, read
   * again from what was received.
   */
  read(after: Watermark, options: ReadOptions): AsyncIterable<readonly LogRecord[]>;

  /**
   * Assigns the partitions among all members of the same `group`: gives those of this member, in ascending order, and again after every
   * rebalance, an empty list among them. Null during a rebalance, or while the cluster is unavailable: a partition of this member may then become
   * another's. Ends when `signal` aborts or the log closes; the other members get its partitions then. An assignment only divides the work: a
   * former owner may go on beside the new one for a while, so that nothing may become wrong where two members handle one partition. Commits of
   * the group have no effect on it.
   */
  assignments(group: string, options: { readonly signal: AbortSignal }): AsyncIterable<readonly number[] | null>;

  /** The last durable offset of every partition that holds records. */
  end(): Promise<Watermark>;

  /** Remembers, durably, how far `group` has come. Commits only grow: a lower offset than the one held changes nothing. */
  commit(group: string, watermark: Watermark): Promise<void>;
  committed(group: string): Promise<Watermark>;

  /** Takes no further appends, lets those under way end, ends readers. Safe to call twice. */
  close(): Promise<void>;
}

/** Gives the same log, method by method, for whoever does something else in some of them: methods of a class are none of an object's own. */
export function passedOn(log: EventLog): EventLog {
  return {
    partitions: log.partitions,
    append: (records) => log.append(records),
    read: (after, options) => log.read(after, options),
    assignments: (group, options) => log.assignments(group, options),
    end: () => log.end(),
    commit: (group, watermark) => log.commit(group, watermark),
    committed: (group) => log.committed(group),
    close: () => log.close(),
  };
}
