/**
 * The ingest endpoint's judgement: an event is accepted as a statement, its IINs replaced by pseudonyms, or rejected with every fault reported.
 * Pure, and the same for the HTTP and the Kafka ingest endpoint. No fault repeats anything that was sent.
 */
import { hash } from "node:crypto";
import type { Entity, SupplementEntity } from "@qorgau/schemas/codes/enumerations";
import type { Reporter } from "@qorgau/schemas/events/reporters";
import type { EnterpriseStatusData, OccurrenceData, Supplement } from "@qorgau/schemas/events/supplement";
import type { ExposureData } from "@qorgau/schemas/events/event";
import type { Fault } from "@qorgau/schemas/faults";
import { duplicateMember } from "@qorgau/schemas/events/duplicate-members";
import { freeTextCharactersMax } from "@qorgau/schemas/events/inbound-limits";
import { type Statement, recordName } from "@qorgau/schemas/events/statement";
import { examineCaseData } from "./case-data.ts";
import { type Envelope, examineEnvelope, examineRole, isWithdrawal, readType, type TypeReading } from "./envelope.ts";
import { type AcceptanceContext, Examination } from "./examination.ts";
import { examineExposureData } from "./exposure-data.ts";
import { checkForeignExposure } from "./exposure-reporter.ts";
import { isObject, object, text } from "./member-checks.ts";
import { examineEnterpriseStatus, examineInspectionStatistics, examineOccurrence } from "./supplement-data.ts";
import { checkOwnEnterprise, checkProgramme } from "./supplement-reporter.ts";
import { nothingReported, readTrace, reportedIdentity } from "./reported-identity.ts";
import type { ReportedIdentity, WholeIdentity } from "./reported-identity.ts";

export type { AcceptanceContext } from "./examination.ts";

/** The result of a judgement. `warnings` never decide it. */
export type Verdict =
  | {
      readonly accepted: true;
      readonly id: string;
      readonly reported: WholeIdentity;
      /** `recordName()`: the key of the log. */
      readonly name: string;
      readonly statement: Statement | Supplement;
      readonly warnings: readonly Fault[];
    }
  | {
      readonly accepted: false;
      /** Null where it is missing or at fault itself. */
      readonly id: string | null;
      readonly reported: ReportedIdentity;
      readonly errors: readonly Fault[];
      readonly warnings: readonly Fault[];
    };

/** Judges the bytes of one event. What is no UTF-8 or no JSON is rejected with QG-0101, what is no object with QG-0201. */
export function judgeText(bytes: Uint8Array, context: AcceptanceContext): Verdict {
  const candidate = parseJson(bytes);
  return candidate === undefined ? refuseWhole(context, "QG-0101") : judge(candidate.value, context, candidate.duplicate);
}

/** Judges an event as `JSON.parse` gave it. `duplicate` is the pointer of a member whose name occurs twice in its object. */
export function judge(candidate: unknown, context: AcceptanceContext, duplicate: string | null = null): Verdict {
  if (!isObject(candidate)) return refuseWhole(context, "QG-0201");
  const examination = new Examination(context, { isWithdrawal: isWithdrawal(candidate) });
  if (duplicate !== null) examination.addFault("QG-0230", duplicate);
  const envelope = examineEnvelope(candidate, examination);
  const reported = reportedIdentity(envelope, readTrace(candidate, examination), duplicate);
  const reading = envelope.type === undefined ? null : readType(envelope.type);
  const role = envelope.source === undefined ? undefined : examineRole(envelope.source, reading?.entity ?? null, examination);
  const settled = examineData(candidate, reading, examination);
  const reporter = envelope.source === undefined ? undefined : context.reporters?.get(envelope.source);
  if (reading !== null && settled !== null && reporter !== undefined && role !== undefined) {
    checkReporter(reading, settled.data, reporter, examination);
  }
  const { errors, warnings } = examination;
  if (errors.length > 0 || settled === null || reading === null) {
    // Which of two ids is meant nobody can say.
    const id = duplicate === "/id" ? null : (envelope.id ?? null);
    return { accepted: false, id, reported, errors, warnings };
  }
  // Without an error every required attribute is there.
  const { id, source, type, subject, revision, time } = envelope as Envelope;
  const { entity, withdrawn } = reading;
  const content = contentOf(settled.data, type);
  const statement = {
    id,
    source,
    type,
    subject,
    revision,
    time,
    role,
    keyId: context.keyId,
    content,
    entity,
    withdrawn,
    ...settled,
  } as Statement | Supplement;
  return { accepted: true, id, reported: reported as WholeIdentity, name: recordName(statement), statement, warnings };
}

