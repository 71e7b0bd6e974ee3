/**
 * Names that look equal must be equal: `WS-1` and `WS-1 ` would be two records of one accident (NUMBERS 4.5). And the parts of a URN that are
 * read without regard to case (RFC 8141: its scheme and its namespace).
 */
const plainName = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;
/** What prints as nothing, or breaks the line: format characters, variation selectors, fillers, the empty Braille cell, separators of lines. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\p{Zl}\p{Zp}]/u;

export type NameFault = "white_space" | "invisible" | "not_composed";

/** Why two names that print alike could differ in this one; null for a good name. */
export function faultOfName(name: string): NameFault | null {
  if (plainName.test(name)) return null;
  if (invisible.test(name)) return "invisible";
  if (name !== name.trim()) return "white_space";
  return name.normalize("NFC") === name ? null : "not_composed";
}

const urnForm = /^urn:([a-z0-9][a-z0-9-]{0,31}):/i;

/** The source as it is stored and compared: of a URN the scheme and the namespace in small letters; anything else as it is. */
export function canonicalSource(source: string): string {
  return source.replace(urnForm, (head) => head.toLowerCase());
}
