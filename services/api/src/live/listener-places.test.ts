import { createMetrics } from "@qorgau/infra/process/metrics";
import { expect, test } from "vitest";
import { createListenerPlaces } from "./listener-places.ts";

test("one caller gets half of the places, and another half of the rest", () => {
  const places = createListenerPlaces(8);
  const takeAll = (caller: string) => {
    let taken = 0;
    while (places.take(caller) === "taken") taken += 1;
    return taken;
  };
  expect([takeAll("a"), places.take("a")]).toEqual([4, "share_taken"]);
  expect([takeAll("b"), takeAll("c"), takeAll("d")]).toEqual([2, 1, 1]);
  expect(places.take("e")).toBe("none_left");
});

test("a place that is given back is free for anybody, and is given back once", async () => {
  const metrics = createMetrics();
  const places = createListenerPlaces(2, metrics);
  expect([places.take("a"), places.take("b"), places.take("c")]).toEqual(["taken", "taken", "none_left"]);
  expect(await metrics.valueOf("qorgau_live_listeners")).toBe(2);
  places.leave("a");
  places.leave("a");
  expect(await metrics.valueOf("qorgau_live_listeners")).toBe(1);
  expect([places.take("c"), places.take("d")]).toEqual(["taken", "none_left"]);
});
