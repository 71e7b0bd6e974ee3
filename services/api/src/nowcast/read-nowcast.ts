/** Reads the response of a nowcast: of one cut, whose day decides what is whole. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { nowcastWindows } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { NowcastQuery, NowcastResponse } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { Steps } from "@qorgau/schemas/steps";
import { TooManyCells } from "../paging/domain/response-rows.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { delaysMax, delaysPart } from "../published/delays-part.ts";
import { lastStampOf } from "../published/read-published.ts";
import { unavailable } from "../published/response-error.ts";
import type { SnapshotRow } from "../published/snapshot-statement.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { dayOfStamp, firstOfMonth, monthOf, yearOf } from "../time/calendar.ts";
import { firstDayRead } from "./domain/nowcast-snapshot.ts";
import type { DelayedCell } from "./domain/nowcast-snapshot.ts";
import { nowcastSteps } from "./domain/nowcast.ts";

/** Of an empty cut nothing is known: any day gives the same response. */
const dayOfNothing = "2000-01-01";

const dayOf = (stampMs: number | null) => (stampMs === null ? dayOfNothing : dayOfStamp(stampMs));

/** The day of a cut changes once a day, and that of a past one is known after the first reading; more tries would have another cause. */
const triesMax = 3;

/** Rejects as `RatesReader.snapshot` does, and with `TooManyRows` and `TooManyCells`. Without a past cut the response is of the published one. */
export async function readNowcast(query: NowcastQuery, reader: RatesReader, past?: RequestedCut): Promise<NowcastResponse> {
  const { rates, period } = query;
  const read = reader.figures(past);
  let day = dayOf(lastStampOf(await reader.cut()));
  for (let tries = 0; tries < triesMax; tries += 1) {
    const month = firstOfMonth(yearOf(day), monthOf(day));
    const readBy = (unit: NowcastQuery["period"], first: string) => ({
      name: partOf(unit),
      occurredBy: unit,
      registeredBy: unit,
      first,
      month,
    });
    const own = readBy(period, firstDayRead(period, query, day, rates.from));
    const weeks = readBy("week", firstDayRead("week", nowcastWindows.week, day, null));
    const found = await read((source) => [
      delaysPart(rates, source, own),
      ...(period === "week" ? [] : [delaysPart(rates, source, weeks)]),
    ]);
    const ofCut = dayOf(found.lastStampMs);
    if (day !== ofCut) {
      day = ofCut;
      continue;
    }
    const { cut, lastStampMs, exposures, rows } = found;
    const counted = await inPieces(delayedCells(rows, period));
    const countedByWeek = period === "week" ? [] : await inPieces(delayedCells(rows, "week"));
    return inPieces(nowcastSteps(query, { cut, lastStampMs, exposures, counted, countedByWeek }));
  }
  throw unavailable("QG-0910", "");
}

const partOf = (period: NowcastQuery["period"]) => `delays_${period}`;

function* delayedCells(rows: readonly SnapshotRow[], period: NowcastQuery["period"]): Steps<DelayedCell[]> {
  const cells: DelayedCell[] = [];
  for (const { part, texts, figures } of rows) {
    if (part !== partOf(period)) continue;
    const [counts = [], backlogs = []] = figures;
    for (const [place, text] of texts.entries()) {
      yield;
      const [occurred = "", registered = "", running, passes, ...codes] = text.split("|");
      cells.push({
        codes: passes === "in" ? codes : null,
        occurred,
        registered,
        isOfRunningMonth: running === "running",
        count: counts[place] ?? 0,
        backlog: backlogs[place] ?? 0,
      });
    }
  }
  if (cells.length > delaysMax) throw new TooManyCells(cells.length, delaysMax);
  return cells;
}
