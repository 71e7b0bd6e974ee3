/** Divides the frames of a chunk into groups that are judged and appended together. */
import type { Frame } from "../framing/frame.ts";

export interface GroupLimits {
  readonly groupEventsMax: number;
  readonly groupBytesMax: number;
}

/** In order, each made as it is read; a frame larger than a group is a group alone. */
export function* groupsOf(frames: Iterable<Frame>, { groupEventsMax, groupBytesMax }: GroupLimits): Generator<readonly Frame[]> {
  let group: Frame[] = [];
  let bytes = 0;
  for (const frame of frames) {
    const length = "bytes" in frame ? frame.bytes.length : 0;
    if (group.length > 0 && (group.length >= groupEventsMax || bytes + length > groupBytesMax)) {
      yield group;
      group = [];
      bytes = 0;
    }
    group.push(frame);
    bytes += length;
  }
  if (group.length > 0) yield group;
}
