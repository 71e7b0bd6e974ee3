import type { RuleSet } from "./rule.ts";

/** QG-04xx: case and claim data. */
export const caseRules = {} as const satisfies RuleSet;
