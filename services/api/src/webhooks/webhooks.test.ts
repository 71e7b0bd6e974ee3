import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { openWebhookFiles } from "@qorgau/infra/webhooks/webhook-files";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startWebhooks } from "./webhooks.ts";
import type { Webhooks } from "./webhooks.ts";
import type { Topic } from "./webhook-topics.ts";

vi.setConfig({ testTimeout: 20_000 });
const soon = { timeout: 15_000 };

const logger = createLogger({ level: "silent" });
let directory: string;
let webhooks: Webhooks;
/** How often the store was read for each subscription, by its parameters. */
let readings: Map<string, number>;
beforeEach(async () => {
  readings = new Map();
  directory = await mkdtemp(join(tmpdir(), "qorgau-webhooks-"));
});
afterEach(async () => {
  await webhooks.stop();
  await rm(directory, { recursive: true, force: true });
});

function begin(next: (parameters: string) => ReturnType<Topic["next"]> = async () => null): void {
  webhooks = startWebhooks({
    settings: { webhooksDirectory: directory, webhookLoopback: false, webhookPauseSeconds: 1, webhookDays: 1 },
    readTopic: (_type, parameters) => ({
      topic: {
        scopes: ["figures"],
        target: () => ({ of: "published" }),
        next: () => {
          const name = String(parameters);
          readings.set(name, (readings.get(name) ?? 0) + 1);
          return next(name);
        },
        pauseMs: 0,
      },
    }),
    access: null,
    auditTrail: null,
    gate: { follow: () => () => undefined },
    metrics: createMetrics(),
    logger,
  });
}
async function make(parameters: string): Promise<string> {
  const watermark = new Map([[0, 1]]);
  const request = { type: "rates.changed", url: "https://receiver.example.kz/", parameters, owner: null, watermark } as const;
  const { id } = await vi.waitFor(() => webhooks.make(request), soon);
  await expect.poll(() => readings.get(parameters), soon).toBe(1);
  return id;
}

test("a folder that cannot be read is left to the next process", async () => {
  await mkdir(join(directory, "5f2b9c1d7e3a4860b1c2d3e4.json"));
  begin();
  await webhooks.stop();
  (await openWebhookFiles(directory, logger)).close();
});

test("a subscription that a full disk keeps from being replayed goes on", async () => {
  begin();
  const id = await make("by=region");
  const inTheWay = join(directory, `${id}.json.unfinished`);
  await mkdir(inTheWay);
  await expect(webhooks.replay(id, new Map())).rejects.toThrow();
  await rm(inTheWay, { recursive: true });
  await expect.poll(() => readings.get("by=region"), soon).toBe(2);
  expect(webhooks.all()).toMatchObject([{ id, state: "active", watermark: "0:1" }]);
});

test("a subscription that takes its time to end holds no other, and two changes of one come one after the other", async () => {
  const reading = Promise.withResolvers<null>();
  begin((parameters) => (parameters === "by=sector" ? reading.promise : Promise.resolve(null)));
  const [slow, other] = [await make("by=sector"), await make("by=region")];
  const ended: string[] = [];
  const changes = [
    webhooks.remove(slow).then(() => ended.push("slow")),
    webhooks.replay(slow, null).catch((error: unknown) => ended.push((error as Error).name)),
  ];
  await webhooks.replay(other, null);
  await webhooks.remove(other);
  expect(ended).toEqual([]);
  reading.resolve(null);
  await Promise.all(changes);
  expect([ended.length, ended[0], webhooks.all()]).toEqual([2, "slow", []]);
});
