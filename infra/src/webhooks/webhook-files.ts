/**
 * Subscriptions, the message that each has under way and the attempts to deliver it: files in a folder of their own, beside the canonical log and never
 * in it. What is written is durable before it counts. One process at a time has the folder.
 */
import { appendFile, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { attemptSchema, messageTypes, webhookSchema } from "@qorgau/schemas/responses/webhooks";
import type { Attempt } from "@qorgau/schemas/responses/webhooks";
import { z } from "zod";
import { lockDirectory } from "../log/embedded/directory-lock.ts";
import type { Logger } from "../process/logger.ts";
import { makeOwnFolder, syncFolder } from "../process/sync-folder.ts";

const storedWebhookSchema = webhookSchema.omit({ previousSecretUntil: true }).extend({
  secret: z.string(),
  /** Those that it has replaced, the latest first, each with the instant up to which it signs too. Absent in files of before there were any. */
  previousSecrets: z.array(z.object({ secret: z.string(), until: z.string() })).default([]),
});
/** A subscription with what signs its messages. */
export type StoredWebhook = z.infer<typeof storedWebhookSchema>;

const storedMessageSchema = z.object({
  id: z.string(),
  type: z.enum(messageTypes as [string, ...string[]]),
  /** Watermarks: the message leads from one cut to the other. */
  since: z.string(),
  watermark: z.string(),
  /** How many records it shows, for the audit trail; null where none. */
  records: z.number().nullable(),
  body: z.string(),
});
/** A message, the same bytes at every attempt. */
export type StoredMessage = z.infer<typeof storedMessageSchema>;

/** All reject with the system's error. */
export interface WebhookFiles {
  /** The oldest first. A file that cannot be read is logged, and left as it is. */
  all(): Promise<readonly StoredWebhook[]>;
  save(webhook: StoredWebhook): Promise<void>;
  remove(id: string): Promise<void>;
  /** Null where none is under way. */
  message(id: string): Promise<StoredMessage | null>;
  saveMessage(id: string, message: StoredMessage): Promise<void>;
  removeMessage(id: string): Promise<void>;
  noteAttempt(id: string, attempt: Attempt): Promise<void>;
  /** The latest first, at most `limit`. */
  attempts(id: string, limit: number): Promise<readonly Attempt[]>;
  /** Another process may take the folder. */
  close(): void;
}

/** Two such files of attempts at most are there of each subscription: some thousands. */
const attemptBytesMax = 512 * 1024;
const idForm = /^[0-9a-f]{24}$/;
const stateForm = /^([0-9a-f]{24})\.json$/;

/**
 * Makes the folder, readable by its owner alone. Throws an `EventLogError` (`log_locked`) where another process has it, and rejects with the system's error
 * where it cannot be made.
 */
export async function openWebhookFiles(directory: string, logger: Logger): Promise<WebhookFiles> {
  await makeOwnFolder(directory);
  const lock = lockDirectory(directory, (folder) => `Another process sends the webhooks of ${folder}. One process at a time does.`, 0);
  const stateOf = (id: string) => join(directory, `${named(id)}.json`);
  const messageOf = (id: string) => join(directory, `${named(id)}.message.json`);
  const attemptsOf = (id: string, age: "" | ".before" = "") => join(directory, `${named(id)}.attempts${age}.ndjson`);

  const replace = async (file: string, value: object) => {
    const unfinished = `${file}.unfinished`;
    await rm(unfinished, { force: true });
    const handle = await open(unfinished, "wx", 0o600);
    try {
      await handle.writeFile(JSON.stringify(value));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(unfinished, file);
    await syncFolder(directory);
  };

  return {
    async all() {
      const names = await readdir(directory);
      const read = await Promise.all(
        names.flatMap((name) => (stateForm.test(name) ? [readJson(join(directory, name), storedWebhookSchema, logger)] : [])),
      );
      return read.filter((one) => one !== null).toSorted((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1));
    },
    save: async (webhook) => replace(stateOf(webhook.id), webhook),
    async remove(id) {
      for (const file of [stateOf(id), messageOf(id), attemptsOf(id), attemptsOf(id, ".before")]) await rm(file, { force: true });
      await syncFolder(directory);
    },
    message: async (id) => readJson(messageOf(id), storedMessageSchema, logger),
    saveMessage: async (id, message) => replace(messageOf(id), message),
    async removeMessage(id) {
      await rm(messageOf(id), { force: true });
      await syncFolder(directory);
    },
    async noteAttempt(id, attempt) {
      const file = attemptsOf(id);
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      if (size > attemptBytesMax) await rename(file, attemptsOf(id, ".before"));
      await appendFile(file, `${JSON.stringify(attempt)}\n`, { mode: 0o600, flush: true });
    },
    async attempts(id, limit) {
      const texts = await Promise.all([attemptsOf(id, ".before"), attemptsOf(id)].map((file) => readFile(file, "utf8").catch(() => "")));
      const lines = texts.join("").split("\n").toReversed();
      const found: Attempt[] = [];
      for (const line of lines) {
        const attempt = parsed(line, attemptSchema);
        if (attempt !== null) found.push(attempt);
        if (found.length === limit) break;
      }
      return found;
    },
    close: () => lock.release(),
  };
}

/** No name that a caller has sent becomes a path. */
function named(id: string): string {
  if (!idForm.test(id)) throw new Error("this is no id of a subscription");
  return id;
}

/** Null where there is no such file, and where it is none of ours. */
async function readJson<Value>(file: string, schema: z.ZodType<Value>, logger: Logger): Promise<Value | null> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  const value = text === null ? null : parsed(text, schema);
  if (text !== null && value === null) logger.error({ file }, "a file of webhooks cannot be read and is passed over");
  return value;
}

function parsed<Value>(text: string, schema: z.ZodType<Value>): Value | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
