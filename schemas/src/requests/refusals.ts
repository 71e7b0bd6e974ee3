/** By which permanent rule a request parameter is refused. Parameters of a list of values need none: they are refused by QG-0603. */
import { z } from "zod";
import type { RuleId } from "../rules/rules.ts";

/** What a fault is made of, once the pointer of the parameter is known. */
export interface Refusal {
  readonly rule: RuleId;
  /** What fills the places of the message: from our own lists and limits, never from what was sent. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** Register a parameter last: what wraps a schema afterwards (`optional`, `default`) is another schema. */
export const refusals = z.registry<Refusal>();

/** The parameters of a check of one's own (`refine`, `addIssue`), which name the rule that it stands for. */
export function refusedBy(rule: RuleId, facts: Refusal["facts"] = {}): { readonly params: { readonly rule: RuleId } & Refusal } {
  return { params: { rule, facts } };
}

/** Whether the `params` of a zod issue are those of `refusedBy`. The rule id itself is not looked up. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "rule" in value;
}
