import { mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { afterAll, expect, test, vi } from "vitest";
import { watchReporters } from "./watch-reporters.ts";

const directory = await mkdtemp(join(tmpdir(), "qorgau-reporters-"));
afterAll(() => rm(directory, { recursive: true, force: true }));

const one = { source: "urn:kz:bin:200140000004", role: "enterprise", name: "A mine" };
const two = { source: "urn:kz:insurer:annuity", role: "insurer", name: "An insurer" };

test("a changed list holds without a restart; a broken one keeps the list from before, with one line and the metric", async () => {
  const file = join(directory, "reporters.json");
  const write = async (text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  await write(JSON.stringify([one]));
  const lines: string[] = [];
  const metrics = createMetrics();
  const logger = createLogger({ level: "info", write: (line) => void lines.push(line) });
  const list = await watchReporters({ file, logger, metrics });
  const reported: number[] = [];
  list.onChange(({ size }) => void reported.push(size));
  const usable = () => metrics.valueOf("qorgau_ingest_reporters_usable");
  try {
    expect([list.current().size, await usable()]).toEqual([1, 1]);
    await write(JSON.stringify([one, two]));
    await vi.waitFor(() => expect(list.current().size).toBe(2), { timeout: 10_000 });
    expect(reported).toEqual([2]);

    for (const broken of ["[", JSON.stringify([one, one]), '[{"source":"urn:x:y","source":"urn:x:z","role":"clinic","name":"x"}]']) {
      const before = lines.length;
      await write(broken);
      await vi.waitFor(() => expect(lines.length).toBe(before + 1), { timeout: 10_000 });
      expect(lines.at(-1)).toContain("the list from before stays in force");
      expect([list.current().size, await usable()]).toEqual([2, 0]);
    }
    await rm(file);
    await vi.waitFor(() => expect(lines.at(-1)).toContain("ENOENT"), { timeout: 10_000 });
    expect(list.current().size).toBe(2);

    await write(JSON.stringify([two]));
    await vi.waitFor(() => expect([...list.current().keys()]).toEqual([two.source]), { timeout: 10_000 });
    expect(await usable()).toBe(1);
  } finally {
    list.stop();
  }
});
