/** The statutory deadlines: which moments of `notified` begin and end each, how long it may run, and how long it ran in one case. */
import { isDecreedYear, workingDaysBetween } from "@qorgau/schemas/codes/working-days";
import { localDateOf, localDay } from "@qorgau/schemas/codes/local-time";
import type { MergedData } from "@qorgau/schemas/cases/merge-case";
import type { DeadlineName } from "@qorgau/schemas/responses/deadlines-response";

type Notified = MergedData["notified"];

export interface Deadline {
  readonly begins: keyof Notified;
  readonly ends: keyof Notified;
  readonly unit: "hours" | "working_days";
  readonly limit: number;
  /** With every extension that the law allows. */
  readonly extendedLimit: number | null;
  readonly law: string;
}

export const deadlines: Readonly<Record<DeadlineName, Deadline>> = {
  inspectorate: {
    begins: "learnedAt",
    ends: "inspectorateAt",
    unit: "hours",
    limit: 24,
    extendedLimit: null,
    law: "Labour Code, article 187(2)",
  },
  insurer: {
    begins: "learnedAt",
    ends: "insurerAt",
    unit: "working_days",
    limit: 3,
    extendedLimit: null,
    law: "Labour Code, article 187(2-1); Law № 30-III of 2005, article 8(2)",
  },
  commission: {
    begins: "medicalConclusionAt",
    ends: "commissionCreatedOn",
    unit: "hours",
    limit: 24,
    extendedLimit: null,
    law: "Labour Code, article 188(1)",
  },
  investigation: {
    begins: "commissionCreatedOn",
    ends: "investigationEndedOn",
    unit: "working_days",
    limit: 10,
    // Ten working days more, at most twice.
    extendedLimit: 30,
    law: "Labour Code, article 189(1)",
  },
  act: {
    begins: "investigationEndedOn",
    ends: "actSignedOn",
    unit: "working_days",
    limit: 3,
    extendedLimit: null,
    law: "Labour Code, article 190(6) and (9)",
  },
  // The term begins when the inspectorate has the act, which nobody states: the day of signing is taken for it.
  entry: {
    begins: "actSignedOn",
    ends: "enteredOn",
    unit: "working_days",
    limit: 2,
    extendedLimit: null,
    law: "Rules of registration, Minister's order of 31.01.2024 № 21",
  },
};

export type Verdict = "within" | "extended" | "late" | "undetermined" | "reversed";

/** How long one deadline ran in one case, and the verdict against the limit of the law. */
export interface Measurement {
  readonly verdict: Verdict;
  /** In the deadline's unit, hours to one decimal; null where a date without a time of day leaves it open, or the ends are reversed. */
  readonly length: number | null;
  /** Whether it lies in a year whose transferred working days are not known. */
  readonly approximate: boolean;
}

/** Null where an end is not stated. Instants are of the calendar of the region of occurrence, whatever their offset (NUMBERS, section 5). */
export function measure(deadline: Deadline, notified: Notified, region: string | null): Measurement | null {
  const [begin, end] = [notified[deadline.begins], notified[deadline.ends]];
  if (begin === undefined || end === undefined) return null;
  if (deadline.unit === "hours") return measureHours(deadline, instantsOf(begin, region), instantsOf(end, region));
  return measureWorkingDays(deadline, dateOf(begin, region), dateOf(end, region));
}

const hourMs = 3_600_000;

interface Instants {
  readonly firstMs: number;
  readonly lastMs: number;
}

const isDateAlone = (text: string) => text.length === 10;

/** A date alone may be any instant of that day in the region. */
function instantsOf(text: string, region: string | null): Instants {
  return isDateAlone(text) ? localDay(text, region) : { firstMs: Date.parse(text), lastMs: Date.parse(text) };
}

function dateOf(text: string, region: string | null): string {
  return isDateAlone(text) ? text : localDateOf(Date.parse(text), region);
}

function measureHours({ limit }: Deadline, from: Instants, to: Instants): Measurement {
  const [shortest, longest] = [(to.firstMs - from.lastMs) / hourMs, (to.lastMs - from.firstMs) / hourMs];
  const length = shortest === longest ? Math.round(10 * longest) / 10 : null;
  const approximate = false;
  if (longest < 0) return { verdict: "reversed", length: null, approximate };
  if (longest <= limit) return { verdict: "within", length, approximate };
  return { verdict: shortest > limit ? "late" : "undetermined", length, approximate };
}

function measureWorkingDays({ limit, extendedLimit }: Deadline, from: string, to: string): Measurement {
  if (to < from) return { verdict: "reversed", length: null, approximate: false };
  const length = workingDaysBetween(from, to);
  const approximate = ![from, to].every((date) => isDecreedYear(Number(date.slice(0, 4))));
  if (length <= limit) return { verdict: "within", length, approximate };
  return { verdict: extendedLimit !== null && length <= extendedLimit ? "extended" : "late", length, approximate };
}
