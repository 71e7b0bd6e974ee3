/** A number that may be a person's, as a part of the name of a record. */
import { hash } from "node:crypto";

/** So few that of the numbers of persons many share each: none follows from its key. */
const hexadecimalDigits = 6;

/** Tells the companies of one reporter apart: the beginning of the SHA-256, hexadecimal. */
export function keyOfNumber(number: string): string {
  return hash("sha256", number).slice(0, hexadecimalDigits);
}
