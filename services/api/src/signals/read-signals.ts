/** Reads the response of signals: of one cut, whose day decides which weeks are judged. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { SignalsQuery, SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { RecordedSignal, SignalPrecision } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { formatWatermark } from "@qorgau/schemas/watermark";
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
import { precisionOf, raisedSignals } from "./domain/recorded-signals.ts";
import type { LoggedSignalEvent, RaisedSignal } from "./domain/recorded-signals.ts";
import { everySignal } from "./domain/signals-parameters.ts";

/** Of an empty cut nothing is known: any day gives the same response. */
const dayOfNothing = "2000-01-01";

const dayOf = (stampMs: number | null) => (stampMs === null ? dayOfNothing : dayOfStamp(stampMs));

/** The day of a cut changes once a day, and that of a past one is known after the first reading; more tries would have another cause. */
const triesMax = 3;

/** What a response of signals is read from: figures, and the signals that the log holds up to a cut. */
export interface SignalSources {
  readonly reader: RatesReader;
  readonly events: (watermark: string) => Promise<readonly LoggedSignalEvent[]>;
}

/** Rejects as `RatesReader.snapshot` does, and with `TooManyCells`. Without a past cut the response is of the published one. */
export async function readSignals(query: SignalsQuery, { reader, events }: SignalSources, past?: RequestedCut): Promise<SignalsResponse> {
  const read = reader.figures(past);
  let day = dayOf(lastStampOf(await reader.cut()));
  for (let tries = 0; tries < triesMax; tries += 1) {
    const shown = weeksShown(query, day);
    const first = firstDayRead(shown.firstYear);
    const found = await read((source) => [
      delaysPart({ ...query.rates, by: ["region", "sector"] }, source, {
        name: accidentsRead,
        occurredBy: "day",
        registeredBy: "week",
        first,
        month: day,
        hasVictims: true,
        isFatalApart: true,
        isByEach: true,
        registeredFrom: spanOf("week", weekKnownAlike(shown.firstYear)).from,
      }),
      groupFatalitiesPart(query.rates, source),
    ]);
    const ofCut = dayOf(found.lastStampMs);
    if (day !== ofCut) {
      day = ofCut;
      continue;
    }
    const { cut, lastStampMs, exposures, rows } = found;
    const byRegion = await inPieces(accidentsOf(rows, "region"));
    const bySector = await inPieces(accidentsOf(rows, "sector"));
    const groupFatalities = rows.flatMap((row) => (row.part === "group_fatalities" ? groupFatalitiesIn(row) : []));
    const raised = raisedSignals(await events(cut.watermark));
    return inPieces(signalsSteps(query, { cut, lastStampMs, exposures, byRegion, bySector, groupFatalities, raised }));
  }
  throw unavailable("QG-0910", "");
}

/** The signals that the log holds up to the cut, in the order of raising. Rejects with a `StoreError`. */
export async function readRaised({ reader, events }: SignalSources, past?: RequestedCut): Promise<RaisedSignal[]> {
  const watermark = past === undefined ? ((await reader.cut())?.watermark ?? "") : formatWatermark(past.watermark);
  return raisedSignals(await events(watermark));
}

/** A signal of the log beside what is known now, under the budget it was raised with. Rejects as `readSignals` does. */
export async function readSignal(raised: RaisedSignal, sources: SignalSources, past?: RequestedCut): Promise<RecordedSignal> {
  const { id, raised: day, parameters } = raised;
  const budget = parameters === null ? {} : { falseAlarms: parameters.falseAlarms };
  const found = await readSignals({ ...everySignal, ...budget, from: day, to: day }, sources, past);
  const recorded = found.recorded.find((one) => one.id === id);
  if (recorded === undefined) throw unavailable("QG-0910", "");
  return recorded;
}

/** Rejects as `readRaised` does. */
export async function readPrecision(sources: SignalSources, past?: RequestedCut): Promise<SignalPrecision> {
  const { cut, lastStampMs } = await sources.reader.figures(past)(() => []);
  return precisionOf(cut.watermark, await sources.events(cut.watermark), lastStampMs);
}

export function groupFatalitiesIn({ texts, figures: [dead = [], victims = []] }: SnapshotRow): KnownGroupFatality[] {
  return texts.map((text, place) => {
    const [occurred = "", region = "", sector = "", accident = "", cases = ""] = text.split("|");
    return {
      occurred,
      region,
      sector,
      accident,
      cases: cases === "" ? [] : cases.split(","),
      dead: dead[place] ?? 0,
      victims: victims[place] ?? 0,
    };
  });
}

const accidentsRead = "accidents";

/** The week from which a backlog counts as known. */
const fromTheBeginning = -1;

/** By the codes of one dimension. */
function* accidentsOf(rows: readonly SnapshotRow[], dimension: "region" | "sector"): Steps<AccidentsOf[]> {
  const found: AccidentsOf[] = [];
  let read = 0;
  for (const { part, texts, figures } of rows) {
    if (part !== accidentsRead) continue;
    const [accidents = [], ofBacklog = [], victims = [], victimsOfBacklog = []] = figures;
    for (const [place, text] of texts.entries()) {
      yield;
      const [occurred = "", registered = "", , , ownDimension, code = "", fatal] = text.split("|");
      if (ownDimension !== dimension) continue;
      read += 1;
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
