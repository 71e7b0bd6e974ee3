/** Reads the response of signals: of one cut, whose day decides which weeks are judged. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { SignalsQuery, SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { Steps } from "@qorgau/schemas/steps";
import { numberOf, spanOf } from "../nowcast/domain/nowcast-periods.ts";
import { TooManyCells } from "../paging/domain/response-rows.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { delaysMax, delaysPart } from "../published/delays-part.ts";
import { groupFatalitiesPart } from "../published/group-fatalities-part.ts";
import { lastStampOf } from "../published/read-published.ts";
import { unavailable } from "../published/response-error.ts";
import type { SnapshotRow } from "../published/snapshot-statement.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { dayOfStamp } from "../time/calendar.ts";
import { firstDayRead, signalsSteps, weekKnownAlike, weeksShown } from "./domain/signals.ts";
import type { AccidentsOf, KnownGroupFatality } from "./domain/signals.ts";

/** Of an empty cut nothing is known: any day gives the same response. */
const dayOfNothing = "2000-01-01";

const dayOf = (stampMs: number | null) => (stampMs === null ? dayOfNothing : dayOfStamp(stampMs));

/** The day of a cut changes once a day, and that of a past one is known after the first reading; more tries would have another cause. */
const triesMax = 3;

/** Rejects as `RatesReader.snapshot` does, and with `TooManyCells`. Without a past cut the response is of the published one. */
export async function readSignals(query: SignalsQuery, reader: RatesReader, past?: RequestedCut): Promise<SignalsResponse> {
  const read = reader.figures(past);
  let day = dayOf(lastStampOf(await reader.cut()));
  for (let tries = 0; tries < triesMax; tries += 1) {
    const shown = weeksShown(query, day);
    const first = firstDayRead(shown.firstYear);
    const days = { from: spanOf("week", shown.first).from, to: query.to };
    const found = await read((source) => [
      ...(["region", "sector"] as const).map((dimension) =>
        delaysPart({ ...query.rates, by: [dimension] }, source, {
          name: `accidents_by_${dimension}`,
          occurredBy: "day",
          registeredBy: "week",
          first,
          month: day,
          hasVictims: true,
          isFatalApart: true,
          registeredFrom: spanOf("week", weekKnownAlike(shown.firstYear)).from,
        }),
      ),
      groupFatalitiesPart({ ...query.rates, ...days }, source),
    ]);
    const ofCut = dayOf(found.lastStampMs);
    if (day !== ofCut) {
      day = ofCut;
      continue;
    }
    const { cut, lastStampMs, exposures, rows } = found;
    const byRegion = await inPieces(accidentsOf(rows, "accidents_by_region"));
    const bySector = await inPieces(accidentsOf(rows, "accidents_by_sector"));
    const groupFatalities = rows.flatMap((row) => (row.part === "group_fatalities" ? groupFatalitiesIn(row) : []));
    return inPieces(signalsSteps(query, { cut, lastStampMs, exposures, byRegion, bySector, groupFatalities }));
  }
  throw unavailable("QG-0910", "");
}

function groupFatalitiesIn({ texts, figures: [dead = [], victims = []] }: SnapshotRow): KnownGroupFatality[] {
  return texts.map((text, place) => {
    const [occurred = "", region = "", sector = ""] = text.split("|");
    return { occurred, region, sector, dead: dead[place] ?? 0, victims: victims[place] ?? 0 };
  });
}

/** The week from which a backlog counts as known. */
const fromTheBeginning = -1;

function* accidentsOf(rows: readonly SnapshotRow[], name: string): Steps<AccidentsOf[]> {
  const found: AccidentsOf[] = [];
  let read = 0;
  for (const { part, texts, figures } of rows) {
    if (part !== name) continue;
    const [accidents = [], ofBacklog = [], victims = [], victimsOfBacklog = []] = figures;
    read += texts.length;
    for (const [place, text] of texts.entries()) {
      yield;
      const [occurred = "", registered = "", , , code = "", fatal] = text.split("|");
      const own = { occurred, week: numberOf("week", occurred), code, isFatal: fatal === "fatal" };
      const [atOnce, victimsAtOnce] = [ofBacklog[place] ?? 0, victimsOfBacklog[place] ?? 0];
      const later = { accidents: (accidents[place] ?? 0) - atOnce, victims: (victims[place] ?? 0) - victimsAtOnce };
      if (later.victims > 0) found.push({ ...own, known: numberOf("week", registered), ...later });
      if (victimsAtOnce > 0) found.push({ ...own, known: fromTheBeginning, accidents: atOnce, victims: victimsAtOnce });
    }
  }
  if (read > delaysMax) throw new TooManyCells(read, delaysMax);
  return found;
}
