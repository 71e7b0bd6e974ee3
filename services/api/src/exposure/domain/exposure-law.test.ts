/** The denominator rule against a reading of NUMBERS, section 1, sentence by sentence over the list of statements. */
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { commodities, miningMethods } from "@qorgau/schemas/codes/enumerations";
import { regions } from "@qorgau/schemas/codes/regions";
import { noChoices } from "@qorgau/schemas/responses/rate-choices";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stated } from "../../rates/figures-model-fixture.ts";
import { basesOf, exposureBook, statedValue, workerBases } from "./exposure-book.ts";
import type { EffectiveExposure } from "./exposure-book.ts";
import { dayAfter } from "../../time/calendar.ts";
import { withOneBasis } from "./exposure-basis.ts";
import { cellKey, cellOf, wholeCountry } from "./exposure-cell.ts";
import type { ExposureCell } from "./exposure-cell.ts";
import { exposureFinder } from "./exposure.ts";
import { lengths, spanAround, subPeriods } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";

/** What one day's codes make up; a whole family under the codes of each time has no breaks. */
interface Area {
  readonly on: (day: string) => readonly ExposureCell[];
  readonly breaks: readonly string[];
  readonly changes: readonly string[];
}

const splits = [
  { on: "2018-06-19", before: ["KZ-YUZ"], after: ["KZ-61", "KZ-79"] },
  { on: "2022-06-08", before: ["KZ-19"], after: ["KZ-19", "KZ-33"] },
  { on: "2022-06-08", before: ["KZ-35"], after: ["KZ-35", "KZ-62"] },
  { on: "2022-06-08", before: ["KZ-63"], after: ["KZ-63", "KZ-10"] },
];

function regionArea(cell: ExposureCell, codes: readonly string[]): Area {
  const split = splits.find(({ before, after }) => [...before, ...after].includes(codes[0] ?? ""));
  if (split === undefined) return { on: () => codes.map((region) => ({ ...cell, region })), breaks: [], changes: [] };
  const { on, before, after } = split;
  const isWhole = new Set([...before, ...after]).size === codes.length;
  const valid = (day: string) => (day < on ? before : after).filter((region) => codes.includes(region));
  return { on: (day) => valid(day).map((region) => ({ ...cell, region })), breaks: isWhole ? [] : [on], changes: [on] };
}

function areaOf(cell: ExposureCell): Area {
  return cell.region === null ? { on: () => [cell], breaks: [], changes: [] } : regionArea(cell, [cell.region]);
}

function sumsOf(area: Area): Area[][] {
  const [cell] = area.on("2026-12-31");
  if (cell === undefined) return [];
  const each = (changes: readonly Partial<ExposureCell>[]): Area[] =>
    changes.map((change) => ({ ...area, on: (day) => area.on(day).map((one) => ({ ...one, ...change })) }));
  const plain = regions.map(({ iso }) => iso).filter((iso) => !splits.some(({ before, after }) => [...before, ...after].includes(iso)));
  const places = [...plain.map((iso) => [iso]), ...splits.map(({ before, after }) => [...new Set([...before, ...after])])];
  return [
    cell.region === null ? places.map((codes) => regionArea(cell, codes)) : [],
    cell.section === null ? each(sections.map(({ code }) => ({ section: code }))) : [],
    cell.section !== null && cell.division === null
      ? each(divisions.filter(({ section }) => section === cell.section).map(({ code }) => ({ division: code })))
      : [],
    cell.method === null ? each(miningMethods.map((method) => ({ method }))) : [],
    cell.commodity === null ? each(commodities.map((commodity) => ({ commodity }))) : [],
    cell.contractor === null && (cell.mine ?? cell.method ?? cell.commodity) !== null
      ? each(["true", "false"].map((contractor) => ({ contractor })))
      : [],
    cell.sex === null ? each([{ sex: "female" }, { sex: "male" }]) : [],
  ].filter((parts) => parts.length > 0);
}

interface Found {
  readonly value: number;
  readonly final: boolean;
  readonly conflict: boolean;
}

