/** The real program with figures that are open to all. */
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, vi } from "vitest";
import { rates, sendAll } from "./client.ts";
import { makeToken } from "./make-token.ts";
import { startQorgau } from "./qorgau-process.ts";
import type { QorgauProcess } from "./qorgau-process.ts";

export interface OpenToAll {
  /** Starts it, and waits until the last batch is open. */
  start(): Promise<QorgauProcess>;
  readonly tokens: { readonly official: string; readonly reader: string; readonly reporter: string };
}

/** On a folder of its own below `directory`. What these events report is known when the service is opened to all, so that it is the first batch. */
export async function openToAll(directory: string, events: Iterable<object>, source = "urn:kz:bin:200140000004"): Promise<OpenToAll> {
  const [data, file, keyFile] = ["data", "tokens.json", "disclosure.key"].map((name) => join(directory, name)) as [string, string, string];
  const tokens = {
    official: await makeToken(file, "--figures"),
    reader: await makeToken(file, "--read"),
    reporter: await makeToken(file, "--source", source),
  };
  await writeFile(keyFile, randomBytes(32).toString("hex"), { mode: 0o600 });
  const before = await startQorgau(data);
  const { positions } = await sendAll(before.url, events);
  await rates(before.url, { atLeast: positions });
  await before.stop();
  return {
    tokens,
    async start() {
      const settings = { QORGAU_TOKENS_FILE: file, QORGAU_PUBLIC: "yes", QORGAU_DISCLOSURE_KEY_FILE: keyFile };
      const qorgau = await startQorgau(data, settings);
      const isOpen = async () => expect((await fetch(`${qorgau.url}/v1/rates`)).status).toBe(200);
      await vi.waitFor(isOpen, { timeout: 120_000, interval: 100 });
      return qorgau;
    },
  };
}
