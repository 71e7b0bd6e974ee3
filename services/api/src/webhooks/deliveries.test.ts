import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { StoreError } from "@qorgau/infra/store/store";
import { openWebhookFiles } from "@qorgau/infra/webhooks/webhook-files";
import type { StoredWebhook, WebhookFiles } from "@qorgau/infra/webhooks/webhook-files";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TooManyRows } from "../paging/domain/response-rows.ts";
import { startDelivery } from "./deliveries.ts";
import type { Delivery, DeliveryTools } from "./deliveries.ts";
import type { Step, Topic } from "./webhook-topics.ts";

vi.setConfig({ testTimeout: 20_000 });
const soon = { timeout: 15_000 };

let lines: string[];
const logger = createLogger({ level: "info", write: (line) => void lines.push(line) });
let directory: string;
let files: WebhookFiles;
let delivery: Delivery;
/** What has come to the receiver, which takes everything unless a test has it otherwise. */
let bodies: string[];
beforeEach(async () => {
  [lines, bodies] = [[], []];
  directory = await mkdtemp(join(tmpdir(), "qorgau-deliveries-"));
  files = await openWebhookFiles(directory, logger);
});
afterEach(async () => {
  await delivery.stop();
  files.close();
  await rm(directory, { recursive: true, force: true });
});

const webhook: StoredWebhook = {
  id: "5f2b9c1d7e3a4860b1c2d3e4",
  type: "rates.changed",
  parameters: "",
  url: "https://receiver.example.kz/",
  owner: null,
  createdAt: "2026-11-30T07:10:00.482Z",
  state: "active",
  reason: null,
  watermark: "0:1",
  deliveredAt: null,
  failingSince: null,
  secret: "whsec_eA==",
  previousSecrets: [],
};
const delivered = { outcome: "delivered", status: 204, milliseconds: 1, retryAfterMs: null } as const;
const busy = { outcome: "refused", status: 429, milliseconds: 1 } as const;
const stepTo = (offset: number): Step => ({
  watermark: new Map([[0, offset]]),
  message: { type: "rates.changed", data: { watermark: `0:${offset}` } },
  records: null,
});

function deliver(next: Topic["next"], members: Partial<DeliveryTools> = {}, begun = webhook): void {
  const topic: Topic = { scopes: ["figures"], target: () => ({ of: "published" }), next, pauseMs: 0 };
  delivery = startDelivery(begun, {
    files,
    logger,
    allowed: async () => ({ topic, owner: null, here: true }),
    inPlace: (_owner, work) => work(),
    noteRead: async () => undefined,
    post: async (_url, { body }) => {
      bodies.push(body);
      return delivered;
    },
    onAttempt: () => undefined,
    onChange: () => undefined,
    pauses: { firstMs: 1, maxMs: 10 },
    giveUpMs: 60_000,
    suspendedMs: 10,
    madeUp: false,
    ...members,
  });
}
const stateNow = () => [delivery.webhook().state, delivery.webhook().reason];

test("a response that is refused suspends with its reason, and not for ever", async () => {
  let isRefused = true;
  deliver(async (since) => {
    if (isRefused) throw new TooManyRows(30_000);
    return since.get(0) === 1 ? stepTo(2) : null;
  });
  await expect.poll(stateNow, soon).toEqual(["suspended", "response_refused"]);
  await expect.poll(async () => (await files.all())[0]?.reason, soon).toBe("response_refused");
  isRefused = false;
  await expect.poll(() => bodies.length, soon).toBe(1);
  expect(stateNow()).toEqual(["active", null]);
});

test("a response that is refused for too long is given up with its reason", async () => {
  deliver(() => Promise.reject(new TooManyRows(30_000)), { giveUpMs: 30 });
  await expect.poll(stateNow, soon).toEqual(["disabled", "response_refused"]);
});

test("an outage of the store is no failure of the receiver: delivery goes on with what is published", async () => {
  let outages = 0;
  deliver(
    async (since) => {
      if (since.get(0) === 2) return null;
      outages += 1;
      delivery.notify();
      if (outages < 12) throw new StoreError("store_unavailable", "refused");
      return stepTo(2);
    },
    // By the pauses of a receiver that is away the twelfth attempt came after a minute.
    { pauses: { firstMs: 20, maxMs: 3_600_000 } },
  );
  await expect.poll(() => bodies.length, soon).toBe(1);
  expect(delivery.webhook()).toMatchObject({ state: "active", failingSince: null });
});

