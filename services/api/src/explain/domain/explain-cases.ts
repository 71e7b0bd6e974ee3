/** The cases that one row is made of, out of a closed set of statements. */
import { caseRow } from "@qorgau/schemas/cases/case-figures";
import { foldCasesInSteps } from "@qorgau/schemas/cases/fold-cases";
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { LinkLimits } from "@qorgau/schemas/cases/links/link-bounds";
import { recordKey } from "@qorgau/schemas/cases/links/links";
import type { LoggedReport } from "@qorgau/schemas/cases/merge-case";
import { effectiveRevisionsInSteps } from "@qorgau/schemas/cases/order/effective-revision";
import type { EffectiveRevision } from "@qorgau/schemas/cases/order/effective-revision";
import type { ContributingCase } from "@qorgau/schemas/responses/explain-response";
import type { YearOf } from "@qorgau/schemas/responses/rate-choices";
import { recordName } from "@qorgau/schemas/events/statement";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { mappedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { attributeSources } from "./explain-attributes.ts";
import { contributionTo, criteriaOf, dayIn } from "./explain-row.ts";
import type { Contribution, NamedRow } from "./explain-row.ts";
import { positionOf } from "./record-position.ts";

/** A case of the row, with the key that orders the cases of the response. */
export interface LedCase {
  /** The key of the record that dates it (see `datingRecord`): cases are listed in this order, which no other case can change. */
  readonly key: bigint;
  readonly reported: ContributingCase;
}

/** The cases that add something to the count, or to the denominator where that is counted too, by key. `closed` holds all linked statements. */
export function* contributingCases(named: NamedRow, closed: readonly LoggedStatement[], limits?: LinkLimits): Steps<LedCase[]> {
  const criteria = criteriaOf(named);
  const { yearOf } = named.query.choices;
  const effective = yield* effectiveRevisionsInSteps(closed);
  const { cases } = yield* foldCasesInSteps(closed, limits);
  const contributing = yield* mappedInSteps(cases, (folded): LedCase[] => {
    const row = caseRow(folded);
    const contribution = contributionTo(named, criteria, row);
    if (contribution.count === 0 && contribution.casesWithDays === 0) return [];
    const key = recordKey(datingRecord(folded, yearOf, effective).statement);
    return [{ key, reported: describeContribution(folded, contribution, dayIn(row, yearOf)) }];
  });
  return yield* sortedInSteps(contributing.flat(), (a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
}

/** The record by which the case is in its period: the one that states the day, or became known on it; else the highest-ranking one. */
function datingRecord({ statements, data }: FoldedCase, yearOf: YearOf, effective: ReadonlyMap<string, EffectiveRevision>): LoggedReport {
  const [lead] = statements;
  if (yearOf === "accident") return lead;
  const reportsDeath = (logged: LoggedReport) => data.diedOn !== undefined && logged.statement.data.diedOn !== undefined;
  if (yearOf === "death") return statements.find(reportsDeath) ?? lead;
  const entered = statements.find(({ statement }) => statement.data.notified?.enteredOn !== undefined);
  const knownSince = (logged: LoggedReport) => effective.get(recordName(logged.statement))!.knownSince;
  return entered ?? statements.reduce((first, one) => (knownSince(one) < knownSince(first) ? one : first));
}

function describeContribution(folded: FoldedCase, { count, casesWithDays }: Contribution, countedOn: string): ContributingCase {
  return {
    id: folded.id,
    date: folded.derived.date,
    countedOn,
    severity: folded.data.severity,
    severityDisputed: folded.severityDisputed,
    evidence: folded.evidence,
    accident: folded.accident.id,
    count,
    casesWithDays,
    statements: folded.statements.map((logged) => {
      const { id, source, entity, subject, type, revision, role } = logged.statement;
      return { id, position: positionOf(logged), recordedAt: logged.recordedAt, source, entity, subject, type, revision, role };
    }),
    attributes: attributeSources(folded),
  };
}