/** NUMBERS, 1.2, 1.3 and 1.8, sentence by sentence over the list of statements. */
function plainReading(
  statements: readonly EffectiveExposure[],
  areas: readonly Area[],
  basis: ResponseBasis,
  span: Span,
): ReturnType<ReturnType<ReturnType<typeof exposureFinder>>> {
  const keyed = Map.groupBy(statements, (one) => `${cellKey(cellOf(one))}|${one.derived.from}|${one.derived.to}`);
  const best = (cell: ExposureCell, { from, to }: Span): Found | null => {
    const rank = (one: EffectiveExposure) =>
      `${["statistics", "inspectorate", "insurer", "enterprise"].indexOf(one.role)}${one.data.status === "final" ? 0 : 1}`;
    const rivals = (keyed.get(`${cellKey(cell)}|${from}|${to}`) ?? [])
      .filter((one) => basesOf(one).includes(basis))
      .sort((a, b) => (`${rank(a)}${a.source} ${a.subject}` < `${rank(b)}${b.source} ${b.subject}` ? -1 : 1));
    const [used] = rivals;
    if (used === undefined) return null;
    const value = statedValue(used, basis);
    const conflict = rivals.some((one) => rank(one) === rank(used) && statedValue(one, basis) !== value);
    return { value, final: used.data.status === "final", conflict };
  };
  const total = (found: readonly (Found | null)[]): Found | null => {
    const all = found.filter((one) => one !== null);
    if (all.length === 0 || all.length < found.length) return null;
    return {
      value: all.reduce((sum, { value }) => sum + value, 0),
      final: all.every(({ final }) => final),
      conflict: all.some(({ conflict }) => conflict),
    };
  };
  const firstOf = <Result>(results: Iterable<Result | null>): Result | null => {
    for (const result of results) if (result !== null) return result;
    return null;
  };
  const exactly = (area: Area, at: Span) => total(area.on(at.to).map((cell) => best(cell, at)));
  const ways = (area: Area): Area[][] => [[area], ...sumsOf(area)];
  const overWays = (area: Area, close: (part: Area) => Found | null) =>
    firstOf(ways(area).map((parts) => total(parts.map((part) => close(part)))));
  /** A break is the reason for none where nothing else is missing. */
  const unlessBroken = (found: readonly (Found | "broken" | null)[]) => {
    if (found.includes(null)) return null;
    return found.includes("broken") ? "broken" : total(found as Found[]);
  };
  const result = (found: Found, carried?: { period: string | null; monthsCarried: number; monthsMissing: number }) => ({
    ...found,
    final: found.final && !found.conflict && carried === undefined,
    basis,
    ...(carried === undefined
      ? { state: "closed" as const, period: null, monthsCarried: 0, monthsMissing: 0 }
      : { state: "carried_forward" as const, ...carried }),
  });

  if (basis === "hours_worked") {
    const flow = (area: Area) =>
      exactly(area, span) ?? firstOf(lengths.map((length) => total(subPeriods(span, length).map((part) => exactly(area, part)))));
    const sum = total(areas.map((area) => overWays(area, flow)));
    return sum === null ? { state: "missing", reason: "exposure_missing" } : result(sum);
  }

  const exact = total(areas.map((area) => overWays(area, (part) => exactly(part, span))));
  if (exact !== null) return result(exact);
  const months: Span[] = [];
  for (let day = span.from; day <= span.to; day = dayAfter(months.at(-1)!.to)) months.push(spanAround(day, "month"));
  const around = ({ from }: Span) => lengths.toReversed().map((length) => spanAround(from, length));
  const statedIn = (area: Area, month: Span): Found | "broken" | null => {
    const ahead = area.changes.filter((day) => day > month.to);
    const narrowest = (cells: readonly ExposureCell[], serves: (period: Span) => boolean) =>
      total(cells.map((cell) => firstOf(around(month).map((period) => (serves(period) ? best(cell, period) : null)))));
    const own = narrowest(area.on(month.to), ({ to }) => ahead.every((day) => day > to));
    if (own !== null) return own;
    for (const day of ahead) {
      const after = narrowest(area.on(day), ({ to }) => to >= day);
      if (after !== null) return area.breaks.includes(day) ? "broken" : after;
    }
    return null;
  };
  const ordinal = (day: string) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
  const periods = [...new Map(statements.map(({ data, derived }) => [data.period, { ...derived, period: data.period }])).values()].sort(
    (a, b) => (a.to === b.to ? (a.from < b.from ? 1 : -1) : a.to < b.to ? 1 : -1),
  );
  const carriedTo = (parts: readonly Area[], month: Span) => {
    for (const at of periods.filter(({ to }) => to <= month.to && ordinal(month.to) - ordinal(to) <= 24)) {
      if (parts.some(({ breaks }) => breaks.some((day) => at.to < day && day <= month.to))) continue;
      const found = total(parts.map((part) => exactly(part, at)));
      if (found !== null) return { ...found, at };
    }
    return null;
  };
  let isBroken = false;
  let carriedMonths = 0;
  const carriers: (Span & { period: string })[] = [];
  const values: Found[] = [];
  for (const month of months) {
    const used: (Span & { period: string })[] = [];
    const ofMonth = unlessBroken(
      areas.map((area) => {
        const closed = ways(area).map((parts) => unlessBroken(parts.map((part) => statedIn(part, month))));
        const stated = firstOf(closed.map((one) => (one === "broken" ? null : one)));
        if (stated !== null) return stated;
        if (closed.includes("broken")) return "broken";
        const carried = firstOf(ways(area).map((parts) => carriedTo(parts, month)));
        if (carried !== null) used.push(carried.at);
        return carried;
      }),
    );
    isBroken ||= ofMonth === "broken";
    if (ofMonth === null || ofMonth === "broken") continue;
    values.push(ofMonth);
    carriers.push(...used);
    carriedMonths += Number(used.length > 0);
  }
  const sum = total(values);
  if (sum === null || 2 * values.length < months.length) {
    return { state: "missing", reason: isBroken ? "series_break" : "exposure_missing" };
  }
  const isEqual = values.every(({ value }) => value === values[0]!.value);
  const mean = { ...sum, value: isEqual ? values[0]!.value : sum.value / values.length };
  if (carriedMonths === 0 && values.length === months.length) return result(mean);
  const latest = carriers.sort((a, b) => (a.to === b.to ? (a.from < b.from ? 1 : -1) : a.to < b.to ? 1 : -1))[0];
  return result(mean, { period: latest?.period ?? null, monthsCarried: carriedMonths, monthsMissing: months.length - values.length });
}

