/** Open figures over days, on the real engine and a log: when an area changes, that all processes show the same, and what two batches next to each other tell. */
import { createSecretKey, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gateOf } from "@qorgau/api/api-routes";
import { createOpenFigures } from "@qorgau/api/disclosure/open-figures";
import type { OpenFigures } from "@qorgau/api/disclosure/open-figures";
import { DisclosureKeyError } from "@qorgau/api/disclosure/release-key";
import type { ReleaseKey } from "@qorgau/api/disclosure/release-key";
import { parseRatesQuery } from "@qorgau/api/rates/domain/parameters/rates-query";
import { createRatesReader } from "@qorgau/api/rates/rates-reader";
import { createLogger } from "@qorgau/infra/process/logger";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { regions as allRegions } from "@qorgau/schemas/codes/regions";
import type { Statement } from "@qorgau/schemas/events/statement";
import type { OpenRatesResponse } from "@qorgau/schemas/responses/rates";
import { afterEach, beforeEach, expect, test } from "vitest";
import { reportCase } from "../generators/reported-by-hand.ts";
import { startInProcess } from "./in-process-system.ts";
import type { InProcessSystem } from "./in-process-system.ts";

const dayMs = 86_400_000;
let directory: string;
let opened: OpenedStore;
let system: InProcessSystem;
let nowMs: number;
let failures: unknown[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-open-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
  [nowMs, failures] = [Date.parse("2026-11-02T06:00:00Z"), []];
  system = await startInProcess({ opened, logDirectory: join(directory, "log"), partitions: 2, clock: () => (nowMs += 1) });
});
afterEach(async () => {
  await system?.close();
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

const keyNamed = (keyId: string): ReleaseKey => ({ keyId, key: createSecretKey(randomBytes(32)) });
const key = keyNamed("a");

/** As a process of its own has it. */
function openFigures(releaseKey = key): OpenFigures {
  const reader = createRatesReader({ store: opened.store });
  return createOpenFigures({
    store: opened.store,
    past: reader.past,
    publication: reader.publication,
    gate: gateOf(reader),
    log: system.log,
    releaseKey,
    readiness: async () => ({ ready: true }),
    onFailure: (error) => failures.push(error),
    clock: () => nowMs,
  });
}

let subjects = 0;
const injured = (region: string, occurredAt = "2026-02-03", severity: "light" | "fatal" = "light"): Statement =>
  reportCase({ subject: `O-${(subjects += 1)}` }, { region, occurredAt, severity }).statement;
const several = (count: number, region: string) => Array.from({ length: count }, () => injured(region));

async function report(...statements: Statement[]): Promise<void> {
  await system.append(statements);
  await system.caughtUp();
}

async function table(figures: OpenFigures, search: string): Promise<OpenRatesResponse> {
  const parsed = parseRatesQuery(new URLSearchParams(`per=none&${search}`));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return figures.rates(parsed.query);
}
const byRegion = async (figures: OpenFigures) =>
  Object.fromEntries((await table(figures, "by=region")).rows.map(({ region, count }) => [region, count]));
const batchOf = async (figures: OpenFigures) => (await table(figures, "")).disclosure!.batch;

test("an area changes once five of its cases changed, at most daily, at the latest after thirty days", async () => {
  const figures = openFigures();
  await expect(table(figures, "")).rejects.toThrow("QG-0891");
  await report(...several(40, "KZ-35"), ...several(40, "KZ-10"), ...several(40, "KZ-63"));
  await figures.look();
  const first = await byRegion(figures);
  const batch = await batchOf(figures);
  expect(Object.keys(first)).toEqual(["KZ-10", "KZ-35", "KZ-63"]);

  await report(...several(60, "KZ-35"));
  await figures.look();
  expect([await byRegion(figures), await batchOf(figures)]).toEqual([first, batch]);

  nowMs += dayMs;
  await report(...several(60, "KZ-10"), injured("KZ-63"));
  await figures.look();
  const second = await byRegion(figures);
  expect(await batchOf(figures)).not.toBe(batch);
  expect(second["KZ-35"]! - first["KZ-35"]!).toBeGreaterThan(40);
  expect(second["KZ-10"]! - first["KZ-10"]!).toBeGreaterThan(40);
  expect(second["KZ-63"]).toBe(first["KZ-63"]);

  // One case alone changes nothing for thirty days.
  const unchanged = await batchOf(figures);
  nowMs += 20 * dayMs;
  await figures.look();
  expect(await batchOf(figures)).toBe(unchanged);
  nowMs += 10 * dayMs;
  await figures.look();
  expect(await batchOf(figures)).not.toBe(unchanged);
  expect(failures).toEqual([]);
});

test("all processes show the same, whenever they started, and of two batches at once one is in effect", async () => {
  const [one, other] = [openFigures(), openFigures()];
  await report(...several(30, "KZ-35"), ...several(8, "KZ-10"));
  for (let day = 0; day < 3; day += 1) {
    await Promise.all([one.look(), other.look()]);
    await Promise.all([one.look(), other.look()]);
    const later = openFigures();
    await later.look();
    for (const search of ["by=region", "by=region,severity&period=month", "by=sector,sex", ""]) {
      const response = await table(one, search);
      expect(await table(other, search)).toEqual(response);
      expect(await table(later, search)).toEqual(response);
    }
    nowMs += dayMs;
    await report(...several(6, day === 0 ? "KZ-35" : "KZ-63"), injured("KZ-10"));
  }
  expect(failures).toEqual([]);
});

test("another key shows nothing: two noises tell more than one", async () => {
  await report(...several(10, "KZ-35"));
  await openFigures().look();
  const another = openFigures(keyNamed("b"));
  await another.look();
  await expect(table(another, "")).rejects.toThrow("QG-0891");
  expect(failures).toEqual([expect.any(DisclosureKeyError)]);
});

test("an empty log is open as one, until something is reported", async () => {
  const figures = openFigures();
  await figures.look();
  expect(await table(figures, "")).toMatchObject({ audience: "open", watermark: "", rows: [] });
});

const days = 4;
const chance = 0.1994;

test("two batches that differ in one case of a cell tell it no more than chance does", { timeout: 120_000 }, async () => {
  const regions = allRegions.map(({ iso }) => iso);
  const months = Array.from({ length: 25 }, (_, place) => {
    return `${2023 + Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, "0")}-11`;
  });
  const eachCell = (count: number) =>
    regions.flatMap((region) => months.flatMap((day) => Array.from({ length: count }, () => injured(region, day))));
  const figures = openFigures();
  const counts = async () =>
    new Map((await table(figures, "by=region&period=month")).rows.map(({ period, region, count }) => [`${period} ${region}`, count!]));
  await report(...eachCell(9));
  await figures.look();
  let before = await counts();
  const differences: number[] = [];
  for (let day = 0; day < days; day += 1) {
    nowMs += dayMs;
    await report(...eachCell(1));
    await figures.look();
    const after = await counts();
    for (const [cell, count] of after) differences.push(count - before.get(cell)!);
    before = after;
  }
  expect(differences.length).toBe(days * regions.length * months.length);
  const share = differences.filter((difference) => difference === 1).length / differences.length;
  expect(share).toBeLessThanOrEqual(chance + 3.15 * Math.sqrt((chance * (1 - chance)) / differences.length));
  expect(share).toBeGreaterThan(0.15);
  expect(failures).toEqual([]);
});
