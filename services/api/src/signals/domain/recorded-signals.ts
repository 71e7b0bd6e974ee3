/** Signals as the log holds them: who was first with one has raised it, and the highest acknowledgement stands (METHODS, section 3): pure. */
import type {
  LoggedAcknowledgement,
  LoggedJudgement,
  LoggedSignal,
  RecordedSignal,
  SignalPrecision,
} from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { groupFatality, recordedSignalsMax } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { SignalState } from "@qorgau/schemas/responses/surveillance/signal-rows";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { clopperPearson } from "../../statistics/clopper-pearson.ts";
import { isShown } from "./declared-series.ts";

/** An event of the log, with the instant at which the log took it. */
export type LoggedSignalEvent = { readonly recordedAt: string } & (
  | { readonly signal: LoggedSignal }
  | { readonly acknowledgement: LoggedAcknowledgement }
  | { readonly judgement: LoggedJudgement }
);

/** A signal with its acknowledgement, before it is held against what is known now. */
export type RaisedSignal = Omit<RecordedSignal, "now"> & {
  /** Ids of the accident and of its fatal cases in any of its states; empty of a series. */
  readonly members: ReadonlySet<string>;
};

/** What makes two signals of series one: two processes may judge the same Monday, each of its own cut. */
export const seriesKey = ({ measure, scope, region, sector, detector, from, to }: SeriesOfSignal): string =>
  [measure, scope, region, sector, detector, from, to].join("|");
type SeriesOfSignal = Pick<LoggedSignal, "measure" | "scope" | "region" | "sector" | "detector" | "from" | "to">;

export const membersOfAccident = ({ accident, cases = [] }: Pick<LoggedSignal, "accident" | "cases">): readonly string[] =>
  accident === undefined ? cases : [accident, ...cases];

/**
 * Returns the signals in the order in which they were raised; `events` are in the order of the log. A state of an accident that is known already
 * joins its signal where it has another number of dead, and opens it again where its level is higher than any before.
 */
export function raisedSignals(events: readonly LoggedSignalEvent[]): RaisedSignal[] {
  const found: RaisedSignal[] = [];
  const bySeries = new Set<string>();
  const byMember = new Map<string, number>();
  const byId = new Map<string, number>();
  for (const event of events) {
    if ("judgement" in event) continue;
    if ("acknowledgement" in event) {
      const { signal, ...acknowledgement } = event.acknowledgement;
      const place = byId.get(signal);
      const raised = place === undefined ? undefined : found[place];
      if (place === undefined || raised === undefined || acknowledgement.revision <= (raised.acknowledgement?.revision ?? 0)) continue;
      found[place] = {
        ...raised,
        state: acknowledgement.state,
        acknowledgement: { ...acknowledgement, recordedAt: event.recordedAt },
      };
      continue;
    }
    const { recordedAt, signal } = event;
    const { accident: _accident, cases: _cases, ...about } = signal;
    if (signal.detector !== groupFatality) {
      if (bySeries.has(seriesKey(signal))) continue;
      bySeries.add(seriesKey(signal));
      byId.set(signal.id, found.push({ ...about, ...unacknowledged, recordedAt, states: [], members: new Set() }) - 1);
      continue;
    }
    const members = membersOfAccident(signal);
    const known = members.map((member) => byMember.get(member)).find((place) => place !== undefined);
    const place = known ?? found.push({ ...about, ...unacknowledged, recordedAt, states: [], members: new Set() }) - 1;
    const raised = found[place]!;
    const state = {
      id: signal.id,
      watermark: signal.watermark,
      recordedAt,
      dead: signal.dead ?? 0,
      victims: signal.victims,
      level: signal.level!,
    };
    const isNew = state.dead !== raised.states.at(-1)?.dead;
    // Another body investigates from here on: what was done about the lower level is not done about this one.
    const isGraver = raised.states.length > 0 && raised.states.every(({ level }) => level < state.level);
    found[place] = {
      ...raised,
      ...(isGraver ? { state: "open" as const } : {}),
      states: isNew ? [...raised.states, state] : raised.states,
      members: new Set([...raised.members, ...members]),
    };
    for (const member of members) byMember.set(member, place);
    if (known === undefined) byId.set(signal.id, place);
  }
  return found;
}

