/** One subscription between a publication and its listeners: who gets what, and how often it is read. */
import { StoreError } from "@qorgau/infra/store/store";
import { applyChange } from "@qorgau/schemas/responses/rates-change";
import type { RatesResponse, RatesRow, ResponseBasis } from "@qorgau/schemas/responses/rates";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { createParser } from "eventsource-parser";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createRecentResults } from "../past/recent-results.ts";
import { createLanes } from "./lanes.ts";
import type { Listener } from "./listener.ts";
import { createSubscription } from "./subscription.ts";
import type { Resumed } from "./subscription.ts";

const nothing = new Map<number, number>();

function responseAt(offset: number, exposureBasis: ResponseBasis = "employed"): RatesResponse {
  const row = (region: string, count: number): RatesRow => ({
    period: "2026",
    region,
    count,
    exposure: null,
    exposureBasis: null,
    exposureStatus: "missing",
    exposurePeriod: null,
    rate: null,
    lower: null,
    upper: null,
    status: "provisional",
    reason: "exposure_missing",
  });
  const watermark = `0:${offset}`;
  // One row stays, one changes with every record, and one comes and goes.
  const rows = [row("KZ-10", 1), row("KZ-35", offset), ...(offset % 2 === 0 ? [row("KZ-63", 5)] : [])];
  return { asOf: null, watermark, rules: 2, measure: "injured", per: "1000_workers", exposureBasis, rows };
}

/** What is published, as the test moves it on; past cuts are those of before. */
function published(options: { readonly isTransient?: boolean; readonly intervalMs?: number } = {}) {
  const state = { offset: 1, basis: "employed" as ResponseBasis, reads: 0, pastReads: 0, failure: null as Error | null, lookedAgain: 0 };
  const sent: string[] = [];
  const subscription = createSubscription({
    by: ["region"],
    key: "one",
    lanes: createLanes(1),
    pastSteps: createRecentResults(4),
    async read() {
      state.reads += 1;
      const { offset, basis, failure } = state;
      await new Promise(setImmediate);
      if (failure !== null) throw failure;
      return { response: responseAt(offset, basis), version: `table ${offset} ${basis}`, bytes: 1 };
    },
    async readPast(watermark) {
      state.pastReads += 1;
      const offset = watermark.get(0) ?? 0;
      if (offset === 0) throw new Error("no such cut");
      return responseAt(offset);
    },
    lookAgain: () => void (state.lookedAgain += 1),
    onFailure: () => options.isTransient ?? true,
    onSent: (event) => sent.push(event),
    intervalMs: options.intervalMs ?? 0,
  });
  const look = () => subscription.onLook({ watermark: nothing, version: `table ${state.offset} ${state.basis}` });
  return { state, subscription, sent, look };
}

/** A listener as a page is one: it applies what it gets. `isSlow`: it takes nothing until it is told to. */
function page(lastEventId = "") {
  const state = {
    response: null as RatesResponse | null,
    lastEventId,
    events: [] as string[],
    comments: 0,
    isSlow: false,
    hasEnded: false,
  };
  const parser = createParser({
    onEvent({ event = "", id, data }) {
      state.events.push(event);
      if (id !== undefined) state.lastEventId = id;
      if (event === "snapshot") state.response = JSON.parse(data) as RatesResponse;
      if (event === "change") state.response = applyChange(state.response!, JSON.parse(data));
    },
    onComment: () => void (state.comments += 1),
  });
  const listener: Listener = {
    isReady: () => !state.isSlow && !state.hasEnded,
    write: (frame) => {
      if (listener.isReady()) parser.feed(frame.toString());
    },
    end: () => void (state.hasEnded = true),
  };
  return { state, listener };
}

