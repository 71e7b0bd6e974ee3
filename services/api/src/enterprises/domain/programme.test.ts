import type { EnterpriseStatus } from "@qorgau/schemas/events/supplement";
import type { ProgrammeQuery, ProgrammeResponse } from "@qorgau/schemas/responses/inspection/programme-response";
import { finished } from "@qorgau/schemas/steps";
import { describe, expect, test } from "vitest";
import { spanAround } from "../../time/span.ts";
import type { Enterprise } from "./enterprise.ts";
import { programmeRows } from "./programme.ts";

const months = Array.from({ length: 24 }, (_, month) =>
  spanAround(`${2024 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`, "month"),
);
const query: ProgrammeQuery = { programme: "union", measure: "accidents", by: [], from: null, to: null, exposureBasis: null };

const status = (from: string, to?: string) =>
  ({
    source: "urn:x",
    subject: from,
    role: "inspectorate",
    data: { programme: "union", from, ...(to === undefined ? {} : { to }) },
  }) as EnterpriseStatus;

/** With so many accidents in every month, and a hundred person-years. */
const enterprise = (accidents: number, changes: Partial<Enterprise> = {}): Enterprise => ({
  employer: "",
  section: "B",
  division: "05",
  size: "250-499",
  region: "KZ-35",
  profileFrom: [],
  exposure: months.map(() => 100),
  count: months.map(() => accidents),
  fatal: months.map(() => 0),
  statuses: [],
  ...changes,
});

function responseOf(
  enterprises: readonly Enterprise[],
  changes: Partial<ProgrammeQuery> = {},
  showsFew = true,
): Pick<ProgrammeResponse, "rows"> {
  const named = enterprises.map((one, place) => ({ ...one, employer: String(place) }));
  return finished(programmeRows({ ...query, ...changes }, { basis: "contracts", enterprises: named }, months, showsFew));
}

test("who was in the programme before the months, or in it for no whole month, is no control, and joins no more", () => {
  const joiner = enterprise(2, { statuses: [status("2025-01-01")] });
  const never = enterprise(1);
  const { beforeAfter } = responseOf([joiner, joiner, joiner, never, never, never]).rows[0]!;
  expect(beforeAfter).toMatchObject({ enterprises: 3, controlsBefore: { count: 36 }, controlsAfter: { count: 36 } });
  const others = [
    enterprise(5, { statuses: [status("2020-01-01", "2023-12-31")] }),
    enterprise(5, { statuses: [status("2020-01-01", "2023-12-31"), status("2025-01-01")] }),
    enterprise(5, { statuses: [status("2024-03-10", "2024-03-20")] }),
  ];
  expect(responseOf([joiner, joiner, joiner, never, never, never, ...others]).rows[0]!.beforeAfter).toEqual(beforeAfter);
  // Whoever joins afterwards had never been in it.
  const later = enterprise(1, { statuses: [status("2026-02-01")] });
  expect(responseOf([joiner, joiner, joiner, never, never, later]).rows[0]!.beforeAfter).toEqual(beforeAfter);
});

const member = (accidents: number, changes: Partial<Enterprise> = {}) =>
  enterprise(accidents, { statuses: [status("2020-01-01")], ...changes });
const wordsIn = ({ rows }: Pick<ProgrammeResponse, "rows">) => rows.map(({ standardised: { word, reason } }) => [word, reason]);

test("a word is of accidents alone: forty-six dead of one accident make none", () => {
  const disaster = member(0, { count: months.map((_, month) => (month === 3 ? 46 : 0)) });
  const others = [member(0), member(0), enterprise(1), enterprise(0), enterprise(0)];
  expect(wordsIn(responseOf([disaster, ...others]))).toEqual([["higher", null]]);
  for (const measure of ["injured", "fatal"] as const) {
    expect(wordsIn(responseOf([disaster, ...others], { measure }))).toEqual([[null, "not_a_count"]]);
  }
});

