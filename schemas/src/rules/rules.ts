/** All permanent rule ids, and the one way to make a fault from one. */
import type { Fault } from "../faults.ts";
import type { Language } from "../languages.ts";
import { accessRules } from "./access-rules.ts";
import { responseRules } from "./response-rules.ts";
import { caseRules } from "./case-rules.ts";
import { envelopeRules } from "./envelope-rules.ts";
import { exposureRules } from "./exposure-rules.ts";
import { identifierRules } from "./identifier-rules.ts";
import { kafkaRules } from "./kafka-rules.ts";
import { logRules } from "./log-rules.ts";
import { nameRules } from "./name-rules.ts";
import { limitRules } from "./limit-rules.ts";
import { operationRules } from "./operation-rules.ts";
import { pastRules } from "./past-rules.ts";
import { proofRules } from "./proof-rules.ts";
import { qualityRules } from "./quality-rules.ts";
import { queryRules } from "./query-rules.ts";
import { recordsRules } from "./records-rules.ts";
import { regionRules } from "./region-rules.ts";
import { releaseRules } from "./release-rules.ts";
import { reporterRules } from "./reporter-rules.ts";
import type { Rule } from "./rule.ts";
import { transportRules } from "./transport-rules.ts";
import { webhookRules } from "./webhook-rules.ts";

const ruleSet = {
  ...transportRules,
  ...kafkaRules,
  ...envelopeRules,
  ...nameRules,
  ...identifierRules,
  ...caseRules,
  ...exposureRules,
  ...queryRules,
  ...responseRules,
  ...pastRules,
  ...recordsRules,
  ...qualityRules,
  ...operationRules,
  ...proofRules,
  ...accessRules,
  ...releaseRules,
  ...regionRules,
  ...reporterRules,
  ...logRules,
  ...limitRules,
  ...webhookRules,
};

export type RuleId = keyof typeof ruleSet;
export const rules: Readonly<Record<RuleId, Rule>> = ruleSet;

type Facts = Readonly<Record<string, string | number>>;

/** A fault with what fills the places of its message, so that it can be rendered in another language. No copy of it has them, and no JSON. */
class FilledFault implements Fault {
  readonly rule: RuleId;
  readonly pointer: string;
  readonly message: string;
  readonly #facts: Facts;

  constructor(rule: RuleId, pointer: string, facts: Facts) {
    this.rule = rule;
    this.pointer = pointer;
    this.message = filled(rules[rule].message.en, facts);
    this.#facts = facts;
  }

  static factsOf(one: Fault): Facts | undefined {
    return #facts in one ? one.#facts : undefined;
  }
}

/**
 * A fault in English. `facts` fill the `{name}` places of the message and come from this code's own lists and limits, never from
 * what was sent.
 */
export function fault(rule: RuleId, pointer: string, facts: Facts = {}): Fault {
  const english = rules[rule].message.en;
  return english.includes("{") ? new FilledFault(rule, pointer, facts) : { rule, pointer, message: english };
}

function filled(message: string, facts: Facts): string {
  return message.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(facts[name] ?? place));
}

/** The fault in another language. One that was not made here, or was copied, stays as it is where its message has places to be filled. */
export function faultIn(language: Language, one: Fault): Fault {
  const rule = Object.hasOwn(rules, one.rule) ? rules[one.rule as RuleId] : undefined;
  const facts = FilledFault.factsOf(one);
  if (rule === undefined || (facts === undefined && rule.message.en.includes("{"))) return one;
  return { ...one, message: filled(rule.message[language], facts ?? {}) };
}
