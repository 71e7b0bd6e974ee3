/** The cases that one row is made of, out of a closed set of statements. */
import { caseRow } from "@qorgau/schemas/cases/case-figures";
import { foldCases } from "@qorgau/schemas/cases/fold-cases";
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import { recordKey } from "@qorgau/schemas/cases/links";
import type { ContributingCase } from "@qorgau/schemas/explain-answer";
import type { LoggedStatement } from "@qorgau/schemas/statement";
import { attributeSources } from "./explain-attributes.ts";
import { contributionTo, criteriaOf } from "./explain-row.ts";
import type { Contribution, NamedRow } from "./explain-row.ts";
import { positionOf } from "./record-position.ts";

export interface LedCase {
  /** The key of its highest-standing record: cases are told in this order, which no other case can disturb. */
  readonly leadKey: bigint;
  readonly told: ContributingCase;
}

/** Those that add something to the count, or to the denominator where that is counted too. */
export function contributingCases(named: NamedRow, closed: readonly LoggedStatement[]): LedCase[] {
  const criteria = criteriaOf(named);
  return foldCases(closed)
    .cases.flatMap((folded): LedCase[] => {
      const contribution = contributionTo(named, criteria, caseRow(folded));
      if (contribution.count === 0 && contribution.casesWithDays === 0) return [];
      return [{ leadKey: recordKey(folded.statements[0].statement), told: describeContribution(folded, contribution) }];
    })
    .toSorted((a, b) => (a.leadKey < b.leadKey ? -1 : Number(a.leadKey > b.leadKey)));
}

function describeContribution(folded: FoldedCase, { count, casesWithDays }: Contribution): ContributingCase {
  return {
    id: folded.id,
    date: folded.derived.date,
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
