/** An insurer's worklist: claims of cases that nobody has reported but insurers, in order of the date of occurrence. */
import type { UnmatchedClaim } from "@qorgau/schemas/responses/claims-response";
import { bandOf, claimRecords, isMatched } from "./claim-records.ts";
import { rowKey } from "../../quality/domain/quality-page.ts";
import type { KeyedRow } from "../../quality/domain/quality-page.ts";
import type { QualitySlice } from "../../quality/domain/quality-slice.ts";

/** Returns the active claims of cases that only insurers report. With `source` null they are of every insurer. */
export function unmatchedClaims(slice: QualitySlice, source: string | null): KeyedRow<UnmatchedClaim>[] {
  return claimRecords(slice)
    .filter((claim) => !isMatched(claim) && (source === null || claim.statement.source === source))
    .map(({ statement, first, folded }) => {
      const { data, derived } = statement;
      const row: UnmatchedClaim = {
        date: derived.date,
        source: statement.source,
        subject: statement.subject,
        status: data.claim.status,
        band: bandOf(statement),
        severity: data.severity,
        kind: data.kind,
        region: derived.region,
        sector: derived.section,
        employer: data.employer.bin ?? null,
        actNumber: data.claim.actNumber ?? null,
        case: folded.id,
        firstToldAt: first.effectiveAt,
      };
      return { key: rowKey(derived.date, statement.source, statement.subject), row };
    });
}
