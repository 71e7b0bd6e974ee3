/** How the real program ends by a signal: in its own time, and at once where it is told so a second time. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

let directory: string;
let qorgau: QorgauProcess;
/** As long as can be: none of it is waited for. */
const settings = { QORGAU_DRAIN_SECONDS: "300" };

beforeEach(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(directory, settings);
});
afterEach(async () => {
  await qorgau.kill();
  await removeDirectory(directory);
});

const readiness = async () => (await fetch(`${qorgau.url}/readyz`)).status;

test.each([
  ["SIGTERM", "SIGTERM", 143],
  ["SIGTERM", "SIGINT", 130],
  ["SIGINT", "SIGTERM", 143],
] as const)(
  "%s begins the stop, %s after it is the end: exit code %i",
  async (first, second, code) => {
    await vi.waitFor(async () => expect(await readiness()).toBe(200), { timeout: 30_000, interval: 100 });
    process.kill(qorgau.pid, first);
    await vi.waitFor(async () => expect(await readiness()).toBe(503), { timeout: 10_000, interval: 50 });
    // It still answers, and would for five minutes.
    expect((await fetch(`${qorgau.url}/v1/rates`)).status).toBe(200);

    expect(await qorgau.stop(second)).toBe(code);
    expect(qorgau.output()).not.toContain('"stopped"');
  },
  60_000,
);
