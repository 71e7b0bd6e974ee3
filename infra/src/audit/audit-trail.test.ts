import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AuditEntry, AuditQuery } from "@qorgau/schemas/access/audit-response";
import { afterAll, beforeEach, expect, test } from "vitest";
import { namesAtSyncs } from "../process/testing/names-at-syncs.ts";
import { openAuditTrail } from "./audit-trail.ts";

const parent = await mkdtemp(join(tmpdir(), "qorgau-audit-"));
afterAll(() => rm(parent, { recursive: true, force: true }));
let directory: string;
let number = 0;
let nowMs: number;
beforeEach(() => {
  directory = join(parent, `${(number += 1)}`, "audit");
  nowMs = Date.parse("2026-11-29T10:00:00.000Z");
});

const clock = () => nowMs;
const read = (parameters: string, token: string | null = "0a1b2c3d"): Omit<AuditEntry, "at"> => ({
  token,
  action: "read",
  method: "GET",
  route: "/v1/explain",
  parameters,
  cut: "0:812",
  records: 3,
});
const everything: AuditQuery = { from: null, to: null, token: null, limit: 100, at: null };

test("entries are given in their order, page by page, across days; a bound and a token leave others out", async () => {
  const trail = openAuditTrail({ directory, days: 0, clock });
  expect(await trail.read(everything)).toEqual({ entries: [], next: null });
  for (let index = 0; index < 6; index += 1) {
    nowMs = Date.parse("2026-11-28T10:00:00.000Z") + index * 12 * 60 * 60 * 1000;
    await trail.append(read(`${index}`, index % 2 === 0 ? "00000000" : "11111111"));
  }
  const whole = await trail.read(everything);
  expect(whole.entries.map(({ parameters }) => parameters)).toEqual(["0", "1", "2", "3", "4", "5"]);
  expect(whole.entries[0]).toEqual({ at: "2026-11-28T10:00:00.000Z", ...read("0", "00000000") });
  const pages: string[][] = [];
  let at: AuditQuery["at"] = null;
  do {
    const { entries, next } = await trail.read({ ...everything, limit: 4, at });
    pages.push(entries.map(({ parameters }) => parameters));
    at = next;
  } while (at !== null);
  expect(pages).toEqual([
    ["0", "1", "2", "3"],
    ["4", "5"],
  ]);
  const few = await trail.read({ ...everything, from: "2026-11-29", to: "2026-11-29" });
  expect(few.entries.map(({ parameters }) => parameters)).toEqual(["2", "3"]);
  expect((await trail.read({ ...everything, token: "11111111" })).entries.map(({ parameters }) => parameters)).toEqual(["1", "3", "5"]);
});

test("a new file and a new folder are durable by their names before the entry counts as written; further entries take no such flush", async () => {
  const trail = openAuditTrail({ directory, days: 0, clock });
  const above = dirname(directory);
  await mkdir(above);
  let names: readonly (readonly string[])[] = [];
  const made = await namesAtSyncs(above, async () => {
    names = await namesAtSyncs(directory, () => trail.append(read("first")));
  });
  expect([made, names]).toEqual([[["audit"]], [["2026-11-29.ndjson"]]]);
  expect(await namesAtSyncs(directory, () => trail.append(read("second")))).toEqual([]);
  // Another process, which cannot know whether the one that made the file has come to this.
  const other = openAuditTrail({ directory, days: 0, clock });
  expect(await namesAtSyncs(directory, () => other.append(read("third")))).toEqual([["2026-11-29.ndjson"]]);
  nowMs += 24 * 60 * 60 * 1000;
  expect(await namesAtSyncs(directory, () => trail.append(read("fourth")))).toEqual([["2026-11-29.ndjson", "2026-11-30.ndjson"]]);
});

test("it holds no personal identifier and is for its owner alone", async () => {
  const trail = openAuditTrail({ directory, days: 0, clock });
  await trail.append(read(`mine=850808310738&employer=qg1:0a1b2c3d:${"ab".repeat(32)}`));
  const file = join(directory, "2026-11-29.ndjson");
  const text = await readFile(file, "utf8");
  expect(text).not.toContain("850808310738");
  expect(text).not.toContain("abab");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
});

test("entries of several processes at once are all there, and what one left half written spoils no other", async () => {
  const [one, other] = [openAuditTrail({ directory, days: 0, clock }), openAuditTrail({ directory, days: 0, clock })];
  await Promise.all(Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? one : other).append(read(`${index}`))));
  expect((await one.read({ ...everything, limit: 1000 })).entries).toHaveLength(200);
  await appendFile(join(directory, "2026-11-29.ndjson"), '{"at":"2026-11-2');
  expect((await other.read({ ...everything, limit: 1000 })).entries).toHaveLength(200);
  await other.append(read("after"));
  expect((await one.read({ ...everything, limit: 1000 })).entries.map(({ parameters }) => parameters).slice(199)).toHaveLength(2);
});

test("files of days before those that are kept go; others stay", async () => {
  const trail = openAuditTrail({ directory, days: 2, clock });
  await trail.append(read("first"));
  await writeFile(join(directory, "notes.txt"), "the operator's own");
  for (const day of [30, 31]) {
    nowMs = Date.parse("2026-11-29T10:00:00.000Z") + (day - 29) * 24 * 60 * 60 * 1000;
    await trail.append(read("later"));
  }
  expect(await readdir(directory)).toEqual(["2026-11-29.ndjson", "2026-11-30.ndjson", "2026-12-01.ndjson", "notes.txt"]);
  nowMs += 24 * 60 * 60 * 1000;
  await trail.append(read("last"));
  expect(await readdir(directory)).toEqual(["2026-11-30.ndjson", "2026-12-01.ndjson", "2026-12-02.ndjson", "notes.txt"]);
});

test("what cannot be written is told to who asked for it, and the next entry is tried anew", async () => {
  await writeFile(join(parent, "taken"), "");
  const trail = openAuditTrail({ directory: join(parent, "taken"), days: 0, clock });
  await expect(trail.append(read("lost"))).rejects.toMatchObject({ code: "EEXIST" });
  await rm(join(parent, "taken"));
  await trail.append(read("kept"));
  expect((await trail.read(everything)).entries.map(({ parameters }) => parameters)).toEqual(["kept"]);
});
