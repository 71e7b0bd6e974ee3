/**
 * Live figures on the real engine: a snapshot is the response of `/v1/rates`, and what is applied to it is the response of its watermark, for who
 * stays and for who comes back; and what all of that costs the store.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import type { Statement } from "@qorgau/schemas/events/statement";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { afterEach, beforeEach, expect, test } from "vitest";
import { follow, nothingFollowed } from "../end-to-end/program/live-stream.ts";
import { expose, reportCase } from "../generators/reported-by-hand.ts";
import { seededRandom, testSeed } from "../generators/random.ts";
import { startInProcess } from "./in-process-system.ts";
import type { InProcessSystem, SystemOptions } from "./in-process-system.ts";

let directory: string;
let opened: OpenedStore;
let system: InProcessSystem;
/** Statements that read the figures of `/v1/rates`; a look at what is published is none. */
let readings: number;
let looks: number;
let onLook = () => {};
let nowMs = Date.UTC(2026, 10, 22);

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-live-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
});
afterEach(async () => {
  await system?.close();
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

function countingStore(store: Store): Store {
  [readings, looks] = [0, 0];
  return {
    ...store,
    query: async (query) => {
      const rows = await store.query(query);
      if (query.sql.includes("'counts' AS part")) readings += 1;
      else looks += 1;
      onLook();
      return rows;
    },
  };
}

/** Resolves once what is published was looked at so often again. */
function moreLooks(count: number): Promise<void> {
  const wanted = looks + count;
  return new Promise((resolve) => {
    onLook = () => {
      if (looks >= wanted) resolve();
    };
  });
}

async function start(options: Partial<SystemOptions> = {}): Promise<string> {
  const logDirectory = join(directory, "log");
  const readStore = countingStore(opened.store);
  system = await startInProcess({ opened, logDirectory, partitions: 2, clock: () => (nowMs += 1000), readStore, ...options });
  return system.address();
}

let subjects = 0;
const injured = (region: string, occurredAt = "2026-02-03"): Statement =>
  reportCase({ subject: `N-${(subjects += 1)}` }, { region, occurredAt }).statement;

/** Appended, published, and the watermark then. */
async function publish(...statements: Statement[]): Promise<string> {
  await system.append(statements);
  await system.caughtUp();
  return formatWatermark(await system.log.end());
}

async function responseAt(search: string, watermark: string): Promise<unknown> {
  const response = await system.ask(`/v1/rates${search}&asOf=${watermark}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
}

const search = "?by=region&period=month&per=1000_workers";

test("a snapshot has the bytes of /v1/rates, and a change leads to those of its watermark", async () => {
  const url = await start();
  await publish(injured("KZ-35"), injured("KZ-10"));
  const followed = nothingFollowed();
  const stream = await follow(url, search, followed);
  await stream.read();
  expect(followed.snapshotText).toBe((await system.ask(`/v1/rates${search}`)).body);
  const watermark = await publish(injured("KZ-35", "2026-03-04"));
  await stream.until(watermark);
  expect(followed.events).toEqual(["snapshot", "change"]);
  expect([followed.lastEventId, followed.response]).toEqual([watermark, await responseAt(search, watermark)]);
  stream.leave();
});

test("names are those of /v1/rates too", async () => {
  const url = await start();
  await publish(injured("KZ-35"));
  const followed = nothingFollowed();
  const stream = await follow(url, `${search}&names=true&lang=kk`, followed);
  await stream.read();
  expect(followed.snapshotText).toBe((await system.ask(`/v1/rates${search}&names=true&lang=kk`)).body);
  stream.leave();
});

test("another basis of the denominators is a new snapshot, for who stays and for who comes back", async () => {
  const url = await start();
  const ofCountry = "?period=year&per=1000_workers";
  const before = await publish(injured("KZ-35"), injured("KZ-10"), expose({ subject: "X-1" }, 1000).statement);
  const followed = nothingFollowed();
  const stream = await follow(url, ofCountry, followed);
  await stream.until(before);
  const away = { ...followed, events: [] as string[] };
  const basis = followed.response!.exposureBasis;
  const watermark = await publish(expose({ subject: "X-2" }, 2000, { basis: "listed_employees" }).statement);
  await stream.until(watermark);
  expect(followed.response!.exposureBasis).not.toBe(basis);
  expect(followed.events).toEqual(["snapshot", "snapshot"]);
  const back = await follow(url, ofCountry, away);
  await back.until(watermark);
  expect([away.events, away.response]).toEqual([["snapshot"], followed.response]);
  for (const one of [stream, back]) one.leave();
});

test("whoever leaves and comes back at any moment has neither a gap nor a repetition", { timeout: 120_000 }, async () => {
  const url = await start();
  const random = seededRandom(testSeed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const regions = ["KZ-10", "KZ-35", "KZ-63"];
  const followed = nothingFollowed();
  let watermark = await publish(injured("KZ-35"));
  let stream = await follow(url, search, followed);
  await stream.until(watermark);
  for (let round = 0; round < 12; round += 1) {
    const isAway = random() < 0.5;
    if (isAway) stream.leave();
    const before = followed.events.length;
    for (let place = 0; place <= random() * 3; place += 1) {
      const reported = { subject: `M-${Math.floor(random() * 6)}`, revision: 4 * round + place + 1 };
      watermark = await publish(reportCase(reported, { region: pick(regions), occurredAt: pick(["2026-01-05", "2026-02-03"]) }).statement);
    }
    if (isAway) stream = await follow(url, search, followed);
    await stream.until(watermark);
    expect(followed.response, `seed ${testSeed}, round ${round}`).toEqual(await responseAt(search, watermark));
    // Who missed several cuts gets them in one event.
    if (isAway) expect(followed.events.slice(before)).toEqual(["change"]);
  }
  expect(new Set(followed.events.slice(1))).toEqual(new Set(["change"]));
  stream.leave();
});

test("an id of another log is answered with a snapshot", async () => {
  const url = await start();
  const watermark = await publish(injured("KZ-35"));
  for (const lastEventId of ["0:999", "7:0", "none"]) {
    const followed = { ...nothingFollowed(), lastEventId };
    const stream = await follow(url, search, followed);
    await stream.until(watermark);
    expect(followed.events).toEqual(["snapshot"]);
    stream.leave();
  }
});

test("a read API in a process of its own finds by itself what is published", async () => {
  const url = await start({ isNotified: false });
  const followed = nothingFollowed();
  await publish(injured("KZ-35"));
  const stream = await follow(url, search, followed);
  const watermark = await publish(injured("KZ-10"));
  await stream.until(watermark);
  expect(followed.response).toEqual(await responseAt(search, watermark));
  stream.leave();
});

test("a thousand listeners of one request cost the store as many readings as one does", { timeout: 120_000 }, async () => {
  const url = await start({ listenersMax: 4_000 });
  await publish(injured("KZ-35"));
  // The first response of a process reads the exposure as well.
  await system.ask(`/v1/rates${search}`);

  /** Readings of three publications, with so many listeners, after all of them have their snapshot. */
  const readingsOf = async (listeners: number): Promise<number> => {
    const followed = Array.from({ length: listeners }, nothingFollowed);
    const before = readings;
    const first = await follow(url, search, followed[0]!);
    await first.read();
    const streams = [first, ...(await Promise.all(followed.slice(1).map((one) => follow(url, search, one))))];
    await Promise.all(streams.slice(1).map((stream) => stream.read()));
    for (let publications = 0; publications < 3; publications += 1) {
      const watermark = await publish(injured("KZ-10"));
      await Promise.all(streams.map((stream) => stream.until(watermark)));
    }
    const last = await system.ask(`/v1/rates${search}`);
    for (const { response } of followed) expect(JSON.stringify(response)).toBe(last.body);
    for (const stream of streams) stream.leave();
    return readings - before;
  };

  const one = await readingsOf(1);
  expect(one).toBeGreaterThan(3);
  expect(await readingsOf(1_000)).toBe(one);
});

test("nothing is read while nothing is published, however many listen", async () => {
  const url = await start();
  const watermark = await publish(injured("KZ-35"));
  const streams = await Promise.all(Array.from({ length: 20 }, () => follow(url, search, nothingFollowed())));
  await Promise.all(streams.map((stream) => stream.until(watermark)));
  const before = readings;
  await moreLooks(4);
  expect(readings).toBe(before);
  for (const stream of streams) stream.leave();
});
