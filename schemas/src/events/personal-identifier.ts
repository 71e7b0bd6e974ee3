/**
 * Finds individual identification numbers (IIN) in text that must hold none (DESIGN 3, NUMBERS 4.6): twelve digits, the first six a date
 * YYMMDD, the seventh 0 to 6, alone. Where letters touch them, or where single spaces, hyphens and dots between the digits were taken out, the
 * check digit must hold, the seventh be 1 to 6 and the birth date lie 14 to 100 years back, so that what merely looks like one passes. Text is
 * read after NFKC, with percent-encoding undone, the digits of every script as 0 to 9, and without what prints as nothing or as a mark on a digit,
 * so that no spelling of a digit hides one. UUIDs, pseudonyms and hexadecimal runs of 32 or more are exempt. One search serves refusal and
 * masking: what is masked is what is refused. A BIN (fifth digit 4 to 6) never matches.
 */
import { wholeYearsBetween } from "../calendar-date.ts";
import { checkDigitHolds, decodeIin } from "./identifiers.ts";

const iinLength = 12;
const daysOfMonth = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const [youngest, oldest] = [14, 100];

const exempt = /(?<![\p{L}\p{N}])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\p{L}\p{N}])|qg1:[\da-f]{8}:[\da-f]{64}|[\da-f]{32,}/giu;
/** Groups of digits with at most one separator between two of them, twelve digits or more. Beside hyphens and dots their look-alikes. */
const digitRun = /\d(?:[\p{Zs}\t\p{Pd}\u2212\u2043.\u00b7\u2022\u2027\u30fb]?\d){11,}/gu;
/** Format characters, others that print as nothing (variation selectors, fillers), and marks on the character before. */
const unread = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{M}]/u;
const continuing = String.raw`%[89ab][\da-f]`;
/** One code point, percent-encoded in UTF-8. */
const percentEncoded = new RegExp(
  String.raw`%(?:[0-7][\da-f]|[cd][\da-f]${continuing}|e[\da-f](?:${continuing}){2}|f[\da-f](?:${continuing}){3})`,
  "iy",
);
const digit = /\p{Nd}/u;
const letterOrDigit = /[\p{L}\p{N}]/u;
/** What reads as it stands. */
const plain = /^[\0-$&-\x7f]*$/;
/** Most texts hold fewer than twelve digits; this tells them apart at a fraction of the cost. */
const twelveDigits = /(?:\p{N}\P{N}*){12}/u;

/** From `start` to before `end`, in UTF-16 code units. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** `nowMs` is the moment of which ages are reckoned. */
export function containsIin(text: string, nowMs: number = Date.now()): boolean {
  return spansOfIins(text, nowMs).length > 0;
}

/** The text with every IIN printed as `#`: for pointers, URLs and other text, in which escapes of JSON may hide one as well. */
export function maskIins(text: string): string {
  return mask(text, (one, nowMs) => joined([...spansOfIins(one, nowMs), ...(one.includes("\\") ? spansInJson(one, nowMs) : [])]));
}

