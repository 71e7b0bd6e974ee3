/**
 * Delivers one subscription: message after message in the order of the log, one at a time, each until its receiver has taken it. A step is durable
 * before the next one begins, so that an end of the process at any moment loses nothing:
 *
 *   1. rights   of the token at this moment; without them nothing is read, and nothing sent
 *   2. compose  the message from what was delivered last to what is published now, and put it down with its id: every attempt has the same bytes
 *   3. send     and put the attempt down
 *   4. advance  the subscription to the cut of the message        a crash before: it is sent again, with the same id
 */
import { setTimeout as delay } from "node:timers/promises";
import { randomBytes } from "node:crypto";
import { jsonPieces } from "@qorgau/infra/http/responses/json-pieces";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { growingPauses } from "@qorgau/infra/process/retry";
import type { PauseLimits } from "@qorgau/infra/process/retry";
import type { Logger } from "@qorgau/infra/process/logger";
import type { PostResult } from "@qorgau/infra/webhooks/post-outside";
import { signedHeaders } from "@qorgau/infra/webhooks/sign-message";
import type { StoredMessage, StoredWebhook, WebhookFiles } from "@qorgau/infra/webhooks/webhook-files";
import type { AttemptOutcome, WebhookReason } from "@qorgau/schemas/responses/webhooks";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import { isRefusal } from "../http/respond-to-outages.ts";
import { signingSecrets, stillSigning } from "./domain/rotate-secret.ts";
import type { Step, Topic } from "./webhook-topics.ts";

/** What a subscription may be sent now, or why nothing. */
export type Allowed = Permission | { readonly reason: WebhookReason };

interface Permission {
  readonly topic: Topic;
  readonly owner: string | null;
  /** A receiver on this machine too, where those are let through: any port there is within reach of the service. */
  readonly here: boolean;
}

/** A message without its body, which may take megabytes: that is in its file, and read for each attempt. */
export type MessageUnderWay = Omit<StoredMessage, "body">;

export interface DeliveryTools {
  readonly files: WebhookFiles;
  readonly allowed: (webhook: StoredWebhook) => Promise<Allowed>;
  readonly post: (
    url: string,
    posted: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
    options: { readonly here: boolean; readonly signal: AbortSignal },
  ) => Promise<PostResult>;
  /** Runs the work once there is room for a delivery of this owner. */
  readonly inPlace: <Result>(owner: string | null, work: () => Promise<Result>) => Promise<Result>;
  /** Before records leave: rejects where that cannot be put down. */
  readonly noteRead: (webhook: StoredWebhook, message: MessageUnderWay) => Promise<void>;
  readonly onAttempt: (outcome: AttemptOutcome) => void;
  /** The subscription has changed. */
  readonly onChange: (webhook: StoredWebhook) => void;
  readonly logger: Logger;
  readonly pauses: PauseLimits;
  readonly giveUpMs: number;
  /** Between two looks whether a token may have it again. */
  readonly suspendedMs: number;
  /** Every message says that its figures are made up. */
  readonly madeUp: boolean;
  readonly clock?: () => number;
}

export interface Delivery {
  readonly webhook: () => StoredWebhook;
  /** Something was published. */
  notify(): void;
  /** Resolves once nothing of it is under way any more; what is durable stays. */
  stop(): Promise<void>;
}

/** What a round has come to: `idle` until something is published; `refused`: there is no response to be sent. */
type Round = "delivered" | "idle" | "failed" | "refused" | "suspended";

const active = { state: "active", reason: null, failingSince: null } as const;

/** While nothing is published, between two looks whether its token still holds. */
const idleMs = 30_000;
/** The longest pause after an outage of our own, of which no receiver is to blame. */
const outageMsMax = 30_000;
const userAgent = "Qorgau-Webhooks";

