import { expect } from "vitest";

/** Resolves once the program has folded what was in its log at the start. */
export async function untilReady(url: string): Promise<void> {
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 120_000 }).toBe(200);
}
