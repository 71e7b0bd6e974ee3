/** The active claims of a slice, each with the case it belongs to. */
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { CapacityBand } from "@qorgau/schemas/responses/claims-response";
import type { Statement, Withdrawal } from "@qorgau/schemas/events/statement";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { RecordHistory } from "../../quality/domain/quality-record-history.ts";
import type { QualitySlice } from "../../quality/domain/quality-slice.ts";

export type ClaimStatement = Extract<Exclude<Statement, Withdrawal>, { entity: "claim" }>;

/** An active claim record, with the case that it is part of. */
export interface ClaimRecord {
  readonly name: string;
  /** Its effective revision. */
  readonly statement: ClaimStatement;
  /** Its first statement in the log that was no withdrawal. */
  readonly first: LoggedStatement;
  readonly statements: RecordHistory["statements"];
  readonly folded: FoldedCase;
}

/** Returns the slice's claim records that are not withdrawn, in the order of its records. The case may have a day outside the slice. */
export function claimRecords({ records, caseOf }: QualitySlice): ClaimRecord[] {
  return records.flatMap((history) => {
    const statement = activeClaim(history);
    const folded = caseOf(history.name);
    return statement === null || folded === undefined
      ? []
      : [{ name: history.name, statement, first: history.first, statements: history.statements, folded }];
  });
}

/** What the record states now; null where it is withdrawn, or no claim. */
export function activeClaim({ effective: { statement } }: RecordHistory): ClaimStatement | null {
  return statement.withdrawn || statement.entity !== "claim" ? null : statement;
}

/** Whether a case statement reports the victim as well, whoever made it. */
export function isMatched({ folded }: ClaimRecord): boolean {
  return folded.evidence === "reported";
}

/** Returns the band of the lost capacity for work in percent (METHODS, section 1); `death` for a fatal claim; null where none is stated. */
export function bandOf({ data }: ClaimStatement): CapacityBand | null {
  if (data.severity === "fatal") return "death";
  const percent = data.claim.capacityLossPercent;
  if (percent === undefined) return null;
  if (percent < 5) return "0-4";
  if (percent < 30) return "5-29";
  if (percent < 60) return "30-59";
  return percent < 90 ? "60-89" : "90-100";
}