const unacknowledged = { state: "open", acknowledgement: null } as const;

export interface ShownSignals {
  readonly regions: readonly string[] | null;
  readonly sectors: readonly string[] | null;
  /** Days of `raised`, inclusive; null: unbounded. */
  readonly from: string | null;
  readonly to: string | null;
  readonly state: SignalState | null;
}

/** Those that a request is for, the latest first, as many as a response holds. */
export const shownSignals = (raised: readonly RaisedSignal[], shown: ShownSignals): RaisedSignal[] =>
  matchingSignals(raised, shown).slice(0, recordedSignalsMax);

/** All that a request is for, the latest first. An accident passes both filters; a series is of a region or of a section. */
export function matchingSignals(raised: readonly RaisedSignal[], { regions, sectors, from, to, state }: ShownSignals): RaisedSignal[] {
  const passes = (codes: readonly string[] | null, code: string | null) => codes === null || (code !== null && codes.includes(code));
  return raised
    .filter((one) => {
      if ((from !== null && one.raised < from) || (to !== null && one.raised > to) || (state !== null && one.state !== state)) return false;
      if (one.scope === "accident") return passes(regions, one.region) && passes(sectors, one.sector);
      return isShown({ measure: one.measure, scope: one.scope, code: one.region ?? one.sector }, { regions, sectors });
    })
    .toReversed();
}

const monthMs = 30.4375 * 86_400_000;

/** The Mondays that were judged, in their order; the first judgement of each stands. */
export function judgedMondays(events: readonly LoggedSignalEvent[]): LoggedJudgement[] {
  const found = new Map<string, LoggedJudgement>();
  for (const event of events) {
    if ("judgement" in event && !found.has(event.judgement.monday)) found.set(event.judgement.monday, event.judgement);
  }
  return [...found.values()].toSorted((a, b) => (a.monday < b.monday ? -1 : 1));
}

/** Closed signals of series, and how many were worth it. `nowMs`: the last effective stamp of the cut; null of an empty one. */
export function precisionOf(watermark: string, events: readonly LoggedSignalEvent[], nowMs: number | null): SignalPrecision {
  const raised = raisedSignals(events);
  const ofSeries = raised.filter(({ scope }) => scope !== "accident");
  const judged = judgedMondays(events);
  const inState = (state: SignalState) => ofSeries.filter((one) => one.state === state);
  const closed = inState("closed");
  const verdicts = (verdict: string) => closed.filter(({ acknowledgement }) => acknowledgement?.verdict === verdict).length;
  const confirmed = verdicts("confirmed");
  const limits = closed.length === 0 ? null : clopperPearson(confirmed, closed.length);
  const [first] = judged;
  const months = first === undefined || nowMs === null ? null : Math.max(0, nowMs - Date.parse(`${first.monday}T00:00:00+05:00`)) / monthMs;
  return {
    watermark,
    raised: ofSeries.length,
    open: inState("open").length,
    acknowledged: inState("acknowledged").length,
    closed: closed.length,
    confirmed,
    noCause: verdicts("no_cause"),
    dataError: verdicts("data_error"),
    knownChange: verdicts("known_change"),
    precision: closed.length === 0 ? null : rounded(confirmed / closed.length),
    lower: limits === null ? null : rounded(limits.lower),
    upper: limits === null ? null : rounded(limits.upper),
    judged: judged.length,
    months: months === null ? null : rounded(months),
    signalsPerMonth: months === null || months < 1 ? null : rounded(ofSeries.length / months),
    falseAlarms: judged.at(-1)?.falseAlarms ?? null,
    openAccidents: raised.filter(({ scope, state }) => scope === "accident" && state === "open").length,
  };
}
