/** The denominator rule against a reading of DESIGN, section 4, clause by clause over the list of statements. */
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { commodities, miningMethods } from "@qorgau/schemas/codes/enumerations";
import { regions } from "@qorgau/schemas/codes/regions";
import type { AnsweredBasis } from "@qorgau/schemas/rates";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stated } from "../published/figures-model-fixture.ts";
import { basesOf, exposureBook, statedValue, workerBases } from "./exposure-book.ts";
import type { StandingExposure } from "./exposure-book.ts";
import { cellKey, cellOf } from "./exposure-cell.ts";
import type { ExposureCell } from "./exposure-cell.ts";
import { exposureFinder } from "./exposure.ts";
import type { Exposure } from "./exposure.ts";
import { lengths, spanAround, subPeriods } from "./span.ts";
import type { Span } from "./span.ts";

interface Found {
  readonly value: number;
  readonly final: boolean;
  readonly used: readonly StandingExposure[];
}

function plainReading(
  statements: readonly StandingExposure[],
  cells: readonly ExposureCell[],
  bases: readonly AnsweredBasis[],
  span: Span,
): Exposure | null {
  const keyed = Map.groupBy(statements, (one) => `${cellKey(cellOf(one))}|${one.derived.from}|${one.derived.to}`);
  const amount = ({ data }: StandingExposure, basis: AnsweredBasis) =>
    basis === "tonnes" ? data.tonnes : basis === "hours_worked" ? data.hours : data.basis === basis ? data.workers : undefined;
  const isFlow = (basis: AnsweredBasis) => basis === "tonnes" || basis === "hours_worked";

  const best = (cell: ExposureCell, basis: AnsweredBasis, { from, to }: Span): StandingExposure[] => {
    const rank = (one: StandingExposure) =>
      `${one.data.status === "final" ? 0 : 1}${one.role === "statistics" ? 0 : 1}${one.source} ${one.subject}`;
    return (keyed.get(`${cellKey(cell)}|${from}|${to}`) ?? [])
      .filter((one) => amount(one, basis) !== undefined)
      .sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
      .slice(0, 1);
  };
  const total = (used: readonly StandingExposure[], basis: AnsweredBasis, share = 1): Found => ({
    value: used.reduce((sum, one) => sum + amount(one, basis)!, 0) / share,
    final: used.every(({ data }) => data.status === "final"),
    used,
  });
  const own = (cell: ExposureCell, basis: AnsweredBasis, at: Span): Found | null => {
    const [exact] = best(cell, basis, at);
    if (exact !== undefined) return total([exact], basis);
    for (const length of lengths) {
      const parts = subPeriods(at, length);
      const used = parts.flatMap((part) => best(cell, basis, part));
      if (parts.length > 0 && used.length === parts.length) return total(used, basis, isFlow(basis) ? 1 : parts.length);
    }
    if (isFlow(basis)) return null;
    for (const length of lengths.toReversed()) {
      const around = spanAround(at.from, length);
      const [one] = around.to >= at.to ? best(cell, basis, around) : [];
      if (one !== undefined) return total([one], basis);
    }
    return null;
  };
  const atPeriod = (cell: ExposureCell, basis: AnsweredBasis, at: Span): Found | null => {
    const valid = regions.filter(({ validFrom }) => validFrom === null || validFrom <= at.to);
    const sums: ExposureCell[][] = [
      cell.region === null && at.to >= "2018-06-19" ? valid.map(({ iso }) => ({ ...cell, region: iso })) : [],
      cell.section === null ? sections.map(({ code }) => ({ ...cell, section: code })) : [],
      cell.section !== null && cell.division === null
        ? divisions.filter(({ section }) => section === cell.section).map(({ code }) => ({ ...cell, division: code }))
        : [],
      cell.method === null ? miningMethods.map((method) => ({ ...cell, method })) : [],
      cell.commodity === null ? commodities.map((commodity) => ({ ...cell, commodity })) : [],
    ];
    const itself = own(cell, basis, at);
    if (itself !== null) return itself;
    for (const parts of sums) {
      const found = parts.map((part) => own(part, basis, at)).filter((one) => one !== null);
      if (parts.length > 0 && found.length === parts.length) return together(found);
    }
    return null;
  };
  const together = (found: readonly Found[]): Found => ({
    value: found.reduce((sum, one) => sum + one.value, 0),
    final: found.every(({ final }) => final),
    used: found.flatMap(({ used }) => used),
  });
  const all = (basis: AnsweredBasis, at: Span): Found | null => {
    const found = cells.map((cell) => atPeriod(cell, basis, at)).filter((one) => one !== null);
    return found.length === cells.length ? together(found) : null;
  };

  for (const basis of bases) {
    const closed = all(basis, span);
    if (closed !== null) return { value: closed.value, final: closed.final, basis, state: "closed", period: null };
  }
  for (const basis of bases.filter((one) => !isFlow(one))) {
    const periods = [...new Map(statements.map(({ data, derived }) => [data.period, { ...derived, period: data.period }])).values()]
      .filter(({ to }) => to <= span.to)
      .sort((a, b) => (a.to === b.to ? (a.from < b.from ? 1 : -1) : a.to < b.to ? 1 : -1));
    for (const { from, to, period } of periods) {
      const found = all(basis, { from, to });
      const stands = found?.used.some(({ derived }) => derived.from === from && derived.to === to) ?? false;
      if (found !== null && stands) return { value: found.value, final: found.final, basis, state: "carried_forward", period };
    }
  }
  return null;
}

