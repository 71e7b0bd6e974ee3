/**
 * The cut that the page shows. One live stream tells what moves: the figures of the running year. What else is shown is asked for when they move.
 * With `asOf` in the address nothing moves.
 */
import { computed, effect, signal } from "@preact/signals";
import type { LiveBehind, RatesChange } from "@qorgau/schemas/responses/live-events";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { applyChange } from "@qorgau/schemas/responses/rates-change";
import type { PipelineStatus } from "@qorgau/schemas/responses/status";
import { language } from "../state/language.ts";
import { page, state } from "../state/page-state.ts";
import { readEvents } from "./event-stream.ts";
import { followState } from "./follow-state.ts";
import type { FollowState } from "./follow-state.ts";
import { isOpenAudience } from "./audience.ts";
import { addressOf, get } from "./get.ts";
import type { Parameters } from "./get.ts";
import { pause } from "./pause.ts";
import { isTokenWanted, tokenIsFit, tokensGiven, TokenWanted } from "./token.ts";

const tickMs = 1_000;
const retryMs = 2_000;
const resumeMs = 250;

export interface Following {
  readonly state: FollowState | "loading" | "stopped";
  readonly behind: number;
  /** When the log took its newest record. */
  readonly newest: Date | null;
  /** Since when the server does not answer. */
  readonly stoppedSince: Date | null;
}

/** The days of the running year that figures exist of, and the one basis of its rates and those of the five years before, where there is one. */
export interface YearToDate {
  readonly from: string;
  readonly to: string;
  readonly exposureBasis: string | undefined;
}

/** The watermark of the newest figures; null before the first, "" of an empty log. */
export const watermark = signal<string | null>(null);
export const following = signal<Following>({ state: "loading", behind: 0, newest: null, stoppedSince: null });
/** Null where nothing was reported. */
export const yearToDate = signal<YearToDate | null>(null);

/** What a request is sent with besides its own parameters. */
export const asOfParameters = computed<Parameters>(() => ({ asOf: isOpenAudience.value ? undefined : state.value.asOf }));

/** Changes whenever what is shown has to be requested anew. */
export const requestVersion = computed(() => `${state.value.asOf ?? watermark.value ?? ""} ${tokensGiven.value}`);

const figuresOfYear = { period: "ytd", compare: "five_years" };
/** Of what is open to all: it changes with every batch, and needs nothing else. */
const openFigures = { period: "year", per: "none" };
const follow = followState();

function showFigures(figures: RatesResponse): void {
  tokenIsFit();
  const [from, to] = figures.rows.at(-1)?.period.split("/") ?? [];
  // Where nobody states workers of the country, its basis is a mere default, and a region's own answer chooses what is stated there.
  const isStated = figures.rows.some(({ exposure }) => exposure !== null);
  const exposureBasis = isStated ? figures.exposureBasis : undefined;
  const last = from === undefined || to === undefined ? null : { from, to, exposureBasis };
  if (JSON.stringify(last) !== JSON.stringify(yearToDate.value)) yearToDate.value = last;
  watermark.value = figures.watermark;
}

function showFollowing(): void {
  const next: Following = { ...follow.at(Date.now()), stoppedSince: null };
  if (JSON.stringify(next) !== JSON.stringify(following.value)) following.value = next;
}

/** Past figures: requested once. */
async function readPast(asOf: string): Promise<void> {
  const { body } = await get<RatesResponse>("/v1/rates", { ...figuresOfYear, asOf }, language.value);
  showFigures(body);
}

/** The last figures of the stream, kept so that it can be resumed. */
let streamed: RatesResponse | null = null;
let streamedFrom = "";

