/** Signals of the log as an Atom feed: an entry is updated where more have died of its accident, and where it was said what became of it. */
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import type { Language } from "@qorgau/schemas/languages";
import { numberOf, spanOf } from "../nowcast/domain/nowcast-periods.ts";
import { regionCodes, sectionCodes } from "../signals/domain/declared-series.ts";
import { matchingSignals } from "../signals/domain/recorded-signals.ts";
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

/** Gives the text of the feed, of all signals in the order of raising: the last hundred that were raised or of which anything was said since. */
export function signalsFeed(raised: readonly RaisedSignal[], { regions, sectors }: PlacesOfSignals, options: FeedOptions): string {
  const own = signalTexts[options.language];
  const entries = matchingSignals(raised, { regions, sectors, from: null, to: null, state: null })
    .map((signal) => ({ signal, updated: updatedAt(signal) }))
    .toSorted((a, b) => (a.updated === b.updated ? 0 : a.updated > b.updated ? -1 : 1))
    .slice(0, entriesMax)
    .map(({ signal, updated }) => entryOf(signal, updated, own, options.language));
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

function entryOf(signal: RaisedSignal, updated: string, own: SignalTexts, language: Language): FeedEntry {
  const { id, scope, measure, state, region, sector, recordedAt } = signal;
  const names = [nameOfCode("region", region, language), nameOfCode("sector", sector, language)].filter((name) => name !== null);
  const place = names.length === 0 ? (scope === "accident" ? own.unknownPlace : own.country) : names.join(", ");
  const { dead } = signal.states.at(-1) ?? signal;
  return {
    name: `signals/${id}`,
    title: scope === "accident" ? own.accident(place, dead ?? 0) : own.series(own.measures[measure], place),
    published: recordedAt,
    updated,
    categories: [scope === "accident" ? "accident" : "series", state],
    links: [
      { rel: "alternate", href: `signals/${id}` },
      { rel: "related", href: `signals?${computedAgain(signal)}` },
    ],
    summary: summaryOf(signal, own).join(" "),
  };
}

/**
 * The request that computes the signal again from its cut, narrowed to its own place, which is all that some may see. Accidents are shown by the day
 * on which they occurred, from a Monday on.
 */
function computedAgain({ scope, region, sector, from, raised, monday, watermark, parameters }: RaisedSignal): string {
  const days =
    scope === "accident"
      ? { from: spanOf("week", numberOf("week", from)).from, to: from }
      : { from: monday ?? raised, to: monday ?? raised };
  return [
    `asOf=${watermark}&from=${days.from}&to=${days.to}`,
    ...(region !== null && regionCodes.includes(region) ? [`region=${region}`] : []),
    ...(sector !== null && sectionCodes.includes(sector) ? [`sector=${sector}`] : []),
    ...(parameters === null ? [] : [`falseAlarms=${String(parameters.falseAlarms)}`]),
  ].join("&");
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
    ...(scope !== "accident" ? [own.noFinding] : verdict === "data_error" ? [] : [own.fact]),
  ];
}

function updatedAt({ recordedAt, states, acknowledgement }: RaisedSignal): string {
  const instants = [recordedAt, ...states.map((one) => one.recordedAt), ...(acknowledgement === null ? [] : [acknowledgement.recordedAt])];
  return instants.reduce((latest, one) => (one > latest ? one : latest));
}
