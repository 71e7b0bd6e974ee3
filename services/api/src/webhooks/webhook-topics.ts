/**
 * What subscriptions are of, by type: how their parameters are read, who may have them, and what there is to be sent since a cut. What has
 * changed is worked out from the API's own past cuts, so that nothing is lost however long a receiver, or this process, was away.
 */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { acceptedEvents } from "@qorgau/infra/store/journal/accepted-events";
import type { Store } from "@qorgau/infra/store/store";
import { routeScopes } from "@qorgau/schemas/access/route-scopes";
import type { Scope } from "@qorgau/schemas/access/scopes";
import type { Fault } from "@qorgau/schemas/faults";
import { faultsOfNames, readParameters } from "@qorgau/schemas/requests/read-parameters";
import { changeInSteps } from "@qorgau/schemas/responses/rates-change";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { AcceptedEvents, MessageType, WebhookType } from "@qorgau/schemas/responses/webhooks";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { figuresOf, reporterOf, signalsOf } from "../access/domain/access-target.ts";
import type { AccessTarget } from "../access/domain/access-target.ts";
import { cutNames, sourceParameter } from "../http/domain/shared-parameters.ts";
import { outageRule } from "../http/respond-to-outages.ts";
import { createLanes } from "../live/lanes.ts";
import { createRecentResults } from "../past/recent-results.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import type { Releases } from "../releases/releases.ts";
import { parseSignalsQuery, signalsParameters } from "../signals/domain/signals-parameters.ts";
import { readSignals } from "../signals/read-signals.ts";
import type { SignalLog } from "../signals/signal-log.ts";
import { signalsChange } from "./domain/signals-change.ts";

/** What leads from one cut to the next. */
export interface Step {
  /** The cut that it leads to. */
  readonly watermark: Watermark;
  /** Null: there is nothing to be sent up to there, and the next step may begin there. */
  readonly message: { readonly type: MessageType; readonly data: object } | null;
  /** How many records it shows, for the audit trail; null where it shows none. */
  readonly records: number | null;
}

export interface Topic {
  /** One of these is needed, as at the route that gives the same. */
  readonly scopes: readonly Scope[];
  /** Made anew for each delivery: it may depend on the day. */
  readonly target: () => AccessTarget;
  /**
   * What there is behind the cut `read`. `since` is that of the last message: between the two was nothing to be sent, and the next message leads from it.
   * Null: nothing is published behind `read`. Rejects with a `StoreError`, or as the readers do.
   */
  readonly next: (read: Watermark, since: string) => Promise<Step | null>;
  /** At least so long is between two readings. */
  readonly pauseMs: number;
}

/** The topic, or all faults of its parameters; their pointers name the parameters. */
export type ReadTopic = (
  type: WebhookType,
  parameters: URLSearchParams,
) => { readonly topic: Topic } | { readonly errors: readonly Fault[] };

export interface TopicOptions {
  readonly store: Store;
  readonly reader: RatesReader;
  readonly releases: Pick<Releases, "all">;
  readonly signals: Pick<SignalLog, "events">;
  readonly pauseMs?: number;
}

/** Readings at once, whatever is published: the other connections to the store are for requests. */
const readingsAtOnce = 2;
/** Responses of past cuts, in memory. */
const pastMax = 64;
const pastBytesMax = 16 * 2 ** 20;
const bytesPerRow = 600;
/** A message has so many events at most. */
const eventsMax = 1_000;
const defaultPauseMs = 1_000;
/** Judged of weeks, and dear to read. */
const signalsPauseMs = 60_000;

const sourceParameters = z.object({ source: sourceParameter });

const pastCut = (watermark: Watermark): RequestedCut => ({ asOf: null, watermark, live: false });
const watermarkOf = (text: string): Watermark => parseWatermark(text) ?? new Map<number, number>();

