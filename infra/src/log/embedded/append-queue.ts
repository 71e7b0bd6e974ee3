/** What waits to become durable, in the order in which it came, bounded in bytes. */
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Appended, EventLogError, LogAppend } from "../event-log.ts";

export interface QueuedAppend {
  readonly kind: "append";
  readonly records: readonly LogAppend[];
  /** Of each record. */
  readonly partitions: readonly number[];
  readonly bytes: number;
  resolve(appended: readonly Appended[]): void;
  reject(error: EventLogError): void;
}

export interface QueuedCommit {
  readonly kind: "commit";
  readonly group: string;
  readonly watermark: Watermark;
  readonly bytes: 0;
  resolve(): void;
  reject(error: EventLogError): void;
}

export type QueueEntry = QueuedAppend | QueuedCommit;

/** A queue in the order of arrival. `bytesMax` covers what waits and what was taken and not released. */
export class AppendQueue {
  readonly #bytesMax: number;
  #waiting: QueueEntry[] = [];
  #waitingBytes = 0;
  #takenBytes = 0;

  constructor(options: { readonly bytesMax: number }) {
    this.#bytesMax = options.bytesMax;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Counts what was taken, too, until it is released: it is still held in memory. */
  hasRoomFor(bytes: number): boolean {
    return this.#waitingBytes + this.#takenBytes + bytes <= this.#bytesMax;
  }

  push(entry: QueueEntry): void {
    this.#waiting.push(entry);
    this.#waitingBytes += entry.bytes;
  }

  /** The oldest entries up to `bytesMax`, or the oldest one alone where that is larger. An entry is never divided. */
  take(bytesMax: number): readonly QueueEntry[] {
    let count = 0;
    let bytes = 0;
    for (const entry of this.#waiting) {
      if (count > 0 && bytes + entry.bytes > bytesMax) break;
      bytes += entry.bytes;
      count++;
    }
    const taken = this.#waiting.splice(0, count);
    this.#waitingBytes -= bytes;
    this.#takenBytes += bytes;
    return taken;
  }

  /** The callers of `entries` have their results. */
  release(entries: readonly QueueEntry[]): void {
    for (const entry of entries) this.#takenBytes -= entry.bytes;
  }
}
