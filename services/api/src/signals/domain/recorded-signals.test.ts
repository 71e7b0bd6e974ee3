import type { LoggedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { expect, test } from "vitest";
import { precisionOf, raisedSignals, shownSignals } from "./recorded-signals.ts";
import type { LoggedSignalEvent } from "./recorded-signals.ts";

const series: LoggedSignal = {
  ...{
    id: "a",
    raised: "2026-04-27",
    monday: "2026-04-27",
    measure: "accidents",
    scope: "region",
    region: "KZ-55",
    sector: null,
    detector: "poisson_cusum",
  },
  ...{ from: "2026-03-02", to: "2026-03-29", watermark: "0:9", observed: 12, victims: 16, dead: null, level: null, expected: 4 },
  ...{ statistic: 6.4, limit: 5.5, p: null, exposure: 1000, exposureBasis: "employed", rules: 2, methods: 1, parents: [] },
  parameters: {
    ...{ expectedWeekly: 1, reference: 1.4, limit: 5.5, alpha: null, runLength: 293.31 },
    ...{ falseAlarms: 1, declared: 60, lagWeeks: 4 },
  },
};
const accident = (id: string, dead: number, level: 2 | 3 | 6, cases: readonly string[]): LoggedSignal => ({
  ...series,
  ...{ id, raised: "2026-05-27", measure: "fatal_accidents", scope: "accident", region: "KZ-35", sector: "B" },
  ...{ detector: "group_fatality", dead, victims: dead, level, parameters: null, accident: `accident-${cases[0]}`, cases: [...cases] },
});
const at = (day: number) => new Date(Date.UTC(2026, 4, day)).toISOString();
const raise = (signal: LoggedSignal, day = 1): LoggedSignalEvent => ({ recordedAt: at(day), signal });
const acknowledge = (signal: string, revision: number, state: "acknowledged" | "closed", verdict: "confirmed" | "no_cause" | null = null) =>
  ({ recordedAt: at(9), acknowledgement: { signal, revision, state, verdict, note: null, by: "0a1b2c3d" } }) satisfies LoggedSignalEvent;

test("of two that raise the same the first in the log has raised it, whatever its cut and whenever it judged", () => {
  const later = { ...series, id: "c", from: "2026-03-09", to: "2026-04-05" };
  const raised = raisedSignals([raise(series), raise({ ...series, id: "b", watermark: "0:10", raised: "2026-05-04" }), raise(later)]);
  expect(raised.map(({ id, state }) => [id, state])).toEqual([
    ["a", "open"],
    ["c", "open"],
  ]);
});

test("the highest revision of an acknowledgement stands, in whatever order they come; of two of one revision the first", () => {
  const events = [
    acknowledge("a", 9, "closed"),
    raise(series),
    acknowledge("a", 2, "closed", "confirmed"),
    acknowledge("a", 1, "acknowledged"),
    acknowledge("a", 2, "closed", "no_cause"),
  ];
  expect(raisedSignals(events)).toMatchObject([
    { state: "closed", acknowledgement: { revision: 2, verdict: "confirmed", by: "0a1b2c3d", recordedAt: at(9) } },
  ]);
});

test("an accident is raised once, is known by any of its cases, and tells every other number of dead", () => {
  const events = [
    raise(accident("a", 2, 2, ["1", "2"])),
    raise(accident("b", 2, 2, ["8", "9"])),
    raise(accident("c", 3, 3, ["0", "2", "5"]), 2),
    raise(accident("d", 3, 3, ["1", "2"]), 3),
    raise(accident("e", 2, 2, ["1", "2"]), 3),
    raise(accident("f", 46, 6, ["0"]), 4),
  ];
  expect(raisedSignals(events).map(({ id, states }) => [id, states.map(({ dead, level }) => [dead, level])])).toEqual([
    [
      "a",
      [
        [2, 2],
        [3, 3],
        [2, 2],
        [46, 6],
      ],
    ],
    ["b", [[2, 2]]],
  ]);
});

test("a higher level opens what was closed at a lower one, and no other number of dead does", () => {
  const first = raise(accident("a", 3, 3, ["1", "2"]));
  const closed = acknowledge("a", 1, "closed", "confirmed");
  const states = (dead: number, level: 2 | 3 | 6) => raisedSignals([first, closed, raise(accident("b", dead, level, ["1"]))])[0];
  expect(states(4, 3)).toMatchObject({ state: "closed" });
  expect(states(2, 2)).toMatchObject({ state: "closed" });
  expect(states(6, 6)).toMatchObject({ state: "open", acknowledgement: { revision: 1, state: "closed" } });
});

test("filters hold the place of a series or both places of an accident, the days and the state; the latest comes first", () => {
  const raised = raisedSignals([raise(series), raise(accident("g", 2, 2, ["1"]), 2), acknowledge("a", 1, "acknowledged")]);
  const all = { regions: null, sectors: null, from: null, to: null, state: null };
  const ids = (more: object) => shownSignals(raised, { ...all, ...more }).map(({ id }) => id);
  expect(ids({})).toEqual(["g", "a"]);
  expect(ids({ regions: ["KZ-55"] })).toEqual(["a"]);
  expect(ids({ sectors: ["B"] })).toEqual(["g"]);
  expect(ids({ regions: ["KZ-35"], sectors: ["C"] })).toEqual([]);
  expect(ids({ from: "2026-04-28" })).toEqual(["g"]);
  expect(ids({ to: "2026-04-27" })).toEqual(["a"]);
  expect(ids({ state: "open" })).toEqual(["g"]);
});

test("precision is of closed signals of series alone, and their number a month is since the first judged Monday", () => {
  const nine = Array.from({ length: 9 }, (_, place) => ({ ...series, id: String(place), to: `2026-0${String(place + 1)}-05` }));
  const judged = (monday: string): LoggedSignalEvent => ({
    recordedAt: at(1),
    judgement: { monday, watermark: "0:1", falseAlarms: 1, signals: 0 },
  });
  const events = [
    judged("2026-01-05"),
    judged("2026-01-12"),
    judged("2026-01-12"),
    ...nine.map((one) => raise(one)),
    raise(accident("g", 2, 2, ["1"])),
    raise(accident("h", 3, 3, ["2"])),
    ...[0, 1, 2].map((id) => acknowledge(String(id), 1, "closed", "confirmed")),
    acknowledge("3", 1, "closed", "no_cause"),
    acknowledge("4", 1, "acknowledged"),
    acknowledge("g", 1, "closed", "confirmed"),
  ];
  const found = precisionOf("0:30", events, Date.parse("2026-01-05T00:00:00+05:00") + 30.4375 * 3 * 86_400_000);
  // The limits by SciPy: beta.ppf(.025, 3, 2), beta.ppf(.975, 4, 1).
  expect(found).toMatchObject({
    raised: 9,
    open: 4,
    openAccidents: 1,
    acknowledged: 1,
    closed: 4,
    confirmed: 3,
    noCause: 1,
    precision: 0.75,
  });
  expect(found).toMatchObject({ lower: 0.19412, upper: 0.993691, judged: 2, months: 3, signalsPerMonth: 3, falseAlarms: 1 });
  expect(precisionOf("", [], null)).toMatchObject({ precision: null, lower: null, months: null, signalsPerMonth: null, falseAlarms: null });
});
