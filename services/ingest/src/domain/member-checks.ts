/**
 * The checks of which the examination of data is made. A check looks at one value, adds its faults by their rules and returns what is stored of
 * it, undefined where it is at fault. Hand-written rather than zod's, because each kind of fault has a permanent rule, unknown members are
 * reported, IINs are replaced on the way and the order of stored members is that of the content hash. In zod
 * `schemas/src/events/inbound-event.ts` describes the same shapes; a test holds the two together.
 */
import { nameCharactersMax } from "@qorgau/schemas/events/inbound-limits";
import { faultOfName } from "@qorgau/schemas/events/names";
import type { NameFault } from "@qorgau/schemas/events/names";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import type { RuleId } from "@qorgau/schemas/rules/rules";
import type { Examination } from "./examination.ts";

/** Gives what is stored of the value. Where that is undefined, it has added one fault at least, at `pointer` (RFC 6901) or below it. */
export type Check<Stored> = (value: unknown, pointer: string, examination: Examination) => Stored | undefined;

/** A check for every member that there is. */
export type MemberChecks<Stored> = { readonly [Name in keyof Stored]-?: Check<Exclude<Stored[Name], undefined>> };

/** Gives whether the value is a JSON object: not null, not an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * An object of these members. Others are dropped with a warning, or are faults by the rule `unknown`. The result is a new object, so that no name
 * that was sent (`__proto__`, `constructor`) ever becomes a member of anything. Members at fault are not in it.
 */
export function object<Stored extends object>(
  checks: MemberChecks<Stored>,
  required: ReadonlyArray<keyof Stored & string> = [],
  unknown?: RuleId,
): Check<Partial<Stored>> {
  const members = Object.entries<Check<unknown>>(checks).toSorted(([left], [right]) => (left < right ? -1 : 1));
  const names = new Set(Object.keys(checks));
  return (value, pointer, examination) => {
    if (!isObject(value)) return examination.addFault("QG-0207", pointer);
    const storedMembers: Record<string, unknown> = {};
    let known = 0;
    for (const [name, check] of members) {
      if (!Object.hasOwn(value, name)) continue;
      known += 1;
      const stored = check(value[name], `${pointer}/${name}`, examination);
      if (stored !== undefined) storedMembers[name] = stored;
    }
    for (const name of required) if (!Object.hasOwn(value, name)) examination.addFault("QG-0202", `${pointer}/${name}`);
    const sent = Object.keys(value);
    if (sent.length > known) for (const name of sent) if (!names.has(name)) examination.addUnknown(pointer, name, unknown);
    return storedMembers as Partial<Stored>;
  };
}

const controlCharacters = /\p{Cc}/u;
const controlCharactersButLineBreaks = /[^\P{Cc}\t\n\r]/u;

export interface TextOptions {
  /** Whether lines may break in it. */
  readonly lines?: boolean;
  /** Whether it names something, so that names that look equal must be equal. */
  readonly names?: boolean;
}

const nameRules = { white_space: "QG-0231", invisible: "QG-0232", not_composed: "QG-0233" } as const satisfies Record<NameFault, RuleId>;

/**
 * A check for text that is stored as it is. Faults: no string (QG-0203), blank (QG-0204), longer than `charactersMax` UTF-16 units (QG-0205),
 * control characters or half a surrogate pair (QG-0206), an IIN (QG-0301), and those of `nameRules` for a name,
 * unless the event is a withdrawal.
 */
export function text(charactersMax: number = nameCharactersMax, options: TextOptions = {}): Check<string> {
  const forbidden = options.lines === true ? controlCharactersButLineBreaks : controlCharacters;
  return (value, pointer, examination) => {
    if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
    if (value.trim() === "") return examination.addFault("QG-0204", pointer);
    if (value.length > charactersMax) return examination.addFault("QG-0205", pointer, { max: charactersMax });
    if (forbidden.test(value) || !value.isWellFormed()) return examination.addFault("QG-0206", pointer);
    if (containsIin(value, examination.context.nowMs)) return examination.addFault("QG-0301", pointer);
    // A record whose name was taken before there was this rule can still be withdrawn.
    const fault = options.names === true && !examination.isWithdrawal ? faultOfName(value) : null;
    if (fault !== null) return examination.addFault(nameRules[fault], pointer);
    return value;
  };
}

/** A check for the name or number of something (NUMBERS, 4.5 to 4.7). */
export const name = (): Check<string> => text(nameCharactersMax, { names: true });

/** A check for a code of a closed list. Anything else is QG-0203 where it is no string, otherwise `rule`. */
export function code<Code extends string>(rule: RuleId, codes: Iterable<Code>): Check<Code> {
  const list = new Set<string>(codes);
  const facts = { allowed: [...list].join(", ") };
  return (value, pointer, examination) => {
    if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
    return list.has(value) ? (value as Code) : examination.addFault(rule, pointer, facts);
  };
}

/**
 * A code of a form, or one that `isKnown` finds in its list. It is stored only where that holds, so that it holds no IIN unless the form allows
 * twelve digits.
 */
export function codeThat(rule: RuleId, isKnown: (code: string) => boolean): Check<string> {
  return (value, pointer, examination) => {
    if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
    return isKnown(value) ? value : examination.addFault(rule, pointer);
  };
}

/** A check for true or false. Anything else is a fault by `rule`. */
export function truth(rule: RuleId): Check<boolean> {
  return (value, pointer, examination) => (typeof value === "boolean" ? value : examination.addFault(rule, pointer));
}

/** A check for a number from `min` to `max`, both included. Anything else is QG-0209. */
export function number(min: number, max: number): Check<number> {
  return (value, pointer, examination) =>
    typeof value === "number" && value >= min && value <= max ? value : examination.addFault("QG-0209", pointer, { min, max });
}

/** A check for a whole number from `min` to `max`, both included. Anything else is QG-0210. */
export function wholeNumber(min: number, max: number): Check<number> {
  return (value, pointer, examination) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? value
      : examination.addFault("QG-0210", pointer, { min, max });
}

/** A check for a list of one or more different codes. QG-0208 where the list is wrong, otherwise `rule` at each wrong code. */
export function codeList<Code extends string>(rule: RuleId, codes: readonly Code[]): Check<Code[]> {
  const checkItem = code(rule, codes);
  return (value, pointer, examination) => {
    const wrong = !Array.isArray(value) || value.length === 0 || value.length > codes.length || new Set(value).size < value.length;
    if (wrong) return examination.addFault("QG-0208", pointer, { max: codes.length });
    const storedMembers = value.map((item: unknown, index) => checkItem(item, `${pointer}/${index}`, examination));
    return storedMembers.filter((item) => item !== undefined);
  };
}
