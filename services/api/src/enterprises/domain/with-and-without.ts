/**
 * Enterprises with a programme and without (METHODS, section 7): crude rates, a standardised ratio, before and after with controls of the same
 * time, and the return to the mean. None of it says that the programme was the cause.
 */
import { dispersionSize } from "../../statistics/dispersion-size.ts";
import { normalP } from "../../statistics/accident-ratio.ts";
import { gammaAbove } from "../../statistics/gamma-quantile.ts";
import { garwood } from "../../statistics/garwood.ts";
import type { Interval } from "../../statistics/garwood.ts";

/** Counts over person-years. */
export interface CountOverTime {
  readonly count: number;
  /** Person-years. */
  readonly exposure: number;
}

export const programmeParameters = {
  /** Fewer events in any of the four cells: no limits. Fewer observed: no word of the standardised ratio. */
  eventsMin: 10,
  /** Fewer enterprises without the programme: their spread is not estimated. */
  enterprisesMin: 30,
} as const;

const normalQuantile = 1.959964;

/**
 * Observed over expected, with Garwood's limits of the observed over the expected, and twice the smaller Poisson tail: below 0.05 exactly where the
 * limits leave out 1. `expected` is above 0.
 */
export function standardisedRatio(observed: number, expected: number): Interval & { readonly ratio: number; readonly p: number } {
  const { lower, upper } = garwood(observed);
  const atLeast = observed === 0 ? 1 : 1 - gammaAbove(observed, expected);
  const p = Math.min(1, 2 * Math.min(atLeast, gammaAbove(observed + 1, expected)));
  return { ratio: observed / expected, lower: lower / expected, upper: upper / expected, p };
}

export interface BeforeAndAfter {
  readonly before: CountOverTime;
  readonly after: CountOverTime;
}

export interface RatioOfRatios {
  /** After over before, of those who joined and of the controls; null where nothing was counted before. */
  readonly joined: number | null;
  readonly controls: number | null;
  readonly ratio: number | null;
  /** Null where one of the four counts is below ten, with the `p` of the log ratio. */
  readonly limits: (Interval & { readonly p: number }) | null;
}

/** How the rate of those who joined changed, over how that of the others did in the same time. All person-years are above 0. */
export function ratioOfRatios(joined: BeforeAndAfter, controls: BeforeAndAfter): RatioOfRatios {
  const change = ({ before, after }: BeforeAndAfter) =>
    before.count === 0 ? null : after.count / after.exposure / (before.count / before.exposure);
  const [own, others] = [change(joined), change(controls)];
  const ratio = own === null || others === null || others === 0 ? null : own / others;
  const counts = [joined.before, joined.after, controls.before, controls.after].map(({ count }) => count);
  if (ratio === null || counts.some((count) => count < programmeParameters.eventsMin)) {
    return { joined: own, controls: others, ratio, limits: null };
  }
  const error = Math.sqrt(counts.reduce((sum, count) => sum + 1 / count, 0));
  const limit = (sign: number) => Math.exp(Math.log(ratio) + sign * normalQuantile * error);
  return { joined: own, controls: others, ratio, limits: { lower: limit(-1), upper: limit(1), p: normalP(Math.log(ratio) / error) } };
}

/** Hauer's estimate of the count before, had the years before been ordinary ones: w·μ + (1-w)·x with w = 1/(1 + μ/size). */
export function ordinaryCount(observed: number, expected: number, size: number | null): number {
  const weight = size === null ? 1 : 1 / (1 + expected / size);
  return weight * expected + (1 - weight) * observed;
}

/** An enterprise month by month, all of one list of months. */
export interface EnterpriseMonths {
  readonly section: string | null;
  readonly size: string | null;
  /** Person-years of each month; null where none is known. */
  readonly exposure: readonly (number | null)[];
  readonly count: readonly number[];
  /** Whether the programme covered the whole month. */
  readonly member: readonly boolean[];
  /** When it first was in the programme, be it for a day: before the months, within them, or up to their end never. */
  readonly joined: "before" | "within" | "never";
}