export function readTopics({
  store,
  reader,
  releases,
  signals: { events: signalEvents },
  pauseMs = defaultPauseMs,
}: TopicOptions): ReadTopic {
  const lanes = createLanes(readingsAtOnce);
  const past = createRecentResults<RatesResponse | SignalsResponse>(pastMax, {
    bytesOf: ({ rows }) => bytesPerRow * rows.length,
    bytesMax: pastBytesMax,
  });

  /**
   * The response of the cut, or null where it cannot be given any more: then the next message is a whole response. An outage passes, and is waited out.
   */
  const before = async <Response extends RatesResponse | SignalsResponse>(
    key: string,
    since: Watermark,
    read: (cut: RequestedCut) => Promise<Response>,
  ): Promise<Response | null> => {
    if (since.size === 0) return null;
    try {
      return (await past.get(`${key} ${formatWatermark(since)}`, () => lanes(() => read(pastCut(since))))) as Response;
    } catch (error) {
      if (outageRule(error) !== null) throw error;
      return null;
    }
  };
  /** What is sent now is what the next change is of. */
  const remember = (key: string, response: RatesResponse | SignalsResponse) =>
    past.get(`${key} ${response.watermark}`, () => Promise.resolve(response));

  const rates = (parameters: URLSearchParams) => {
    const parsed = parseRatesQuery(parameters, []);
    if ("errors" in parsed) return parsed;
    const { query } = parsed;
    const key = JSON.stringify(query);
    const readRates = (cut?: RequestedCut) => reader.rates(query, cut);
    const next: Topic["next"] = async (read, since) => {
      const after = await lanes(readRates);
      const watermark = watermarkOf(after.watermark);
      if (includes(read, watermark)) return null;
      const earlier = await before(key, read, readRates);
      await remember(key, after);
      if (earlier === null || earlier.exposureBasis !== after.exposureBasis)
        return { watermark, message: { type: "rates.snapshot", data: after }, records: null };
      const change = await inPieces(changeInSteps(earlier, after, query.by));
      if (change.changed.length === 0 && change.removed.length === 0 && areMembersSame(earlier, after))
        return { watermark, message: null, records: null };
      return { watermark, message: { type: "rates.changed", data: { ...change, since } }, records: null };
    };
    return { topic: { scopes: routeScopes["GET /v1/rates"], target: () => figuresOf(query), next, pauseMs } };
  };

  const signals = (parameters: URLSearchParams) => {
    const parsed = parseSignalsQuery(parameters);
    // They are of no past cut, and of one form.
    const faults = cutNames.some((name) => parameters.has(name)) ? faultsOfNames(parameters, Object.keys(signalsParameters.shape)) : [];
    if (faults.length > 0) return { errors: faults };
    if ("errors" in parsed) return parsed;
    const { query } = parsed;
    const key = JSON.stringify(query);
    const readAt = (cut?: RequestedCut) => readSignals(query, { reader, events: signalEvents }, cut);
    const next: Topic["next"] = async (read, since) => {
      const after = await lanes(readAt);
      const watermark = watermarkOf(after.watermark);
      if (includes(read, watermark)) return null;
      const change = signalsChange(await before(key, read, readAt), after, since);
      await remember(key, after);
      const { raised, withdrawn, groupFatalities, recorded } = change;
      const isSame = [raised, withdrawn, groupFatalities, recorded].every((rows) => rows.length === 0);
      return { watermark, message: isSame ? null : { type: "signals.changed", data: change }, records: null };
    };
    return {
      topic: { scopes: routeScopes["GET /v1/signals"], target: () => signalsOf(query), next, pauseMs: Math.max(pauseMs, signalsPauseMs) },
    };
  };

  const madeReleases = (parameters: URLSearchParams) => {
    const errors = faultsOfNames(parameters, []);
    if (errors.length > 0) return { errors };
    const next: Topic["next"] = async (read, since) => {
      const { watermark, releases: all } = await releases.all();
      const published = watermarkOf(watermark);
      if (includes(read, published)) return null;
      const release = all.find(({ position }) => !includes(read, watermarkOf(position)));
      if (release === undefined) return { watermark: published, message: null, records: null };
      const until = new Map([...read, ...watermarkOf(release.position)]);
      const data = { since, watermark: formatWatermark(until), release };
      return { watermark: until, message: { type: "release.made", data }, records: null };
    };
    return { topic: { scopes: routeScopes["GET /v1/releases"], target: (): AccessTarget => ({ of: "published" }), next, pauseMs } };
  };

  const events = (parameters: URLSearchParams) => {
    const { values, faults } = readParameters(sourceParameters, parameters, []);
    const { source } = values;
    if (source === null || faults.length > 0) return { errors: faults.length > 0 ? faults : [fault("QG-0812", "source")] };
    const next: Topic["next"] = async (read, since) => {
      const published = watermarkOf((await reader.cut())?.watermark ?? "");
      if (includes(read, published)) return null;
      const found = await lanes(() => acceptedEvents(store, { source, limit: eventsMax }, read, published));
      if (found.length === 0) return { watermark: published, message: null, records: null };
      const watermark = found.length < eventsMax ? published : reachedBy(found.at(-1)!, read, published);
      const data: AcceptedEvents = {
        since,
        watermark: formatWatermark(watermark),
        events: found.map(({ partition, offset, recordedMs, id, subject, revision, type }) => ({
          id,
          source,
          subject,
          revision,
          type,
          status: "accepted",
          position: `${partition}:${offset}`,
          recordedAt: new Date(recordedMs).toISOString(),
        })),
      };
      return { watermark, message: { type: "events.accepted", data }, records: found.length };
    };
    return { topic: { scopes: ["own"] as const, target: () => reporterOf({ source }), next, pauseMs } };
  };

  const byType = { "rates.changed": rates, "signals.changed": signals, "release.made": madeReleases, "events.accepted": events } as const;
  return (type, parameters) => byType[type](parameters);
}

/** All members at the top but those of the cut. */
function areMembersSame(before: RatesResponse, after: RatesResponse): boolean {
  const membersOf = ({ rows: _rows, watermark: _watermark, ...members }: RatesResponse) => JSON.stringify(members);
  return membersOf(before) === membersOf(after);
}

/** The cut after a page of rows by partition and offset that ends at `last`. */
function reachedBy(last: { readonly partition: number; readonly offset: number }, read: Watermark, published: Watermark): Watermark {
  const reached = [...published].flatMap(([partition, end]): [number, number][] => {
    if (partition < last.partition) return [[partition, end]];
    if (partition === last.partition) return [[partition, last.offset]];
    const earlier = read.get(partition);
    return earlier === undefined ? [] : [[partition, earlier]];
  });
  return new Map(reached);
}
