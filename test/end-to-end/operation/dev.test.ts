/** `npm run dev`: saving a source starts the service again, on the same data. */
import { readFile, utimes } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const directory = await temporaryDirectory();
let qorgau: QorgauProcess | undefined;
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(directory);
});

test("the service starts again when a source is saved", async () => {
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { scripts: { dev: string } };
  const [program, ...words] = scripts.dev.split(" ");
  expect(program).toBe("node");
  const started = (qorgau = await startQorgau(directory, {}, words));
  const starts = () => started.output().split('"msg":"listening"').length - 1;
  expect(starts()).toBe(1);
  const now = new Date();
  await utimes(join(root, "services", "api", "src", "pages", "headline-table.ts"), now, now);
  await vi.waitFor(() => expect(starts()).toBe(2), { timeout: 300_000, interval: 100 });
});