export interface ProgrammeFigures {
  readonly members: CountOverTime & { readonly enterprises: number };
  readonly others: CountOverTime & { readonly enterprises: number };
  /** Events in months of which no person-years are known: in none of the figures. */
  readonly countWithoutExposure: number;
  readonly standardised: {
    readonly observed: number;
    readonly expected: number;
    /** Person-years whose rate is that of the section alone, and those that have none. */
    readonly fromSection: number;
    readonly leftOut: number;
    /** How many enterprises these two are of. */
    readonly apart: readonly [fromSection: number, leftOut: number];
  };
  /** Null where nobody joined within the months. */
  readonly joining: {
    readonly enterprises: number;
    /** The month from which on the time of the controls counts as after: its place in the list. */
    readonly split: number;
    readonly joined: BeforeAndAfter;
    readonly controls: BeforeAndAfter;
    /** How many have person-years at all, before and after. */
    readonly controlEnterprises: Readonly<Record<"all" | "before" | "after", number>>;
    readonly ordinary: {
      readonly expected: number;
      /** By Hauer's estimate; null where the spread of the others is not known. */
      readonly before: number | null;
      /** Of the negative binomial law among the others; null where they spread no more than by chance. */
      readonly size: number | null;
    };
  } | null;
}

const none: CountOverTime = { count: 0, exposure: 0 };
const plus = (one: CountOverTime, other: CountOverTime): CountOverTime => ({
  count: one.count + other.count,
  exposure: one.exposure + other.exposure,
});

/** The months of an enterprise that `isIn` chooses and of which person-years are known. */
function sumOf({ exposure, count }: EnterpriseMonths, isIn: (month: number) => boolean): CountOverTime {
  let sum = none;
  for (const [month, years] of exposure.entries()) {
    if (years !== null && isIn(month)) sum = plus(sum, { count: count[month]!, exposure: years });
  }
  return sum;
}

const stratumOf = ({ section, size }: EnterpriseMonths) => `${section}|${size}`;

/** The rates of those without the programme, by section and size and by section. */
class Rates {
  readonly #cells = new Map<string, CountOverTime>();

  add({ section, size }: Pick<EnterpriseMonths, "section" | "size">, some: CountOverTime): void {
    for (const key of [stratumOf({ section, size } as EnterpriseMonths), `${section}`])
      this.#cells.set(key, plus(this.#cells.get(key) ?? none, some));
  }

  of(one: EnterpriseMonths): { readonly rate: number; readonly fromSection: boolean } | null {
    for (const [place, key] of [stratumOf(one), `${one.section}`].entries()) {
      const cell = this.#cells.get(key);
      if (cell !== undefined && cell.exposure > 0) return { rate: cell.count / cell.exposure, fromSection: place === 1 };
    }
    return null;
  }
}

/** All figures of a programme, of enterprises that share one list of months. In their order, which changes nothing but the last digits. */
export function programmeFigures(enterprises: readonly EnterpriseMonths[]): ProgrammeFigures {
  const rates = new Rates();
  let [members, others] = [none, none];
  let [memberEnterprises, otherEnterprises, countWithoutExposure] = [0, 0, 0];
  for (const one of enterprises) {
    const [within, without] = [sumOf(one, (month) => one.member[month]!), sumOf(one, (month) => !one.member[month]!)];
    rates.add(one, without);
    members = plus(members, within);
    others = plus(others, without);
    if (within.exposure > 0) memberEnterprises += 1;
    if (without.exposure > 0) otherEnterprises += 1;
    for (const [month, years] of one.exposure.entries()) if (years === null) countWithoutExposure += one.count[month]!;
  }
  return {
    members: { ...members, enterprises: memberEnterprises },
    others: { ...others, enterprises: otherEnterprises },
    countWithoutExposure,
    standardised: standardisedOf(enterprises, rates),
    joining: joiningOf(enterprises),
  };
}

