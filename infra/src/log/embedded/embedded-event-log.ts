/**
 * The embedded engine of the log: SQLite in a directory, for one process. Whatever waits while a group is being flushed becomes the
 * next group, so that concurrent callers share a flush. The engine was chosen by measurement: docs/decisions/0002-embedded-log.md.
 */
import { mkdirSync } from "node:fs";
import { dirname, join, resolve as resolvePath } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextIteration } from "node:timers/promises";
import type { Watermark } from "@qorgau/schemas/watermark";
import { formatWatermark, includes } from "@qorgau/schemas/watermark";
import { agreeingClock } from "../agreeing-clock.ts";
import { EventLogError } from "../event-log.ts";
import type { Appended, EventLog, LogAppend, LogRecord, ReadOptions } from "../event-log.ts";
import { partitionOfKey } from "../../kafka/partition-of-key.ts";
import { WakeSignal } from "../wake-signal.ts";
import { AppendQueue } from "./append-queue.ts";
import type { QueueEntry } from "./append-queue.ts";
import { foldersUpTo, syncFolderAtOnce } from "../../process/sync-folder.ts";
import { sizeOfAppend } from "../append-size.ts";
import { lockDirectory } from "./directory-lock.ts";
import type { DirectoryLock } from "./directory-lock.ts";
import { removeEndMark } from "./end-mark.ts";
import { committedOf, endOf, openOrCreateLogDatabase, partitionsMax } from "./log-database.ts";
import { LogReader } from "./log-reader.ts";
import type { WriteReply } from "./log-writer.ts";
import { eventLogErrorOf, failureOf } from "./sqlite-error.ts";
import type { WriteFailure } from "./sqlite-error.ts";
import { resolveEntries, writeGroupOf } from "./write-group.ts";
import { WriterThreadClient } from "./writer-thread-client.ts";

export interface EmbeddedEventLogOptions {
  /** Made where there is none. Files in it that are not the log's are left alone. */
  readonly directory: string;
  /** Fixed when the log is made, 4 unless given; a log that was made with another number refuses. */
  readonly partitions?: number;
  /** What may wait, or be on its way to the disk, before appends are turned away. 64 MiB unless given. */
  readonly queueBytesMax?: number;
  /** Milliseconds since the epoch; may throw an EventLogError where nothing can be stamped. The machine's, unless it leaps, unless given. */
  readonly clock?: () => number;
}

const queueBytesMaxDefault = 64 * 1024 * 1024;

/** Large enough to make the flush cheap, small enough to be written in tens of milliseconds. */
const groupBytesMax = 4 * 1024 * 1024;

/** One group being flushed and one at hand, so that the writer never waits for a busy event loop. */
const groupsUnderWayMax = 2;

/**
 * Opens the log, or makes it. Rejects with `log_locked` where another process has the directory, with `log_corrupt` where its contents do not
 * fit, with `log_unavailable` for any other failure; with a RangeError where `partitions` is not from 1 to 256.
 */
export async function openEmbeddedEventLog(options: EmbeddedEventLogOptions): Promise<EventLog> {
  const { partitions } = options;
  if (partitions !== undefined && !(Number.isInteger(partitions) && partitions >= 1 && partitions <= partitionsMax)) {
    throw new RangeError(`partitions is a whole number from 1 to ${partitionsMax}`);
  }
  return openUnderLock(options, lockDirectory);
}

/** As above, for an owner who has the lock of the directory already: `lock` hands it over, and it is released with the log or where this rejects. */
export async function openUnderLock(options: EmbeddedEventLogOptions, lock: (directory: string) => DirectoryLock): Promise<EventLog> {
  const { partitions } = options;
  const directory = resolvePath(options.directory);
  const owned = new DisposableStack();
  try {
    const firstMade = mkdirSync(directory, { recursive: true, mode: 0o700 });
    owned.adopt(lock(directory), (held) => held.release());
    const file = join(directory, "log.sqlite");
    const opened = openOrCreateLogDatabase(file, partitions);
    owned.adopt(opened.database, (database) => database.close());
    for (const folder of foldersUpTo(dirname(firstMade ?? directory), directory)) syncFolderAtOnce(folder);
    return new EmbeddedEventLog({ ...options, ...opened, file, owned });
  } catch (error) {
    owned.dispose();
    throw eventLogErrorOf(error);
  }
}

