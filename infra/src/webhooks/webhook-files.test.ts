import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Attempt } from "@qorgau/schemas/responses/webhooks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLogger } from "../process/logger.ts";
import { namesAtSyncs } from "../process/testing/names-at-syncs.ts";
import { openWebhookFiles } from "./webhook-files.ts";
import type { StoredMessage, StoredWebhook, WebhookFiles } from "./webhook-files.ts";

const logger = createLogger({ level: "silent" });
let parent: string;
let directory: string;
let files: WebhookFiles;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "qorgau-webhook-files-"));
  directory = join(parent, "webhooks");
  files = await openWebhookFiles(directory, logger);
});
afterEach(async () => {
  files.close();
  await rm(parent, { recursive: true, force: true });
});

const id = "5f2b9c1d7e3a4860b1c2d3e4";
const webhook: StoredWebhook = {
  id,
  type: "rates.changed",
  parameters: "by=region",
  url: "https://receiver.example.kz/",
  owner: "0a1b2c3d",
  createdAt: "2026-11-30T07:10:00.482Z",
  state: "active",
  reason: null,
  watermark: "0:812",
  deliveredAt: null,
  failingSince: null,
  secret: "whsec_x",
  previousSecrets: [],
};
const message: StoredMessage = { id: "msg_1", type: "rates.changed", since: "0:812", watermark: "0:814", records: null, body: "{}" };
const attempt = (number: number): Attempt => ({
  at: "2026-11-30T07:10:00.482Z",
  message: `msg_${number}`,
  type: "rates.changed",
  since: "0:812",
  watermark: "0:814",
  outcome: "refused",
  status: 500,
  milliseconds: 12,
});

test("what is saved is there when the folder is opened again, durable by its name, and its owner's alone", async () => {
  expect(await namesAtSyncs(directory, () => files.save(webhook))).toEqual([expect.arrayContaining([`${id}.json`])]);
  await files.saveMessage(id, message);
  files.close();
  files = await openWebhookFiles(directory, logger);
  expect([await files.all(), await files.message(id)]).toEqual([[webhook], message]);
  if (process.platform !== "win32") expect((await stat(join(directory, `${id}.json`))).mode & 0o077).toBe(0);
  await files.removeMessage(id);
  expect(await files.message(id)).toBe(null);
  await files.remove(id);
  expect([await files.all(), (await readdir(directory)).filter((name) => !name.startsWith("writer.lock"))]).toEqual([[], []]);
});

test("one process has the folder, and the next one once it is released", async () => {
  await expect(openWebhookFiles(directory, logger)).rejects.toMatchObject({ code: "log_locked" });
  files.close();
  files = await openWebhookFiles(directory, logger);
});

test("a file that somebody spoilt, or that a crash left unfinished, hides no other", async () => {
  await files.save(webhook);
  await writeFile(join(directory, "000000000000000000000000.json"), "{");
  await writeFile(join(directory, `${id}.json.unfinished`), "{");
  expect(await files.all()).toEqual([webhook]);
  await files.save({ ...webhook, watermark: "0:814" });
  expect((await files.all())[0]?.watermark).toBe("0:814");
});

test("attempts are given from the latest, and do not grow without bound", async () => {
  for (let number = 0; number < 3; number += 1) await files.noteAttempt(id, attempt(number));
  expect((await files.attempts(id, 2)).map(({ message: one }) => one)).toEqual(["msg_2", "msg_1"]);
  const line = `${JSON.stringify(attempt(7))}\n`;
  for (let times = 0; times < 4; times += 1) {
    await writeFile(join(directory, `${id}.attempts.ndjson`), line.repeat(4_000));
    await files.noteAttempt(id, attempt(times));
  }
  expect((await files.attempts(id, 1))[0]?.message).toBe("msg_3");
  expect((await files.attempts(id, 10_000)).length).toBe(4_001);
});

test("no name that was sent becomes a path", async () => {
  for (const name of ["../tokens", "", "x".repeat(24)]) await expect(files.message(name)).rejects.toThrow();
});
