/** From a question to the figures it is answered from. */
import type { RatesQuery } from "@qorgau/schemas/rates";
import type { CountedCell, RatesSnapshot } from "../domain/snapshot.ts";
import { casesSpanParts, countsPart } from "./counts-part.ts";
import type { ReadFigures } from "./read-published.ts";
import { textsOf } from "./snapshot-statement.ts";
import type { SnapshotRow } from "./snapshot-statement.ts";

export async function readRates(query: RatesQuery, read: ReadFigures): Promise<RatesSnapshot> {
  const { rows, cut, exposures } = await read((source) => [countsPart(query, source), ...casesSpanParts(query, source)]);
  const [from, to] = textsOf(rows, "span");
  return { cut, exposures, counted: countedCells(rows), cases: from === undefined || to === undefined ? null : { from, to } };
}

function countedCells(rows: readonly SnapshotRow[]): CountedCell[] {
  const counts = rows.find(({ part }) => part === "counts");
  const [cases, amounts, withDays] = counts?.figures ?? [];
  return (counts?.texts ?? []).map((key, place) => {
    const [bucket = "", ...codes] = key.split("|");
    return { bucket, codes, cases: cases?.[place] ?? 0, count: amounts?.[place] ?? 0, casesWithDays: withDays?.[place] ?? 0 };
  });
}
