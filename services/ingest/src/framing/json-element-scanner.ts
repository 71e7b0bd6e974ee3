/**
 * Finds the end of one JSON value in a stream of bytes, without building it. It follows the grammar of brackets, strings, commas and
 * colons, so that a missing quote or bracket is noticed within a few bytes instead of swallowing what follows; whether numbers,
 * words and escapes are well formed is left to the parser that reads the value afterwards.
 */

export type ScanOutcome =
  /** The value goes on behind these bytes. */
  | "more"
  /** The value ends before the returned index. */
  | "complete"
  /** The byte at the returned index is not valid there in any JSON value. */
  | "violation";

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

type Expectation = "value" | "value_or_end" | "key" | "key_or_end" | "colon" | "comma_or_end";

/** Gives whether the byte is white space of JSON (RFC 8259, section 2). */
export function isJsonSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDelimiter(byte: number): boolean {
  if (byte <= quote) return isJsonSpace(byte) || byte === quote;
  return byte === comma || byte === colon || byte === openBrace || byte === closeBrace || byte === openBracket || byte === closeBracket;
}

/** One scanner for any number of values, one after the other. */
export class JsonElementScanner {
  outcome: ScanOutcome = "more";
  /** The open brackets, outermost first. */
  #open = new Uint8Array(64);
  #depth = 0;
  #depthMax: number;
  #expect: Expectation = "value";
  #within: "nothing" | "string" | "scalar" = "nothing";
  #escaped = false;

  /** A value cannot be nested deeper than it has bytes: `depthMax` is the limit of its bytes. */
  constructor(depthMax: number) {
    this.#depthMax = depthMax;
  }

  /** Forgets the value before; the next `scan` begins a value. */
  begin(): void {
    this.outcome = "more";
    this.#depth = 0;
    this.#expect = "value";
    this.#within = "nothing";
    this.#escaped = false;
  }

  /** Reads on from index `from`. Gives the index where it stopped; `outcome` says why. */
  scan(bytes: Uint8Array, from: number): number {
    let at = from;
    this.outcome = "more";
    while (at < bytes.length && this.outcome === "more") {
      if (this.#within === "string") at = this.#readString(bytes, at);
      else if (this.#within === "scalar") at = this.#readScalar(bytes, at);
      else at = this.#readStructure(bytes, at);
    }
    return at;
  }

  #readString(bytes: Uint8Array, from: number): number {
    let at = from;
    if (this.#escaped) {
      this.#escaped = false;
      at += 1;
    }
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === quote) {
        this.#within = "nothing";
        if (this.#expect === "key" || this.#expect === "key_or_end") this.#expect = "colon";
        else this.#endValue();
        return at + 1;
      }
      if (byte === backslash) at += 1;
    }
    // A backslash was the last byte of these: the one it escapes comes next.
    this.#escaped = at > bytes.length;
    return bytes.length;
  }

  #readScalar(bytes: Uint8Array, from: number): number {
    for (let at = from; at < bytes.length; at += 1) {
      if (isDelimiter(bytes[at] as number)) {
        this.#within = "nothing";
        this.#endValue();
        return at;
      }
    }
    return bytes.length;
  }

  #readStructure(bytes: Uint8Array, at: number): number {
    const byte = bytes[at] as number;
    if (isJsonSpace(byte)) return at + 1;
    const expect = this.#expect;
    const value = expect === "value" || expect === "value_or_end";
    switch (byte) {
      case quote:
        if (!value && expect !== "key" && expect !== "key_or_end") return this.#violate(at);
        this.#within = "string";
        return at + 1;
      case openBrace:
      case openBracket:
        if (!value || this.#depth >= this.#depthMax) return this.#violate(at);
        this.#push(byte);
        return at + 1;
      case closeBrace:
      case closeBracket:
        if (expect !== "comma_or_end" && expect !== (byte === closeBrace ? "key_or_end" : "value_or_end")) return this.#violate(at);
        if (this.#innermost() !== (byte === closeBrace ? openBrace : openBracket)) return this.#violate(at);
        this.#depth -= 1;
        this.#endValue();
        return at + 1;
      case comma:
        if (expect !== "comma_or_end") return this.#violate(at);
        this.#expect = this.#innermost() === openBrace ? "key" : "value";
        return at + 1;
      case colon:
        if (expect !== "colon") return this.#violate(at);
        this.#expect = "value";
        return at + 1;
      default:
        if (!value) return this.#violate(at);
        this.#within = "scalar";
        return at;
    }
  }

  #endValue(): void {
    if (this.#depth === 0) this.outcome = "complete";
    else this.#expect = "comma_or_end";
  }

  #violate(at: number): number {
    this.outcome = "violation";
    return at;
  }

  #innermost(): number | undefined {
    return this.#depth > 0 ? this.#open[this.#depth - 1] : undefined;
  }

  #push(bracket: number): void {
    if (this.#depth === this.#open.length) {
      const larger = new Uint8Array(2 * this.#open.length);
      larger.set(this.#open);
      this.#open = larger;
    }
    this.#open[this.#depth] = bracket;
    this.#depth += 1;
    this.#expect = bracket === openBrace ? "key_or_end" : "value_or_end";
  }
}