const national = wholeCountry;
const soughtCells: readonly ExposureCell[] = [
  national,
  { ...national, region: "KZ-35" },
  { ...national, section: "B" },
  { ...national, section: "A", region: "KZ-35" },
  { ...national, mine: "kostenko" },
  { ...national, commodity: "coal" },
];
const family = ["KZ-35", "KZ-62"].map((region) => ({ ...national, region }));

function areasOf(cells: readonly ExposureCell[]): Area[] {
  return cells === family ? [regionArea(national, ["KZ-35", "KZ-62"])] : cells.map(areaOf);
}

/** Few periods, so that statements meet, complete each other and contradict. */
const inPeriods = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("2025", "2025-Q4", "2025-10", "2025-11", "2025-12") },
  { weight: 1, arbitrary: fc.constantFrom("2017", "2021", "2022", "2022-Q2", "2022-06", "2025-Q1", "2025-Q2", "2025-Q3", "2026-01") },
);

/** Places of which one statement, or one for every code, is made: random cells alone would hardly ever complete a sum. */
const places = fc.constantFrom<readonly Partial<ExposureCell>[]>(
  ...soughtCells.map((cell) => [cell]),
  regions.map(({ iso }) => ({ region: iso })),
  regions.filter(({ validFrom }) => validFrom !== "2022-06-08").map(({ iso }) => ({ region: iso })),
  [...regions.filter(({ validFrom }) => validFrom === null).map(({ iso }) => ({ region: iso })), { region: "KZ-YUZ" }],
  family,
  sections.map(({ code }) => ({ section: code })),
  ["01", "02", "03"].map((division) => ({ region: "KZ-35", section: "A", division })),
  miningMethods.map((method) => ({ mine: "kostenko", method })),
  commodities.map((commodity) => ({ commodity })),
  [{ region: "KZ-10" }],
  [{ region: "KZ-62" }],
  [{ section: "B", division: "05" }],
  [{ sex: "female" }, { sex: "male" }],
);

