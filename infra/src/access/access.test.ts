import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createLogger } from "../process/logger.ts";
import { namesAtSyncs } from "../process/testing/names-at-syncs.ts";
import { openAccess } from "./access.ts";
import { makeToken } from "./token.ts";
import { rightsOf } from "./grant.ts";
import type { Grant } from "./grant.ts";
import { changeTokensFile, readTokensFile } from "./tokens-file.ts";

const directory = await mkdtemp(join(tmpdir(), "qorgau-access-"));
afterAll(() => rm(directory, { recursive: true, force: true }));
let file: string;
let lines: string[];
let number = 0;
beforeEach(() => {
  file = join(directory, `tokens-${(number += 1)}.json`);
  lines = [];
});

const logger = createLogger({ level: "info", write: (line) => void lines.push(line) });

async function added(grant: Grant): Promise<string> {
  const { token, stored } = makeToken({ grant, name: null });
  await changeTokensFile(file, (tokens) => [...tokens, stored]);
  return token;
}

describe("the file of tokens", () => {
  test("is for its owner alone, and changes add up", async () => {
    await added("read");
    await added({ source: "urn:kz:bin:200140000004" });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readTokensFile(file)).map(({ grant }) => grant)).toEqual(["read", { source: "urn:kz:bin:200140000004" }]);
  });

  test("a change is durable by its name as well: a token that was taken back does not come back with a power cut", async () => {
    const folder = await mkdtemp(join(directory, "folder-"));
    file = join(folder, "tokens.json");
    expect(await namesAtSyncs(folder, () => added("read"))).toEqual([["tokens.json"]]);
    expect(await namesAtSyncs(folder, () => changeTokensFile(file, () => []))).toEqual([["tokens.json"]]);
  });

  test("two changes at once: one is refused and none is lost", async () => {
    const changes = await Promise.allSettled(Array.from({ length: 20 }, () => added("read")));
    const done = changes.filter(({ status }) => status === "fulfilled").length;
    expect(done).toBeGreaterThan(0);
    expect(await readTokensFile(file)).toHaveLength(done);
    for (const change of changes) if (change.status === "rejected") expect(change.reason).toMatchObject({ code: "tokens_busy" });
  });

  test.each([
    ["nonsense", /is not JSON/],
    ['{"tokens":[{"id":"1"}]}', /\/tokens\/0\/id/],
    ['{"tokens":[],"more":1}', /cannot be used/],
    ['{"tokens":[],"token\\u0073":[]}', /stands twice/],
  ])("%s is refused without repeating it", async (text, message) => {
    await writeFile(file, text, { mode: 0o600 });
    await expect(readTokensFile(file)).rejects.toThrow(message);
  });

  test("one that others may write is refused: they could let anybody in", async () => {
    await added("read");
    await chmod(file, 0o620);
    await expect(readTokensFile(file)).rejects.toThrow(/chmod 600/);
  });

  test("a change that fails leaves it as it was, and the way free for the next", async () => {
    await added("read");
    const before = await readFile(file, "utf8");
    const fail = () => {
      throw new Error("no");
    };
    await expect(changeTokensFile(file, fail)).rejects.toThrow("no");
    expect(await readFile(file, "utf8")).toBe(before);
    await added("operate");
    expect(await readTokensFile(file)).toHaveLength(2);
  });
});

describe("access", () => {
  test("is refused at the start where the file is not there, with what to do", async () => {
    await expect(openAccess({ file, logger })).rejects.toThrow(/npm run tokens -- add/);
  });

  test("a token made and one taken back while the service runs hold without a restart", async () => {
    const first = await added("read");
    const access = await openAccess({ file, logger });
    expect(await access.rightsOf(first)).toEqual(rightsOf("read"));
    const second = await added("operate");
    await vi.waitFor(async () => expect(await access.rightsOf(second)).toEqual(rightsOf("operate")), { timeout: 5_000 });
    await changeTokensFile(file, (tokens) => tokens.filter(({ grant }) => grant !== "read"));
    await vi.waitFor(async () => expect(await access.rightsOf(first)).toBeNull(), { timeout: 5_000 });
    expect(lines.join("")).not.toContain(first);
  });

  test("a token that has expired is told so, and one that has not is let in", async () => {
    const make = async (expiresAt: string) => {
      const { token, stored } = makeToken({ grant: "read", name: null, expiresAt });
      await changeTokensFile(file, (tokens) => [...tokens, stored]);
      return token;
    };
    const [past, ahead] = [await make("2026-01-01T00:00:00.000Z"), await make("2999-01-01T00:00:00.000Z")];
    const access = await openAccess({ file, logger });
    expect([await access.rightsOf(past), await access.rightsOf(ahead)]).toEqual(["expired", rightsOf("read")]);
  });

  test("a file that was broken or removed lets nobody new in and shuts nobody out, and says so", async () => {
    const token = await added("read");
    const access = await openAccess({ file, logger });
    await writeFile(file, "{");
    await vi.waitFor(
      async () => {
        await access.rightsOf(token);
        expect(lines.join("")).toContain("stay in force");
      },
      { timeout: 5_000 },
    );
    expect(await access.rightsOf(token)).toEqual(rightsOf("read"));
  });

  test("a revocation that the mode of the file held back holds once the mode is mended", async () => {
    const token = await added("read");
    const access = await openAccess({ file, logger });
    const text = JSON.stringify({ tokens: [] });
    // In place, so that nothing but the mode changes between the two looks.
    await writeFile(file, text);
    await chmod(file, 0o666);
    await vi.waitFor(
      async () => {
        await access.rightsOf(token);
        expect(lines.join("")).toContain("chmod 600");
      },
      { timeout: 5_000 },
    );
    expect(await access.rightsOf(token)).toEqual(rightsOf("read"));
    await chmod(file, 0o600);
    await vi.waitFor(async () => expect(await access.rightsOf(token)).toBeNull(), { timeout: 5_000 });
    expect(lines.filter((line) => line.includes("stay in force"))).toHaveLength(1);
  });

  test("twenty thousand tokens cost a request nothing, and a change of their file keeps the process for a few milliseconds at a time", async () => {
    const made = Array.from({ length: 20_000 }, (_, number) => makeToken({ grant: "read", name: `${number}` }));
    // Of so many random ids two may be the same, which a file of tokens refuses.
    const stored = [...new Map(made.map((one) => [one.stored.id, one.stored])).values()];
    const write = (more: readonly object[]) => writeFile(file, JSON.stringify({ tokens: [...stored, ...more] }), { mode: 0o600 });
    await write([]);
    const access = await openAccess({ file, logger });
    const begun = performance.now();
    for (let round = 0; round < 1000; round += 1) expect(await access.rightsOf(`qorgau_${round}`)).toBeNull();
    // Each took 16 ms when every hash was compared.
    expect(performance.now() - begun).toBeLessThan(4_000);

    const newcomer = makeToken({ grant: "operate", name: null });
    await write([newcomer.stored]);
    const stretches = monitorEventLoopDelay({ resolution: 1 });
    stretches.enable();
    await vi.waitFor(async () => expect(await access.rightsOf(newcomer.token)).toEqual(rightsOf("operate")), { timeout: 20_000 });
    stretches.disable();
    // It took 1.3 s in one piece; JSON.parse of the five megabytes is the longest that is left.
    expect(stretches.max / 1e6).toBeLessThan(400);
  });
});
