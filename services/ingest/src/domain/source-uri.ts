/** The name of a reporter: a URI with its scheme, well-formed and without an IIN. */
import { isSourceUri } from "@qorgau/schemas/reporters";
import { type Check, text } from "./member-checks.ts";

const name = text();

export const sourceUri: Check<string> = (value, pointer, examination) => {
  const source = name(value, pointer, examination);
  return source === undefined || isSourceUri(source) ? source : examination.tell("QG-0212", pointer);
};
