/**
 * A member of a consumer group. It gets its partitions from the group and handles their records batch by batch. It commits an offset only once
 * the batch was handled, and stays alive while a batch is handled, however long that takes.
 */
import { setTimeout as delay } from "node:timers/promises";
import { Kafka } from "kafkajs";
import type { Consumer, EachBatchPayload } from "kafkajs";
import { addressOf, clientConfigOf } from "./kafka-connection.ts";
import { growingPauses } from "../process/retry.ts";
import type { KafkaConnection } from "./kafka-connection.ts";
import { KafkaError, kafkaErrorOf } from "./kafka-error.ts";
import { OwnedSockets } from "./owned-sockets.ts";
import { repeatWhileMissing, spreadMsMax } from "./repeat-until.ts";
import type { FetchedRecord, Unreadable } from "./records/record-set.ts";

/** One record of a partition, decoded by `record-set.ts`. Where `unreadable` is set there is no key, no value and no header. */
export interface ConsumedRecord {
  readonly offset: number;
  /** As the sender or the broker put it: -1 is none, and it may be no time of any calendar. */
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
  /** Names of the headers that occur several times. */
  readonly repeatedHeaders: readonly string[];
  /** Why none of it can be read; null where it can. */
  readonly unreadable: Unreadable | null;
}

/** One or more records of one partition, in the order of their offsets. */
export interface ConsumedBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly ConsumedRecord[];
  /** How many records the partition holds behind this batch. */
  readonly behind: number;
  /** Aborts where the partitions may no longer be this member's, or it stops: the batch will not be committed and comes again, perhaps to another. */
  readonly signal: AbortSignal;
}

/** By topic. */
export type Assignment = ReadonlyMap<string, readonly number[]>;

/**
 * How a member takes part in its group. Unless given: one batch at a time, up to 1 MiB fetched of a partition
 * (`partitionBytesMax`), a session of 30,000 ms.
 */
export interface GroupConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * One batch at a time unless `concurrency` says more, and never two of a partition. Its offset is committed when it resolves and `signal`
   * has not aborted. Where it rejects, the batch comes again after a moment.
   */
  onBatch?(batch: ConsumedBatch): Promise<void>;
  /** Takes part in the assignment of partitions and reads nothing. */
  readonly isMemberOnly?: boolean;
  /** After each joining, with all partitions of this member. Handling begins at what was committed. */
  onAssigned?(assignment: Assignment): void;
  /** The group rebalances, or this member lost it: its partitions may become another's until the next `onAssigned`. */
  onRevoked?(): void;
  readonly concurrency?: number;
  readonly partitionBytesMax?: number;
  readonly sessionMsMax?: number;
  /** Gives up the start, and stops a member that has started. */
  readonly signal?: AbortSignal;
}

/** A member that has started. It joins again by itself after a transient error. `failed` rejects with a KafkaError. */
export interface GroupConsumer {
  /** Rejects where the member cannot go on by itself, such as without permission. */
  readonly failed: Promise<never>;
  /** Ends handling and leaves the group; it waits at most a few seconds for a cluster that does not respond. */
  stop(): Promise<void>;
}

const sessionMsMaxDefault = 30_000;
const fetchWaitMsMax = 500;
/** A group that rebalances responds to nobody until every member has come, or its session has ended. */
const leaveMsMax = 3000;
/** Before a member joins again that the library has given up. */
const joinAgain = { firstMs: 1000, maxMs: 8000 };

/**
 * Resolves once connected; joining the group follows. Rejects with a KafkaError where the brokers refuse the
 * connection, or `signal` aborts meanwhile.
 */
