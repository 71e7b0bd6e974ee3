import type { RuleSet } from "./rule.ts";

/** QG-02xx: the envelope of an event. */
export const envelopeRules = {} as const satisfies RuleSet;
