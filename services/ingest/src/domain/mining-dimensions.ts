/** The mining dimensions that cases and exposure share. */
import { commodities, miningMethods } from "@qorgau/schemas/codes/enumerations";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { type Check, code, codeThat } from "./member-checks.ts";

const mineForm = /^[a-z0-9-]{1,64}$/;
const mineName = codeThat("QG-0443", (name) => mineForm.test(name));

/** A check for the name of a mine, QG-0443. It is the only code whose form has room for twelve digits: an IIN is QG-0301. */
export const mine: Check<string> = (value, pointer, examination) => {
  const stored = mineName(value, pointer, examination);
  return stored !== undefined && containsIin(stored) ? examination.addFault("QG-0301", pointer) : stored;
};

export const method = code("QG-0440", miningMethods);
export const commodity = code("QG-0441", commodities);

/** A check for true, a contractor's worker, or false, the operator's own. */
export const contractor: Check<boolean> = (value, pointer, examination) =>
  typeof value === "boolean" ? value : examination.addFault("QG-0444", pointer);
