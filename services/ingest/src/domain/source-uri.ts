/** The name of a reporter: a URI with its scheme, well-formed and without an IIN; of a URN scheme and namespace in small letters. */
import { isSourceUri } from "@qorgau/schemas/events/reporters";
import { canonicalSource } from "@qorgau/schemas/events/names";
import { type Check, name } from "./member-checks.ts";

const sourceName = name();

/** A check for the source of a reporter; gives it in its canonical form. Anything else is QG-0212. */
export const sourceUri: Check<string> = (value, pointer, examination) => {
  const source = sourceName(value, pointer, examination);
  if (source === undefined) return undefined;
  return isSourceUri(source) ? canonicalSource(source) : examination.addFault("QG-0212", pointer);
};
