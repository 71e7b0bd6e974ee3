/**
 * Puts signals into the log: accidents that several died of at the first cut that is seen to hold them, and of every Monday what it alarms, once all that
 * was registered before it is in. Every process of the read API looks; who is first in the log with a signal has raised it.
 */
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import type { Readiness } from "@qorgau/schemas/responses/health";
import { numberOf, spanOf } from "../nowcast/domain/nowcast-periods.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import { groupFatalitiesPart } from "../published/group-fatalities-part.ts";
import { lastStampOf } from "../published/read-published.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { dayOfStamp } from "../time/calendar.ts";
import { raisedSignals } from "./domain/recorded-signals.ts";
import { everySignal } from "./domain/signals-parameters.ts";
import { groupFatalitiesToRaise, seriesToRaise } from "./domain/signals-to-raise.ts";
import { groupFatalitiesIn, readSignals } from "./read-signals.ts";
import type { SignalLog } from "./signal-log.ts";

export interface SignalRecorder {
  /** Looks once. Never rejects; what hinders it is given to `onFailure`. */
  look(): Promise<void>;
  /** Looks again and again, until `stop`. */
  start(): void;
  stop(): Promise<void>;
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

/** The Monday of the week that the day is in. */
const mondayOf = (day: string): string => spanOf("week", numberOf("week", day)).from;

export function createSignalRecorder(options: SignalRecorderOptions): SignalRecorder {
  const { reader, signals, cuts, published, readiness, falseAlarms, onFailure, clock = Date.now, lookMs = defaultLookMs } = options;
  let lookedAt = "";
  let judgedMonday = "";

  /** Again and again at one cut, until all of a history that was brought in are raised. */
  const raiseGroupFatalities = async (): Promise<void> => {
    for (;;) {
      const { cut, lastStampMs, rows } = await reader.figures()((source) => [groupFatalitiesPart(everySignal.rates, source)]);
      if (lastStampMs === null) return;
      const known = rows.flatMap((row) => (row.part === "group_fatalities" ? groupFatalitiesIn(row) : []));
      const raised = known.length === 0 ? [] : raisedSignals(await signals.events(cut.watermark));
      const due = groupFatalitiesToRaise(known, raised, { watermark: cut.watermark, day: dayOfStamp(lastStampMs) });
      if (due.length === 0) return;
      await signals.raise(due);
    }
  };

  const judge = async (monday: string): Promise<void> => {
    const query = { ...everySignal, falseAlarms, from: monday, to: monday };
    const response = async () => readSignals(query, { reader, events: async () => [] }, await cuts.live());
    // Nothing is appended for the sake of series that nobody can judge yet.
    if ((await response()).series.every(({ detector }) => detector === null)) return;
    await cuts.resolve(`${monday}T00:00:00+05:00`);
    const judged = await response();
    const due = seriesToRaise(judged, monday);
    if (due.length === 0) return;
    const raised = raisedSignals(await signals.events(judged.watermark)).filter((one) => one.raised === monday && one.scope !== "accident");
    const isKnown = (signal: (typeof due)[number]) =>
      raised.some((one) =>
        (["measure", "scope", "region", "sector", "detector", "from", "to"] as const).every((member) => one[member] === signal[member]),
      );
    const missing = due.filter((signal) => !isKnown(signal));
    if (missing.length > 0) await signals.raise(missing);
  };

  const lookOnce = async (): Promise<void> => {
    const cut = await published();
    const last = lastStampOf(cut);
    if (cut === null || last === null || !(await readiness()).ready) return;
    if (cut.watermark !== lookedAt) {
      await raiseGroupFatalities();
      lookedAt = cut.watermark;
    }
    const monday = mondayOf(dayOfStamp(clock()));
    if (monday === judgedMonday) return;
    await judge(monday);
    judgedMonday = monday;
  };

  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const look = () => (looking = looking.then(lookOnce).catch(onFailure));
  const lookAgain = () => {
    void look().then(() => {
      if (!isStopped) timer = setTimeout(lookAgain, lookMs).unref();
    });
  };
  return {
    look,
    start: lookAgain,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
