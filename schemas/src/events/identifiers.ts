/**
 * Kazakh identification numbers of twelve digits: the BIN of an organisation and the IIN of a person. A failing check digit is
 * never a reason to refuse one: such numbers were issued and are in use.
 */
import { isCalendarDate } from "../calendar-date.ts";
import type { Sex } from "../codes/enumerations.ts";

const twelveDigits = /^\d{12}$/;
const zero = 0x30;

/** Whether it has the form of an IIN or a BIN: ASCII digits alone, nothing beside them. */
export function isTwelveDigits(text: string): boolean {
  return twelveDigits.test(text);
}

/** By the fifth digit: 0 to 3 begins the day of a birth date (IIN), 4 to 6 is the kind of an organisation (BIN); null for anything else. */
export function classifyIdentifier(text: string): "iin" | "bin" | null {
  if (!isTwelveDigits(text)) return null;
  const fifth = text.charCodeAt(4) - zero;
  if (fifth <= 3) return "iin";
  return fifth <= 6 ? "bin" : null;
}

function remainder(digits: string, weightOf: (index: number) => number): number {
  let sum = 0;
  for (let index = 0; index < 11; index++) sum += (digits.charCodeAt(index) - zero) * weightOf(index);
  return sum % 11;
}

/** The twelfth digit that belongs to the first eleven; null where both passes give 10, as no such number is issued. */
export function checkDigit(digits: string): number | null {
  const first = remainder(digits, (index) => index + 1);
  if (first < 10) return first;
  const second = remainder(digits, (index) => (index < 9 ? index + 3 : index - 8));
  return second < 10 ? second : null;
}

/** Of twelve digits, which are not looked at again. Where it is false the identifier is accepted with a warning (DESIGN, section 3). */
export function checkDigitHolds(identifier: string): boolean {
  return checkDigit(identifier) === identifier.charCodeAt(11) - zero;
}

export interface IinFacts {
  /** YYYY-MM-DD. */
  readonly birthDate: string;
  readonly sex: Sex;
}

/** What an IIN says of its bearer: digits 1 to 6 are YYMMDD, the seventh is century and sex. Null where it is not 1 to 6 or the date is not real. */
export function decodeIin(iin: string): IinFacts | null {
  const seventh = iin.charCodeAt(6) - zero;
  if (!isTwelveDigits(iin) || seventh < 1 || seventh > 6) return null;
  const year = 1800 + 100 * Math.floor((seventh - 1) / 2) + Number(iin.slice(0, 2));
  const month = iin.slice(2, 4);
  const day = iin.slice(4, 6);
  if (!isCalendarDate(year, Number(month), Number(day))) return null;
  return { birthDate: `${year}-${month}-${day}`, sex: seventh % 2 === 1 ? "male" : "female" };
}
