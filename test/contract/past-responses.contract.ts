/**
 * Invariant 4 on the real log, aggregator and engine: an answer as of a watermark is, byte for byte, what a system says that has those
 * records and no others, and what was said when they were all there was; an instant is the cut of the stamps up to it, whatever the clock did.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogRecord } from "@qorgau/infra/log/event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { readToEnd } from "@qorgau/infra/log/read-to-end";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import type { Statement } from "@qorgau/schemas/events/statement";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { seededRandom, testScale, testSeed } from "../generators/random.ts";
import { seededStatements, shuffled } from "../generators/statements.ts";
import { startInProcess } from "./in-process-system.ts";
import type { InProcessSystem } from "./in-process-system.ts";

const partitions = 3;
const requests = [
  "/v1/rates?by=region,severity",
  "/v1/rates?by=mine,hazard,sex&kind=any&period=month",
  "/v1/rates?period=day&measure=days_lost&per=case&from=2026-01-02&to=2026-01-20",
  "/v1/rates?period=ytd&measure=accidents",
  "/v1/rates?period=ytd&by=region&compare=year_before&from=2025-01-01&to=2026-01-20",
  "/v1/rates?period=month&measure=lost_time&from=2026-01-10&to=2026-02-11",
  "/v1/rates?period=rolling12m&measure=lost_time&per=none&format=csv",
  "/v1/rates?country=any&by=country,workRelated,evidence&per=100000_workers",
  "/v1/rollups/annual/2026",
  "/v1/rollups/annual/2026?format=csv&per=none",
];

let directory: string;
let opened: OpenedStore;
let logs = 0;
let nowMs: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-past-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
});
beforeEach(async () => {
  nowMs = Date.UTC(2026, 10, 22);
  await emptyStore();
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

async function emptyStore(): Promise<void> {
  for (const table of ["journal", "links", "published"]) await opened.store.command(`TRUNCATE TABLE ${table}`);
}

function start(options: { readonly logDirectory?: string; readonly batchRecordsMax?: number } = {}): Promise<InProcessSystem> {
  const logDirectory = join(directory, `log-${(logs += 1)}`);
  return startInProcess({ opened, logDirectory, partitions, clock: () => nowMs, ...options });
}

function withAsOf(requestParameters: string, asOf: string): string {
  return `${requestParameters}${requestParameters.includes("?") ? "&" : "?"}asOf=${encodeURIComponent(asOf)}`;
}

/** The bodies of all questions: live, or as of a cut. */
async function bodies(system: InProcessSystem, asOf?: string): Promise<string[]> {
  const reported: string[] = [];
  for (const requestParameters of requests) {
    const response = await system.ask(asOf === undefined ? requestParameters : withAsOf(requestParameters, asOf));
    expect(response.statusCode, response.body).toBe(200);
    reported.push(response.body);
  }
  return reported;
}

/** Appends the statements, some at a time, and waits until they are published. */
async function report(system: InProcessSystem, statements: readonly Statement[], together = statements.length): Promise<void> {
  for (let reported = 0; reported < statements.length; reported += together)
    await system.append(statements.slice(reported, reported + together));
  await system.caughtUp();
}

/** What a live answer and one as of an instant differ in. */
const withoutAsOf = (body: string, asOf: string) => body.replaceAll(`"asOf":"${asOf}"`, '"asOf":null').replaceAll(`,${asOf},`, ",,");

interface Stamped {
  readonly partition: number;
  readonly offset: number;
  readonly effectiveMs: number;
}

/** The effective stamps, worked out once more from what the log holds. */
async function stampsOf({ log }: InProcessSystem): Promise<Stamped[]> {
  const latest = new Map<number, number>();
  return (await readToEnd(log)).map(({ partition, offset, timestampMs }) => {
    const effectiveMs = Math.max(timestampMs, latest.get(partition) ?? 0);
    latest.set(partition, effectiveMs);
    return { partition, offset, effectiveMs };
  });
}

