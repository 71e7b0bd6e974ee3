/**
 * What the member does that folds: it takes the turn, makes anew what another version of the program folded, and folds, until it is told to
 * leave. Where another member turns out to have the turn, it begins anew after a pause: one that is no longer meant to fold hears so meanwhile.
 * One that only goes on until it hears whether it still is the one to fold leaves the turn to whoever took it, until it has heard.
 */
import { setTimeout as delay } from "node:timers/promises";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { Logger } from "@qorgau/infra/process/logger";
import { isPassing, waitBeforeRetryMs } from "../lease/passing-error.ts";
import type { TurnLimits } from "../lease/claim-turn.ts";
import type { Rebuild } from "./rebuild.ts";
import { TurnError } from "../lease/turn-error.ts";
import { isOutdated } from "../lease/turn.ts";
import type { Turn } from "../lease/turn.ts";

export interface FoldInTurnsOptions {
  readonly turn: Turn;
  readonly rebuild: Rebuild;
  readonly limits: TurnLimits;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** Resolves at once where this member is the one to fold for certain, else when it has heard so, or the signal aborts. */
  readonly certain: () => Promise<void>;
}

/** From a lost turn to the next claim: another time for each member, lest two take it from one another for ever. */
const pauseMs = ({ limits }: Pick<FoldInTurnsOptions, "limits">) => limits.claimMs * (1 + 2 * Math.random());

/** Resolves when the signal aborts, with the turn given back. `fold` ends when the signal aborts, or fails. */
export async function foldInTurns(options: FoldInTurnsOptions, fold: () => Promise<void>): Promise<void> {
  const { turn, logger, signal } = options;
  try {
    while (!signal.aborted) await foldInTurn(options, fold);
  } finally {
    await turn.release().catch((error: unknown) => logger.debug({ err: error }, "the turn could not be given back; the next member waits"));
  }
}

async function foldInTurn(options: FoldInTurnsOptions, fold: () => Promise<void>): Promise<void> {
  const { logger, signal } = options;
  try {
    await beginTurn(options);
    await fold();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof TurnError || isPassing(error))) throw error;
    const isLost = error instanceof TurnError;
    logger.warn({ code: error.code }, isLost ? "another member has the turn; this one begins anew" : error.message);
    await delay(isLost ? pauseMs(options) : waitBeforeRetryMs, undefined, { signal }).catch(() => {});
    if (isLost) await options.certain();
  }
}

async function beginTurn({ turn, rebuild, logger, signal }: FoldInTurnsOptions): Promise<void> {
  await turn.take(signal);
  if (!isOutdated(turn)) return;
  logger.warn({ fold: turn.standing.cut.fold, foldVersion }, "another version of this program folded the figures: they are made anew");
  await rebuild.run();
}
