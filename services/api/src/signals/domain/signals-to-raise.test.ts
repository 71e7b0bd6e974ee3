import type { SignalRow, SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { expect, test } from "vitest";
import { raisedSignals, seriesKey } from "./recorded-signals.ts";
import { groupFatalitiesToRaise, seriesToRaise } from "./signals-to-raise.ts";
import type { KnownGroupFatality } from "./signals.ts";

const monday = "2026-06-01";
const gap: SignalRow = {
  ...{ raised: monday, measure: "accidents", scope: "region", region: "KZ-35", sector: null, detector: "days_between" },
  ...{
    from: "2026-05-20",
    to: "2026-05-26",
    observed: 2,
    victims: 2,
    expected: 0.01,
    statistic: 0.01,
    limit: 0.0137,
    p: 0.01,
    exposure: null,
  },
};
const of = (...rows: Partial<SignalRow>[]) =>
  ({
    ...{ asOf: null, watermark: "0:9", rules: 2, methods: 1, falseAlarms: 1, declared: 60, runLength: 260.893, lagWeeks: 4 },
    ...{ from: monday, to: monday, groupFatalities: [], recorded: [], series: [] },
    rows: rows.map((row) => ({ ...gap, ...row })),
  }) satisfies SignalsResponse;
const seriesOf = ({ measure, scope }: Pick<SignalRow, "measure" | "scope"> | { measure: string; scope: string }) => `${measure} ${scope}`;
const raised = (...rows: Partial<SignalRow>[]) =>
  seriesToRaise(of(...rows), monday, new Set()).map(({ parents, ...signal }) => [seriesOf(signal), parents.map(seriesOf)]);

const country = { scope: "country", region: null } as const;
const fatal = { measure: "fatal_accidents" } as const;

test("series that the gap before one accident alarms are one signal, that of the narrowest", () => {
  expect(raised({}, fatal, country)).toEqual([["fatal_accidents region", ["accidents region", "accidents country"]]]);
});

test("gaps before accidents of other days, other places and other rules are signals of their own", () => {
  expect(raised(fatal, { to: "2026-05-27" })).toEqual([
    ["fatal_accidents region", []],
    ["accidents region", []],
  ]);
  expect(raised(fatal, { region: "KZ-10" })).toHaveLength(2);
  expect(raised(fatal, { detector: "poisson_cusum" })).toHaveLength(2);
  expect(raised({ raised: "2026-05-25", detector: "poisson_cusum" })).toEqual([]);
  expect(raised({}, { scope: "sector", region: null, sector: "B" }, country)).toEqual([
    ["accidents region", ["accidents country"]],
    ["accidents sector", ["accidents country"]],
  ]);
});

test("an accident that was known only later to be of an earlier Monday raises what it alarms, once", () => {
  const response = of({ raised: "2026-05-25" });
  const [signal, ...others] = seriesToRaise(response, monday, new Set());
  expect(signal).toMatchObject({ raised: monday, monday: "2026-05-25", from: "2026-05-20", to: "2026-05-26" });
  expect(others).toEqual([]);
  expect(seriesToRaise(response, monday, new Set([seriesKey(signal!)]))).toEqual([]);
});

test("an id is of the series, the window and the cut", () => {
  const id = (row: Partial<SignalRow>, watermark = "0:9") => seriesToRaise({ ...of(row), watermark }, monday, new Set())[0]?.id;
  expect(id({})).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set([id({}), id({ region: "KZ-10" }), id({ to: "2026-05-27" }), id(fatal), id({}, "0:10")]).size).toBe(5);
  expect(id({ observed: 3 })).toBe(id({}));
});

test("an accident is due until its number of dead is in the log, the earliest first", () => {
  const known = (occurred: string, dead: number, ...cases: string[]): KnownGroupFatality => ({
    ...{ occurred, region: "", sector: "B", dead, victims: dead, accident: `accident-${cases[0]}`, cases },
  });
  const cut = { watermark: "0:9", day: "2026-05-27" };
  const [second, first] = [known("2026-05-26", 2, "3", "4"), known("2023-10-28", 46, "1", "2")];
  const due = groupFatalitiesToRaise([second, first], [], cut);
  expect(due.map(({ from, level, dead, region, sector }) => [from, level, dead, region, sector])).toEqual([
    ["2023-10-28", 6, 46, null, "B"],
    ["2026-05-26", 2, 2, null, "B"],
  ]);
  const log = raisedSignals(due.map((signal) => ({ recordedAt: "2026-05-27T00:00:00.000Z", signal })));
  expect(groupFatalitiesToRaise([second, first], log, cut)).toEqual([]);
  expect(groupFatalitiesToRaise([known("2026-05-26", 3, "0", "4")], log, cut)).toMatchObject([{ level: 3 }]);
  expect(groupFatalitiesToRaise([known("2023-10-28", 45, "1")], log, cut)).toMatchObject([{ level: 6, dead: 45 }]);
  expect(groupFatalitiesToRaise([known("2026-05-26", 2, "8", "9")], log, cut)).toHaveLength(1);
});