async function checkpoints(): Promise<Watermark[]> {
  const rows = await opened.store.query({
    sql: "SELECT JSONExtractString(payload, 'watermark') AS watermark FROM published WHERE grain = 'cut' ORDER BY cell",
    row: z.object({ watermark: z.string() }),
  });
  return rows.map(({ watermark }) => parseWatermark(watermark)!);
}

function cutAt(stamps: readonly Stamped[], instantMs: number): string {
  const cut = new Map<number, number>();
  for (const { partition, offset, effectiveMs } of stamps) {
    if (effectiveMs <= instantMs) cut.set(partition, Math.max(offset, cut.get(partition) ?? -1));
  }
  return formatWatermark(cut);
}

function statementsOf(seed: number, count: number): Statement[] {
  return shuffled(seededStatements(seed, count), seed).map(({ statement }) => statement);
}

/** A system that was told the records of the cut and no others, in one batch. */
async function responsesOfThoseAlone(records: readonly LogRecord[], cut: Watermark): Promise<string[]> {
  await emptyStore();
  const system = await start();
  try {
    const held = records.filter(({ partition, offset }) => offset <= (cut.get(partition) ?? -1));
    if (held.length > 0) await system.log.append(held.map(({ key, value, partition }) => ({ key, value, partition })));
    await system.caughtUp();
    return await bodies(system);
  } finally {
    await system.close();
  }
}

test.each(Array.from({ length: testScale }, (_, place) => testSeed + place))(
  "as of any watermark or instant the answer is that of a system with those records alone (seed %i)",
  { timeout: 240_000 },
  async (seed) => {
    const random = seededRandom(seed);
    const system = await start({ batchRecordsMax: 250 });
    const statements = statementsOf(seed, 3500);
    for (let reported = 0; reported < statements.length; reported += 20) {
      // The clock is set back now and then.
      nowMs += Math.floor(random() * 40_000) - 9000;
      await system.append(statements.slice(reported, reported + 20));
    }
    await system.caughtUp();
    nowMs += 3_600_000;
    const stamps = await stampsOf(system);
    const end = await system.log.end();
    const part = (share: number) => new Map([...end].map(([partition, last]) => [partition, Math.floor(last * share)]));
    const watermarks = [
      formatWatermark(end),
      ...[0.02, 0.3, 0.55, 0.98].map((share) => formatWatermark(part(share))),
      // Cuts that no flush ever published: far in one partition, nothing of another; and one record short of a kept cut.
      ...Array.from({ length: 3 }, () => {
        const some = [...end].slice(Math.floor(random() * 2));
        return formatWatermark(new Map(some.map(([one, last]) => [one, Math.floor(random() * last)])));
      }),
      ...(await checkpoints()).slice(-2).map((stored, place) => formatWatermark(new Map([...stored, [place, stored.get(place)! - 1]]))),
    ];
    const instants = Array.from({ length: 4 }, () => stamps[Math.floor(random() * stamps.length)]!.effectiveMs - Math.floor(random() * 2));
    const reported = new Map<string, string[]>();
    for (const watermark of watermarks) reported.set(watermark, await bodies(system, watermark));
    for (const instantMs of instants) {
      const instant = new Date(instantMs).toISOString();
      const responses = (await bodies(system, instant)).map((body) => withoutAsOf(body, instant));
      expect(JSON.parse(responses[0]!).watermark).toBe(cutAt(stamps, instantMs));
      reported.set(cutAt(stamps, instantMs), responses);
    }
    const records = await readToEnd(system.log);
    await system.close();

    for (const [watermark, responses] of reported) {
      expect(responses, `seed ${seed}, ${watermark}`).toEqual(await responsesOfThoseAlone(records, parseWatermark(watermark)!));
    }
  },
);

