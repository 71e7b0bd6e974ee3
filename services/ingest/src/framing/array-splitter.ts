/**
 * A JSON array of events: a frame per element. A malformed element is one rejected event: reading goes on where the next event
 * seems to begin (a comma and an opening brace), so that its neighbours are judged. Events hold no arrays of objects, so that the
 * guess is right but for text made to mislead it, and a wrong guess yields frames that are refused, never a changed event.
 */
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import { ByteOrderMark } from "./byte-order-mark.ts";
import type { Frame, FrameSplitter } from "./frame.ts";
import { isJsonSpace, JsonElementScanner } from "./json-element-scanner.ts";
import { PartialFrame } from "./partial-frame.ts";

const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const comma = 0x2c;

type Place =
  | "before_array"
  /** Behind the opening bracket: an element or the end. */
  | "first"
  /** Behind a comma: an element. */
  | "next"
  | "within_element"
  /** An element is whole; what follows decides whether it is one by itself. */
  | "behind_element"
  /** Behind something malformed: looking for the beginning of the next event. */
  | "seeking"
  | "behind_array"
  /** The rest is not read. */
  | "finished";

/** An element of more than `eventBytesMax` bytes is one fault (QG-0106). */
export class ArraySplitter implements FrameSplitter {
  readonly #eventBytesMax: number;
  readonly #mark = new ByteOrderMark();
  readonly #partial: PartialFrame;
  readonly #scanner: JsonElementScanner;
  #place: Place = "before_array";
  /** What is being read, where in it, and where in it the current element goes on or begins. */
  #input: Uint8Array = new Uint8Array(0);
  #at = 0;
  #elementStart = 0;
  #whole: Frame | null = null;
  #commaMissing = false;
  /** Whether something malformed was met, so that what follows is no longer taken at its word. */
  #recovered = false;
  #commaSeen = false;
  #frames: Frame[] = [];

  constructor(eventBytesMax: number) {
    this.#eventBytesMax = eventBytesMax;
    this.#partial = new PartialFrame(eventBytesMax);
    this.#scanner = new JsonElementScanner(eventBytesMax);
  }

  get heldBytes(): number {
    return this.#partial.heldBytes;
  }