const statementGroup = fc
  .record({
    place: places,
    period: inPeriods,
    basis: fc.constantFrom(...workerBases.slice(0, 2)),
    status: fc.constantFrom("final" as const, "provisional" as const),
    role: fc.constantFrom("statistics" as const, "enterprise" as const, "insurer" as const),
    source: fc.constantFrom("urn:a", "urn:b"),
    workers: fc.integer({ min: 0, max: 50 }),
    hours: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
  })
  .map(({ place, period, basis, status, role, source, workers, hours }) =>
    place.map(({ region = null, section = null, division = null, mine, method, commodity, sex }, index) => {
      const mining = {
        ...(mine ? { mine } : {}),
        ...(method ? { method } : {}),
        ...(commodity ? { commodity } : {}),
        ...(sex ? { sex } : {}),
      };
      const data = {
        period,
        basis: basis as "employed",
        status,
        workers: workers + index,
        ...mining,
        ...(hours === undefined ? {} : { hours }),
      };
      return stated(data as Parameters<typeof stated>[0], { region, section, division }, { role, source });
    }),
  );

const sought = fc.record({
  cells: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...soughtCells).map((cell) => [cell]) },
    { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...soughtCells), { minLength: 2, maxLength: 2 }) },
    { weight: 2, arbitrary: fc.constant(family) },
  ),
  flow: fc.constantFrom(true, false, false),
  span: fc.oneof(
    inPeriods.map((period) => ({ from: stated({ period }).derived.from, to: stated({ period }).derived.to })),
    fc.constantFrom(
      { from: "2025-01-01", to: "2025-02-03" },
      { from: "2025-04-01", to: "2026-03-31" },
      { from: "2025-10-17", to: "2025-10-17" },
      { from: "2026-01-01", to: "2026-12-31" },
      { from: "2022-05-01", to: "2022-05-31" },
      { from: "2022-06-01", to: "2022-06-30" },
      { from: "2021-09-01", to: "2022-08-31" },
      { from: "2023-01-01", to: "2023-12-31" },
    ),
  ),
});

const stocks = workerBases.slice(0, 2);

test("what the index finds is what the plain reading finds", () => {
  const states = { closed: 0, carried_forward: 0, missing: 0 };
  fc.assert(
    fc.property(fc.array(statementGroup, { minLength: 6, maxLength: 14 }), sought, (groups, { cells, flow, span }) => {
      const statements = groups.flat();
      for (const basis of flow ? (["hours_worked"] as const) : stocks) {
        const found = exposureFinder(exposureBook(statements))(cells)(basis, span);
        states[found.state] += 1;
        expect(found).toEqual(plainReading(statements, areasOf(cells), basis, span));
      }
    }),
    { numRuns: 400 },
  );
  expect(Math.min(...Object.values(states))).toBeGreaterThan(30);
});

test("a break is the reason only where nothing else is missing, whatever the order of the cells", () => {
  const [all, east] = [national, { ...national, region: "KZ-63" }];
  const afterBreak = stated({ period: "2022", workers: 5 }, { region: "KZ-63" });
  const find = (cells: readonly ExposureCell[], ...others: EffectiveExposure[]) =>
    exposureFinder(exposureBook([afterBreak, ...others]))(cells)("listed_employees", { from: "2022-01-01", to: "2022-03-31" });
  for (const cells of [
    [all, east],
    [east, all],
  ]) {
    expect(find(cells)).toEqual({ state: "missing", reason: "exposure_missing" });
    expect(find(cells, stated({ period: "2022", workers: 9 }))).toEqual({ state: "missing", reason: "series_break" });
  }
});

/** Figures so far apart that no sum or mean of some is that of others. */
function withDistinctFigures(statements: readonly EffectiveExposure[]): EffectiveExposure[] {
  return statements.map((one, place) => {
    const figure = Math.round(1e6 * (1 + Math.abs(Math.sin(place + 1))));
    return { ...one, data: { ...one.data, workers: figure, ...(one.data.hours === undefined ? {} : { hours: figure + 7 }) } };
  });
}

const worlds = fc.tuple(fc.array(statementGroup, { minLength: 6, maxLength: 14 }), sought).map(([groups, requested]) => ({
  ...requested,
  statements: withDistinctFigures(groups.flat()),
  basis: requested.flow ? ("hours_worked" as const) : stocks[0]!,
}));

