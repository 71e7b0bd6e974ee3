/** The lists of quality, from one slice of days. Rows are named by `(source, entity, subject)` and by opaque case ids. */
import type { CaseReport } from "@qorgau/schemas/cases/links/case-identity";
import { sameAsTarget } from "@qorgau/schemas/cases/links/case-identity";
import type {
  DanglingSameAs,
  Disagreement,
  DisputedCase,
  RevisionConflict,
  SetAside,
  SeverityEscalation,
  UnlinkedRecord,
} from "@qorgau/schemas/responses/quality-response";
import { recordName } from "@qorgau/schemas/events/statement";
import type { Statement } from "@qorgau/schemas/events/statement";
import { delayBetween } from "./quality-delays.ts";
import { rowKey } from "./quality-page.ts";
import type { KeyedRow } from "./quality-page.ts";
import { conflictsOf, dateOfRecord, severityRises } from "./quality-record-history.ts";
import type { QualitySlice } from "./quality-slice.ts";

function named({ source, entity, subject }: Statement) {
  return { source, entity, subject };
}

/** Returns the cases whose highest-ranking statement states a lesser severity than another one of the case. */
export function disputedCases({ cases }: QualitySlice): KeyedRow<DisputedCase>[] {
  return cases
    .filter((one) => one.severityDisputed)
    .map(({ id, data, derived, statements }) => {
      const effective = statements[0].statement;
      const gravest = statements.find(({ statement }) => statement.data.severity === data.severity)!.statement;
      const row = {
        date: derived.date,
        case: id,
        severity: data.severity,
        standingSeverity: effective.data.severity,
        ...named(effective),
        gravestSource: gravest.source,
        gravestEntity: gravest.entity,
        gravestSubject: gravest.subject,
      };
      return { key: rowKey(derived.date, id), row };
    });
}

/** Returns the revisions of records that the log holds with two contents or more. */
export function revisionConflicts({ records }: QualitySlice): KeyedRow<RevisionConflict>[] {
  return records.flatMap((history) => {
    const date = dateOfRecord(history);
    const record = named(history.last.statement);
    return conflictsOf(history).map((conflict) => ({
      key: rowKey(date, record.source, record.entity, record.subject, conflict.revision),
      row: { date, ...record, ...conflict },
    }));
  });
}

/**
 * Returns the active statements whose `sameAs` has no effect, and why: the records may not be joined (NUMBERS, section 4.9), or the named
 * one is withdrawn or unknown at the cut.
 */
export function danglingSameAs({ dangling, caseOf, isKnown, isRefused }: QualitySlice): KeyedRow<DanglingSameAs>[] {
  return dangling.map((logged) => {
    const { statement } = logged;
    const target = sameAsTarget(statement)! as { source: string; entity: "case" | "claim"; subject: string };
    const { date } = statement.derived;
    const row: DanglingSameAs = {
      date,
      case: caseOf(recordName(statement))!.id,
      ...named(statement),
      targetSource: target.source,
      targetEntity: target.entity,
      targetSubject: target.subject,
      reason: isRefused(logged) ? "not_joined" : isKnown(recordName(target)) ? "withdrawn" : "unknown",
    };
    return { key: rowKey(date, statement.source, statement.entity, statement.subject), row };
  });
}

/** Returns a row for each field that two statements of a case, of different sources, state differently. */
export function disagreements({ cases, disagreementsOf }: QualitySlice): KeyedRow<Disagreement>[] {
  return cases.flatMap((folded) =>
    disagreementsOf(folded).map(({ field, statement, value, other, otherValue }) => {
      const { date } = folded.derived;
      const row: Disagreement = {
        date,
        case: folded.id,
        field,
        ...named(statement),
        value,
        otherSource: other.source,
        otherEntity: other.entity,
        otherSubject: other.subject,
        otherValue,
      };
      return { key: rowKey(date, folded.id, field, ...nameParts(statement), ...nameParts(other)), row };
    }),
  );
}

function nameParts({ source, entity, subject }: CaseReport): string[] {
  return [source, entity, subject];
}

/**
 * Returns what a statement says and its case does not have: a day of death before the occurrence (NUMBERS, section 4.2), or the
 * `workRelated: no` of the highest-ranking statement where it has no effect (4.9).
 */
export function setAside({ cases }: QualitySlice): KeyedRow<SetAside>[] {
  return cases.flatMap(({ id, derived: { date }, statements, diedBefore, workRelatedDisputed }) => {
    const saidBy = (field: SetAside["field"]) => statements.find(({ statement }) => statement.data[field] !== undefined)!.statement;
    const fields = [...(diedBefore === null ? [] : (["diedOn"] as const)), ...(workRelatedDisputed ? (["workRelated"] as const) : [])];
    return fields.map((field) => {
      const statement = saidBy(field);
      return { key: rowKey(date, id, field), row: { date, case: id, field, ...named(statement), value: statement.data[field]! } };
    });
  });
}

/** Returns a row for each time that the severity of a record rose, with the delay in days since its first statement. */
export function severityEscalations({ records }: QualitySlice): KeyedRow<SeverityEscalation>[] {
  return records.flatMap((history) =>
    severityRises(history).map(({ from, to, logged }) => {
      const date = dateOfRecord(history);
      const record = named(history.last.statement);
      const { revision } = logged.statement;
      const row = { date, ...record, revision, from, to, effectiveAt: logged.effectiveAt, ...delayBetween(history.first, logged) };
      return { key: rowKey(date, record.source, record.entity, record.subject, logged.offset), row };
    }),
  );
}

/** What would have been linked, were it not too much to be tied together (NUMBERS, 4.3). */
export function unlinkedRecords({ refusedLinks, caseOf }: QualitySlice): KeyedRow<UnlinkedRecord>[] {
  return refusedLinks.map(({ logged: { statement }, reason }) => {
    const { date } = statement.derived;
    const target = reason.startsWith("same_as") ? sameAsTarget(statement) : null;
    const row: UnlinkedRecord = {
      date,
      case: caseOf(recordName(statement))!.id,
      ...named(statement),
      reason,
      targetSource: target?.source ?? null,
      targetEntity: (target?.entity ?? null) as UnlinkedRecord["targetEntity"],
      targetSubject: target?.subject ?? null,
      accident: reason.startsWith("accident") ? (statement.data.accident ?? null) : null,
    };
    return { key: rowKey(date, statement.source, statement.entity, statement.subject, reason), row };
  });
}
