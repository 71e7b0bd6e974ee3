/**
 * What a record of the canonical log holds, judged on the way out. The endpoint judged it on the way in, so that there is nothing to find,
 * unless something else wrote into the log. A record that no version of the endpoint can have written is refused: it keeps its place and its
 * stamp, and nothing reads what it says. The judgement is a pure function of the record and of the log that holds it.
 */
import { z } from "zod";
import { isCalendarDate } from "../calendar-date.ts";
import {
  batchType,
  partsOfType,
  releaseType,
  rolesOfSupplement,
  signalAcknowledgementType,
  signalsJudgedType,
  signalType,
  tickType,
} from "../codes/enumerations.ts";
import type { Role } from "../codes/enumerations.ts";
import type { Fault } from "../faults.ts";
import { daysLostMax, quantityMax, revisionMax } from "../events/inbound-limits.ts";
import { storedFormSchema } from "../responses/releases.ts";
import { fault } from "../rules/rules.ts";
import type { RuleId } from "../rules/rules.ts";
import { caseStatementSchema, claimStatementSchema, exposureStatementSchema, recordName, withdrawalSchema } from "../events/statement.ts";
import type { Statement } from "../events/statement.ts";
import {
  enterpriseStatusSchema,
  inspectionStatisticsSchema,
  isSupplement,
  occurrenceSchema,
  supplementWithdrawalSchema,
} from "../events/supplement.ts";
import type { Supplement } from "../events/supplement.ts";

export type LoggedContent =
  | { readonly kind: "statement"; readonly statement: Statement | Supplement }
  | { readonly kind: "tick" }
  | { readonly kind: "release" }
  | { readonly kind: "batch" }
  /** Raised or acknowledged, or a Monday judged. */
  | { readonly kind: "signal" }
  | { readonly kind: "refused"; readonly fault: Fault };

/** Of a log engine that finds a record it cannot hand on. */
export type RecordFlaw =
  /** Written in a transaction, a mark of one, or unreadable. */
  | "unreadable"
  /** From elsewhere in the log that it came from. */
  | "displaced";

/**
 * What stands for a record with a flaw where another log takes it along: it states nothing there either, for the same reason. No endpoint ever
 * wrote such a value.
 */
export const valueOfFlaw = (flaw: RecordFlaw): string => JSON.stringify({ flaw });

export interface JudgedRecord {
  readonly key: string;
  readonly value: string;
  readonly flaw?: RecordFlaw;
}

/** The log that holds a record. */
export interface LogIdentity {
  /** Names the log's pseudonym key; null while it holds no statement. */
  readonly keyId: string | null;
  /** Whether records of this key belong to the partition of this one. */
  readonly isItsPartition: boolean;
}

/** The log takes no larger ones. */
const charactersMax = 1024 * 1024;

/**
 * What a record is to its readers. Whatever no endpoint can have written is `refused`, with a rule of QG-0930 to QG-0939 and a pointer that
 * repeats nothing of the record; a value of more than 1,048,576 characters is not parsed.
 */
export function contentOfRecord({ key, value, flaw }: JudgedRecord, log: LogIdentity): LoggedContent {
  if (flaw !== undefined) return refused(ruleOfFlaw[flaw], "");
  const content = value.length > charactersMax ? undefined : objectOf(value);
  if (content === undefined) return refused("QG-0930", "");
  const told = content["flaw"];
  if (told === "unreadable" || told === "displaced") return refused(ruleOfFlaw[told], "");
  if (content["type"] === tickType) return { kind: "tick" };
  if (content["type"] === releaseType) return releaseShape.safeParse(content).success ? { kind: "release" } : refused("QG-0931", "");
  if (content["type"] === batchType) return batchShape.safeParse(content).success ? { kind: "batch" } : refused("QG-0931", "");
  const signalShape = signalShapes.get(content["type"]);
  if (signalShape !== undefined) return signalShape.safeParse(content).success ? { kind: "signal" } : refused("QG-0931", "");
  if (typeof content["entity"] !== "string") return refused("QG-0930", "");
  const found = faultOfStatement(content, key, log);
  return found === null
    ? { kind: "statement", statement: content as unknown as Statement | Supplement }
    : { kind: "refused", fault: found };
}