/** Starts at once, and goes on until it is stopped or given up. A `disabled` subscription is not delivered. */
export function startDelivery(begun: StoredWebhook, tools: DeliveryTools): Delivery {
  const { files, logger, giveUpMs, suspendedMs, clock = Date.now } = tools;
  const ending = new AbortController();
  const { signal } = ending;
  /** After attempts that came to nothing, and after outages of the store or the disk. */
  const pauses = growingPauses(tools.pauses);
  const outagePauses = growingPauses({ ...tools.pauses, maxMs: Math.min(outageMsMax, tools.pauses.maxMs) });
  let webhook = begun;
  let message: MessageUnderWay | null = null;
  /** The cut up to which everything is read: that of the last message, or behind it where nothing was to be sent since. */
  let read = parseWatermark(begun.watermark) ?? new Map<number, number>();
  let isStale = true;
  /** Since the round began. */
  let isNotified = false;
  let wake = () => {};
  /** What the receiver has asked to be left alone for, in milliseconds. */
  let requestedPauseMs = 0;
  let loggedFault = "";

  const now = () => new Date(clock()).toISOString();
  const change = async (members: Partial<StoredWebhook>) => {
    webhook = { ...webhook, ...members, previousSecrets: stillSigning(webhook.previousSecrets, clock()) };
    await files.save(webhook);
    tools.onChange(webhook);
  };
  /** Told by the reading itself, which alone can say that it is over. */
  const isRefused = () => webhook.state === "suspended" && webhook.reason === "response_refused";
  /** Since when nothing could be sent, or that it is given up. */
  const failure = (reason: WebhookReason, state: "active" | "suspended"): Partial<StoredWebhook> => {
    const failingSince = webhook.failingSince ?? now();
    if (clock() - Date.parse(failingSince) < giveUpMs) return { failingSince, state, reason: state === "active" ? null : reason };
    logger.warn({ webhook: webhook.id, reason }, "a webhook is given up: nothing more is sent until it is replayed");
    return { failingSince, state: "disabled", reason };
  };

  const suspend = async (reason: WebhookReason, why: object = {}) => {
    const suspended = failure(reason, "suspended");
    if (webhook.state === suspended.state && webhook.reason === suspended.reason) return;
    logger.warn({ ...why, webhook: webhook.id, reason }, "nothing is sent by a webhook while its reason holds");
    await change(suspended);
  };

  const compose = async ({ next }: Topic): Promise<"idle" | "refused" | MessageUnderWay> => {
    isStale = false;
    const since = webhook.watermark;
    let step: Step | null;
    try {
      step = await next(read, since);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      await suspend("response_refused", { err: error });
      isStale = true;
      return "refused";
    }
    if (isRefused()) await change(active);
    if (step === null) return "idle";
    // Kept in memory alone: after a restart it is read once more.
    if (step.message === null) {
      read = step.watermark;
      return "idle";
    }
    const watermark = formatWatermark(step.watermark);
    const { type, data } = step.message;
    const marked = tools.madeUp ? { madeUp: true } : {};
    const body = await inPieces(textOf({ type, timestamp: now(), webhook: webhook.id, ...marked, data }));
    const made = { id: `msg_${randomBytes(12).toString("hex")}`, type, since, watermark, records: step.records };
    await files.saveMessage(webhook.id, { ...made, body });
    return made;
  };

  const attempt = async (sent: MessageUnderWay, here: boolean): Promise<Round> => {
    const stored = await files.message(webhook.id);
    if (stored?.id !== sent.id) {
      message = null;
      throw new Error("the message under way is not in its file any more: it is made anew");
    }
    const { body } = stored;
    const at = now();
    const headers = {
      "content-type": "application/json",
      "user-agent": userAgent,
      ...signedHeaders(signingSecrets(webhook, clock()), { id: sent.id, sentMs: clock(), body }),
    };
    const { retryAfterMs, ...result } = await tools.post(webhook.url, { headers, body }, { here, signal });
    requestedPauseMs = retryAfterMs ?? 0;
    const isDelivered = result.outcome === "delivered";
    if (signal.aborted && !isDelivered) return "failed";
    tools.onAttempt(result.outcome);
    const { id, type, since, watermark } = sent;
    await files.noteAttempt(webhook.id, { at, message: id, type, since, watermark, ...result });
    if (!isDelivered) {
      await change(
        result.outcome === "gone" ? { state: "disabled", reason: "gone", failingSince: at } : failure("undeliverable", "active"),
      );
      return "failed";
    }
    read = parseWatermark(watermark) ?? read;
    await change({ watermark, deliveredAt: at, failingSince: null });
    message = null;
    await files.removeMessage(webhook.id);
    // There may be more than fits in one.
    isStale = true;
    return "delivered";
  };

  /** What was under way when the process, or the delivery, ended. */
  const takeUp = async () => {
    // Of all subscriptions at the start: so many bodies at once as are sent at once.
    const left = await tools.inPlace(webhook.owner, () => files.message(webhook.id));
    if (left?.since !== webhook.watermark) return;
    const { body: _body, ...underWay } = left;
    message = underWay;
  };

  const round = async (): Promise<{ readonly came: Round; readonly pauseMs: number }> => {
    const allowed = await tools.allowed(webhook);
    if ("reason" in allowed) {
      await suspend(allowed.reason);
      return { came: "suspended", pauseMs: suspendedMs };
    }
    const isBack = webhook.state === "suspended" && !isRefused();
    if (isBack || webhook.owner !== allowed.owner) await change({ ...active, owner: allowed.owner });
    const { topic, owner } = allowed;
    const made = message ?? (isStale ? await compose(topic) : "idle");
    if (typeof made === "string") return { came: made, pauseMs: topic.pauseMs };
    message = made;
    const came = await tools.inPlace(owner, async (): Promise<Round> => {
      if (signal.aborted) return "failed";
      // It may have waited for its place.
      const still = await tools.allowed(webhook);
      if ("reason" in still) return "suspended";
      await tools.noteRead(webhook, made);
      return attempt(made, still.here);
    });
    return { came, pauseMs: came === "suspended" ? 0 : topic.pauseMs };
  };

  /** Or until so many milliseconds have passed. */
  const published = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      if (isNotified || signal.aborted) return resolve();
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const pause = (milliseconds: number) => delay(milliseconds, undefined, { signal }).catch(() => undefined);
  /** What the receiver asks for, within the schedule: never before the next attempt of it, nor longer than its longest pause. */
  const pauseAfterFailure = () => Math.max(pauses.next(), Math.min(requestedPauseMs, tools.pauses.maxMs));
  /** What is published meanwhile says that the store is back; a disk may still be full then, so that there is always a pause. */
  const outageOver = async () => {
    isStale = true;
    await pause(tools.pauses.firstMs);
    await published(outagePauses.next());
  };

  const run = async () => {
    let isBegun = false;
    while (!signal.aborted && webhook.state !== "disabled") {
      isNotified = false;
      requestedPauseMs = 0;
      try {
        if (!isBegun) await takeUp();
        isBegun = true;
        const { came, pauseMs } = await round();
        loggedFault = "";
        outagePauses.reset();
        if (came === "failed" || came === "refused") await pause(pauseAfterFailure());
        else {
          pauses.reset();
          await pause(pauseMs);
          if (came === "idle") await published(idleMs);
        }
      } catch (error) {
        // The store or the disk: nothing of it is lost. A line for each reason is enough.
        const { message: reason } = error as Error;
        if (reason !== loggedFault) logger.error({ err: error, webhook: webhook.id }, "a webhook could not go on; it is tried again");
        loggedFault = reason;
        await outageOver();
      }
    }
  };
  const running = run();
  running.catch((error: unknown) => logger.error({ err: error, webhook: begun.id }, "a webhook has ended unexpectedly"));

  return {
    webhook: () => webhook,
    notify() {
      isStale = true;
      isNotified = true;
      wake();
    },
    async stop() {
      ending.abort();
      wake();
      await running.catch(() => undefined);
    },
  };
}

function* textOf(message: object): Generator<void, string> {
  const pieces: string[] = [];
  for (const piece of jsonPieces(message)) {
    pieces.push(piece);
    yield;
  }
  return pieces.join("");
}
