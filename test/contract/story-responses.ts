/** What is asked of a told story, now and as of earlier cuts, and what the naive model says to it. */
import { parseRatesQuery } from "@qorgau/api/rates/domain/parameters/rates-query";
import { gateOf } from "@qorgau/api/api-routes";
import type { RequestedCut, CutResolver } from "@qorgau/api/past/requested-cut";
import { createCutResolver } from "@qorgau/api/past/cut-resolver";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import type { RatesReader } from "@qorgau/api/rates/rates-reader";
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Store } from "@qorgau/infra/store/store";
import { regionsOf, yearsOf } from "@qorgau/schemas/responses/rate-choices";
import { measures, rateDimensions } from "@qorgau/schemas/responses/rates";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { countsOfResponse, naiveCounts, searchOf, upToInstant, upToWatermark } from "../generators/naive-counts.ts";
import type { Counts, CountQuery } from "../generators/naive-counts.ts";
import { naiveCases, sentences } from "../generators/naive-model.ts";
import { byWorld } from "./stream-story.ts";

export interface GivenResponse {
  readonly countQuery: CountQuery;
  /** The instant asked for. */
  readonly asOf: string | null;
  readonly watermark: string;
  readonly counts: Counts;
  readonly text: string;
}

type Random = () => number;

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)]!;
}

function requestsBy(random: Random, bys: readonly CountQuery["by"][]): CountQuery[] {
  const periods = ["year", "quarter", "month", "day"] as const;
  return bys.map((by) => ({
    measure: pick(random, measures),
    period: pick(random, periods),
    by,
    yearOf: pick(random, yearsOf),
    regionOf: pick(random, regionsOf),
    ofNoCircumstance: pick(random, [true, false]),
  }));
}

function pairs(random: Random, count: number): CountQuery["by"][] {
  return Array.from({ length: count }, () => [...new Set([pick(random, rateDimensions), pick(random, rateDimensions)])]);
}

/** One reader for a whole story, as the service has one for its life. */
export interface Asking {
  readonly reader: RatesReader;
  readonly cuts: CutResolver;
  readonly random: Random;
}

/** The log's last records are later than everything that was told, so that no instant asks for a tick. */
export function createAsking(store: Store, log: EventLog, random: Random): Asking {
  const reader = createRatesReader({ store });
  const tick = () => Promise.reject(new Error("every instant is settled already"));
  const clock = () => Date.UTC(2100, 0);
  return { reader, random, cuts: createCutResolver({ store, gate: gateOf(reader), log: { end: () => log.end(), tick }, clock }) };
}

/** Every dimension by itself and some pairs after the last life of the aggregator, some pairs after the others. */
export function askLive(asking: Asking, isLast: boolean): Promise<GivenResponse[]> {
  const { random } = asking;
  const bys = isLast ? [[], ...rateDimensions.map((one) => [one]), ...pairs(random, 4)] : pairs(random, 3);
  return ask(asking, requestsBy(random, bys));
}

/** The same questions as of the watermarks of their answers. */
export async function askAgain(asking: Asking, responded: readonly GivenResponse[]): Promise<{ before: string; after: string }[]> {
  const some = responded.filter(({ watermark }, place) => watermark !== "" && place % 2 === 0);
  return Promise.all(
    some.map(async ({ countQuery, watermark, text }) => {
      const [again] = await ask(asking, [countQuery], await asking.cuts.resolve(watermark));
      return { before: text, after: again!.text };
    }),
  );
}

/** As of watermarks and instants that nobody has asked for before. */
export async function askPast(asking: Asking, end: Watermark, reported: readonly LoggedStatement[]): Promise<GivenResponse[]> {
  if (reported.length === 0) return [];
  const { random, cuts } = asking;
  const somewhere = () => new Map([...end].map(([partition, last]) => [partition, Math.floor(random() * (last + 1))]));
  const instant = () => new Date(Date.parse(pick(random, reported).recordedAt) - Math.floor(random() * 2)).toISOString();
  const requested = [formatWatermark(somewhere()), formatWatermark(somewhere()), instant(), instant()].map(async (asOf) =>
    ask(asking, requestsBy(random, [...pairs(random, 2), [pick(random, rateDimensions)]]), await cuts.resolve(asOf)),
  );
  return (await Promise.all(requested)).flat();
}

function ask({ reader }: Asking, requests: readonly CountQuery[], past?: RequestedCut): Promise<GivenResponse[]> {
  return Promise.all(
    requests.map(async (countQuery) => {
      const parsed = parseRatesQuery(new URLSearchParams(searchOf(countQuery)));
      if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
      return responsesBy(countQuery, await reader.rates(parsed.query, past));
    }),
  );
}

function responsesBy(countQuery: CountQuery, response: RatesResponse): GivenResponse {
  const { asOf, watermark, rows } = response;
  return { countQuery, asOf, watermark, counts: countsOfResponse(countQuery, rows), text: JSON.stringify(response) };
}

/** The model at the cut of an answer. Many answers are of one cut, so that its cases are made once. */
export function modelOf(log: readonly LoggedStatement[], rules = sentences): (response: GivenResponse) => Counts {
  const known = new Map<string, ReturnType<typeof naiveCases>>();
  return ({ countQuery, asOf, watermark }) => {
    const cut = asOf ?? watermark;
    const held = () => (asOf === null ? upToWatermark(log, watermark) : upToInstant(log, asOf));
    const cases = known.get(cut) ?? byWorld(held()).flatMap((world) => naiveCases(world, rules));
    known.set(cut, cases);
    return naiveCounts(cases, countQuery);
  };
}

/** Whether every cell that either has is the other's. */
export function sameCounts(a: Counts, b: Counts): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((cell) => a[cell] === b[cell]);
}