/** What every reader of releases needs. What a release says of itself has grown, and its readers look at it themselves. */
const releaseShape = z.object({ data: z.object({ release: z.looseObject({}), forms: z.record(z.string(), storedFormSchema) }) });

/** What a batch of open figures says of itself its readers look at. */
const batchShape = z.object({ data: z.object({ batch: z.looseObject({}) }) });

/** The same of signals. */
const signalShapes: ReadonlyMap<unknown, z.ZodType> = new Map<unknown, z.ZodType>([
  [signalType, z.object({ data: z.object({ signal: z.looseObject({}) }) })],
  [signalAcknowledgementType, z.object({ data: z.object({ acknowledgement: z.looseObject({}) }) })],
  [signalsJudgedType, z.object({ data: z.object({ judgement: z.looseObject({}) }) })],
]);

const ruleOfFlaw: Readonly<Record<RecordFlaw, RuleId>> = { unreadable: "QG-0932", displaced: "QG-0939" };

const refused = (rule: RuleId, pointer: string): LoggedContent => ({ kind: "refused", fault: fault(rule, pointer) });

function objectOf(value: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const content: unknown = JSON.parse(value);
    return typeof content === "object" && content !== null && !Array.isArray(content) ? (content as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const schemas: ReadonlyMap<unknown, z.ZodType> = new Map<unknown, z.ZodType>([
  ["case", caseStatementSchema],
  ["claim", claimStatementSchema],
  ["exposure", exposureStatementSchema],
  ["enterprise.status", enterpriseStatusSchema],
  ["inspection.statistics", inspectionStatisticsSchema],
  ["occurrence", occurrenceSchema],
]);

function faultOfStatement(content: Readonly<Record<string, unknown>>, key: string, log: LogIdentity): Fault | null {
  const isBeside = isSupplement(content as { readonly entity: string });
  const withdrawal = isBeside ? supplementWithdrawalSchema : withdrawalSchema;
  const schema = content["withdrawn"] === true ? withdrawal : schemas.get(content["entity"]);
  if (schema === undefined) return fault("QG-0931", "/entity");
  const walked = walk(content, "", 0);
  if (walked !== null) return walked;
  const parsed = schema.safeParse(content);
  if (!parsed.success) return fault("QG-0931", pointerOf(parsed.error.issues[0]?.path ?? []));
  const statement = content as unknown as Statement | Supplement;
  if (key !== recordName(statement) || !log.isItsPartition) return fault("QG-0933", "");
  return faultOfEnvelope(statement, log.keyId) ?? (statement.withdrawn ? null : faultOfDates(statement));
}

/** Names of members that the schemas know, and numbers: nothing that was written. */
const pointerOf = (path: readonly PropertyKey[]) => path.map((name) => `/${String(name)}`).join("");

/** Deeper than any statement, and far from what makes writing it again fail. */
const depthMax = 12;
const textMax = 64 * 1024;

/** Every text is whole and names nobody, every number is one that was ever accepted. Unknown members count too: they are stored. */
function walk(value: unknown, pointer: string, depth: number): Fault | null {
  if (typeof value === "string") {
    if (value.length > textMax || !value.isWellFormed()) return fault("QG-0931", pointer);
    return holdsIin(value) ? fault("QG-0935", pointer) : null;
  }
  if (typeof value === "number") return Math.abs(value) <= quantityMax ? null : fault("QG-0937", pointer);
  if (typeof value !== "object" || value === null) return null;
  if (depth === depthMax) return fault("QG-0931", pointer);
  for (const [name, member] of Object.entries(value)) {
    if (!name.isWellFormed() || holdsIin(name)) return fault(holdsIin(name) ? "QG-0935" : "QG-0931", pointer);
    // A name that somebody made up is not repeated.
    const found = walk(member, /^[A-Za-z0-9_]{1,40}$/.test(name) ? `${pointer}/${name}` : pointer, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

const twelveDigits = /(?<![\p{L}\p{N}-])(\d{2})(\d{2})(\d{2})[0-6]\d{5}(?![\p{L}\p{N}-])/gu;
const twelveDigitsAnywhere = /\d{12}/;

/** An IIN that stands alone: what every version of the endpoint refused in every text. What counts beyond that has grown, and is the endpoint's. */
function holdsIin(text: string): boolean {
  if (text.length < 12 || !twelveDigitsAnywhere.test(text)) return false;
  for (const [, , month, day] of text.matchAll(twelveDigits)) if (isCalendarDate(2000, Number(month), Number(day))) return true;
  return false;
}

const rolesOf: Readonly<Record<(Statement | Supplement)["entity"], (role: Role) => boolean>> = {
  "enterprise.status": (role) => rolesOfSupplement["enterprise.status"].includes(role),
  "inspection.statistics": (role) => rolesOfSupplement["inspection.statistics"].includes(role),
  occurrence: (role) => rolesOfSupplement.occurrence.includes(role),
  claim: (role) => role === "insurer",
  case: (role) => role !== "statistics",
  exposure: () => true,
};
const contentForm = /^[0-9a-f]{64}$/;

function faultOfEnvelope(
  { revision, role, entity, type, content, withdrawn, time, keyId }: Statement | Supplement,
  logKeyId: string | null,
): Fault | null {
  if (revision < 1 || revision > revisionMax) return fault("QG-0937", "/revision");
  if (!rolesOf[entity](role)) return fault("QG-0938", "/role");
  const told = partsOfType(type);
  if (told.entity !== entity || (told.verb === "withdrawn") !== withdrawn) return fault("QG-0931", "/type");
  if (!contentForm.test(content)) return fault("QG-0931", "/content");
  if (logKeyId !== null && keyId !== logKeyId) return fault("QG-0934", "/keyId");
  return time === null || isDate(time) ? null : fault("QG-0936", "/time");
}

const dateForm = /^(\d{4})-(\d{2})-(\d{2})(?:T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d{2}:[0-5]\d))?$/;

function isDate(text: string): boolean {
  const [, year, month, day] = dateForm.exec(text) ?? [];
  return year !== undefined && year >= "1900" && isCalendarDate(Number(year), Number(month), Number(day));
}

/** Of what happened and was stated: the store's dates end with 2299. */
const isDateOfData = (text: string) => isDate(text) && text < "2300";

function faultOfDates(statement: Exclude<Statement | Supplement, { withdrawn: true }>): Fault | null {
  if (isSupplement(statement)) return isDateOfData(statement.derived.date) ? null : fault("QG-0936", "/derived/date");
  if (statement.entity === "exposure") {
    const { from, to } = statement.derived;
    return isDateOfData(from) && isDateOfData(to) && from <= to ? null : fault("QG-0936", "/derived");
  }
  const { data, derived, keyId } = statement;
  if (!isDateOfData(data.occurredAt)) return fault("QG-0936", "/data/occurredAt");
  if (derived.date !== data.occurredAt.slice(0, 10)) return fault("QG-0936", "/derived/date");
  if (data.diedOn !== undefined && !isDateOfData(data.diedOn)) return fault("QG-0936", "/data/diedOn");
  for (const [name, text] of Object.entries<string | undefined>(data.notified ?? {}))
    if (text !== undefined && !isDateOfData(text)) return fault("QG-0936", `/data/notified/${name}`);
  if (statement.entity === "claim" && statement.data.claim.decidedOn !== undefined && !isDateOfData(statement.data.claim.decidedOn)) {
    return fault("QG-0936", "/data/claim/decidedOn");
  }
  if ((data.daysLost ?? 0) > daysLostMax) return fault("QG-0937", "/data/daysLost");
  return derived.globalWorker && data.worker?.ref.startsWith(`qg1:${keyId}:`) !== true ? fault("QG-0934", "/data/worker/ref") : null;
}