export async function startGroupConsumer(connection: KafkaConnection, options: GroupConsumerOptions): Promise<GroupConsumer> {
  const sessionMsMax = options.sessionMsMax ?? sessionMsMaxDefault;
  const sockets = new OwnedSockets();
  // A broker that hangs must have been given up, and its successor found, before the session ends.
  const client = new Kafka({ ...clientConfigOf(connection, sockets.adopt), requestTimeout: Math.floor(sessionMsMax / 2) });
  const consumer = client.consumer({
    groupId: options.group,
    sessionTimeout: sessionMsMax,
    rebalanceTimeout: Math.max(60_000, sessionMsMax),
    heartbeatInterval: heartbeatMsOf(sessionMsMax),
    maxWaitTimeInMs: fetchWaitMsMax,
    maxBytesPerPartition: options.partitionBytesMax ?? 1024 * 1024,
    allowAutoTopicCreation: false,
    metadataMaxAge: 60_000,
    readUncommitted: false,
    // It joins again for as long as it is not stopped; only what repeating does not mend ends it.
    retry: { initialRetryTime: 100, maxRetryTime: 2000, retries: 10, restartOnFailure: async () => !member.isStopping },
  });
  const member: Member = new Member(connection, { consumer, sockets }, options, sessionMsMax);
  options.signal?.addEventListener("abort", () => void member.stop(), { once: true });
  try {
    await member.start();
  } catch (error) {
    await member.stop();
    throw kafkaErrorOf(error, addressOf(connection));
  }
  return member;
}

const heartbeatMsOf = (sessionMsMax: number) => Math.max(100, Math.floor(sessionMsMax / 10));

interface Client {
  readonly consumer: Consumer;
  readonly sockets: OwnedSockets;
}

class Member implements GroupConsumer {
  readonly failed: Promise<never>;
  readonly #connection: KafkaConnection;
  readonly #consumer: Consumer;
  readonly #sockets: OwnedSockets;
  readonly #options: GroupConsumerOptions;
  readonly #heartbeatMs: number;
  readonly #fail: (error: KafkaError) => void;
  readonly #leaving = new AbortController();
  readonly #pauses = growingPauses(joinAgain);
  /** Of the present assignment. */
  #revoked = new AbortController();
  #stopping: Promise<void> | null = null;
  /** Why the member is out of its group, as last logged. Attempts to join may fail ten times a second for as long as an outage lasts. */
  #loggedReason: string | null = null;

  constructor(connection: KafkaConnection, client: Client, options: GroupConsumerOptions, sessionMsMax: number) {
    this.#connection = connection;
    this.#consumer = client.consumer;
    this.#sockets = client.sockets;
    this.#options = options;
    this.#heartbeatMs = heartbeatMsOf(sessionMsMax);
    const { promise, reject } = Promise.withResolvers<never>();
    this.failed = promise;
    this.failed.catch(() => undefined);
    this.#fail = reject;
  }

  get isStopping(): boolean {
    return this.#leaving.signal.aborted;
  }

