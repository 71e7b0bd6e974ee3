/**
 * The cut that the page shows. One request that costs little tells whether anything moved; what is shown is asked for only then. With `asOf` in
 * the address nothing moves.
 */
import { computed, effect, signal } from "@preact/signals";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { PipelineStatus } from "@qorgau/schemas/responses/status";
import { language } from "../state/language.ts";
import { state } from "../state/page-state.ts";
import { get } from "./get.ts";
import type { Parameters } from "./get.ts";
import { followState } from "./follow-state.ts";
import type { FollowState } from "./follow-state.ts";
import { isTokenWanted, tokensGiven, TokenWanted } from "./token.ts";

const refreshMs = 1000;
const retryMs = 4000;

export interface Following {
  readonly state: FollowState | "loading" | "stopped";
  readonly behind: number;
  /** When the log took its newest record. */
  readonly newest: Date | null;
  /** Since when the server does not answer. */
  readonly stoppedSince: Date | null;
}

/** The watermark of the newest answer; null before the first, "" of an empty log. */
export const watermark = signal<string | null>(null);
export const following = signal<Following>({ state: "loading", behind: 0, newest: null, stoppedSince: null });

/** The days of the running year that figures exist of, and the one basis of its rates and those of the five years before. */
export interface YearToDate {
  readonly from: string;
  readonly to: string;
  readonly exposureBasis: string | undefined;
}

/** Null where nothing was reported. */
export const yearToDate = signal<YearToDate | null>(null);

/** What a question is asked with besides itself. */
export const asOfParameters = computed<Parameters>(() => ({ asOf: state.value.asOf }));

/** Changes whenever what is shown has to be asked for anew. */
export const requestVersion = computed(() => `${state.value.asOf ?? watermark.value ?? ""} ${tokensGiven.value}`);

const follow = followState();

async function look(): Promise<void> {
  const response = await get<RatesResponse>("/v1/rates", { period: "ytd", compare: "five_years", ...asOfParameters.value }, language.value);
  const { body } = response;
  const [from, to] = body.rows.at(-1)?.period.split("/") ?? [];
  const last = from === undefined || to === undefined ? null : { from, to, exposureBasis: body.exposureBasis ?? undefined };
  if (JSON.stringify(last) !== JSON.stringify(yearToDate.value)) yearToDate.value = last;
  watermark.value = body.watermark;
  follow.saw({ behind: response.behind, partial: response.partial, watermark: body.watermark }, Date.now());
  if (follow.wantsNewest(Date.now())) {
    const { body: status } = await get<PipelineStatus>("/v1/status", {}, language.value);
    follow.sawNewest(status.newestAt === null ? null : new Date(status.newestAt), Date.now());
  }
  following.value = { ...follow.at(Date.now()), stoppedSince: null };
}

/** Follows the log until the page is left. A page that nobody sees asks nothing. */
export async function followLog(): Promise<never> {
  for (;;) {
    let pauseMs = refreshMs;
    try {
      if (!document.hidden || watermark.value === null) await look();
    } catch (error) {
      if (error instanceof TokenWanted) await tokenGiven();
      else {
        pauseMs = retryMs;
        following.value = { ...following.value, state: "stopped", stoppedSince: following.value.stoppedSince ?? new Date() };
      }
    }
    await new Promise((resolve) => {
      setTimeout(resolve, pauseMs);
    });
  }
}

function tokenGiven(): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (isTokenWanted.value) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}
