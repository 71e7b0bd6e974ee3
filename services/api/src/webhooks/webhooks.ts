/** All subscriptions to webhooks: made, listed, replayed and removed by their callers, delivered beside the requests. */
import { randomBytes } from "node:crypto";
import type { Access } from "@qorgau/infra/access/access";
import type { AuditTrail } from "@qorgau/infra/audit/audit-trail";
import { EventLogError } from "@qorgau/infra/log/event-log";
import { forEverybody } from "@qorgau/infra/process/caller-signal";
import type { Logger } from "@qorgau/infra/process/logger";
import type { Metrics } from "@qorgau/infra/process/metrics";
import { retry } from "@qorgau/infra/process/retry";
import type { WebhookSettings } from "@qorgau/infra/settings/webhook-settings";
import { postOutside } from "@qorgau/infra/webhooks/post-outside";
import { makeWebhookSecret } from "@qorgau/infra/webhooks/sign-message";
import { openWebhookFiles } from "@qorgau/infra/webhooks/webhook-files";
import type { StoredWebhook, WebhookFiles } from "@qorgau/infra/webhooks/webhook-files";
import type { Rights } from "@qorgau/schemas/access/scopes";
import { attemptOutcomes, webhookStates } from "@qorgau/schemas/responses/webhooks";
import type { Attempt, MadeWebhook, Webhook, WebhookType } from "@qorgau/schemas/responses/webhooks";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { isAudited } from "../access/domain/access-target.ts";
import { refusalOf } from "../access/domain/access-refusal.ts";
import { ResponseError } from "../published/response-error.ts";
import type { WatermarkGate } from "../past/await-watermark.ts";
import { startDelivery } from "./deliveries.ts";
import type { Allowed, Delivery, MessageUnderWay } from "./deliveries.ts";
import { deliveryPlaces } from "./delivery-places.ts";
import { previousSecretUntil, rotateSecret } from "./domain/rotate-secret.ts";
import { namedQueues } from "./named-queues.ts";
import type { ReadTopic, Topic } from "./webhook-topics.ts";

export interface WebhookRequest {
  readonly type: WebhookType;
  readonly url: string;
  readonly parameters: string;
  /** The id of the token; null where nobody is asked who they are. */
  readonly owner: string | null;
  /** What is published now: the first message says what has changed since. */
  readonly watermark: Watermark;
}

/** All reject with a `ResponseError` (not found, QG-0955) while another process has the folder. */
export interface Webhooks {
  /** Rejects with a `ResponseError` (conflict, QG-0953) where there are too many. */
  make(request: WebhookRequest): Promise<MadeWebhook>;
  /** The oldest first. */
  all(): readonly Webhook[];
  /** Whether the caller of this id has what was made with that token: it, or the token that took its place once it had expired. */
  isOf(webhook: Webhook, caller: string): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** From a cut, or null: from where it has come to; one that was given up is active again. */
  replay(id: string, from: Watermark | null): Promise<Webhook>;
  /** A new secret; those before it sign for so many seconds more at most. */
  rotate(id: string, previousSeconds: number): Promise<MadeWebhook>;
  /** The latest first. */
  attempts(id: string, limit: number): Promise<readonly Attempt[]>;
  /** What this process lets through, of those whose receivers may be on this machine. */
  readonly loopback: boolean;
  readonly readTopic: ReadTopic;
  /** Resolves once nothing is under way any more. */
  stop(): Promise<void>;
}

export interface WebhooksOptions {
  readonly settings: WebhookSettings & { readonly webhooksDirectory: string };
  readonly readTopic: ReadTopic;
  readonly access: Pick<Access, "rightsOfId"> | null;
  readonly auditTrail: Pick<AuditTrail, "append"> | null;
  readonly gate: Pick<WatermarkGate, "follow">;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly madeUp?: boolean;
  /** Of one attempt. */
  readonly timeoutMs?: number;
  readonly suspendedMs?: number;
}

/** Of those that have no id yet: they are counted before one more is made. */
const makingOne = "";
const webhooksMax = { own: 20, all: 1_000 } as const;
/** Sent at once, of all receivers; of one owner no more than are left for everybody else. */
const deliveriesAtOnce = 32;
const firstPauseMs = 1_000;
const defaultSuspendedMs = 2_000;
const dayMs = 24 * 60 * 60 * 1000;

