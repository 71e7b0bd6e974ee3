/** A log that is away, as while a broker is being replaced, delays no request for longer than it may wait. */
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Store } from "@qorgau/infra/store/store";
import { expect, test } from "vitest";
import { createCutResolver } from "./cut-resolver.ts";
import type { PastTools } from "./cut-resolver.ts";

const never = () => Promise.withResolvers<never>().promise;
/** Nothing but the tables that the statement was read from, before and after. */
const tables = [{ part: "tables", texts: ["one", "one"], figures: [] }];
const empty = { query: async () => tables } as unknown as Store;
const resolverOf = (log: PastTools) =>
  createCutResolver({
    store: empty,
    gate: { until: async () => false },
    log,
    waitMsMax: 30,
    clock: () => Date.UTC(2026, 5, 1),
  });

const requestedFor = "2026-05-01T00:00:00Z";
const notYet = { code: "answer_unavailable", faults: [{ rule: "QG-0803", pointer: "asOf" }] };

test("asOf is answered in its time where the log does not say where it ends", async () => {
  await expect(resolverOf({ end: never, tick: never }).resolve(requestedFor)).rejects.toMatchObject(notYet);
});

test("a watermark as asOf is waited for once: a log that does not say where it ends holds up nothing", async () => {
  const resolver = createCutResolver({
    store: empty,
    gate: { until: async (_wanted, waitMs) => waitMs === 60_000 },
    log: { end: never, tick: never },
    waitMsMax: 60_000,
  });
  expect(await resolver.resolve("0:5")).toMatchObject({ asOf: null, live: false });
});

test("asOf is answered in its time where a tick is not acknowledged", async () => {
  const end = async (): Promise<Watermark> => new Map();
  await expect(resolverOf({ end, tick: never }).resolve(requestedFor)).rejects.toMatchObject(notYet);
});
