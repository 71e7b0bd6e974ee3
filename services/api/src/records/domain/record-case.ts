/** What the effective statement of a case or claim record is part of: its case, the other records of it, its accident, its `sameAs`. */
import { mayJoin, sameAsTarget } from "@qorgau/schemas/cases/links/case-identity";
import type { Fold, FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { LoggedReport } from "@qorgau/schemas/cases/merge-case";
import type { EffectiveRevision } from "@qorgau/schemas/cases/order/effective-revision";
import type { CaseOfRecord, HeldRecord } from "@qorgau/schemas/responses/record-response";
import { recordName } from "@qorgau/schemas/events/statement";
import { filteredInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";

/** Returns the case that holds an active record of this name (`recordName`); undefined where there is none. */
export function* caseOfRecord(name: string, { cases }: Fold): Steps<FoldedCase | undefined> {
  const [found] = yield* filteredInSteps(cases, ({ statements }) => statements.some(({ statement }) => recordName(statement) === name));
  return found;
}

/** Returns the case as the response shows it. `otherRecords` are the records of the case without the one of this name. */
export function describeCase(name: string, folded: FoldedCase): CaseOfRecord {
  const { accident, data } = folded;
  return {
    id: folded.id,
    date: folded.derived.date,
    severity: data.severity,
    severityDisputed: folded.severityDisputed,
    workRelated: data.workRelated,
    evidence: folded.evidence,
    lead: reportRecord(folded.statements[0]),
    otherRecords: folded.statements.filter(({ statement }) => recordName(statement) !== name).map(reportRecord),
    accident: { id: accident.id, ...countedIn(accident, folded), atWork: countedIn(accident.atWork, folded) },
  };
}

function countedIn({ victims, leadCase }: FoldedCase["accident"]["atWork"], { id }: FoldedCase) {
  return { victims, leadCase, isLead: leadCase === id };
}

function reportRecord({ statement: { source, entity, subject, role } }: LoggedReport): CaseOfRecord["lead"] {
  return { source, entity, subject, role };
}

/** Returns whether the case of the record counts, and why, in English. */
export function countingOfCase(name: string, folded: FoldedCase): Pick<HeldRecord, "counts" | "code" | "text"> {
  if (!folded.counts) {
    return { counts: false, code: "work_related_no", text: "its case was found not to be work-related, and such cases are not counted" };
  }
  const { statement } = folded.statements[0];
  const lead = recordName(statement) === name ? "this record leads" : `${statement.source} ${statement.subject} (${statement.role}) leads`;
  return { counts: true, code: "counts", text: `it counts in case ${folded.id}, once with all who tell of it; ${lead}` };
}

/** Null without `sameAs`. It outranks worker and subject, but only where the named record is active at the cut, and few enough name it. */
export function sameAsOf(
  { statement }: LoggedReport,
  effective: ReadonlyMap<string, EffectiveRevision>,
  { refusedLinks }: Pick<Fold, "refusedLinks">,
): HeldRecord["sameAs"] {
  const target = sameAsTarget(statement);
  if (target === null) return null;
  const name = recordName(statement);
  const isRefused = refusedLinks.some(({ logged, reason }) => reason.startsWith("same_as") && recordName(logged.statement) === name);
  const named = effective.get(recordName(target))?.logged.statement;
  const record = { source: target.source, entity: target.entity as "case" | "claim", subject: target.subject };
  if (isRefused) {
    return {
      ...record,
      hasEffect: false,
      code: "too_many",
      text: "more records name it than links may tie together: sameAs has no effect",
    };
  }
  if (named === undefined) {
    return { ...record, hasEffect: false, code: "unknown", text: "the named record is not known at this cut: sameAs has no effect" };
  }
  if (named.withdrawn) {
    return { ...record, hasEffect: false, code: "withdrawn", text: "the named record is withdrawn at this cut: sameAs has no effect" };
  }
  if (named.entity !== "exposure" && !mayJoin(statement, named)) {
    const text =
      "the named record is of another source, and neither of the same employer or worker nor of a day close to it: sameAs has no effect";
    return { ...record, hasEffect: false, code: "not_joined", text };
  }
  return { ...record, hasEffect: true, code: "resolved", text: "the record takes the identity of the named one" };
}
