import type { RuleSet } from "./rule.ts";

/** QG-05xx: exposure data. */
export const exposureRules = {} as const satisfies RuleSet;
