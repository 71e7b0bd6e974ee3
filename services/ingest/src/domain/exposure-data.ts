/** The data of an exposure statement: checks and what is derived. */
import { daysInMonth } from "@qorgau/schemas/calendar-date";
import { resolveSector } from "@qorgau/schemas/codes/activities";
import { ageBands, enterpriseSizes, exposureBases, exposureStatuses, sexes, workerStatuses } from "@qorgau/schemas/codes/enumerations";
import { regionOn, resolveExposureRegion, resolveRegion } from "@qorgau/schemas/codes/regions";
import type { ExposureData } from "@qorgau/schemas/events/event";
import { aheadMaxMs, earliestDate, quantityMax, quantityMin } from "@qorgau/schemas/events/inbound-limits";
import type { ExposureDerived } from "@qorgau/schemas/events/statement";
import { readDate } from "./dates.ts";
import type { Examination } from "./examination.ts";
import { type Check, code, number, object } from "./member-checks.ts";
import { commodity, contractor, method, mine } from "./mining-dimensions.ts";
import { bin } from "./worker.ts";

const periodForm = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/;

/** Takes `2026`, `2026-Q1` or `2026-01`. Gives the first and the last day of the period, YYYY-MM-DD; null for any other text. */
export function daysOfPeriod(period: string): { from: string; to: string } | null {
  const parts = periodForm.exec(period);
  if (parts === null) return null;
  const [, year = "", quarter, month] = parts;
  const first = month === undefined ? (quarter === undefined ? 1 : Number(quarter) * 3 - 2) : Number(month);
  const last = month === undefined ? (quarter === undefined ? 12 : first + 2) : first;
  return { from: `${year}-${twoDigits(first)}-01`, to: `${year}-${twoDigits(last)}-${daysInMonth(Number(year), last)}` };
}

function twoDigits(month: number): string {
  return String(month).padStart(2, "0");
}

const period: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
  const days = daysOfPeriod(value);
  if (days === null) return examination.addFault("QG-0501", pointer);
  const first = readDate(days.from);
  if (typeof first === "string") return examination.addFault("QG-0502", pointer, { earliest: earliestDate });
  return first.instantMs > examination.context.nowMs + aheadMaxMs ? examination.addFault("QG-0503", pointer) : value;
};

const region: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
  if (resolveExposureRegion(value) !== null) return value;
  return examination.addFault(resolveRegion(value) === null ? "QG-0504" : "QG-0505", pointer);
};

const sectionOrDivision = /^([A-Z]|\d{2})$/;

const sector: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
  if (resolveSector(value) === null) return examination.addFault("QG-0506", pointer);
  return sectionOrDivision.test(value) ? value : examination.addFault("QG-0507", pointer);
};

const inRange = number(0, quantityMax);

/** Smaller ones are slips, and divide to rates beyond any number. */
const quantity: Check<number> = (value, pointer, examination) => {
  const stored = inRange(value, pointer, examination);
  return stored !== undefined && stored > 0 && stored < quantityMin
    ? examination.addFault("QG-0531", pointer, { min: quantityMin })
    : stored;
};

type Employer = NonNullable<ExposureData["employer"]>;

/** A check for exposure: gives the members that are valid by themselves. */
export const exposureMembers = object<ExposureData>(
  {
    period,
    region,
    sector,
    mine,
    method,
    commodity,
    contractor,
    sex: code("QG-0424", sexes),
    ageBand: code("QG-0425", ageBands),
    workerStatus: code("QG-0535", workerStatuses),
    size: code("QG-0423", enterpriseSizes),
    employer: object<Employer>({ bin }, ["bin"], "QG-0530") as Check<Employer>,
    workers: quantity,
    hours: quantity,
    tonnes: quantity,
    basis: code("QG-0508", exposureBases),
    status: code("QG-0509", exposureStatuses),
  },
  ["period", "status"],
  "QG-0530",
);
const quantities = ["workers", "hours", "tonnes"] as const;

/** Gives what is stored of the data and what is derived from them; null where any fault is an error. */
export function examineExposureData(value: unknown, examination: Examination): { data: ExposureData; derived: ExposureDerived } | null {
  const given = exposureMembers(value, "/data", examination);
  if (given === undefined) return null;
  if (!quantities.some((name) => Object.hasOwn(value as object, name))) examination.addFault("QG-0510", "/data");
  checkBasis(given, value as object, examination);
  checkRegionOfOtherTimes(given, examination);
  if (given.sector !== undefined && given.contractor === true) examination.addFault("QG-0534", "/data/contractor");
  if (given.tonnes !== undefined && given.sector !== undefined && !isWeighed(given.sector)) examination.addFault("QG-0521", "/data/tonnes");
  // Without an error every required member is there.
  return examination.errors.length > 0 ? null : settleExposure(given as ExposureData);
}

/** It speaks of workers alone; beside anything else it is left out. */
function checkBasis(given: Partial<ExposureData>, sent: object, examination: Examination): void {
  const [hasWorkers, hasBasis] = [Object.hasOwn(sent, "workers"), Object.hasOwn(sent, "basis")];
  if (hasWorkers && !hasBasis) examination.addFault("QG-0202", "/data/basis");
  if (hasWorkers && given.basis === "hours_worked") examination.addFault("QG-0520", "/data/basis");
  if (hasWorkers || given.basis === undefined) return;
  examination.addFault("QG-0533", "/data/basis");
  delete given.basis;
}

/** A period is of the areas at its end. */
function checkRegionOfOtherTimes({ region: code, period: text }: Partial<ExposureData>, examination: Examination): void {
  const place = code === undefined ? null : (resolveExposureRegion(code)?.region ?? null);
  const days = text === undefined ? null : daysOfPeriod(text);
  if (place !== null && days !== null && regionOn(place, days.to) !== place) examination.addFault("QG-0536", "/data/region");
}

/** What comes out of these sections may be weighed: agriculture, mining, manufacturing, energy, water and waste. */
const weighedSections = "ABCDE";

function isWeighed(activity: string): boolean {
  return weighedSections.includes(resolveSector(activity)?.section ?? "");
}

function settleExposure(data: ExposureData): { data: ExposureData; derived: ExposureDerived } {
  const days = daysOfPeriod(data.period);
  if (days === null) throw new Error("a period passed its check and is none");
  const place = data.region === undefined ? null : resolveExposureRegion(data.region);
  const activity = data.sector === undefined ? null : resolveSector(data.sector);
  return {
    data,
    derived: {
      ...days,
      country: place?.country ?? "KZ",
      region: place?.region ?? null,
      section: activity?.section ?? null,
      division: activity?.division ?? null,
    },
  };
}
