import type { RuleSet } from "./rule.ts";

/** QG-03xx: identifiers and personal data. */
export const identifierRules = {} as const satisfies RuleSet;