function standardisedOf(enterprises: readonly EnterpriseMonths[], rates: Rates): ProgrammeFigures["standardised"] {
  let [observed, expected, fromSection, leftOut] = [0, 0, 0, 0];
  const apart: [fromSection: number, leftOut: number] = [0, 0];
  for (const one of enterprises) {
    const within = sumOf(one, (month) => one.member[month]!);
    if (within.exposure === 0) continue;
    const found = rates.of(one);
    if (found === null) {
      leftOut += within.exposure;
      apart[1] += 1;
    } else {
      observed += within.count;
      expected += found.rate * within.exposure;
      if (found.fromSection) {
        fromSection += within.exposure;
        apart[0] += 1;
      }
    }
  }
  return { observed, expected, fromSection, leftOut, apart };
}

/**
 * Those that joined for the first time, with months without the programme before and months with it then, of both of which person-years are known; and
 * those that never were in it. Who was in it before the months is of neither.
 */
function joiningOf(enterprises: readonly EnterpriseMonths[]): ProgrammeFigures["joining"] {
  const joiners = enterprises.flatMap((one) => {
    if (one.joined !== "within") return [];
    const at = one.member.indexOf(true);
    const [before, after] = [sumOf(one, (month) => month < at), sumOf(one, (month) => one.member[month]!)];
    return at > 0 && before.exposure > 0 && after.exposure > 0 ? [{ one, at, before, after }] : [];
  });
  if (joiners.length === 0) return null;
  const split = joiners.map(({ at }) => at).toSorted((left, right) => left - right)[Math.floor((joiners.length - 1) / 2)]!;
  const never = enterprises.filter(({ joined }) => joined === "never");
  // Not of those who joined: what is expected of them must not follow from their own bad years.
  const rates = new Rates();
  for (const one of never)
    rates.add(
      one,
      sumOf(one, () => true),
    );
  const all = (units: readonly CountOverTime[]) => units.reduce(plus, none);
  const expectedOf = (one: EnterpriseMonths, exposure: number) => (rates.of(one)?.rate ?? 0) * exposure;
  const units = never.flatMap((one) => {
    const { count, exposure } = sumOf(one, () => true);
    const expected = expectedOf(one, exposure);
    return expected > 0 ? [{ observed: count, expected }] : [];
  });
  const isKnown = units.length >= programmeParameters.enterprisesMin;
  const size = isKnown ? dispersionSize(units) : null;
  const ordinary = joiners.map(({ one, before }) => {
    const expected = expectedOf(one, before.exposure);
    return { expected, before: ordinaryCount(before.count, expected, size) };
  });
  const controls = never.map((one) => ({ before: sumOf(one, (month) => month < split), after: sumOf(one, (month) => month >= split) }));
  const [before, after] = [controls.map((one) => one.before), controls.map((one) => one.after)];
  const some = (known: readonly CountOverTime[]) => known.filter(({ exposure }) => exposure > 0).length;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    enterprises: joiners.length,
    split,
    joined: { before: all(joiners.map(({ before }) => before)), after: all(joiners.map(({ after }) => after)) },
    controls: { before: all(before), after: all(after) },
    controlEnterprises: {
      all: some(controls.map((one) => plus(one.before, one.after))),
      before: some(before),
      after: some(after),
    },
    ordinary: {
      expected: sum(ordinary.map(({ expected }) => expected)),
      before: isKnown ? sum(ordinary.map(({ before }) => before)) : null,
      size,
    },
  };
}

/** Of how many enterprises the programme covers how many. */
export interface Coverage {
  readonly enterprises: number;
  readonly covered: number;
  /** Of those whose headcount is known; null where none is. */
  readonly workers: number | null;
  readonly workersCovered: number | null;
  /** How many these are of. */
  readonly known: number;
  readonly coveredKnown: number;
}

/** In the order of what is given. */
export function coverageOf(enterprises: readonly { readonly isCovered: boolean; readonly workers: number | null }[]): Coverage {
  const known = enterprises.filter(({ workers }) => workers !== null);
  const workersOf = (some: typeof known) => some.reduce((sum, { workers }) => sum + workers!, 0);
  return {
    enterprises: enterprises.length,
    covered: enterprises.filter(({ isCovered }) => isCovered).length,
    workers: known.length === 0 ? null : workersOf(known),
    workersCovered: known.length === 0 ? null : workersOf(known.filter(({ isCovered }) => isCovered)),
    known: known.length,
    coveredKnown: known.filter(({ isCovered }) => isCovered).length,
  };
}
