/** Newline-delimited JSON: a frame per line, ended by LF or CRLF; the last line needs no end, blank lines are nothing. */
import { fault } from "@qorgau/schemas/rules/rules";
import { ByteOrderMark } from "./byte-order-mark.ts";
import type { Frame, FrameSplitter } from "./frame.ts";
import { PartialFrame } from "./partial-frame.ts";

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;
const tab = 0x09;

/** A line of more than `eventBytesMax` bytes is one fault (QG-0106). */
export class LineSplitter implements FrameSplitter {
  readonly #eventBytesMax: number;
  readonly #mark = new ByteOrderMark();
  readonly #partial: PartialFrame;

  constructor(eventBytesMax: number) {
    this.#eventBytesMax = eventBytesMax;
    // The carriage return of a line's end is no part of the event.
    this.#partial = new PartialFrame(eventBytesMax + 1);
  }

  get heldBytes(): number {
    return this.#partial.heldBytes;
  }

  *push(chunk: Uint8Array): Generator<Frame> {
    const bytes = this.#mark.strip(chunk);
    let start = 0;
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      yield* this.#complete(bytes.subarray(start, end));
      start = end + 1;
    }
    if (start < bytes.length) this.#partial.append(bytes.subarray(start));
  }

  *end(): Generator<Frame> {
    yield* this.#complete(this.#mark.end());
  }

  /** One frame, or none for a blank line. */
  #complete(last: Uint8Array): readonly Frame[] {
    const line = this.#partial.complete(last);
    const bytes = line !== null && line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
    if (bytes === null || bytes.length > this.#eventBytesMax) {
      return [{ fault: fault("QG-0106", "", { limit: this.#eventBytesMax }), structural: false }];
    }
    return isBlank(bytes) ? [] : [{ bytes }];
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === space || byte === tab || byte === carriageReturn);
}
