/**
 * The reader of a soak: it asks while cases move, and keeps what it was told. What it saw is judged afterwards, when the log can be
 * read; only that a watermark gives the same bytes again, and that no live answer is older than one that was there when it was asked for,
 * is judged at once.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { moverSection } from "../generators/corrected-stream.ts";
import { countsOfResponse, searchOf } from "../generators/naive-counts.ts";
import type { Counts, CountQuery } from "../generators/naive-counts.ts";

/** From the month cells and from the cases; together they name every dimension that a correction moves. */
export const polledRequests: readonly CountQuery[] = [
  { measure: "injured", period: "year", by: ["region", "severity"] },
  { measure: "accidents", period: "month", by: ["sector"] },
  { measure: "injured", period: "day", by: ["mine", "evidence", "workRelated"] },
  { measure: "lost_time", period: "quarter", by: ["sex", "region"] },
  { measure: "days_lost", period: "year", by: [] },
];
const moverSearch = `per=none&kind=any&by=region&sector=${moverSection}`;

interface SeenResponse {
  readonly watermark: string;
  /** The instant that was asked for. */
  readonly asOf: string | null;
  /** Null: the sum over all regions of the cases that only move between these. */
  readonly countQuery: CountQuery | null;
  readonly counts: Counts;
}

export interface SoakReader {
  readonly seen: readonly SeenResponse[];
  readonly breaches: readonly string[];
  readonly reasked: () => number;
  /** The longest time of a steady polling in which the published cut stood still. */
  readonly longestStandstillMs: () => number;
  /** Asks until the program is gone; returns then. */
  pollUntilGone(url: string): Promise<void>;
  /** Asks at a steady pace, whether there are answers or not. */
  pollSteadily(anyUrl: () => string, signal: AbortSignal): Promise<void>;
  /** Asks one question, now or as of an instant, as often as it takes. */
  ask(url: string, countQuery: CountQuery | null, parameters?: Readonly<Record<string, string>>): Promise<void>;
  /** Asks some of what was answered before again. */
  askAgain(url: string, count: number): Promise<void>;
}

const callers = 4;
/** How many answers are kept to be asked for again. */
const responsesSeen = 500;
const instantReachMs = 3000;
/** Of one caller of a steady load. */
const paceMs = 100;

export function createSoakReader(random: () => number): SoakReader {
  const seen: SeenResponse[] = [];
  const breaches: string[] = [];
  const stored: { readonly search: string; readonly watermark: string; readonly text: string }[] = [];
  let reasked = 0;
  let requested = 0;
  /** Since it was seen first: what starts before that is not up to the figures. */
  let cut: { readonly watermark: string; readonly sinceMs: number } | null = null;
  let longestStandstillMs = 0;
  let newest: Watermark = new Map();

  const noticeCut = (watermark: string) => {
    const nowMs = performance.now();
    cut ??= { watermark, sinceMs: nowMs };
    longestStandstillMs = Math.max(longestStandstillMs, nowMs - cut.sinceMs);
    if (watermark !== cut.watermark) cut = { watermark, sinceMs: nowMs };
  };
  /** `known` had been answered before this one was asked for. */
  const noticeOrder = (search: string, text: string, known: Watermark) => {
    const watermark = parseWatermark(text) ?? new Map<number, number>();
    if (!includes(watermark, known)) breaches.push(`${search}: went back from ${formatWatermark(known)} to ${text}`);
    if (includes(watermark, newest)) newest = watermark;
  };
  /** False where the program is gone. */
  const get = async (url: string, search: string, use: (text: string) => void): Promise<boolean> => {
    try {
      // What is answered before everything of the start is folded has to be right, too.
      const response = await fetch(`${url}/v1/rates?partial=true&${search}`);
      const text = await response.text();
      if (response.status === 200) use(text);
      else if (response.status !== 503) breaches.push(`${search}: ${response.status} ${text}`);
      return true;
    } catch {
      return false;
    }
  };
  const look = (url: string, countQuery: CountQuery | null, parameters: Readonly<Record<string, string>> = {}) => {
    const search = countQuery === null ? moverSearch : searchOf(countQuery);
    const more = Object.entries(parameters).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`);
    const known = newest;
    return get(url, search + more.join(""), (text) => {
      const { watermark, asOf, rows } = JSON.parse(text) as RatesResponse;
      const counts = countQuery === null ? { all: rows.reduce((sum, { count }) => sum + count, 0) } : countsOfResponse(countQuery, rows);
      if (watermark !== "" && asOf === null)
        stored[Math.floor(random() * Math.min(stored.length + 1, responsesSeen))] = { search, watermark, text };
      seen.push({ watermark, asOf, countQuery, counts });
      if (asOf !== null) return;
      noticeCut(watermark);
      noticeOrder(search, watermark, known);
    });
  };
  const lookAgain = (url: string) => {
    const earlier = stored[Math.floor(random() * stored.length)];
    if (earlier === undefined) return Promise.resolve(true);
    return get(url, `${earlier.search}&asOf=${earlier.watermark}`, (text) => {
      reasked += 1;
      if (text !== earlier.text) breaches.push(`asked again as of ${earlier.watermark}: ${earlier.search}: other bytes than before`);
    });
  };
  const poll = (url: string): Promise<boolean> => {
    requested += 1;
    const countQuery = [...polledRequests, null][requested % (polledRequests.length + 1)] ?? null;
    if (requested % 4 === 1) return lookAgain(url);
    if (requested % 9 === 2) return look(url, countQuery, { asOf: new Date(Date.now() - random() * instantReachMs).toISOString() });
    return look(url, countQuery);
  };

  return {
    seen,
    breaches,
    reasked: () => reasked,
    longestStandstillMs: () => Math.round(longestStandstillMs),
    async pollUntilGone(url) {
      const untilGone = async () => {
        while (await poll(url));
      };
      await Promise.all(Array.from({ length: callers }, untilGone));
    },
    async pollSteadily(anyUrl, signal) {
      const steadily = async () => {
        while (!signal.aborted) await Promise.all([poll(anyUrl()), delay(paceMs)]);
      };
      await Promise.all(Array.from({ length: callers }, steadily));
    },
    async ask(url, countQuery, parameters) {
      for (const before = seen.length; seen.length === before;) {
        if (!(await look(url, countQuery, parameters))) throw new Error("the program is gone");
        if (breaches.length > 0) return;
      }
    },
    async askAgain(url, count) {
      for (let asking = 0; asking < count; asking += 1) await lookAgain(url);
    },
  };
}
