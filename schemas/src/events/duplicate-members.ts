/**
 * Finds a member name that occurs twice in one object of a JSON text. `JSON.parse` keeps the last one and says nothing, other readers keep the
 * first: two readers of the same bytes would see two statements. Names are compared as they are read, so `a` and `\u0061` are one name.
 */

import { maskIins } from "./personal-identifier.ts";

/**
 * The pointer (RFC 6901) of the second member of one name, IINs in it masked, or null where every name occurs once. `value` must be what
 * `JSON.parse` makes of `text`.
 */
export function duplicateMember(text: string, value: unknown): string | null {
  // Nearly always: as many names in the text as members in the value.
  return namesIn(text) === membersOf(value) ? null : new MemberReader(text).firstDuplicate();
}

/** A longer pointer is cut to its beginning. */
const pointerCharactersMax = 512;
/** Names were sent. They are masked before they are escaped, since `~1` before twelve digits would hide them from the mask. */
const printable = (name: string) => maskIins(name).toWellFormed();

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/** Colons outside strings: one for each name. */
function namesIn(text: string): number {
  let names = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === colon) names += 1;
    else if (character === quote) at = endOfString(text, at);
  }
  return names;
}

/** Where the string ends that begins at a quote: at its other quote. */
function endOfString(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

/** Of all objects in it, however deep: without recursion, since a text of brackets alone is JSON as well. */
function membersOf(value: unknown): number {
  let members = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== "object" || one === null) continue;
    const held = Object.values(one);
    if (!Array.isArray(one)) members += held.length;
    for (const inner of held) if (typeof inner === "object" && inner !== null) open.push(inner);
  }
  return members;
}

interface OpenPlace {
  /** Null in an array. */
  readonly names: Set<string> | null;
  /** The member or element that is being read. */
  name: string;
  index: number;
}

/** Reads text that is known to be JSON. */
class MemberReader {
  readonly #text: string;
  readonly #open: OpenPlace[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  firstDuplicate(): string | null {
    for (let at = 0; at < this.#text.length; at += 1) {
      const character = this.#text[at] as string;
      if (character === "{") this.#open.push({ names: new Set(), name: "", index: 0 });
      else if (character === "[") this.#open.push({ names: null, name: "0", index: 0 });
      else if (character === "}" || character === "]") this.#open.pop();
      else if (character === ",") this.#next();
      else if (character === '"') {
        const end = endOfString(this.#text, at);
        if (this.#isName(end) && this.#enter(JSON.parse(this.#text.slice(at, end + 1)) as string)) return this.#pointer();
        at = end;
      }
    }
    return null;
  }

  #next(): void {
    const place = this.#open.at(-1);
    if (place === undefined || place.names !== null) return;
    place.index += 1;
    place.name = String(place.index);
  }

  #isName(end: number): boolean {
    let at = end + 1;
    while (" \t\n\r".includes(this.#text[at] ?? "x")) at += 1;
    return this.#text[at] === ":";
  }

  /** Whether its object has the name already. */
  #enter(name: string): boolean {
    const place = this.#open.at(-1);
    if (place?.names === undefined || place.names === null) return false;
    place.name = name;
    if (place.names.has(name)) return true;
    place.names.add(name);
    return false;
  }

  #pointer(): string {
    const pointer = this.#open.map(({ name }) => `/${printable(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
    return pointer.length <= pointerCharactersMax ? pointer : pointer.slice(0, pointer.lastIndexOf("/", pointerCharactersMax));
  }
}
