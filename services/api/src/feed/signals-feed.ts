/** Signals of the log as an Atom feed: an entry is updated where more have died of its accident, and where it was said what became of it. */
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { Language } from "@qorgau/schemas/languages";
import type { RaisedSignal } from "../signals/domain/recorded-signals.ts";
import { atomText, entriesMax } from "./atom-feed.ts";
import type { FeedEntry, FeedOptions } from "./atom-feed.ts";
import { signalTexts } from "./signals-feed-texts.ts";
import type { SignalTexts } from "./signals-feed-texts.ts";

/** Which signals a feed is of; null: every one. */
export interface PlacesOfSignals {
  readonly regions: readonly string[] | null;
  readonly sectors: readonly string[] | null;
}

/** Gives the text of the feed: the last hundred that were raised or of which anything was said since, the latest first. */
export function signalsFeed(signals: readonly RaisedSignal[], { regions, sectors }: PlacesOfSignals, options: FeedOptions): string {
  const own = signalTexts[options.language];
  const entries = signals
    .map((signal) => entryOf(signal, own, options.language))
    .toSorted((a, b) => (a.updated === b.updated ? 0 : a.updated > b.updated ? -1 : 1))
    .slice(0, entriesMax);
  const places = [
    ...(regions === null ? [] : [`region=${regions.join(",")}`]),
    ...(sectors === null ? [] : [`sector=${sectors.join(",")}`]),
  ];
  return atomText(
    {
      name: `signals${places.length === 0 ? "" : `?${places.join("&")}`}`,
      title: own.feed,
      self: `feed?${["of=signals", ...places].join("&")}`,
      entries,
    },
    options,
  );
}

function entryOf(signal: RaisedSignal, own: SignalTexts, language: Language): FeedEntry {
  const { id, scope, measure, state, region, sector, recordedAt, raised, monday, watermark, parameters } = signal;
  const names = [nameOfCode("region", region, language), nameOfCode("sector", sector, language)].filter((name) => name !== null);
  const place = names.length === 0 ? (scope === "accident" ? own.unknownPlace : own.country) : names.join(", ");
  const { dead } = signal.states.at(-1) ?? signal;
  const budget = parameters === null ? "" : `&falseAlarms=${String(parameters.falseAlarms)}`;
  const day = monday ?? raised;
  return {
    name: `signals/${id}`,
    title: scope === "accident" ? own.accident(place, dead ?? 0) : own.series(own.measures[measure], place),
    published: recordedAt,
    updated: updatedAt(signal),
    categories: [scope === "accident" ? "accident" : "series", state],
    links: [
      { rel: "alternate", href: `signals/${id}` },
      { rel: "related", href: `signals?asOf=${watermark}&from=${day}&to=${day}${budget}` },
    ],
    summary: summaryOf(signal, own).join(" "),
  };
}

function summaryOf(
  { scope, from, to, observed, expected, victims, states, state, acknowledgement }: RaisedSignal,
  own: SignalTexts,
): string[] {
  const told =
    scope === "accident"
      ? [own.occurred(from), own.seen(states.map(({ dead }) => String(dead)).join(", "))]
      : [own.counted({ from, to, observed: String(observed), expected: own.number(expected), victims: String(victims) })];
  const verdict = state === "closed" ? (acknowledgement?.verdict ?? null) : null;
  const isAgain = state === "open" && acknowledgement !== null;
  return [
    ...told,
    isAgain ? own.openAgain : own.states[state],
    ...(verdict === null ? [] : [own.verdicts[verdict]]),
    scope === "accident" ? own.fact : own.noFinding,
  ];
}

function updatedAt({ recordedAt, states, acknowledgement }: RaisedSignal): string {
  const instants = [recordedAt, ...states.map((one) => one.recordedAt), ...(acknowledgement === null ? [] : [acknowledgement.recordedAt])];
  return instants.reduce((latest, one) => (one > latest ? one : latest));
}