test(
  "a live answer asked again with its watermark has the same bytes: after more events, a rebuild and a restart",
  { timeout: 240_000 },
  async () => {
    const logDirectory = join(directory, "log-again");
    const remembered: { readonly watermark: string; readonly bodies: string[] }[] = [];
    const statements = statementsOf(testSeed, 2400);
    let system = await start({ logDirectory, batchRecordsMax: 400 });
    for (let round = 0; round < 4; round += 1) {
      nowMs += 60_000;
      await report(system, statements.slice(round * 600, (round + 1) * 600), 50);
      const live = await bodies(system);
      remembered.push({ watermark: JSON.parse(live[0]!).watermark as string, bodies: live });
    }
    const askAgain = async () => {
      for (const { watermark, bodies: before } of remembered) expect(await bodies(system, watermark), watermark).toEqual(before);
    };
    await askAgain();
    await system.aggregator.rebuild.run();
    await askAgain();
    await system.close();
    system = await start({ logDirectory });
    await askAgain();
    await system.close();
  },
);

test("settled answers may be kept for good, live ones are asked for again", async () => {
  const system = await start();
  await report(system, statementsOf(testSeed, 50));
  const live = await system.ask(requests[0]!);
  expect([live.headers["cache-control"], live.headers["etag"]]).toEqual(["no-cache", expect.stringMatching(/^"[\w-]{43}"$/)]);
  const past = withAsOf(requests[0]!, live.json().watermark);
  const [json, csv] = [await system.ask(past), await system.ask(past, { accept: "text/csv" })];
  expect(json.headers["cache-control"]).toBe("max-age=31536000, immutable");
  expect(json.headers["etag"]).toMatch(/^"[\w-]{43}"$/);
  expect(csv.headers["etag"]).not.toBe(json.headers["etag"]);
  expect([json.headers["vary"], csv.headers["vary"]]).toEqual(["Accept", "Accept"]);
  for (const [header, status] of [
    [`"other", W/${String(json.headers["etag"])}`, 304],
    ["*", 304],
    [String(csv.headers["etag"]), 200],
  ] as const) {
    const again = await system.ask(past, { "if-none-match": header });
    expect([again.statusCode, again.body === "", again.headers["etag"]]).toEqual([status, status === 304, json.headers["etag"]]);
  }
  await system.close();
});