/** The subscription's clock is the test's. */
beforeAll(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterAll(() => void vi.useRealTimers());

/** All that is to happen within these milliseconds has happened. */
async function settled(milliseconds = 1): Promise<void> {
  await vi.advanceTimersByTimeAsync(milliseconds);
  for (let rounds = 0; rounds < 10; rounds += 1) await new Promise(setImmediate);
}

test("a listener begins with a snapshot and then gets what changed", async () => {
  const { state, subscription, sent, look } = published();
  await subscription.ready(nothing);
  const one = page();
  subscription.add(one.listener, null);
  for (state.offset = 2; state.offset <= 4; state.offset += 1) {
    look();
    await settled();
    expect(one.state.response).toEqual(responseAt(state.offset));
  }
  expect(one.state.events).toEqual(["snapshot", "change", "change", "change"]);
  expect(sent).toEqual(one.state.events);
  expect(one.state.lastEventId).toBe("0:4");
});

test("another basis is a new snapshot", async () => {
  const { state, subscription, look } = published();
  await subscription.ready(nothing);
  const one = page();
  subscription.add(one.listener, null);
  state.basis = "contracts";
  state.offset = 2;
  look();
  await settled();
  expect(one.state.events).toEqual(["snapshot", "snapshot"]);
  expect(one.state.response).toEqual(responseAt(2, "contracts"));
});

test("a publication is read once for a thousand listeners, and none is read without one", async () => {
  const { state, subscription, look } = published();
  const pages = Array.from({ length: 1000 }, () => page());
  await Promise.all(pages.map(() => subscription.ready(nothing)));
  for (const { listener } of pages) subscription.add(listener, null);
  expect(state.reads).toBe(1);
  state.offset = 2;
  for (let looks = 0; looks < 5; looks += 1) look();
  await settled();
  for (let looks = 0; looks < 5; looks += 1) look();
  await settled();
  expect(state.reads).toBe(2);
  for (const one of pages) expect(one.state.response).toEqual(responseAt(2));
});

test("publications that come faster than the interval are read together", async () => {
  const { state, subscription, look } = published({ intervalMs: 200 });
  await subscription.ready(nothing);
  const one = page();
  subscription.add(one.listener, null);
  for (state.offset = 2; state.offset < 10; state.offset += 1) look();
  state.offset = 10;
  await settled(199);
  expect(state.reads).toBe(1);
  await settled(1);
  expect(state.reads).toBe(2);
  expect(one.state.response).toEqual(responseAt(10));
});

test("a look during a reading may have seen more, so there is another look and no reading in vain", async () => {
  const { state, subscription, look } = published();
  const ready = subscription.ready(nothing);
  look();
  await ready;
  await settled();
  expect([state.reads, state.lookedAgain]).toEqual([1, 1]);
});

test("who was slow for a while gets the change, who missed more a snapshot", async () => {
  const { state, subscription, look } = published();
  await subscription.ready(nothing);
  const slow = page();
  const { bring } = subscription.add(slow.listener, null);
  await settled();
  const publish = async () => {
    state.offset += 1;
    look();
    await settled();
  };
  const isSlowFor = async (publications: number) => {
    slow.state.isSlow = true;
    for (let place = 0; place < publications; place += 1) await publish();
    subscription.beat(Buffer.from(":\n\n"));
    slow.state.isSlow = false;
    bring();
    await settled();
    expect(slow.state.response).toEqual(responseAt(state.offset));
  };
  await isSlowFor(1);
  await isSlowFor(3);
  expect(slow.state.events).toEqual(["snapshot", "change", "snapshot"]);
  expect(slow.state.comments).toBe(0);
});

/** Comes back with the response and the id that it has. */
async function comeBack({ subscription }: ReturnType<typeof published>, one: ReturnType<typeof page>): Promise<Resumed | null> {
  const resumed = await subscription.resume(one.state.lastEventId);
  one.state.events = [];
  subscription.add(one.listener, resumed);
  await settled();
  return resumed;
}

test("who comes back with the current watermark has nothing to hear", async () => {
  const system = published();
  await system.subscription.ready(nothing);
  const one = page("0:1");
  one.state.response = responseAt(1);
  await comeBack(system, one);
  expect(one.state.events).toEqual([]);
  system.state.offset = 2;
  system.look();
  await settled();
  expect([one.state.events, one.state.response]).toEqual([["change"], responseAt(2)]);
});

test("who comes back with an older one gets what changed since then, read once for all of them", async () => {
  const system = published();
  system.state.offset = 7;
  await system.subscription.ready(nothing);
  const pages = Array.from({ length: 100 }, () => page("0:2"));
  await Promise.all(
    pages.map((one) => {
      one.state.response = responseAt(2);
      return comeBack(system, one);
    }),
  );
  for (const one of pages) expect([one.state.events, one.state.response]).toEqual([["change"], responseAt(7)]);
  expect(system.state.pastReads).toBe(1);
});

test.each(["0:9", "1:0", "0:0", "", "none", "0:1,0:2"])("who comes back with %j gets a snapshot", async (lastEventId) => {
  const system = published();
  system.state.offset = 7;
  await system.subscription.ready(nothing);
  const one = page(lastEventId);
  expect(await comeBack(system, one)).toBeNull();
  expect([one.state.events, one.state.response]).toEqual([["snapshot"], responseAt(7)]);
});

test("a failure that passes ends nothing: what was published meanwhile comes once it can be read", async () => {
  const { state, subscription, look } = published();
  await subscription.ready(nothing);
  const one = page();
  subscription.add(one.listener, null);
  [state.offset, state.failure] = [2, new StoreError("store_unavailable", "connection refused")];
  look();
  await settled();
  expect([one.state.hasEnded, one.state.events]).toEqual([false, ["snapshot"]]);
  state.failure = null;
  look();
  await settled();
  expect([one.state.events, one.state.response]).toEqual([["snapshot", "change"], responseAt(2)]);
});

test("a failure that does not pass ends the streams, so that whoever comes back is told why", async () => {
  const { state, subscription, look } = published({ isTransient: false });
  await subscription.ready(nothing);
  const one = page();
  subscription.add(one.listener, null);
  [state.offset, state.failure] = [2, new Error("too many rows")];
  look();
  await settled();
  expect(one.state.hasEnded).toBe(true);
});

test("a request that waits for a position gets a response that includes it, or none", async () => {
  const { state, subscription } = published();
  await subscription.ready(nothing);
  state.offset = 5;
  await subscription.ready(parseWatermark("0:5")!);
  expect(state.reads).toBe(2);
  await expect(subscription.ready(parseWatermark("0:6")!)).rejects.toMatchObject({ faults: [{ rule: "QG-0901" }] });
});

test("what was published anew without a difference is not sent", async () => {
  const { state, subscription, look } = published();
  await subscription.ready(nothing);
  const one = page();
  subscription.add(one.listener, null);
  await settled();
  subscription.onLook({ watermark: nothing, version: "another table" });
  await settled();
  expect([state.reads, one.state.events]).toEqual([2, ["snapshot"]]);
  state.offset = 2;
  look();
  await settled();
  expect(one.state.events).toEqual(["snapshot", "change"]);
});

test("how far the figures are behind is said to all, and first thing to who joins", async () => {
  const { subscription } = published();
  await subscription.ready(nothing);
  const [early, late] = [page(), page()];
  subscription.add(early.listener, null);
  await settled();
  subscription.reportBehind(Buffer.from('event: behind\ndata: {"records":2}\n\n'));
  subscription.add(late.listener, null);
  await settled();
  expect([early.state.events, late.state.events]).toEqual([
    ["snapshot", "behind"],
    ["snapshot", "behind"],
  ]);
});
