import type { RuleSet } from "./rule.ts";

/** QG-06xx: questions to the read API. */
export const queryRules = {} as const satisfies RuleSet;