  *push(chunk: Uint8Array): Generator<Frame> {
    this.#input = this.#mark.strip(chunk);
    this.#at = 0;
    this.#elementStart = 0;
    while (this.#at < this.#input.length && this.#place !== "finished") {
      this.#read();
      if (this.#frames.length > 0) yield* this.#takeFrames();
    }
    if (this.#place === "within_element") this.#partial.append(this.#input.subarray(this.#elementStart));
  }

  *end(): Generator<Frame> {
    if (this.#mark.end().length > 0) this.#finish(fault("QG-0109", ""));
    else if (this.#place === "before_array") this.#finish(fault("QG-0107", ""));
    else if (this.#place === "behind_element") this.#emitWhole();
    const cutOff: readonly Place[] = ["first", "next", "within_element", "behind_element"];
    if (cutOff.includes(this.#place)) this.#finish(fault("QG-0111", ""));
    yield* this.#takeFrames();
  }

  #takeFrames(): Frame[] {
    const frames = this.#frames;
    this.#frames = [];
    return frames;
  }

  #read(): void {
    if (this.#place === "within_element") return this.#readElement();
    const byte = this.#input[this.#at] as number;
    if (isJsonSpace(byte)) {
      this.#at += 1;
      return;
    }
    switch (this.#place) {
      case "before_array":
        if (byte !== openBracket) return this.#finish(fault("QG-0109", ""));
        return this.#moveBehind("first");
      case "first":
        if (byte === closeBracket) return this.#moveBehind("behind_array");
        return this.#readElementStart(byte);
      case "next":
        return this.#readElementStart(byte);
      case "behind_element":
        return this.#readBehindElement(byte);
      case "seeking":
        return this.#seek(byte);
      default:
        // Behind something malformed the bracket may have been part of it, and that was reported already.
        if (!this.#recovered) this.#frames.push({ fault: fault("QG-0112", ""), structural: true });
        return this.#startSeeking();
    }
  }

  /** An element is due behind the first bracket and behind a comma. A comma or the end in its place means that one is missing. */
  #readElementStart(byte: number): void {
    if (byte === openBracket) {
      // An event is an object. Read as a value, a stray bracket would hold all that follows.
      this.#frames.push({ fault: fault("QG-0116", ""), structural: false });
      return this.#startSeeking();
    }
    if (byte !== comma && byte !== closeBracket) return this.#beginElement();
    this.#frames.push({ fault: fault("QG-0115", ""), structural: false });
    this.#recovered = true;
    this.#moveBehind(byte === comma ? "next" : "behind_array");
  }

  #beginElement(): void {
    this.#place = "within_element";
    this.#elementStart = this.#at;
    this.#partial.clear();
    this.#scanner.begin();
  }

  #readElement(): void {
    const end = this.#scanner.scan(this.#input, this.#at);
    this.#at = end;
    if (this.#scanner.outcome === "violation") this.#recover();
    if (this.#scanner.outcome !== "complete") return;
    const bytes = this.#partial.complete(this.#input.subarray(this.#elementStart, end));
    if (bytes === null) this.#whole = { fault: this.#tooLong(), structural: false };
    else if (this.#commaMissing) this.#whole = { fault: fault("QG-0110", ""), structural: false };
    else this.#whole = { bytes };
    this.#commaMissing = false;
    this.#place = "behind_element";
  }

  #readBehindElement(byte: number): void {
    if (byte === comma || byte === closeBracket) {
      this.#emitWhole();
      return this.#moveBehind(byte === comma ? "next" : "behind_array");
    }
    if (byte === openBrace) {
      this.#emitWhole();
      this.#commaMissing = true;
      return this.#beginElement();
    }
    this.#whole = null;
    this.#frames.push({ fault: fault("QG-0101", ""), structural: false });
    this.#startSeeking();
  }

  /**
   * The element is malformed at the current byte. Where a quote or bracket of its end is missing, the next event has begun before that: at the
   * last beginning seen up to here. Otherwise it is still to come. An element that is too long is not in memory to be searched.
   */
  #recover(): void {
    const stored = this.#partial.bytes;
    const read = this.#input.subarray(this.#elementStart, this.#at + 1);
    const tooLong = this.#partial.tooLong || stored.length + read.length > this.#eventBytesMax + 1;
    this.#frames.push({ fault: tooLong ? this.#tooLong() : fault("QG-0101", ""), structural: false });
    this.#recovered = true;
    this.#commaMissing = false;
    const begin = tooLong ? -1 : lastEventStart(Buffer.concat([stored, read]));
    if (begin < 0) return this.#startSeeking();
    if (begin < stored.length) {
      this.#input = Buffer.concat([stored.subarray(begin), this.#input.subarray(this.#elementStart)]);
      this.#at = 0;
    } else this.#at = this.#elementStart + begin - stored.length;
    this.#beginElement();
  }

  #startSeeking(): void {
    this.#recovered = true;
    this.#place = "seeking";
    this.#commaSeen = false;
  }

  #seek(byte: number): void {
    if (byte === openBrace && this.#commaSeen) return this.#beginElement();
    this.#commaSeen = byte === comma;
    this.#at += 1;
  }

  #moveBehind(place: Place): void {
    this.#place = place;
    this.#at += 1;
  }

  #emitWhole(): void {
    if (this.#whole !== null) this.#frames.push(this.#whole);
    this.#whole = null;
  }

  #finish(why: Fault): void {
    this.#frames.push({ fault: why, structural: true });
    this.#place = "finished";
  }

  #tooLong(): Fault {
    return fault("QG-0106", "", { limit: this.#eventBytesMax });
  }
}

/** The index of the last opening brace behind a comma; -1 where there is none. The brace of the element itself has no comma before it. */
function lastEventStart(element: Uint8Array): number {
  for (let brace = element.lastIndexOf(openBrace); brace > 0; brace = element.lastIndexOf(openBrace, brace - 1)) {
    let before = brace - 1;
    while (before > 0 && isJsonSpace(element[before] as number)) before -= 1;
    if (element[before] === comma) return brace;
  }
  return -1;
}