  async start(): Promise<void> {
    this.#listen();
    await this.#unlessStopping(this.#consumer.connect());
    const until = AbortSignal.any([this.#leaving.signal, AbortSignal.timeout(spreadMsMax)]);
    await this.#unlessStopping(repeatWhileMissing(until, () => this.#subscribe()));
    void this.#join();
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#consumer.subscribe({ topics: [...this.#options.topics], fromBeginning: true });
    } catch (error) {
      throw kafkaErrorOf(error, addressOf(this.#connection));
    }
  }

  /** Ends with the assignment, or in a crash, which `#listen` handles. */
  async #join(): Promise<void> {
    if (this.isStopping) return;
    const running = this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.#options.concurrency ?? 1,
      eachBatch: (payload) => this.#handle(payload),
    });
    await running.catch((error: unknown) => this.#fail(kafkaErrorOf(error, addressOf(this.#connection))));
  }

  #listen(): void {
    const { events, on } = this.#consumer;
    on(events.GROUP_JOIN, ({ payload }) => {
      if (this.#options.isMemberOnly === true) this.#consumer.pause(this.#options.topics.map((topic) => ({ topic })));
      this.#assigned(new Map(Object.entries(payload.memberAssignment)));
    });
    on(events.REBALANCING, () => this.#revoke());
    on(events.CRASH, ({ payload }) => {
      this.#revoke();
      if (this.isStopping) return;
      const error = kafkaErrorOf(payload.error, addressOf(this.#connection));
      const again = payload.restart || error.retryable;
      this.#logWhy(payload.error.message, again);
      if (!again) this.#fail(error);
      // The library joins again by itself where it takes the failure for a transient one.
      else if (!payload.restart) void this.#joinAgain();
    });
  }

  #logWhy(reason: string, again: boolean): void {
    if (reason === this.#loggedReason && again) return;
    this.#loggedReason = reason;
    this.#connection.logger.warn({ group: this.#options.group, again, reason }, "left the group");
  }

  async #joinAgain(): Promise<void> {
    await this.#pauses.wait(this.#leaving.signal);
    await this.#join();
  }

  /** What is under way is left behind. */
  async #unlessStopping(work: Promise<unknown>): Promise<void> {
    const { signal } = this.#leaving;
    const { promise, reject } = Promise.withResolvers<never>();
    const stopped = () => reject(new KafkaError("kafka_closed", "The member was stopped before it had joined its group."));
    work.catch(() => undefined);
    signal.addEventListener("abort", stopped, { once: true });
    if (signal.aborted) stopped();
    try {
      await Promise.race([work, promise]);
    } finally {
      signal.removeEventListener("abort", stopped);
    }
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#leave();
    return this.#stopping;
  }

  async #leave(): Promise<void> {
    this.#leaving.abort();
    this.#revoke();
    const left = this.#consumer.disconnect().catch(() => undefined);
    await Promise.race([left, delay(leaveMsMax, undefined, { ref: false })]);
    this.#sockets.cut();
  }

  #assigned(assignment: Assignment): void {
    this.#revoked.abort();
    this.#revoked = new AbortController();
    if (this.isStopping) return this.#revoked.abort();
    this.#connection.logger.info({ group: this.#options.group, partitions: Object.fromEntries(assignment) }, "joined the group");
    this.#loggedReason = null;
    this.#options.onAssigned?.(assignment);
  }

  #revoke(): void {
    if (this.#revoked.signal.aborted) return;
    this.#revoked.abort();
    this.#options.onRevoked?.();
  }

  async #handle({ batch, heartbeat, resolveOffset, commitOffsetsIfNecessary }: EachBatchPayload): Promise<void> {
    const last = batch.messages.at(-1);
    const { signal } = this.#revoked;
    if (last === undefined || signal.aborted) return;
    const beating = setInterval(() => void heartbeat().catch(() => this.#revoke()), this.#heartbeatMs);
    try {
      await this.#options.onBatch?.({ ...recordsOf(batch), signal });
      // Rejects where the group has rebalanced: what was handled is then handled again by its new owner.
      await heartbeat();
      if (signal.aborted) return;
      const next = String(BigInt(last.offset) + 1n);
      resolveOffset(last.offset);
      await commitOffsetsIfNecessary({ topics: [{ topic: batch.topic, partitions: [{ partition: batch.partition, offset: next }] }] });
    } finally {
      clearInterval(beating);
    }
  }
}

function recordsOf(batch: EachBatchPayload["batch"]): Omit<ConsumedBatch, "signal"> {
  // The library hands on what `record-set.ts` decoded.
  const records = (batch.messages as unknown as readonly FetchedRecord[]).map(consumedRecordOf);
  return { topic: batch.topic, partition: batch.partition, records, behind: Number(batch.offsetLag()) };
}

/** Gives the record with its offset and its timestamp as numbers, which are exact up to 2^53. */
export function consumedRecordOf(record: FetchedRecord): ConsumedRecord {
  const { offset, timestamp, key, value, headers, repeatedHeaders, unreadable } = record;
  return { offset: Number(offset), timestampMs: Number(timestamp), key, value, headers, repeatedHeaders, unreadable };
}