test("below ten observed there is no word, but a ratio with its limits", () => {
  const few = (observed: number) => [
    member(0, { count: months.map((_, month) => (month < observed ? 1 : 0)) }),
    member(0),
    enterprise(2),
    enterprise(2),
  ];
  expect(wordsIn(responseOf(few(9)))).toEqual([[null, "too_few"]]);
  expect(responseOf(few(9)).rows[0]!.standardised).toMatchObject({ ratio: 0.09375, upper: expect.any(Number) as number });
  expect(wordsIn(responseOf(few(10)))).toEqual([["lower", null]]);
});

test("many rows hold their words at 5 % together, one row by itself", () => {
  // 24 against 12 in the first region: p of 0.003. In forty others as many as expected.
  const inRegion = (place: number, own: number, other: number) => [
    member(own, { region: `R-${place}` }),
    enterprise(other, { region: `R-${place}` }),
  ];
  const alone = inRegion(0, 1, 0.5);
  expect(wordsIn(responseOf(alone))).toEqual([["higher", null]]);
  expect(responseOf(alone)).not.toHaveProperty("wordsAdjusted");
  const many = [...alone, ...Array.from({ length: 40 }, (_, place) => inRegion(place + 1, 1, 1)).flat()];
  const found = responseOf(many, { by: ["region"] });
  expect(found).toMatchObject({ wordsAdjusted: "benjamini_hochberg" });
  expect(wordsIn(found).map(([word]) => word)).toEqual(Array.from({ length: 41 }, () => "not_distinguishable"));
  expect(found.rows[0]!.standardised.p).toBeLessThan(0.05);
});

describe("figures of one enterprise or two", () => {
  const rowOf = (enterprises: readonly Enterprise[], showsFew = false) => responseOf(enterprises, {}, showsFew).rows[0]!;
  const joiner = enterprise(2, { statuses: [status("2025-01-01")] });
  const three = <One>(one: One) => [one, one, one];
  /** Of every member that is not null its path. */
  const shown = (value: unknown, path = ""): string[] =>
    value === null || typeof value !== "object"
      ? [...(value === null ? [] : [path])]
      : Object.entries(value).flatMap(([name, one]) => shown(one, path === "" ? name : `${path}.${name}`));

  test("are null to a caller that does not inspect, and how many there are stays", () => {
    const alone = [member(1, { employer: "1" })];
    expect(rowOf(alone, true).members).toMatchObject({ enterprises: 1, exposure: 2400, count: 24 });
    expect(shown(rowOf(alone))).toEqual([
      ...["coverage.enterprises", "coverage.covered", "coverage.percent", "coverage.reason"],
      ...["members.enterprises", "members.reason", "others.enterprises", "others.count", "others.exposure"],
      ...["standardised.reason", "beforeAfter.enterprises", "beforeAfter.reason", "regressionToMean.reason"],
    ]);
  });

  test("what is left of a group without a part that is shown is one too", () => {
    const [members, others] = [three(member(1)), three(enterprise(1))];
    const whole = [...members, ...members, ...others, ...three(joiner)];
    expect(rowOf(whole)).toEqual(rowOf(whole, true));
    const { members: shownMembers, beforeAfter } = rowOf([members[0]!, ...others, ...three(joiner)]);
    expect([shownMembers.reason, beforeAfter.reason, beforeAfter.after.exposure, beforeAfter.enterprises]).toEqual([
      null,
      "confidential",
      null,
      3,
    ]);
  });

  test("person-years of the one member whose section has no others are not told", () => {
    const { standardised } = rowOf([...three(member(1)), member(1, { section: "F" }), ...three(enterprise(1))]);
    expect(shown(standardised)).toEqual(["reason"]);
  });

  test("workers of the covered are not told where one is not covered", () => {
    const { coverage } = rowOf([...three(member(1)), enterprise(1)]);
    expect(coverage).toMatchObject({ workers: 4800, workersCovered: null, workersPercent: null, reason: "confidential" });
  });
});