test("never a mixture of bases, whatever the order: what is stated of another basis changes nothing", () => {
  let found = 0;
  fc.assert(
    fc.property(worlds, ({ statements, cells, basis, span }) => {
      const exposure = exposureFinder(exposureBook(statements))(cells)(basis, span);
      found += Number(exposure.state !== "missing");
      const ofBasis = statements.filter((one) => basesOf(one).includes(basis));
      expect(exposureFinder(exposureBook(ofBasis.toReversed()))(cells)(basis, span)).toEqual(exposure);
    }),
    { numRuns: 600 },
  );
  expect(found).toBeGreaterThan(60);
});

test("never a partial sum: without one of its parts there is no rest of the sum", () => {
  let sums = 0;
  fc.assert(
    fc.property(worlds, ({ statements, cells, basis, span }) => {
      const find = (some: readonly EffectiveExposure[]) => {
        const found = exposureFinder(exposureBook(some))(cells)(basis, span);
        return found.state === "missing" ? null : found.value;
      };
      const whole = find(statements);
      if (whole === null) return;
      const parts = statements.filter((one) => find(statements.filter((other) => other !== one)) !== whole);
      if (parts.length < 2) return;
      sums += 1;
      for (const part of parts) {
        const rest = find(statements.filter((other) => other !== part));
        expect(rest === null || Math.abs(rest - (whole - statedValue(part, basis))) > 0.5).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
  expect(sums).toBeGreaterThan(10);
});

test("an exposure of 0 is what is stated of the cell, so that nothing else is summed in its place", () => {
  const zero = stated({ period: "2025", workers: 0 }, { section: "A" });
  const parts = ["01", "02", "03"].map((division) => stated({ period: "2025", workers: 5 }, { section: "A", division }));
  const find = (some: readonly EffectiveExposure[]) =>
    exposureFinder(exposureBook(some))([{ ...national, section: "A" }])("listed_employees", spanAround("2025-01-01", "year"));
  expect(find([zero, ...parts])).toMatchObject({ value: 0, state: "closed" });
  expect(find(parts)).toMatchObject({ value: 15 });
});

test("the mean of equal months is the value of each, to the last digit", () => {
  const months = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, "0")}`);
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 1e11, noNaN: true }), fc.subarray(months, { minLength: 6 }), (workers, some) => {
      const statements = some.map((period) => stated({ period, workers }));
      expect(exposureFinder(exposureBook(statements))([national])("listed_employees", spanAround("2025-01-01", "year"))).toMatchObject({
        value: workers,
      });
    }),
  );
});

test("the basis is that of most pairs that hold a case, then the first, and no order of statements or pairs changes it", () => {
  const cells = soughtCells.slice(0, 4);
  fc.assert(
    fc.property(
      fc.array(statementGroup, { minLength: 2, maxLength: 8 }),
      fc.array(fc.record({ place: fc.nat({ max: 3 }), period: inPeriods, counts: fc.boolean() }), { minLength: 1, maxLength: 12 }),
      (groups, requested) => {
        const statements = groups.flat();
        const pairsIn = (some: readonly EffectiveExposure[], order: typeof requested) => {
          const finder = exposureFinder(exposureBook(some));
          return order.map(({ place, period, counts }) => ({
            exposureOf: finder([cells[place]!]),
            span: { from: stated({ period }).derived.from, to: stated({ period }).derived.to },
            counts,
          }));
        };
        const basisOf = (some: readonly EffectiveExposure[], order: typeof requested) =>
          withOneBasis("1000_workers", { ...noChoices, exposureBasis: workerBases }, exposureBook(some), pairsIn(some, order))
            .exposureBasis;
        const [basis] = basisOf(statements, requested)!;
        expect(basisOf(statements.toReversed(), requested.toReversed())).toEqual([basis]);
        const servedOf = (pairs: typeof requested) => (one: ResponseBasis) =>
          pairsIn(statements, pairs).filter(({ exposureOf, span }) => exposureOf(one, span).state !== "missing").length;
        const counting = servedOf(requested.filter(({ counts }) => counts));
        const served = workerBases.some((one) => counting(one) > 0) ? counting : servedOf(requested);
        const most = Math.max(...workerBases.map(served));
        expect(basis).toBe(workerBases.find((one) => served(one) === most));
      },
    ),
    { numRuns: 200 },
  );
});
