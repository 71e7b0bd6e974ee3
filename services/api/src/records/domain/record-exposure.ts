/** What an exposure record is for, and whether another statement goes before it for that very cell, period and basis. */
import type { ExposureOfRecord, HeldRecord } from "@qorgau/schemas/responses/record-response";
import { basesOf, outranks, statedValue } from "../../exposure/domain/exposure-book.ts";
import { cellKey, cellOf, statedCell } from "../../exposure/domain/exposure-cell.ts";
import { positionOf } from "../../explain/domain/record-position.ts";
import { spanKey } from "../../time/span.ts";
import type { LoggedExposure } from "../../explain/domain/explain-exposure.ts";

/** `active` are the exposure statements that are effective at the cut, this one among them or not; those for its place suffice. Values are in persons, hours or tonnes. */
export function describeExposure(logged: LoggedExposure, active: readonly LoggedExposure[]): ExposureOfRecord {
  const { statement } = logged;
  const place = placeOf(logged);
  const rivals = active.filter((other) => positionOf(other) !== positionOf(logged) && placeOf(other) === place);
  return {
    cell: statedCell(statement),
    period: statement.data.period,
    status: statement.data.status,
    figures: basesOf(statement).map((basis) => {
      const stronger = rivals
        .filter((other) => basesOf(other.statement).includes(basis) && outranks(other.statement, statement))
        .toSorted((a, b) => (outranks(a.statement, b.statement) ? -1 : 1))[0];
      return {
        basis,
        value: statedValue(statement, basis),
        isUsed: stronger === undefined,
        outrankedBy:
          stronger === undefined
            ? null
            : {
                source: stronger.statement.source,
                entity: "exposure",
                subject: stronger.statement.subject,
                position: positionOf(stronger),
              },
      };
    }),
  };
}

/** Equal for statements for one cell and period, and for no others. */
export function placeOf({ statement }: LoggedExposure): string {
  return `${cellKey(cellOf(statement))}|${spanKey(statement.derived)}`;
}

/** Returns whether a figure of the record is the one used for its cell and period, and why, in English. */
export function countingOfExposure({ figures }: ExposureOfRecord): Pick<HeldRecord, "counts" | "code" | "text"> {
  if (figures.length === 0) return { counts: false, code: "no_figure", text: "it states no figure that a rate could be divided by" };
  if (figures.some(({ isUsed }) => isUsed)) return { counts: true, code: "counts", text: "it is the exposure of its cell and period" };
  return { counts: false, code: "outranked", text: "another statement for the same cell and period goes before it; they are never added" };
}
