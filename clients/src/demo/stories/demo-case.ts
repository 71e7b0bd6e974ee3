import type { Cause, Kind, Severity } from "@qorgau/schemas/codes/enumerations";
import type { MiningDetails } from "../plan/mines.ts";
import type { Employer, Person } from "../plan/synthetic-identity.ts";

/** What truly happened to one worker, as it must be known in the end. How it became known is a story (`case-story.ts`). */
export interface DemoCase {
  /** Unique in the whole stream; every reporter's number of it is made from this one. */
  readonly number: string;
  readonly kind: Kind;
  /** YYYY-MM-DD. */
  readonly day: string;
  /** From local midnight; null where only the day is stated. */
  readonly minuteOfDay: number | null;
  readonly severity: Severity;
  readonly diedOn: string | null;
  readonly region: string;
  /** NACE division, or deeper. */
  readonly sector: string;
  readonly employer: Employer;
  readonly worker: Person;
  /** Shared by the victims of one accident. */
  readonly accident: string;
  readonly isGroup: boolean;
  readonly causes: readonly Cause[];
  readonly injury: { readonly type: string; readonly bodyPart: string };
  readonly deviation: string;
  readonly contact: string;
  readonly daysLost: number | null;
  readonly mining: MiningDetails | null;
  /** False: the commission finds that the accident had nothing to do with work, and it must not count. */
  readonly isWorkRelated: boolean;
}
