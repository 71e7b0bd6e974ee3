import type { SignalRow, SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { expect, test } from "vitest";
import { signalsChange } from "./signals-change.ts";

const row = (raised: string, members: Partial<SignalRow> = {}) =>
  ({
    raised,
    measure: "accidents",
    scope: "region",
    region: "KZ-35",
    sector: null,
    detector: "farrington_flexible",
    observed: 9,
    ...members,
  }) as SignalRow;
const response = (rows: readonly SignalRow[], members: Partial<SignalsResponse> = {}) =>
  ({ watermark: "0:9", rules: 2, from: "2026-01-05", rows, groupFatalities: [], recorded: [], ...members }) as unknown as SignalsResponse;

test("what is new, is not what it was, or is no more is told apart", () => {
  const [same, changed, gone, added] = [row("2026-02-02"), row("2026-02-09"), row("2026-02-16"), row("2026-02-23")];
  const now = { ...changed, observed: 10 };
  const change = signalsChange(response([same, changed, gone]), response([same, now, added]), "0:7");
  expect(change).toMatchObject({
    since: "0:7",
    watermark: "0:9",
    rules: 2,
    raised: [now, added],
    withdrawn: [gone],
    groupFatalities: [],
    recorded: [],
  });
  const [known, other] = [{ id: "a" }, { id: "b" }] as unknown as SignalsResponse["recorded"];
  expect(signalsChange(response([], { recorded: [known!] }), response([], { recorded: [other!, known!] }), "0:7").recorded).toEqual([
    other,
  ]);
});

test("a week that is not shown any more is not withdrawn; of nothing before everything is new", () => {
  const old = row("2025-12-29");
  expect(signalsChange(response([old]), response([]), "0:7").withdrawn).toEqual([]);
  expect(signalsChange(null, response([old]), "").raised).toEqual([old]);
});