test("a disk that cannot read what was under way is waited for", async () => {
  const file = join(directory, `${webhook.id}.message.json`);
  await mkdir(file);
  deliver(async (since) => (since.get(0) === 1 ? stepTo(2) : null));
  await expect.poll(() => lines.some((line) => line.includes("could not go on")), soon).toBe(true);
  await rm(file, { recursive: true });
  await expect.poll(() => bodies.length, soon).toBe(1);
});

test("a message leads from the cut of the one before, however much was read between that nobody is sent", async () => {
  const steps = [{ ...stepTo(2), message: null }, stepTo(3), stepTo(4)];
  const readFrom: string[] = [];
  deliver(async (read, since) => {
    readFrom.push(`${read.get(0)} ${since}`);
    return steps.shift() ?? null;
  });
  await expect.poll(() => readFrom, soon).toEqual(["1 0:1"]);
  delivery.notify();
  await expect.poll(() => readFrom, soon).toEqual(["1 0:1", "2 0:1", "3 0:3", "4 0:4"]);
  expect((await files.attempts(webhook.id, 5)).map(({ since, watermark }) => `${since} ${watermark}`)).toEqual(["0:3 0:4", "0:1 0:3"]);
});

test("the body of a message is in its file and not in memory; one whose file is gone is made anew", async () => {
  deliver(async (read) => (read.get(0) === 1 ? stepTo(2) : null), {
    async post(_url, { body }) {
      bodies.push(body);
      const refused = { outcome: "refused", status: 500, milliseconds: 1, retryAfterMs: null } as const;
      if (bodies.length > 2) return delivered;
      const underWay = await files.message(webhook.id);
      await (bodies.length === 1 ? files.saveMessage(webhook.id, { ...underWay!, body: "{}" }) : files.removeMessage(webhook.id));
      return refused;
    },
  });
  await expect.poll(() => delivery.webhook().watermark, soon).toBe("0:2");
  expect(bodies.map((body) => (JSON.parse(body) as { type?: string }).type)).toEqual(["rates.changed", undefined, "rates.changed"]);
  const [last, second, first] = (await files.attempts(webhook.id, 5)).map(({ message }) => message);
  expect([second === first, last === first]).toEqual([true, false]);
});

describe("a receiver that is too busy", () => {
  /** The milliseconds between the first attempt and the second, where the first response asks for so many. */
  const pauseAfter = async (retryAfterMs: number, members: Partial<DeliveryTools>) => {
    const attempts: number[] = [];
    deliver(async (read) => (read.get(0) === 1 ? stepTo(2) : null), {
      async post() {
        attempts.push(performance.now());
        return attempts.length === 1 ? { ...busy, retryAfterMs } : delivered;
      },
      ...members,
    });
    await expect.poll(() => delivery.webhook().watermark, soon).toBe("0:2");
    return attempts[1]! - attempts[0]!;
  };

  // A timer of Node may be a millisecond early.
  test("is left alone for as long as it asks", async () => {
    expect(await pauseAfter(300, { pauses: { firstMs: 1, maxMs: 3_600_000 } })).toBeGreaterThanOrEqual(299);
  });

  test("is tried no later than by the longest pause, and no sooner than by the schedule", async () => {
    // An hour would be beyond the time of this test.
    await pauseAfter(3_600_000, { pauses: { firstMs: 1, maxMs: 20 } });
    await delivery.stop();
    expect(await pauseAfter(0, { pauses: { firstMs: 400, maxMs: 400 } })).toBeGreaterThanOrEqual(199);
  });
});

test("messages are signed by the secret before as well until its time is over, and then the file has it no more", async () => {
  const beganMs = Date.parse("2026-11-30T12:00:00.000Z");
  let nowMs = beganMs;
  const previousSecrets = [{ secret: "whsec_eQ==", until: new Date(beganMs + 60_000).toISOString() }];
  const signatures: (string | undefined)[] = [];
  deliver(
    async (read) => (read.get(0)! < 3 ? stepTo(read.get(0)! + 1) : null),
    {
      clock: () => nowMs,
      async post(_url, { headers }) {
        signatures.push(headers["webhook-signature"]);
        nowMs = beganMs + 60_000;
        return delivered;
      },
    },
    { ...webhook, previousSecrets },
  );
  await expect.poll(() => delivery.webhook().watermark, soon).toBe("0:3");
  expect(signatures.map((header) => header?.split(" ").length)).toEqual([2, 1]);
  expect((await files.all()).map((one) => one.previousSecrets)).toEqual([[]]);
});