/** Gives the text with every pseudonym (`qg1:<keyId>:<64 hex>`) printed as `qg1:#`. */
export function maskPseudonyms(text: string): string {
  return text.replaceAll(/qg1:[^:,|&\s"]{1,64}:[0-9a-f]{64}/g, "qg1:#");
}

/** `maskIins` of JSON text alone, such as a log line: in it a line break is `\n`, whose letter belongs to no word. */
export function maskIinsInJson(text: string): string {
  return mask(text, spansInJson);
}

function mask(text: string, spansOf: (text: string, nowMs: number) => readonly Span[]): string {
  const spans = spansOf(text, Date.now());
  if (spans.length === 0) return text;
  let masked = "";
  let at = 0;
  for (const { start, end } of spans) {
    masked += `${text.slice(at, start)}#`;
    at = end;
  }
  // Without the digits that were taken out what is left may read otherwise.
  return mask(masked + text.slice(at), spansOf);
}

const jsonEscape = /\\(?:u([\da-fA-F]{4})|(.))/gs;
const shortEscapes: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

function spansInJson(json: string, nowMs: number): readonly Span[] {
  if (!twelveDigits.test(json)) return [];
  if (!json.includes("\\")) return spansOfIins(json, nowMs);
  // The place in the JSON of each code unit of the text that the JSON means.
  const places: number[] = [];
  let text = "";
  let at = 0;
  const take = (meant: string, start: number, isEscape: boolean) => {
    for (let index = 0; index < meant.length; index += 1) places.push(isEscape ? start : start + index);
    text += meant;
  };
  for (const match of json.matchAll(jsonEscape)) {
    take(json.slice(at, match.index), at, false);
    const [whole, hex, letter = ""] = match;
    take(hex === undefined ? (shortEscapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)), match.index, true);
    at = match.index + whole.length;
  }
  take(json.slice(at), at, false);
  places.push(json.length);
  return spansOfIins(text, nowMs).map(({ start, end }) => ({ start: places[start] as number, end: places[end] as number }));
}

function spansOfIins(text: string, nowMs: number): readonly Span[] {
  if (text.length < iinLength || !twelveDigits.test(text)) return [];
  if (plain.test(text)) return spansOfPlain(text, nowMs);
  // As written, and as it reads: either may hold an IIN that is hidden in the other.
  const { read, places } = readable(text);
  const found = spansOfPlain(read, nowMs).map(({ start, end }) => ({ start: places[start] as number, end: places[end] as number }));
  return joined([...spansOfPlain(text, nowMs), ...found]);
}

/** The text as it is read, code point by code point; with the place of each code unit in the text. */
function readable(text: string): { readonly read: string; readonly places: readonly number[] } {
  const places: number[] = [];
  let read = "";
  let at = 0;
  while (at < text.length) {
    const part = partAt(text, at);
    const meant = meaningOf(part);
    for (let index = 0; index < meant.length; index += 1) places.push(at);
    read += meant;
    at += part.length;
  }
  places.push(text.length);
  return { read, places };
}

/** One code point as it is written there: itself, or percent-encoded. */
function partAt(text: string, at: number): string {
  if (text[at] !== "%") return String.fromCodePoint(text.codePointAt(at) as number);
  percentEncoded.lastIndex = at;
  return percentEncoded.exec(text)?.[0] ?? "%";
}

function meaningOf(part: string): string {
  if (part.length === 1 && part <= "\x7f") return part;
  const character = part.startsWith("%") ? decodeSafely(part) : part;
  if (unread.test(character)) return "";
  const meant = character.normalize("NFKC");
  return digit.test(meant) ? meant.replaceAll(/\p{Nd}/gu, valueOfDigit) : meant;
}

function decodeSafely(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** 0 to 9 of a decimal digit of any script: Unicode keeps the ten of each together, in the order of their values. */
function valueOfDigit(one: string): string {
  const code = one.codePointAt(0) as number;
  let before = 0;
  while (digit.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

function joined(spans: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (last === undefined || span.start >= last.end) result.push(span);
    else result[result.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
  }
  return result;
}

function spansOfPlain(text: string, nowMs: number): readonly Span[] {
  const spans: Span[] = [];
  // Of the same length, so that places stay; nothing that touches.
  const left = text.replaceAll(exempt, (run) => "\0".repeat(run.length));
  for (const match of left.matchAll(digitRun)) spans.push(...spansOfRun(left, match[0], match.index, nowMs));
  return spans;
}

/** Of groups of digits with single separators: every row of groups that makes twelve digits is looked at, the first that is an IIN is taken. */
function spansOfRun(text: string, run: string, begin: number, nowMs: number): Span[] {
  const groups = [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ digits, start: begin + index }));
  const spans: Span[] = [];
  for (let first = 0; first < groups.length; first += 1) {
    let digits = "";
    for (let last = first; last < groups.length && digits.length < iinLength; last += 1) {
      const group = groups[last] as { digits: string; start: number };
      digits += group.digits;
      if (digits.length !== iinLength) continue;
      const span = { start: (groups[first] as { start: number }).start, end: group.start + group.digits.length };
      const isAlone = first === last && !isTouched(text, span);
      if (!(isAlone ? looksLikeIin(digits) : isSurelyIin(digits, nowMs))) continue;
      spans.push(span);
      first = last;
    }
  }
  return spans;
}

function isTouched(text: string, { start, end }: Span): boolean {
  const before = start === 0 ? "" : (Array.from(text.slice(Math.max(0, start - 2), start)).at(-1) ?? "");
  const behind = Array.from(text.slice(end, end + 2))[0] ?? "";
  return letterOrDigit.test(before) || letterOrDigit.test(behind);
}

function looksLikeIin(digits: string): boolean {
  const month = Number(digits.slice(2, 4));
  const day = Number(digits.slice(4, 6));
  return day >= 1 && day <= (daysOfMonth[month - 1] ?? 0) && digits.charCodeAt(6) <= 0x36;
}

function isSurelyIin(digits: string, nowMs: number): boolean {
  const facts = decodeIin(digits);
  if (facts === null || !checkDigitHolds(digits)) return false;
  const today = new Date(nowMs).toISOString().slice(0, 10);
  if (facts.birthDate > today) return false;
  const age = wholeYearsBetween(facts.birthDate, today);
  return age >= youngest && age <= oldest;
}
