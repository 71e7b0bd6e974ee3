/** What is asked of a told story, now and as of earlier cuts, and what the naive model says to it. */
import { parseRatesQuery } from "@qorgau/api/rates/domain/parameters/rates-query";
import { gateOf } from "@qorgau/api/api-routes";
import type { AskedCut, CutResolver } from "@qorgau/api/past/asked-cut";
import { createCutResolver } from "@qorgau/api/past/cut-resolver";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import type { RatesReader } from "@qorgau/api/rates/rates-reader";
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Store } from "@qorgau/infra/store/store";
import { regionsOf, yearsOf } from "@qorgau/schemas/responses/rate-choices";
import { measures, rateDimensions } from "@qorgau/schemas/responses/rates";
import type { RatesAnswer } from "@qorgau/schemas/responses/rates";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { answeredCounts, naiveCounts, searchOf, upToInstant, upToWatermark } from "../generators/naive-counts.ts";
import type { Counts, CountQuestion } from "../generators/naive-counts.ts";
import { naiveCases, sentences } from "../generators/naive-model.ts";
import { byWorld } from "./told-story.ts";

export interface Answered {
  readonly question: CountQuestion;
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

function questionsBy(random: Random, bys: readonly CountQuestion["by"][]): CountQuestion[] {
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

function pairs(random: Random, count: number): CountQuestion["by"][] {
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
export function askLive(asking: Asking, isLast: boolean): Promise<Answered[]> {
  const { random } = asking;
  const bys = isLast ? [[], ...rateDimensions.map((one) => [one]), ...pairs(random, 4)] : pairs(random, 3);
  return ask(asking, questionsBy(random, bys));
}

/** The same questions as of the watermarks of their answers. */
export async function askAgain(asking: Asking, answered: readonly Answered[]): Promise<{ before: string; after: string }[]> {
  const some = answered.filter(({ watermark }, place) => watermark !== "" && place % 2 === 0);
  return Promise.all(
    some.map(async ({ question, watermark, text }) => {
      const [again] = await ask(asking, [question], await asking.cuts.resolve(watermark));
      return { before: text, after: again!.text };
    }),
  );
}

/** As of watermarks and instants that nobody has asked for before. */
export async function askPast(asking: Asking, end: Watermark, told: readonly LoggedStatement[]): Promise<Answered[]> {
  if (told.length === 0) return [];
  const { random, cuts } = asking;
  const somewhere = () => new Map([...end].map(([partition, last]) => [partition, Math.floor(random() * (last + 1))]));
  const instant = () => new Date(Date.parse(pick(random, told).recordedAt) - Math.floor(random() * 2)).toISOString();
  const asked = [formatWatermark(somewhere()), formatWatermark(somewhere()), instant(), instant()].map(async (asOf) =>
    ask(asking, questionsBy(random, [...pairs(random, 2), [pick(random, rateDimensions)]]), await cuts.resolve(asOf)),
  );
  return (await Promise.all(asked)).flat();
}

function ask({ reader }: Asking, questions: readonly CountQuestion[], past?: AskedCut): Promise<Answered[]> {
  return Promise.all(
    questions.map(async (question) => {
      const parsed = parseRatesQuery(new URLSearchParams(searchOf(question)));
      if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
      return answeredBy(question, await reader.rates(parsed.query, past));
    }),
  );
}

function answeredBy(question: CountQuestion, answer: RatesAnswer): Answered {
  const { asOf, watermark, rows } = answer;
  return { question, asOf, watermark, counts: answeredCounts(question, rows), text: JSON.stringify(answer) };
}

/** The model at the cut of an answer. Many answers are of one cut, so that its cases are made once. */
export function modelOf(log: readonly LoggedStatement[], rules = sentences): (answer: Answered) => Counts {
  const known = new Map<string, ReturnType<typeof naiveCases>>();
  return ({ question, asOf, watermark }) => {
    const cut = asOf ?? watermark;
    const held = () => (asOf === null ? upToWatermark(log, watermark) : upToInstant(log, asOf));
    const cases = known.get(cut) ?? byWorld(held()).flatMap((world) => naiveCases(world, rules));
    known.set(cut, cases);
    return naiveCounts(cases, question);
  };
}

/** Whether every cell that either has is the other's. */
export function sameCounts(a: Counts, b: Counts): boolean {
  return [...Object.keys(a), ...Object.keys(b)].every((cell) => a[cell] === b[cell]);
}
