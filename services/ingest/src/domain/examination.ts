/** One event under examination: what it is judged by, and every fault found so far. */
import type { Fault } from "@qorgau/schemas/faults";
import { pointerNameCharactersMax, unknownMembersListedMax } from "@qorgau/schemas/events/inbound-limits";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import type { Reporters } from "@qorgau/schemas/events/reporters";
import { fault, type RuleId, rules } from "@qorgau/schemas/rules/rules";

/** What a judgement depends on beside the event: the same event and the same context give the same verdict. */
export interface AcceptanceContext {
  /** The ingest endpoint's clock. */
  readonly nowMs: number;
  /** Names the pseudonym key of the log. */
  readonly keyId: string;
  /** `qg1:<keyId>:<64 hex>` of an IIN. */
  pseudonymise(iin: string): string;
  /** Null: there is no list, and the role follows the statement. */
  readonly reporters: Reporters | null;
  /** The sources that the sender may speak for; absent: any. */
  readonly speakers?: readonly string[];
}

export class Examination {
  readonly context: AcceptanceContext;
  readonly errors: Fault[] = [];
  readonly warnings: Fault[] = [];
  /** Whether the event takes a record back. */
  readonly isWithdrawal: boolean;
  #unknownMembers = 0;

  constructor(context: AcceptanceContext, { isWithdrawal = false }: { readonly isWithdrawal?: boolean } = {}) {
    this.context = context;
    this.isWithdrawal = isWithdrawal;
  }

  /** Adds a fault, as error or warning by its rule. Returns undefined, which is what a check stores of a value at fault. */
  addFault(rule: RuleId, pointer: string, facts?: Readonly<Record<string, string | number>>): undefined {
    (rules[rule].level === "error" ? this.errors : this.warnings).push(fault(rule, pointer, facts));
  }

  /** Notes that a member is dropped, or refused by its rule, because there is none of this name in the object at `pointer`. */
  addUnknown(pointer: string, name: string, rule: RuleId = "QG-0290"): void {
    this.#unknownMembers += 1;
    if (this.#unknownMembers <= unknownMembersListedMax) this.addFault(rule, pointerTo(pointer, name));
    else if (this.#unknownMembers === unknownMembersListedMax + 1) this.addFault("QG-0291", "/data", { max: unknownMembersListedMax });
  }
}

/** RFC 6901. The name was sent: it is masked before it is escaped, since `~1` before twelve digits would hide them from the mask. */
function pointerTo(pointer: string, name: string): string {
  if (name.length > pointerNameCharactersMax || !name.isWellFormed()) return pointer;
  return `${pointer}/${maskIins(name).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
