/**
 * Puts signals into the log: accidents that several died of at the first cut that is seen to hold them, and of every Monday what it alarms, once all that
 * was registered before it is in. Every process of the read API looks; who is first in the log with a signal has raised it. What was appended is waited
 * for: nothing is looked at until it is published, so that nothing is appended twice however long that takes.
 */
import { repeatedLook } from "@qorgau/infra/process/repeated-look";
import type { RepeatedLook } from "@qorgau/infra/process/repeated-look";
import type { LoggedJudgement, LoggedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import type { Readiness } from "@qorgau/schemas/responses/health";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { numberOf, spanOf } from "../nowcast/domain/nowcast-periods.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import { groupFatalitiesPart } from "../published/group-fatalities-part.ts";
import { lastStampOf } from "../published/read-published.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { dayOfStamp } from "../time/calendar.ts";
import { judgedMondays, raisedSignals, seriesKey } from "./domain/recorded-signals.ts";
import { everySignal } from "./domain/signals-parameters.ts";
import { groupFatalitiesToRaise, seriesToRaise, weeksBack } from "./domain/signals-to-raise.ts";
import { groupFatalitiesIn, readSignals } from "./read-signals.ts";
import type { SignalLog } from "./signal-log.ts";

export interface SignalRecorder extends RepeatedLook {
  /** Looks once. Never rejects; what hinders it is given to `onFailure`. */
  look(): Promise<void>;
}

export interface SignalRecorderOptions {
  readonly reader: RatesReader;
  readonly signals: SignalLog;
  readonly cuts: Pick<CutResolver, "live" | "resolve">;
  readonly published: () => Promise<PublishedCut | null>;
  /** Nothing is judged of a log that is folded in part. */
  readonly readiness: () => Promise<Readiness>;
  /** The budget: false alarms a month over the declared set. */
  readonly falseAlarms: number;
  readonly onFailure: (error: unknown) => void;
  /** Milliseconds since the epoch: which Monday it is. */
  readonly clock?: () => number;
  readonly lookMs?: number;
}

const defaultLookMs = 2_000;
/** Accidents are looked for in all cases: while reports come in, for a fiftieth of the time, or every ten seconds where that is more often. */
const restPerLook = 50;
const restMsMax = 10_000;

/** The Monday of the week that the day is in. */
const mondayOf = (day: string): string => spanOf("week", numberOf("week", day)).from;

/** Those behind the first, up to the last. */
function mondaysBetween(first: string, last: string): string[] {
  const [begin, end] = [numberOf("week", first) + 1, numberOf("week", last)];
  return Array.from({ length: end - begin + 1 }, (_, place) => spanOf("week", begin + place).from);
}

export function createSignalRecorder(options: SignalRecorderOptions): SignalRecorder {
  const { reader, signals, cuts, published, readiness, falseAlarms, onFailure, clock = Date.now, lookMs = defaultLookMs } = options;
  let lookedAt = "";
  let judgedMonday = "";
  let restsUntilMs = -Infinity;
  /** What this process appended last: until it is published, what the store says of signals is of before. */
  let appended: Watermark = new Map();
  /** The dead of each accident, and the series, that this process has appended: a store that does not give them again is never told twice. */
  const deadAppended = new Map<string, number>();
  const seriesAppended = new Set<string>();

  /** Whether anything was appended: a history that was brought in is raised in several looks. */
  const raiseGroupFatalities = async (): Promise<boolean> => {
    const { cut, lastStampMs, rows } = await reader.figures()((source) => [groupFatalitiesPart(everySignal.rates, source)]);
    if (lastStampMs === null) return false;
    const known = rows.flatMap((row) => (row.part === "group_fatalities" ? groupFatalitiesIn(row) : []));
    if (known.length === 0) return false;
    const raised = raisedSignals(await signals.events(cut.watermark));
    const others = known.filter(({ accident, dead }) => deadAppended.get(accident) !== dead);
    const due = groupFatalitiesToRaise(others, raised, { watermark: cut.watermark, day: dayOfStamp(lastStampMs) });
    if (due.length === 0) return false;
    appended = await signals.raise(due);
    for (const { accident, dead } of due) if (accident !== undefined) deadAppended.set(accident, dead ?? 0);
    return true;
  };

  /** The Mondays behind the last one that the log holds as judged, up to this one; of a log that holds none this one alone. */
  const judge = async (monday: string, watermark: string): Promise<void> => {
    const last = judgedMondays(await signals.events(watermark)).at(-1)?.monday;
    if (last !== undefined && last >= monday) return;
    const mondays = last === undefined ? [monday] : mondaysBetween(last, monday);
    const from = last === undefined ? monday : spanOf("week", numberOf("week", mondays[0]!) - weeksBack).from;
    const query = { ...everySignal, falseAlarms, from, to: monday };
    const response = async () => readSignals(query, { reader, events: async () => [] }, await cuts.live());
    // Nothing is appended for the sake of series that nobody can judge yet.
    if ((await response()).series.every(({ detector }) => detector === null)) return;
    await cuts.resolve(`${monday}T00:00:00+05:00`);
    const judged = await response();
    const known = new Set([...raisedSignals(await signals.events(judged.watermark)).map(seriesKey), ...seriesAppended]);
    const due: LoggedSignal[] = [];
    const judgements: LoggedJudgement[] = [];
    for (const one of mondays) {
      const ofMonday = seriesToRaise(judged, one, known);
      for (const signal of ofMonday) known.add(seriesKey(signal));
      due.push(...ofMonday);
      judgements.push({ monday: one, watermark: judged.watermark, falseAlarms, signals: ofMonday.length });
    }
    appended = await signals.raise(due, judgements);
    for (const signal of due) seriesAppended.add(seriesKey(signal));
  };

  const lookOnce = async (): Promise<void> => {
    const cut = await published();
    const last = lastStampOf(cut);
    if (cut === null || last === null || !(await readiness()).ready) return;
    if (!includes(parseWatermark(cut.watermark) ?? new Map(), appended)) return;
    if (cut.watermark !== lookedAt && performance.now() >= restsUntilMs) {
      const begunMs = performance.now();
      const isAppended = await raiseGroupFatalities();
      const endedMs = performance.now();
      restsUntilMs = endedMs + Math.min(restPerLook * (endedMs - begunMs), restMsMax);
      if (isAppended) return;
      lookedAt = cut.watermark;
    }
    const monday = mondayOf(dayOfStamp(clock()));
    if (monday === judgedMonday) return;
    await judge(monday, cut.watermark);
    judgedMonday = monday;
  };

  let looking: Promise<void> = Promise.resolve();
  const look = () => (looking = looking.then(lookOnce).catch(onFailure));
  return { look, ...repeatedLook(look, lookMs) };
}