/** Whether a reporter of the list may state just this. A withdrawal says nothing of anybody. */
function checkReporter({ entity, withdrawn }: TypeReading, data: object, reporter: Reporter, examination: Examination): void {
  if (withdrawn) return;
  if (entity === "exposure") checkForeignExposure(data as ExposureData, reporter, examination);
  if (entity === "enterprise.status") checkProgramme(data as EnterpriseStatusData, reporter, examination);
  if (entity === "occurrence") checkOwnEnterprise(data as OccurrenceData, reporter, examination);
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

export interface ParsedJson {
  readonly value: unknown;
  /** The pointer of a member whose name occurs twice in its object; null where there is none. */
  readonly duplicate: string | null;
}

/** Gives undefined where the bytes are no UTF-8 or no JSON. */
export function parseJson(bytes: Uint8Array): ParsedJson | undefined {
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text);
    return { value, duplicate: duplicateMember(text, value) };
  } catch {
    return undefined;
  }
}

function refuseWhole(context: AcceptanceContext, rule: "QG-0101" | "QG-0201"): Verdict {
  const examination = new Examination(context);
  examination.addFault(rule, "");
  return { accepted: false, id: null, reported: nothingReported, errors: examination.errors, warnings: examination.warnings };
}

/** A check for the data of a withdrawal: the member `reason` alone, if any. */
export const withdrawnMembers = object<{ reason: string }>({ reason: text(freeTextCharactersMax, { lines: true }) });

const examineByEntity: Readonly<
  Record<Entity | SupplementEntity, (data: unknown, examination: Examination) => { readonly data: object } | null>
> = {
  case: (data, examination) => examineCaseData(data, "case", examination),
  claim: (data, examination) => examineCaseData(data, "claim", examination),
  exposure: examineExposureData,
  "enterprise.status": examineEnterpriseStatus,
  "inspection.statistics": examineInspectionStatistics,
  occurrence: examineOccurrence,
};

/** Stored data with what is derived from them, or null. What they must be depends on the type: without one they cannot be looked at. */
function examineData(
  event: Readonly<Record<string, unknown>>,
  reading: TypeReading | null,
  examination: Examination,
): { readonly data: object } | null {
  const given = Object.hasOwn(event, "data") ? (event["data"] ?? null) : null;
  const binary = Object.hasOwn(event, "data_base64") ? (event["data_base64"] ?? null) : null;
  if (binary !== null) examination.addFault("QG-0218", "/data_base64");
  else if (given === null) examination.addFault("QG-0202", "/data");
  if (given === null || reading === null) return null;
  if (!reading.withdrawn) return examineByEntity[reading.entity](given, examination);
  const data = withdrawnMembers(given, "/data", examination);
  return data === undefined ? null : { data };
}

/**
 * SHA-256, hex, of the RFC 8785 JSON of `{data, type}`: distinguishes a repetition from a conflict. RFC 8785 writes strings and numbers as
 * `JSON.stringify` does and demands members in the order of their names, in which the checks build what they store; the general `canonicalize`
 * gives the same text (a test compares them on every accepted event) and took 5 to 10 µs of a judgement of 17.
 */
function contentOf(data: object, type: string): string {
  return hash("sha256", JSON.stringify({ data, type }));
}
