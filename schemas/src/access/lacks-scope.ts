import type { Fault } from "../faults.ts";
import { fault } from "../rules/rules.ts";
import type { Scope } from "./scopes.ts";

/** How a token with the scope is made. */
const optionOf = (scope: Scope) => (scope === "send" ? "--source" : `--${scope}`);

/** Gives the fault of a token that has none of the scopes (QG-0853); `pointer` is what of the request needs one. */
export function lacksScope(scopes: readonly Scope[], pointer = ""): Fault {
  return fault("QG-0853", pointer, { option: scopes.map(optionOf).join(" | ") });
}
