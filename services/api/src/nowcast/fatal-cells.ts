/** Deaths by the day on which they were registered as such: each case by itself, its records looked up in the journal at the same cut. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { FirstFatal, RecordTuple } from "@qorgau/schemas/rows/journal";
import type { Steps } from "@qorgau/schemas/steps";
import { TooManyCells } from "../paging/domain/response-rows.ts";
import { delaysMax } from "../published/delays-part.ts";
import type { SnapshotRow } from "../published/snapshot-statement.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import type { DelayedCell } from "./domain/nowcast-snapshot.ts";
import { registeredAsFatal } from "./domain/registered-as-fatal.ts";

interface FatalCase {
  readonly cell: DelayedCell;
  readonly records: readonly RecordTuple[];
}

/** `rows` are of a `delaysPart` by day and by case. Rejects with a `StoreError`, and with `TooManyCells`. */
export async function fatalCells(
  rows: readonly SnapshotRow[],
  {
    reader,
    watermark,
    dimensions,
  }: { readonly reader: Pick<RatesReader, "firstFatal">; readonly watermark: string; readonly dimensions: number },
): Promise<DelayedCell[]> {
  const cases = await inPieces(casesOf(rows, dimensions));
  const known = await reader.firstFatal(
    cases.flatMap(({ records }) => records),
    watermark,
  );
  return inPieces(registered(cases, known));
}

function* casesOf(rows: readonly SnapshotRow[], dimensions: number): Steps<FatalCase[]> {
  const cases: FatalCase[] = [];
  for (const { texts, figures } of rows) {
    const [counts = [], backlogs = []] = figures;
    for (const [place, text] of texts.entries()) {
      yield;
      const [occurred = "", registeredOn = "", running, passes, ...rest] = text.split("|");
      const cell: DelayedCell = {
        codes: passes === "in" ? rest.slice(0, dimensions) : null,
        occurred,
        registered: registeredOn,
        isOfRunningMonth: running === "running",
        count: counts[place] ?? 0,
        backlog: backlogs[place] ?? 0,
      };
      // The reporter's own number of a record may hold the mark.
      cases.push({ cell, records: JSON.parse(rest.slice(dimensions).join("|")) as RecordTuple[] });
    }
  }
  if (cases.length > delaysMax) throw new TooManyCells(cases.length, delaysMax);
  return cases;
}

function* registered(cases: readonly FatalCase[], known: ReadonlyMap<string, FirstFatal>): Steps<DelayedCell[]> {
  const cells: DelayedCell[] = [];
  for (const { cell, records } of cases) {
    yield;
    const since = records.flatMap((record) => known.get(JSON.stringify(record)) ?? []);
    cells.push({ ...cell, registered: registeredAsFatal(cell.registered, since) });
  }
  return cells;
}