/** Follows the live stream until the signal or the server ends it. What does not fit the figures that are held is answered by a new snapshot. */
async function readLive(signal: AbortSignal): Promise<void> {
  const misfit = new AbortController();
  const address = addressOf("/v1/live", isOpenAudience.peek() ? openFigures : { ...figuresOfYear, partial: "true" });
  // What another stream left is nothing to go on from.
  if (address !== streamedFrom) [streamed, streamedFrom] = [null, address];
  await readEvents({
    address,
    lastEventId: streamed?.watermark ?? null,
    signal: AbortSignal.any([signal, misfit.signal]),
    onEvent({ event, data }) {
      if (event === "behind") follow.sawBehind(JSON.parse(data) as LiveBehind, Date.now());
      else {
        streamed = event === "snapshot" ? (JSON.parse(data) as RatesResponse) : change(JSON.parse(data) as RatesChange);
        if (streamed === null) return misfit.abort();
        follow.sawWatermark(streamed.watermark);
        showFigures(streamed);
      }
      showFollowing();
    },
  });
}

const change = (made: RatesChange) => (streamed === null ? null : applyChange(streamed, made));

/** Follows the log until the page is left. A page that nobody sees asks for nothing, and goes on from where it was once it is seen. */
export async function followLog(): Promise<never> {
  setInterval(() => void tick(), tickMs);
  for (;;) {
    const changed = untilChanged();
    const { asOf } = state.peek();
    try {
      if (asOf !== undefined && !isOpenAudience.peek()) await Promise.all([readPast(asOf), changed.promise]);
      else if (document.hidden && watermark.peek() !== null) await changed.promise;
      else {
        await readLive(changed.signal);
        // A server that ends its streams is not asked again without a pause.
        if (!changed.signal.aborted) await pause(resumeMs);
      }
    } catch (error) {
      if (error instanceof TokenWanted) await (isTokenWanted.peek() ? untilTokenGiven() : followOwn());
      else {
        following.value = { ...following.value, state: "stopped", stoppedSince: following.value.stoppedSince ?? new Date() };
        await pause(retryMs);
      }
    } finally {
      changed.stop();
    }
  }
}

/** Looks at what time alone changes, and asks now and then when the last report came. */
async function tick(): Promise<void> {
  if (document.hidden || watermark.peek() === null || following.peek().state === "stopped" || isTokenWanted.peek()) return;
  // When the last report came is nothing that all may know.
  if (isOpenAudience.peek()) return;
  if (follow.wantsNewest(Date.now())) {
    follow.requestsNewest(Date.now());
    const status = await get<PipelineStatus>("/v1/status", {}, language.peek()).catch(() => null);
    if (status !== null) follow.sawNewest(status.body.newestAt === null ? null : new Date(status.body.newestAt));
  }
  if (following.peek().state !== "stopped") showFollowing();
}

/** Until the page asks for another cut, has another token, is hidden or is seen again: whether it follows then has to be decided anew. */
function untilChanged(): { readonly promise: Promise<void>; readonly signal: AbortSignal; readonly stop: () => void } {
  const ended = new AbortController();
  const { asOf } = state.peek();
  const given = tokensGiven.peek();
  const end = () => ended.abort();
  document.addEventListener("visibilitychange", end);
  const stopEffect = effect(() => {
    if (state.value.asOf !== asOf || tokensGiven.value !== given) end();
  });
  const promise = new Promise<void>((resolve) => {
    ended.signal.addEventListener("abort", () => resolve());
  });
  const stop = () => {
    document.removeEventListener("visibilitychange", end);
    stopEffect();
  };
  return { promise, signal: ended.signal, stop };
}

/** Until another token is given, or another page is looked at, of which the service may want one. */
function untilTokenGiven(): Promise<void> {
  const [given, from] = [tokensGiven.peek(), page.peek()];
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (tokensGiven.value === given && page.value === from) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Of a token that shows no figures, at the desk: the watermark alone, which every token is told. */
async function followOwn(): Promise<void> {
  const over = new AbortController();
  void untilTokenGiven().then(() => over.abort());
  while (!over.signal.aborted) {
    const status = document.hidden ? null : await get<PipelineStatus>("/v1/status", {}, language.peek()).catch(() => null);
    if (status !== null) watermark.value = status.body.watermark;
    await pause(retryMs, over.signal).catch(() => {});
  }
}
