/**
 * Enterprises month by month: their accidents and their workers from one cut, and what they are in. Of person-years only what is stated of the
 * enterprise itself is used, so that counts and time are of the same enterprises.
 */
import type { EnterpriseStatus } from "@qorgau/schemas/events/supplement";
import type { ResponseBasis } from "@qorgau/schemas/responses/rates";
import type { Steps } from "@qorgau/schemas/steps";
import { workerBases } from "../../exposure/domain/exposure-book.ts";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import type { CountedCell } from "../../rates/domain/snapshot.ts";
import { dayAfter, dayBefore, firstOfMonth, monthOf, yearOf } from "../../time/calendar.ts";
import { latestDate } from "../../http/domain/shared-parameters.ts";
import { employerWorkers } from "./employer-workers.ts";
import type { WorkersOf } from "./employer-workers.ts";
import { profileOf } from "./enterprise-profile.ts";
import type { Profile } from "./enterprise-profile.ts";
import { spanAround } from "../../time/span.ts";
import type { Span } from "../../time/span.ts";

export interface EnterpriseSources {
  readonly months: readonly Span[];
  /** By `countedBy`, by month. */
  readonly counted: readonly CountedCell[];
  /** Effective statements of exposure; those that are of no enterprise are passed over. */
  readonly exposures: readonly EffectiveExposure[];
  /** Effective statuses of every programme: also what section, size and region an enterprise is of. */
  readonly statuses: readonly EnterpriseStatus[];
  /** The bases that may be used, in their order; null: all that speak of workers. */
  readonly bases: readonly ResponseBasis[] | null;
  /** On which section, size and region are those of the enterprise, YYYY-MM-DD. */
  readonly day: string;
}

export interface Enterprise extends Profile {
  /** The BIN, or the pseudonym of a sole proprietor. */
  readonly employer: string;
  /** Person-years of each month; null where none is known. */
  readonly exposure: readonly (number | null)[];
  /** What the measure counts in each month. */
  readonly count: readonly number[];
  readonly fatal: readonly number[];
  /** Its own, the latest first. */
  readonly statuses: readonly EnterpriseStatus[];
}

export interface Enterprises {
  /** The one basis of all person-years; null where nothing is stated of any enterprise. */
  readonly basis: ResponseBasis | null;
  /** In the order of their BINs. */
  readonly enterprises: readonly Enterprise[];
}

/** The whole months that ended before the day, the last `months` of them, the earliest first. */
export function wholeMonthsBefore(day: string, months: number): Span[] {
  const spans: Span[] = [];
  for (let before = dayBefore(firstOfMonth(yearOf(day), monthOf(day))); spans.length < months; before = dayBefore(spans[0]!.from)) {
    spans.unshift(spanAround(before, "month"));
  }
  return spans;
}

/** All enterprises that anything is known of, in steps of one enterprise. The order of the sources changes nothing. */
export function* enterprisesInSteps(sources: EnterpriseSources): Steps<Enterprises> {
  const { months, counted, exposures, statuses } = sources;
  const ofEmployer = Map.groupBy(
    exposures.filter(({ data }) => data.employer !== undefined && isWhole(data)),
    ({ data }) => data.employer!.bin,
  );
  const workersOf = new Map<string, WorkersOf>();
  for (const [employer, stated] of ofEmployer) {
    workersOf.set(employer, employerWorkers(stated));
    yield;
  }
  const basis = yield* mostServing(sources.bases ?? workerBases, workersOf, months);
  const statusesOf = Map.groupBy(statuses, ({ data }) => data.employer.bin);
  const countedOf = Map.groupBy(counted, ({ codes: [employer = ""] }) => employer);
  const names = new Set([...ofEmployer.keys(), ...statusesOf.keys(), ...countedOf.keys()]);
  // Cases abroad may be without one.
  names.delete("");
  const placeOf = new Map(months.map(({ from }, place) => [from, place]));
  const enterprises: Enterprise[] = [];
  for (const employer of [...names].toSorted()) {
    yield;
    const own = (statusesOf.get(employer) ?? []).toSorted(latestFirst);
    const cells = countedOf.get(employer) ?? [];
    const exposure = months.map((month) => personYears(workersOf.get(employer), basis, month));
    const [count, fatal] = [months.map(() => 0), months.map(() => 0)];
    for (const { bucket, codes, count: some } of cells) {
      const place = placeOf.get(bucket);
      if (place === undefined) continue;
      count[place]! += some;
      if (codes[4] === "fatal") fatal[place]! += some;
    }
    enterprises.push({
      employer,
      ...profileOf({ statuses: own, exposures: ofEmployer.get(employer) ?? [], cells, exposure }, sources.day),
      exposure,
      count,
      fatal,
      statuses: own,
    });
  }
  return { basis, enterprises };
}

/** A statement of a part by sex or by method is of no use here. */
const isWhole = ({ mine, method, commodity, contractor, sex, ageBand, workerStatus }: EffectiveExposure["data"]) =>
  [mine, method, commodity, contractor, sex, ageBand, workerStatus].every((member) => member === undefined);

/** The basis by which most enterprises have person-years in any of the months; between equals the first. */
function* mostServing(
  bases: readonly ResponseBasis[],
  workersOf: ReadonlyMap<string, WorkersOf>,
  months: readonly Span[],
): Steps<ResponseBasis | null> {
  let best: { readonly basis: ResponseBasis | null; readonly served: number } = { basis: null, served: 0 };
  for (const basis of bases) {
    let served = 0;
    for (const of of workersOf.values()) {
      yield;
      served += months.filter((month) => personYears(of, basis, month) !== null).length;
    }
    if (served > best.served) best = { basis, served };
  }
  return best.basis;
}

function personYears(workersOf: WorkersOf | undefined, basis: ResponseBasis | null, month: Span): number | null {
  const workers = basis === null ? null : (workersOf?.(basis, month) ?? null);
  return workers === null ? null : workers / 12;
}

const latestFirst = (one: EnterpriseStatus, other: EnterpriseStatus) =>
  one.data.from === other.data.from ? compareNames(one, other) : one.data.from > other.data.from ? -1 : 1;
const nameOf = ({ source, subject }: Pick<EnterpriseStatus, "source" | "subject">) => JSON.stringify([source, subject]);
const compareNames = (one: EnterpriseStatus, other: EnterpriseStatus) => (nameOf(one) < nameOf(other) ? -1 : 1);

/** The days of all statuses together: one that begins on the day after another ends goes on from it. In their order. */
export function coveredSpans(statuses: readonly EnterpriseStatus[]): Span[] {
  const spans: { from: string; to: string }[] = [];
  for (const { data } of statuses.toSorted((one, other) => (one.data.from < other.data.from ? -1 : 1))) {
    const [last, to] = [spans.at(-1), data.to ?? latestDate];
    if (last === undefined || (last.to !== latestDate && data.from > dayAfter(last.to))) spans.push({ from: data.from, to });
    else if (to > last.to) last.to = to;
  }
  return spans;
}

/** Whether one of the spans holds every day of the other. */
export const holdsThrough = (spans: readonly Span[], { from, to }: Span): boolean => spans.some((one) => one.from <= from && one.to >= to);
