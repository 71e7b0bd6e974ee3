/** Takes the UTF-8 byte order mark off the front of a stream: editors on Windows write one, and JSON knows none. */
const mark = Uint8Array.of(0xef, 0xbb, 0xbf);

/** Takes one stream, chunk by chunk. */
export class ByteOrderMark {
  /** How many bytes of the mark have been seen; -1 once the front of the stream is settled. */
  #seen = 0;

  /** Gives the chunk without the mark; holds back bytes that may be the beginning of one. */
  strip(chunk: Uint8Array): Uint8Array {
    if (this.#seen < 0) return chunk;
    let taken = 0;
    while (taken < chunk.length && this.#seen < mark.length && chunk[taken] === mark[this.#seen]) {
      taken += 1;
      this.#seen += 1;
    }
    if (this.#seen === mark.length) return this.#settle(chunk.subarray(taken));
    if (taken === chunk.length) return chunk.subarray(taken);
    return this.#settle(Buffer.concat([mark.subarray(0, this.#seen - taken), chunk]));
  }

  /** Gives the bytes held back where the stream ends within what could have become a mark. */
  end(): Uint8Array {
    return this.#seen > 0 && this.#seen < mark.length ? this.#settle(mark.subarray(0, this.#seen)) : mark.subarray(0, 0);
  }

  #settle(rest: Uint8Array): Uint8Array {
    this.#seen = -1;
    return rest;
  }
}
