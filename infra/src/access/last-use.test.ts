import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { createLogger } from "../process/logger.ts";
import { forgetUse, lastUses, noteUse } from "./last-use.ts";

const directory = await mkdtemp(join(tmpdir(), "qorgau-use-"));
afterAll(() => rm(directory, { recursive: true, force: true }));
const lines: string[] = [];
const logger = createLogger({ level: "info", write: (line) => void lines.push(line) });
const startMs = Date.parse("2026-11-29T10:00:00.000Z");
const untilUsed = (file: string, id: string, ms: number) =>
  vi.waitFor(async () => expect((await lastUses(file)).get(id)?.getTime()).toBe(ms), { timeout: 5_000 });

test("of a thousand uses within a minute the first alone is written; the next minute writes again, and another process too", async () => {
  const file = join(directory, "tokens.json");
  expect(await lastUses(file)).toEqual(new Map());
  const [used, elsewhere] = [noteUse({ file, logger }), noteUse({ file, logger })];
  for (let index = 0; index < 1000; index += 1) used("0a1b2c3d", startMs + index * 59);
  await untilUsed(file, "0a1b2c3d", startMs);
  used("0a1b2c3d", startMs + 60_000);
  await untilUsed(file, "0a1b2c3d", startMs + 60_000);
  elsewhere("0a1b2c3d", startMs + 61_000);
  await untilUsed(file, "0a1b2c3d", startMs + 61_000);
  expect(await readdir(`${file}.used`)).toEqual(["0a1b2c3d"]);
  expect((await stat(`${file}.used`)).mode & 0o777).toBe(0o700);
  expect(lines).toEqual([]);
  await forgetUse(file, "0a1b2c3d");
  expect(await lastUses(file)).toEqual(new Map());
});

test("a thousand tokens used in one moment are all written, and a token used meanwhile too", async () => {
  const file = join(directory, "many.json");
  const used = noteUse({ file, logger });
  const ids = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(8, "0"));
  for (const id of ids) used(id, startMs);
  await untilUsed(file, ids[0]!, startMs);
  used("ffffffff", startMs + 1);
  await untilUsed(file, "ffffffff", startMs + 1);
  expect(await lastUses(file)).toEqual(
    new Map([...ids.map((id) => [id, new Date(startMs)] as const), ["ffffffff", new Date(startMs + 1)]]),
  );
});

test("a token that is taken back while uses are read has none, and the others keep theirs", async () => {
  const file = join(directory, "revoking.json");
  await mkdir(`${file}.used`);
  await writeFile(join(`${file}.used`, "00000000"), "");
  // It is in the folder, and there is nothing by its name.
  await symlink(join(directory, "nothing"), join(`${file}.used`, "11111111"));
  expect([...(await lastUses(file)).keys()]).toEqual(["00000000"]);
});

test("where it cannot be kept a line says so, once, and nothing else happens", async () => {
  await writeFile(join(directory, "no-folder"), "");
  const file = join(directory, "no-folder", "tokens.json");
  const used = noteUse({ file, logger });
  for (const id of ["00000000", "11111111"]) used(id, startMs);
  await vi.waitFor(() => expect(lines.join("")).toContain("cannot be kept"), { timeout: 5_000 });
  expect(lines).toHaveLength(1);
});
