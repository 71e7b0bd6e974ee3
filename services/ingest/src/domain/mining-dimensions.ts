/** The mining dimensions that cases and exposure share. */
import { commodities, miningMethods } from "@qorgau/schemas/codes/enumerations";
import { containsIin } from "@qorgau/schemas/personal-identifier";
import { type Check, code, codeThat } from "./member-checks.ts";

const mineForm = /^[a-z0-9-]{1,64}$/;
const mineName = codeThat("QG-0443", (name) => mineForm.test(name));

/** The only code whose form leaves room for twelve digits. */
export const mine: Check<string> = (value, pointer, examination) => {
  const kept = mineName(value, pointer, examination);
  return kept !== undefined && containsIin(kept) ? examination.tell("QG-0301", pointer) : kept;
};

export const method = code("QG-0440", miningMethods);
export const commodity = code("QG-0441", commodities);

/** True or absent: "not a contractor" is not told apart from unknown. */
export const contractor: Check<true> = (value, pointer, examination) => (value === true ? true : examination.tell("QG-0444", pointer));
