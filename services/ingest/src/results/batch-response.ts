/** The response to many events (`batchResponseSchema`): counted and spooled as results come in, sent once all are known. */
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { Fault } from "@qorgau/schemas/faults";
import type { Language } from "@qorgau/schemas/languages";
import { nothingReported } from "../domain/reported-identity.ts";
import type { IntakeResult } from "../intake/intake.ts";
import { encodeUnreported, ResultEncoder } from "./encode-result.ts";
import { ResultSpool, ResultSpoolFullError } from "./result-spool.ts";
import type { ResultSpoolOptions } from "./result-spool.ts";

const unreportedPerChunk = 1000;
/** So many results are listed as `retry` where the spool has no room; then the body is not read on. */
const unreportedMax = 10_000;

export interface BatchResponseOptions extends ResultSpoolOptions {
  /** Leaves the accepted ones out and states the highest position of every partition instead. */
  readonly rejectedOnly: boolean;
  /** The language of faults; English where absent. */
  readonly language?: Language;
}

/** Collects the results of one body. `add` and `addUnreported` come first, then `endWith`, then `text`; `dispose` ends it. */
export class BatchResponse {
  readonly #spool: ResultSpool;
  readonly #rejectedOnly: boolean;
  readonly #encoder: ResultEncoder;
  readonly #counts = { accepted: 0, rejected: 0, retry: 0 };
  readonly #positions = new Map<number, number>();
  #index = 0;
  #spooled = 0;
  /** From this index on all results are `retry`; null while there is room. */
  #unreportedFrom: number | null = null;
  /** Why the body was not read to its end: the last result. */
  #ending: Fault | null = null;

  constructor(options: BatchResponseOptions) {
    this.#spool = new ResultSpool(options);
    this.#rejectedOnly = options.rejectedOnly;
    this.#encoder = new ResultEncoder(options);
  }

  get accepted(): number {
    return this.#counts.accepted;
  }

  /** Whether there was no room for results: all that is still to come is unreported, and nothing more should be appended. */
  get isFull(): boolean {
    return this.#unreportedFrom !== null;
  }

  /** Whether nothing has become of anything yet. */
  get isEmpty(): boolean {
    return this.#index === 0;
  }

  /** Whether so much is unreported that nothing more should be read. */
  get isOver(): boolean {
    return this.#unreportedFrom !== null && this.#index - this.#unreportedFrom >= unreportedMax;
  }

  /** The size of the results that are listed one by one. */
  get bytes(): number {
    return this.#spool.bytes;
  }

  /** Adds `fault` as the last result: the body is not read on, and what is behind has no result. */
  endWith(fault: Fault): void {
    this.#ending = fault;
    this.#counts.rejected += 1;
  }

  /**
   * Adds the next results in input order. Where the spool has no room for them they are `retry`, although the log may have the events: without a
   * result an event may be sent again, and that is harmless. Returns why there was no room.
   */
  async add(results: readonly IntakeResult[]): Promise<ResultSpoolFullError | null> {
    if (this.isFull) {
      this.addUnreported(results.length);
      return null;
    }
    const reported = results
      .map((result, offset) => ({ result, index: this.#index + offset }))
      .filter(({ result }) => !this.#rejectedOnly || result.status !== "accepted");
    const text = reported.map(({ result, index }) => this.#encoder.encode(index, result)).join(",");
    try {
      if (reported.length > 0) await this.#spool.write(this.#spooled === 0 ? text : `,${text}`);
    } catch (error) {
      if (!(error instanceof ResultSpoolFullError)) throw error;
      this.addUnreported(results.length);
      return error;
    }
    this.#spooled += reported.length;
    this.#index += results.length;
    for (const result of results) this.#count(result);
    return null;
  }

  /** The next `count` events have no result and may be sent again. */
  addUnreported(count: number): void {
    this.#unreportedFrom ??= this.#index;
    this.#index += count;
    this.#counts.retry += count;
  }

  /** Gives the JSON text, piece by piece, each to be used before the next is read. */
  async *text(): AsyncGenerator<Buffer | string> {
    const { accepted, rejected, retry } = this.#counts;
    const positions = this.#rejectedOnly ? `,"positions":${JSON.stringify(formatWatermark(this.#positions))}` : "";
    yield `{"accepted":${accepted},"rejected":${rejected},"retry":${retry}${positions},"results":[`;
    yield* this.#spool.read();
    yield* this.#unreported();
    yield* this.#end();
    yield "]}\n";
  }

  /** Safe to call twice. */
  dispose(): Promise<void> {
    return this.#spool.dispose();
  }

  #count(result: IntakeResult): void {
    this.#counts[result.status] += 1;
    if (result.status !== "accepted" || result.appended === null) return;
    const { partition, offset } = result.appended;
    this.#positions.set(partition, Math.max(offset, this.#positions.get(partition) ?? 0));
  }

  *#unreported(): Generator<string> {
    if (this.#unreportedFrom === null) return;
    for (let from = this.#unreportedFrom; from < this.#index; from += unreportedPerChunk) {
      const count = Math.min(unreportedPerChunk, this.#index - from);
      const text = Array.from({ length: count }, (_, offset) => encodeUnreported(from + offset)).join(",");
      yield from === this.#unreportedFrom && this.#spooled === 0 ? text : `,${text}`;
    }
  }

  *#end(): Generator<string> {
    if (this.#ending === null) return;
    const isFirst = this.#spooled === 0 && this.#unreportedFrom === null;
    yield `${isFirst ? "" : ","}${this.#encoder.encode(this.#index, { status: "rejected", id: null, reported: nothingReported, errors: [this.#ending], warnings: [] })}`;
  }
}