/** Takes the folder as soon as no other process has it. Never rejects for what is in it. */
export function startWebhooks(options: WebhooksOptions): Webhooks {
  const { settings, readTopic, access, auditTrail, gate, metrics, logger } = options;
  const { suspendedMs = defaultSuspendedMs, timeoutMs, madeUp = false } = options;
  const loopback = settings.webhookLoopback;
  const attempted = metrics.counter("qorgau_webhook_attempts_total", "Attempts to deliver a webhook, by what came of them.", ["outcome"]);
  for (const outcome of attemptOutcomes) attempted.inc({ outcome }, 0);
  const states = metrics.gauge("qorgau_webhooks", "Subscriptions to webhooks, by state.", ["state"]);
  const countStates = () => {
    const all = [...deliveries.values()].map(({ webhook }) => webhook().state);
    for (const state of webhookStates) states.set({ state }, all.filter((one) => one === state).length);
  };

  let files: WebhookFiles | null = null;
  const deliveries = new Map<string, Delivery>();
  const stopping = new AbortController();
  let unfollow: (() => void) | null = null;
  let version: string | null = null;
  countStates();

  const allowed = async ({ type, parameters, owner }: StoredWebhook): Promise<Allowed> => {
    const read = readTopic(type, new URLSearchParams(parameters));
    if ("errors" in read) return { reason: "parameters_refused" };
    const { topic } = read;
    if (access === null) return { topic, owner, here: mayReachHere(null) };
    const held = owner === null ? null : ((await access.rightsOfId?.(owner)) ?? null);
    if (held === null) return { reason: "token_unknown" };
    if (typeof held === "string") return { reason: "token_expired" };
    return mayHave(held.rights, topic) ? { topic, owner: held.id, here: mayReachHere(held.rights) } : { reason: "not_permitted" };
  };
  const noteRead = async ({ id, type, parameters, owner }: StoredWebhook, { watermark, records }: MessageUnderWay) => {
    const read = readTopic(type, new URLSearchParams(parameters));
    if ("errors" in read || !isAudited(read.topic.target())) return;
    await auditTrail?.append({
      token: owner,
      action: "read",
      method: "POST",
      route: `/v1/webhooks/${id}`,
      parameters,
      cut: watermark,
      records,
    });
  };

  const inPlace = deliveryPlaces(deliveriesAtOnce);
  const start = (webhook: StoredWebhook, to: WebhookFiles) => {
    const delivery = startDelivery(webhook, {
      files: to,
      allowed,
      noteRead,
      inPlace,
      post: (url, posted, { here, signal }) =>
        postOutside(url, posted, { loopback: loopback && here, signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) }),
      onAttempt: (outcome) => attempted.inc({ outcome }),
      onChange: countStates,
      logger,
      pauses: { firstMs: firstPauseMs, maxMs: settings.webhookPauseSeconds * 1000 },
      giveUpMs: settings.webhookDays * dayMs,
      suspendedMs,
      madeUp,
    });
    deliveries.set(webhook.id, delivery);
    countStates();
    // What is published is looked at for nobody where there is nobody.
    unfollow ??= gate.follow({
      onLook: (publication) => {
        if (publication.version === version) return;
        ({ version } = publication);
        for (const one of deliveries.values()) one.notify();
      },
      onFailure: () => undefined,
    });
  };
  /** For longer than the request that had it stopped, or made. */
  const goOn = (webhook: StoredWebhook, to: WebhookFiles) => {
    if (!stopping.signal.aborted) forEverybody(() => start(webhook, to));
  };
  const begin = async () => {
    let isLogged = false;
    const isTaken = (error: unknown) => error instanceof EventLogError && error.code === "log_locked";
    const onFailure = () => {
      if (!isLogged)
        logger.warn({ directory: settings.webhooksDirectory }, "another process sends the webhooks; this one takes over when it ends");
      isLogged = true;
    };
    const waiting = { firstMs: 1_000, maxMs: 30_000, signal: stopping.signal, isTransient: isTaken, onFailure };
    const opened = await retry(waiting, () => openWebhookFiles(settings.webhooksDirectory, logger));
    const stored = await opened.all().catch((error: unknown) => {
      // Another process may fare better.
      opened.close();
      throw error;
    });
    if (stopping.signal.aborted) return opened.close();
    files = opened;
    for (const webhook of stored) start(webhook, opened);
  };
  const begun = forEverybody(begin).catch((error: unknown) => {
    if (!stopping.signal.aborted) logger.error({ err: error }, "webhooks are not sent: their folder cannot be used");
  });
  const held = (): WebhookFiles => {
    if (files === null) throw new ResponseError("answer_not_found", [fault("QG-0955", "")]);
    return files;
  };
  const stopOne = async (id: string): Promise<StoredWebhook> => {
    const delivery = deliveries.get(id);
    if (delivery === undefined) throw new ResponseError("answer_not_found", [fault("QG-0952", "id")]);
    await delivery.stop();
    return delivery.webhook();
  };
  /** One change of a subscription at a time: two of one would each stop what the other has started. Those of others do not wait for what it has under way. */
  const oneAfterAnother = namedQueues();
  /** Stops what is under way, and goes on with what is changed once that is durable. */
  const change = (
    id: string,
    changed: (webhook: StoredWebhook) => Partial<StoredWebhook>,
    andThen: (to: WebhookFiles) => Promise<void> = () => Promise.resolve(),
  ): Promise<StoredWebhook> =>
    oneAfterAnother(id, async () => {
      const to = held();
      let webhook = await stopOne(id);
      try {
        const next: StoredWebhook = { ...webhook, ...changed(webhook) };
        await to.save(next);
        webhook = next;
        await andThen(to);
      } finally {
        // Where the disk is full as well: what it holds is delivered.
        goOn(webhook, to);
      }
      return webhook;
    });

  return {
    loopback,
    readTopic,
    make: ({ watermark, ...request }) =>
      oneAfterAnother(makingOne, async () => {
        const to = held();
        const own = [...deliveries.values()].filter(({ webhook }) => webhook().owner === request.owner).length;
        if (deliveries.size >= webhooksMax.all || (request.owner !== null && own >= webhooksMax.own))
          throw new ResponseError("answer_conflict", [fault("QG-0953", "", { ownMax: webhooksMax.own, allMax: webhooksMax.all })]);
        const webhook: StoredWebhook = {
          id: randomBytes(12).toString("hex"),
          ...request,
          createdAt: new Date().toISOString(),
          state: "active",
          reason: null,
          watermark: formatWatermark(watermark),
          deliveredAt: null,
          failingSince: null,
          secret: makeWebhookSecret(),
          previousSecrets: [],
        };
        await to.save(webhook);
        goOn(webhook, to);
        return withSecret(webhook);
      }),
    all() {
      held();
      return [...deliveries.values()].map(({ webhook }) => withoutSecret(webhook()));
    },
    async isOf({ owner }, caller) {
      if (owner === caller || access === null) return true;
      const heir = owner === null ? null : ((await access.rightsOfId?.(owner)) ?? null);
      return heir !== null && typeof heir !== "string" && heir.id === caller;
    },
    remove: (id) =>
      oneAfterAnother(id, async () => {
        const to = held();
        const stopped = await stopOne(id);
        try {
          await to.remove(id);
        } catch (error) {
          // The caller is told that it is not removed.
          goOn(stopped, to);
          throw error;
        }
        deliveries.delete(id);
        countStates();
      }),
    async replay(id, from) {
      const active = { state: "active", reason: null, failingSince: null } as const;
      const members = from === null ? active : { ...active, watermark: formatWatermark(from) };
      const anew = (to: WebhookFiles) => (from === null ? Promise.resolve() : to.removeMessage(id));
      return withoutSecret(await change(id, () => members, anew));
    },
    async rotate(id, previousSeconds) {
      const secret = makeWebhookSecret();
      return withSecret(await change(id, (webhook) => rotateSecret(webhook, { secret, previousSeconds, nowMs: Date.now() })));
    },
    attempts: (id, limit) => held().attempts(id, limit),
    async stop() {
      stopping.abort();
      unfollow?.();
      await begun;
      await Promise.all([...deliveries.values()].map((one) => one.stop()));
      files?.close();
    },
  };
}

/** Whether these rights hold what the topic is of: the scope of its own route, and its request within their limits. */
function mayHave(rights: Rights, { scopes, target }: Topic): boolean {
  return scopes.some((scope) => rights.scopes.has(scope)) && refusalOf(rights, target()) === null;
}

/** Receivers on this machine are those of its operators, or of whoever is on it where nobody is asked who they are. */
export function mayReachHere(rights: Rights | null): boolean {
  return rights === null || rights.scopes.has("operate");
}

function withSecret({ previousSecrets, ...webhook }: StoredWebhook): MadeWebhook {
  return { ...webhook, previousSecretUntil: previousSecretUntil({ ...webhook, previousSecrets }, Date.now()) };
}

function withoutSecret(stored: StoredWebhook): Webhook {
  const { secret: _secret, ...webhook } = withSecret(stored);
  return webhook;
}
