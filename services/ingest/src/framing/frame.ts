/** What a body is split into, before anything is parsed: the bytes of one event each, or the reason why there are none. */
import type { Fault } from "@qorgau/schemas/faults";

export type Frame =
  | { readonly bytes: Uint8Array }
  | {
      readonly fault: Fault;
      /** Whether the body as a whole is at fault; where it holds nothing before that, the request is refused instead of one event. */
      readonly structural: boolean;
    };

/**
 * Takes a body chunk by chunk, however it was cut, in constant memory. Frames are found as they are read, since a chunk may hold tens of
 * thousands; each chunk is to be read to its end before the next. They may be views of the chunk they came with.
 */
export interface FrameSplitter {
  /** The frames that this chunk completes. */
  push(chunk: Uint8Array): Iterable<Frame>;
  /** Of the frame that is not whole yet. */
  readonly heldBytes: number;
  /** What is left at the end of the body. */
  end(): Iterable<Frame>;
}
