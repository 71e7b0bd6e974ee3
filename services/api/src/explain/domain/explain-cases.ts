/** The cases that one row is made of, out of a closed set of statements. */
import { caseRow } from "@qorgau/schemas/cases/case-figures";
import { foldCasesInSteps } from "@qorgau/schemas/cases/fold-cases";
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { LinkLimits } from "@qorgau/schemas/cases/links/link-bounds";
import type { ContributingCase } from "@qorgau/schemas/responses/explain-response";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { mappedInSteps, sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { attributeSources } from "./explain-attributes.ts";
import { contributionTo, criteriaOf, dayIn } from "./explain-row.ts";
import type { Contribution, NamedRow } from "./explain-row.ts";
import { positionOf } from "./record-position.ts";

/** The cases that add something to the count, or to the denominator where that is counted too, by id. `closed` holds all linked statements. */
export function* contributingCases(named: NamedRow, closed: readonly LoggedStatement[], limits?: LinkLimits): Steps<ContributingCase[]> {
  const criteria = criteriaOf(named);
  const { yearOf } = named.query.choices;
  const { cases } = yield* foldCasesInSteps(closed, limits);
  const contributing = yield* mappedInSteps(cases, (folded) => {
    const row = caseRow(folded);
    const contribution = contributionTo(named, criteria, row);
    if (contribution.count === 0 && contribution.casesWithDays === 0) return [];
    return [describeContribution(folded, contribution, dayIn(row, yearOf))];
  });
  return yield* sortedInSteps(contributing.flat(), (a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
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