test("an instant is settled within the question on a quiet log, and stays what it was", async () => {
  const system = await start();
  await report(system, statementsOf(testSeed, 40));
  const instant = new Date(nowMs).toISOString();
  const watermark = formatWatermark(await system.log.end());
  nowMs += 1;
  const requested = await Promise.all(Array.from({ length: 20 }, () => system.ask(withAsOf(requests[0]!, instant))));
  expect(new Set(requested.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect(requested[0]!.json()).toMatchObject({ asOf: instant, watermark });
  // One tick each, and no more when it is asked again.
  const ticked = new Map([...parseWatermark(watermark)!].map(([partition, last]) => [partition, last + 1]));
  expect(await system.log.end()).toEqual(ticked);
  await report(system, statementsOf(testSeed + 1, 40));
  expect((await system.ask(withAsOf(requests[0]!, instant))).body).toBe(requested[0]!.body);
  await system.close();
});

test("before the first record there is nothing, and that is settled too", async () => {
  const system = await start();
  const response = await system.ask(withAsOf(requests[0]!, "2020-01-01T00:00:00+05:00"));
  expect(response.json()).toMatchObject({ asOf: "2019-12-31T19:00:00.000Z", watermark: "", rows: [] });
  await system.close();
});

test("what is still to come is refused, and so is a cut without what must be in it", async () => {
  const system = await start();
  await report(system, statementsOf(testSeed, 20));
  const rulesOf = async (url: string) => (await system.ask(url)).json().errors.map(({ rule }) => rule);
  expect(await rulesOf(withAsOf(requests[0]!, new Date(nowMs + 1).toISOString()))).toEqual(["QG-0802"]);
  const position = `0:${(await system.log.end()).get(0)}`;
  const earlier = withAsOf(requests[0]!, new Date(nowMs - 1).toISOString());
  expect(await rulesOf(`${earlier}&atLeast=${position}`)).toEqual(["QG-0804"]);
  expect((await system.ask(`${withAsOf(requests[0]!, position)}&atLeast=${position}`)).statusCode).toBe(200);
  for (const name of ["asOf", "atLeast"]) {
    for (const unheld of ["0:999999", "7:0", `${position},7:0`]) {
      const response = await system.ask(`${requests[0]}&${name}=${unheld}`);
      expect([response.statusCode, response.json().errors], unheld).toMatchObject([400, [{ rule: "QG-0872", pointer: name }]]);
      expect(response.headers["cache-control"]).toBeUndefined();
    }
  }
  expect(await rulesOf(`${requests[0]}&asOf=`)).toEqual(["QG-0801"]);
  expect(await rulesOf(`${requests[0]}&atLeast=`)).toEqual(["QG-0703"]);
  await system.close();
});

test("a clock that is set back over a restart changes nothing", { timeout: 60_000 }, async () => {
  const logDirectory = join(directory, "log-clock");
  const statements = statementsOf(testSeed, 300);
  let system = await start({ logDirectory });
  const instants: string[] = [];
  for (let round = 0; round < 3; round += 1) {
    nowMs += 600_000;
    await report(system, statements.slice(round * 60, (round + 1) * 60), 10);
    instants.push(new Date(nowMs).toISOString());
  }
  nowMs += 1000;
  const before = await Promise.all(instants.map((instant) => bodies(system, instant)));
  await system.close();

  nowMs -= 1_500_000;
  system = await start({ logDirectory });
  const after = async () => Promise.all(instants.map((instant) => bodies(system, instant)));
  expect(await after()).toEqual(before);
  await report(system, statements.slice(180), 10);
  expect(await after()).toEqual(before);
  // Later than the clock, but not than what the log holds: it is no question of the future.
  const [last] = [...(await stampsOf(system))].map(({ effectiveMs }) => effectiveMs).toSorted((a, b) => b - a);
  const latest = await system.ask(withAsOf(requests[0]!, new Date(last!).toISOString()));
  expect([latest.statusCode, latest.json().errors[0]?.rule]).toEqual([503, "QG-0803"]);
  const future = await system.ask(withAsOf(requests[0]!, new Date(last! + 1).toISOString()));
  expect([future.statusCode, future.json().errors[0]?.rule]).toEqual([400, "QG-0802"]);
  await system.close();
});

test("a cut that no answer ever was of is folded where few records lie between, else refused", { timeout: 240_000 }, async () => {
  const system = await start({ batchRecordsMax: 1000 });
  await report(system, statementsOf(testSeed, 16_000), 1000);
  const end = await system.log.end();
  const skewed = (last: number) => withAsOf(requests[0]!, formatWatermark(new Map([[0, Math.min(last, end.get(0)!)]])));
  const refused = await system.ask(skewed(Infinity));
  expect([refused.statusCode, refused.json().errors]).toMatchObject([400, [{ rule: "QG-0873", pointer: "asOf" }]]);
  expect((await system.ask(skewed(500))).statusCode).toBe(200);
  await system.close();
});

test("questions as of now append one tick a second and partition, and none where a later record came", async () => {
  const system = await start();
  await report(system, statementsOf(testSeed, 40));
  const recordsIn = async () => [...(await system.log.end()).values()].reduce((sum, last) => sum + last + 1, 0);
  const before = await recordsIn();
  const startedMs = performance.now();
  for (let round = 0; round < 8; round += 1) {
    const instant = new Date(nowMs).toISOString();
    nowMs += 1;
    const requested = await Promise.all(Array.from({ length: 10 }, () => system.ask(withAsOf(requests[0]!, instant))));
    expect(requested.map(({ statusCode }) => statusCode)).toEqual(requested.map(() => 200));
  }
  const seconds = (performance.now() - startedMs) / 1000;
  expect(await recordsIn()).toBeLessThanOrEqual(before + partitions * (1 + Math.floor(seconds)));
  await system.close();
});
