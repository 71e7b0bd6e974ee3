/** Reads the response of a nowcast: of one cut, whose day decides what is whole. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { nowcastWindows } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { NowcastQuery, NowcastResponse } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { Steps } from "@qorgau/schemas/steps";
import { TooManyCells } from "../paging/domain/response-rows.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { delaysMax, delaysPart } from "../published/delays-part.ts";
import type { DelaysRead } from "../published/delays-part.ts";
import { lastStampOf } from "../published/read-published.ts";
import { unavailable } from "../published/response-error.ts";
import type { SnapshotRow } from "../published/snapshot-statement.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { dayOfStamp, firstOfMonth, monthOf, yearOf } from "../time/calendar.ts";
import { firstDayRead } from "./domain/nowcast-snapshot.ts";
import type { DelayedCell, NowcastSnapshot } from "./domain/nowcast-snapshot.ts";
import { nowcastSteps } from "./domain/nowcast.ts";
import { fatalCells } from "./fatal-cells.ts";

/** Of an empty cut nothing is known: any day gives the same response. */
const dayOfNothing = "2000-01-01";

const dayOf = (stampMs: number | null) => (stampMs === null ? dayOfNothing : dayOfStamp(stampMs));

/** The day of a cut changes once a day, and that of a past one is known after the first reading; more tries would have another cause. */
const triesMax = 3;

/** Rejects as `RatesReader.snapshot` does, and with `TooManyRows` and `TooManyCells`. Without a past cut the response is of the published one. */
export async function readNowcast(query: NowcastQuery, reader: RatesReader, past?: RequestedCut): Promise<NowcastResponse> {
  const read = reader.figures(past);
  let day = dayOf(lastStampOf(await reader.cut()));
  for (let tries = 0; tries < triesMax; tries += 1) {
    const reads = readsOf(query, day);
    const found = await read((source) => reads.map((one) => delaysPart(query.rates, source, one)));
    const ofCut = dayOf(found.lastStampMs);
    if (day !== ofCut) {
      day = ofCut;
      continue;
    }
    const { cut, lastStampMs, exposures, rows } = found;
    const counts = await countsOf(query, rows, { reader, watermark: cut.watermark });
    return inPieces(nowcastSteps(query, { cut, lastStampMs, exposures, ...counts }));
  }
  throw unavailable("QG-0910", "");
}

const partOf = (period: NowcastQuery["period"]) => `delays_${period}`;
const partOfDeaths = "deaths";

/** Months come with the weeks of the running one; deaths by day and case, for both. */
function readsOf(query: NowcastQuery, day: string): DelaysRead[] {
  const { rates, period } = query;
  const month = firstOfMonth(yearOf(day), monthOf(day));
  const ofWeeks = { period: "week", first: firstDayRead("week", nowcastWindows.week, day, null) } as const;
  const own = { period, first: firstDayRead(period, query, day, rates.from) };
  const periods = period === "week" ? [own] : [own, ofWeeks];
  if (rates.measure === "fatal") {
    const [first = own.first] = periods.map((one) => one.first).toSorted();
    return [{ name: partOfDeaths, occurredBy: "day", registeredBy: "day", first, month, isByCase: true }];
  }
  return periods.map((one) => ({ name: partOf(one.period), occurredBy: one.period, registeredBy: one.period, first: one.first, month }));
}

type Counts = Pick<NowcastSnapshot, "counted" | "countedByWeek">;

async function countsOf(
  { rates, period }: NowcastQuery,
  rows: readonly SnapshotRow[],
  cut: { readonly reader: RatesReader; readonly watermark: string },
): Promise<Counts> {
  if (rates.measure === "fatal") {
    const ofDeaths = rows.filter(({ part }) => part === partOfDeaths);
    const deaths = await fatalCells(ofDeaths, { ...cut, dimensions: rates.by.length });
    return { counted: deaths, countedByWeek: period === "week" ? [] : deaths };
  }
  const counted = await inPieces(delayedCells(rows, period));
  return { counted, countedByWeek: period === "week" ? [] : await inPieces(delayedCells(rows, "week")) };
}

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
