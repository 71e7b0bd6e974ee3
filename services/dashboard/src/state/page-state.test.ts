import { expect, test } from "vitest";
import { readState, writeState } from "./page-state.ts";

test("a state is the query of an address, and back", () => {
  const state = { page: "explore", view: "map", measure: "fatal", region: "KZ-35,KZ-62", asOf: "2026-11-29T12:00:00Z", lang: "kk" };
  const address = writeState(state);
  expect(address).toBe("?page=explore&view=map&measure=fatal&region=KZ-35,KZ-62&asOf=2026-11-29T12:00:00Z&lang=kk");
  expect(readState(address)).toEqual(state);
});

test("what is empty or no part of the state is left out", () => {
  expect(readState("?page=&utm_source=x&per=none")).toEqual({ per: "none" });
  expect(writeState({})).toBe("");
});