class EmbeddedEventLog implements EventLog {
  readonly partitions: number;
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #owned: DisposableStack;
  readonly #queueBytesMax: number;
  readonly #clock: () => number;
  readonly #queue: AppendQueue;
  readonly #writer: WriterThreadClient;
  readonly #reader: LogReader;
  readonly #end: Map<number, number>;
  readonly #appended = new WakeSignal();
  readonly #responded = new WakeSignal();
  #groupsUnderWay = 0;
  #sendScheduled = false;
  #closing: Promise<void> | null = null;

  constructor(options: EmbeddedEventLogOptions & { database: DatabaseSync; partitions: number; file: string; owned: DisposableStack }) {
    this.partitions = options.partitions;
    this.#file = options.file;
    this.#database = options.database;
    this.#owned = options.owned;
    this.#queueBytesMax = options.queueBytesMax ?? queueBytesMaxDefault;
    this.#clock = options.clock ?? agreeingClock();
    this.#queue = new AppendQueue({ bytesMax: this.#queueBytesMax });
    this.#reader = new LogReader(options.database, options.partitions);
    this.#end = endOf(options.database, options.partitions);
    this.#writer = new WriterThreadClient({ file: options.file, partitions: options.partitions });
  }

  /** The records of one append become durable together or not at all. */
  async append(records: readonly LogAppend[]): Promise<readonly Appended[]> {
    this.#refuseIfClosed();
    if (records.length === 0) return [];
    const bytes = sizeOfAppend(records, this.#queueBytesMax);
    if (!this.#queue.hasRoomFor(bytes)) throw new EventLogError("log_unavailable", "The log's queue is full. Send again in a moment.");
    const partitions = records.map((record) => partitionOf(record, this.partitions));
    return new Promise((resolve, reject) => this.#enqueue({ kind: "append", records, partitions, bytes, resolve, reject }));
  }

  async commit(group: string, watermark: Watermark): Promise<void> {
    this.#refuseIfClosed();
    return new Promise((resolve, reject) => this.#enqueue({ kind: "commit", group, watermark, bytes: 0, resolve, reject }));
  }

  async committed(group: string): Promise<Watermark> {
    this.#refuseIfClosed();
    return attempt(() => committedOf(this.#database, group));
  }

  async end(): Promise<Watermark> {
    this.#refuseIfClosed();
    return new Map(this.#end);
  }

  async *read(after: Watermark, { recordsMax, signal, partitions }: ReadOptions): AsyncGenerator<readonly LogRecord[]> {
    if (!(recordsMax >= 1)) throw new RangeError("recordsMax is at least 1");
    this.#refuseIfClosed();
    const positions = new Map([...after].filter(([partition]) => partitions?.includes(partition) ?? true));
    if (!includes(this.#end, positions)) throw readerAhead(positions, this.#end);
    const wanted = partitions ?? Array.from({ length: this.partitions }, (_, partition) => partition);
    for (let round = 0; ; round++) {
      if (signal.aborted || this.#closing !== null) return;
      const records = attempt(() => this.#reader.batch(positions, this.#end, recordsMax, startingAt(wanted, round)));
      if (records.length === 0) {
        await this.#appended.wait(signal);
        continue;
      }
      for (const { partition, offset } of records) positions.set(partition, offset);
      yield records;
      // A reader far behind would otherwise hold the event loop, since reading never waits.
      await nextIteration();
    }
  }

  /** One process has the log, so all of it is its own. */
  async *assignments(_group: string, { signal }: { readonly signal: AbortSignal }): AsyncGenerator<readonly number[]> {
    this.#refuseIfClosed();
    if (signal.aborted) return;
    yield Array.from({ length: this.partitions }, (_, partition) => partition);
    while (!signal.aborted && this.#closing === null) await this.#appended.wait(signal);
  }

  close(): Promise<void> {
    this.#closing ??= this.#drainAndClose();
    this.#appended.wake();
    return this.#closing;
  }

  async #drainAndClose(): Promise<void> {
    while (this.#groupsUnderWay > 0 || !this.#queue.isEmpty) await this.#responded.wait();
    await this.#writer.close();
    this.#settle();
    this.#owned.dispose();
  }

  /** Writes everything into the database file: then no other file is needed to see that it is whole. */
  #settle(): void {
    try {
      const checkpoint = this.#database.prepare("pragma wal_checkpoint(truncate)").get();
      if (checkpoint?.["busy"] === 0) removeEndMark(this.#file);
    } catch {
      // The disk is full or away: the mark stays, and the records that it covers are in the write-ahead log.
    }
  }

  #enqueue(entry: QueueEntry): void {
    this.#queue.push(entry);
    this.#scheduleSend();
  }

  /** At the end of this iteration of the event loop, so that everything appended in it shares a group. */
  #scheduleSend(): void {
    if (this.#sendScheduled || this.#groupsUnderWay >= groupsUnderWayMax || this.#queue.isEmpty) return;
    this.#sendScheduled = true;
    setImmediate(() => {
      this.#sendScheduled = false;
      void this.#sendGroup();
    });
  }

  async #sendGroup(): Promise<void> {
    const entries = this.#queue.take(groupBytesMax);
    const timestampMs = entries.some(({ kind }) => kind === "append") ? this.#stamp() : 0;
    this.#groupsUnderWay++;
    this.#scheduleSend();
    const reply = typeof timestampMs === "number" ? await this.#writer.write(writeGroupOf(entries, timestampMs)) : { failure: timestampMs };
    this.#groupsUnderWay--;
    this.#queue.release(entries);
    this.#response(entries, reply, Number(timestampMs));
    this.#scheduleSend();
    this.#responded.wake();
  }

  /** Or why there is none. */
  #stamp(): number | WriteFailure {
    try {
      return Math.trunc(this.#clock());
    } catch (error) {
      return failureOf(error);
    }
  }

  #response(entries: readonly QueueEntry[], reply: WriteReply, timestampMs: number): void {
    if ("failure" in reply) {
      const { code, message } = reply.failure;
      for (const entry of entries) entry.reject(new EventLogError(code, message));
      return;
    }
    const next = resolveEntries(entries, reply, timestampMs);
    for (const [partition, offset] of next.entries()) if (offset > 0) this.#end.set(partition, offset - 1);
    this.#appended.wake();
  }

  #refuseIfClosed(): void {
    if (this.#closing !== null) throw new EventLogError("log_closed", "The log is closed.");
  }
}

/** Another one first each time. */
function startingAt(partitions: readonly number[], round: number): readonly number[] {
  const first = partitions.length === 0 ? 0 : round % partitions.length;
  return [...partitions.slice(first), ...partitions.slice(0, first)];
}

/** A partition that the log does not have must not reach the writer, where it would fail everybody's group. */
function partitionOf({ key, partition }: LogAppend, partitions: number): number {
  if (partition === undefined) return partitionOfKey(key, partitions);
  if (Number.isInteger(partition) && partition >= 0 && partition < partitions) return partition;
  throw new EventLogError("append_refused", `A record names partition ${partition}; the log has 0 to ${partitions - 1}.`);
}

function attempt<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw eventLogErrorOf(error);
  }
}

function readerAhead(after: Watermark, end: Watermark): EventLogError {
  return new EventLogError(
    "log_corrupt",
    `The reader has come to ${formatWatermark(after)}, but the log ends at "${formatWatermark(end)}": records that were durable are gone, ` +
      "or the reader belongs to another log. Restore the log from a copy, or let the reader begin anew.",
  );
}