const none = { region: null, section: null, division: null, mine: null, method: null, commodity: null, contractor: null };
const national: ExposureCell = { country: "KZ", ...none, site: false };
const soughtCells: readonly ExposureCell[] = [
  national,
  { ...national, region: "KZ-35" },
  { ...national, section: "B" },
  { ...national, section: "A", region: "KZ-35" },
  { ...national, mine: "kostenko" },
  { ...national, commodity: "coal" },
];

/** Few periods, so that statements meet, complete each other and contradict. */
const inPeriods = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("2025", "2025-Q4", "2025-10", "2025-11", "2025-12") },
  { weight: 1, arbitrary: fc.constantFrom("2017", "2021", "2022", "2025-Q1", "2025-Q2", "2025-Q3", "2026-01") },
);

/** Places of which one statement, or one for every code, is made: random cells alone would hardly ever complete a sum. */
const places = fc.constantFrom<readonly Partial<ExposureCell>[]>(
  ...soughtCells.map((cell) => [cell]),
  regions.map(({ iso }) => ({ region: iso })),
  regions.filter(({ validFrom }) => validFrom !== "2022-06-08").map(({ iso }) => ({ region: iso })),
  sections.map(({ code }) => ({ section: code })),
  ["01", "02", "03"].map((division) => ({ region: "KZ-35", section: "A", division })),
  miningMethods.map((method) => ({ mine: "kostenko", method })),
  commodities.map((commodity) => ({ commodity })),
  [{ region: "KZ-10" }],
  [{ section: "B", division: "05" }],
);

const statementGroup = fc
  .record({
    place: places,
    period: inPeriods,
    basis: fc.constantFrom(...workerBases.slice(0, 2)),
    status: fc.constantFrom("final" as const, "provisional" as const),
    role: fc.constantFrom("statistics" as const, "enterprise" as const),
    source: fc.constantFrom("urn:a", "urn:b"),
    workers: fc.integer({ min: 0, max: 50 }),
    hours: fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined }),
  })
  .map(({ place, period, basis, status, role, source, workers, hours }) =>
    place.map(({ region = null, section = null, division = null, mine, method, commodity }, index) => {
      const mining = { ...(mine ? { mine } : {}), ...(method ? { method } : {}), ...(commodity ? { commodity } : {}) };
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
    ),
  ),
});

test("what the index finds is what the plain reading finds", () => {
  let found = 0;
  fc.assert(
    fc.property(fc.array(statementGroup, { minLength: 6, maxLength: 14 }), sought, (groups, { cells, flow, span }) => {
      const statements = groups.flat();
      const bases: readonly AnsweredBasis[] = flow ? ["hours_worked"] : workerBases;
      const expected = plainReading(statements, cells, bases, span);
      found += Number(expected !== null);
      expect(exposureFinder(exposureBook(statements))(cells)(bases, span)).toEqual(expected);
    }),
    { numRuns: 600 },
  );
  expect(found).toBeGreaterThan(200);
});

/** Figures so far apart that no sum or mean of some is that of others. */
function withDistinctFigures(statements: readonly StandingExposure[]): StandingExposure[] {
  return statements.map((one, place) => {
    const figure = Math.round(1e6 * (1 + Math.abs(Math.sin(place + 1))));
    return { ...one, data: { ...one.data, workers: figure, ...(one.data.hours === undefined ? {} : { hours: figure + 7 }) } };
  });
}

const worlds = fc.tuple(fc.array(statementGroup, { minLength: 6, maxLength: 14 }), sought).map(([groups, asked]) => ({
  ...asked,
  statements: withDistinctFigures(groups.flat()),
  bases: asked.flow ? (["hours_worked"] as const) : workerBases,
}));

test("never a mixture of bases: what is stated of another basis changes nothing", () => {
  let found = 0;
  fc.assert(
    fc.property(worlds, ({ statements, cells, bases, span }) => {
      const exposure = exposureFinder(exposureBook(statements))(cells)(bases, span);
      if (exposure === null) return;
      found += 1;
      const ofBasis = statements.filter((one) => basesOf(one).includes(exposure.basis));
      expect(exposureFinder(exposureBook(ofBasis))(cells)(bases, span)).toEqual(exposure);
    }),
    { numRuns: 600 },
  );
  expect(found).toBeGreaterThan(100);
});

test("never a partial sum: without one of its parts there is no rest of the sum", () => {
  let sums = 0;
  fc.assert(
    fc.property(worlds, ({ statements, cells, bases, span }) => {
      const find = (some: readonly StandingExposure[]) => exposureFinder(exposureBook(some))(cells)(bases, span);
      const whole = find(statements);
      if (whole === null) return;
      const parts = statements.filter((one) => find(statements.filter((other) => other !== one))?.value !== whole.value);
      if (parts.length < 2) return;
      sums += 1;
      for (const part of parts) {
        const rest = find(statements.filter((other) => other !== part));
        expect(rest === null || Math.abs(rest.value - (whole.value - statedValue(part, whole.basis))) > 0.5).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
  expect(sums).toBeGreaterThan(10);
});

test("an exposure of 0 is what is stated of the cell, so that nothing else is summed in its place", () => {
  const zero = stated({ period: "2025", workers: 0 }, { section: "A" });
  const parts = ["01", "02", "03"].map((division) => stated({ period: "2025", workers: 5 }, { section: "A", division }));
  const cell = { ...national, section: "A" };
  expect(exposureFinder(exposureBook([zero, ...parts]))([cell])(workerBases, spanAround("2025-01-01", "year"))?.value).toBe(0);
  expect(exposureFinder(exposureBook(parts))([cell])(workerBases, spanAround("2025-01-01", "year"))?.value).toBe(15);
});
