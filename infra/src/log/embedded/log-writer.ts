/**
 * Writes groups of appends and commits to the log's file, one durable transaction each. Runs in the writer's thread and is the only
 * writer of the file, which is why offsets may be counted in memory between transactions.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { leafHashText } from "../../proof/domain/leaf-hash.ts";
import { EndMark, refuseShortened } from "./end-mark.ts";
import { connectToLogDatabase, endOf } from "./log-database.ts";
import { ensureChecks, putsInto } from "./record-check.ts";
import type { PutRecord } from "./record-check.ts";
import { failureOf } from "./sqlite-error.ts";
import type { WriteFailure } from "./sqlite-error.ts";

/** What waited together and becomes durable together. Records are columns: cheaper to send to a thread than objects. */
export interface WriteGroup {
  readonly timestampMs: number;
  readonly partitions: Uint8Array;
  readonly keys: readonly string[];
  readonly values: readonly string[];
  /** 1 for each record whose leaf is to be stated, else 0. */
  readonly leavesWanted: Uint8Array;
  readonly commits: readonly GroupOffset[];
}

/** One partition of a commit. `offset` is that of the last record that `group` has handled. */
export interface GroupOffset {
  readonly group: string;
  readonly partition: number;
  readonly offset: number;
}

/** What the offset and the leaf of each record of a durable group follow from. */
export interface WrittenGroup {
  /** By partition, before the group. */
  readonly nextOffsets: readonly number[];
  /** Those that were asked for, one behind the other, in Base64. They are hashed here, in the writer's thread, and no caller's event loop waits. */
  readonly leaves: string;
}

export type WriteReply = WrittenGroup | { readonly failure: WriteFailure };

interface Connection {
  readonly database: DatabaseSync;
  readonly puts: readonly PutRecord[];
  readonly upsertCommitted: StatementSync;
  nextOffsets: number[];
}

/** Writes groups one after the other. It connects with the first group and again after a failure. */
export class LogWriter {
  readonly #file: string;
  readonly #partitions: number;
  #connection: Connection | null = null;
  #mark: EndMark | null = null;

  constructor(options: { readonly file: string; readonly partitions: number }) {
    this.#file = options.file;
    this.#partitions = options.partitions;
  }

  /**
   * Durable when it returns `nextOffsets`. After a failure the connection is dropped: the next group opens the file anew and counts
   * on from what it really holds, so that the log recovers by itself whatever went wrong.
   */
  write(group: WriteGroup): WriteReply {
    try {
      this.#connection ??= openConnection(this.#file, this.#partitions);
      const written = writeDurably(this.#connection, group);
      if (group.keys.length > 0) this.#noteEnd(this.#connection.nextOffsets);
      return written;
    } catch (error) {
      this.#disconnect();
      return { failure: failureOf(error) };
    }
  }

  close(): void {
    this.#disconnect();
    this.#mark?.close();
    this.#mark = null;
  }

  /** A mark that cannot be written is no reason to fail what is durable. */
  #noteEnd(nextOffsets: readonly number[]): void {
    try {
      this.#mark ??= new EndMark(this.#file);
      this.#mark.write(new Map(nextOffsets.flatMap((next, partition) => (next > 0 ? [[partition, next - 1] as const] : []))));
    } catch {
      // A full disk: what was marked before still holds.
    }
  }

  /** Closing rolls an open transaction back. */
  #disconnect(): void {
    const connection = this.#connection;
    this.#connection = null;
    try {
      connection?.database.close();
    } catch {
      // The connection is given up already; what it held is safe in the file or was never acknowledged.
    }
  }
}

function openConnection(file: string, partitions: number): Connection {
  const database = connectToLogDatabase(file);
  try {
    const end = endOf(database, partitions);
    refuseShortened(file, end);
    ensureChecks(database, partitions);
    const numbers = Array.from({ length: partitions }, (_, partition) => partition);
    return {
      database,
      puts: numbers.map((partition) => putsInto(database, partition)),
      upsertCommitted: database.prepare(
        `insert into committed values (?, ?, ?)
         on conflict do update set record_offset = max(record_offset, excluded.record_offset)`,
      ),
      nextOffsets: numbers.map((partition) => (end.get(partition) ?? -1) + 1),
    };
  } catch (error) {
    database.close();
    throw error;
  }
}

function writeDurably(connection: Connection, group: WriteGroup): WrittenGroup {
  const { timestampMs } = group;
  const before = connection.nextOffsets;
  const next = [...before];
  let leaves = "";
  connection.database.exec("begin immediate");
  for (let index = 0; index < group.keys.length; index++) {
    const partition = group.partitions[index]!;
    const [offset, key, value] = [next[partition]!++, group.keys[index]!, group.values[index]!];
    connection.puts[partition]!(offset, timestampMs, key, value);
    if (group.leavesWanted[index] === 1) leaves += leafHashText({ partition, offset, timestampMs, key, value });
  }
  for (const { group: name, partition, offset } of group.commits) connection.upsertCommitted.run(name, partition, offset);
  connection.database.exec("commit");
  connection.nextOffsets = next;
  return { nextOffsets: before, leaves };
}
