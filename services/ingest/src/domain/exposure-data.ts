/** The data of an exposure statement: checks and what is derived. */
import { daysInMonth } from "@qorgau/schemas/calendar-date";
import { resolveSector } from "@qorgau/schemas/codes/activities";
import { exposureBases, exposureStatuses } from "@qorgau/schemas/codes/enumerations";
import { resolveExposureRegion, resolveRegion } from "@qorgau/schemas/codes/regions";
import type { ExposureData } from "@qorgau/schemas/event";
import { aheadMaxMs, earliestDate, quantityMax } from "@qorgau/schemas/inbound-limits";
import type { ExposureDerived } from "@qorgau/schemas/statement";
import { readDate } from "./dates.ts";
import type { Examination } from "./examination.ts";
import { type Check, code, number, object } from "./member-checks.ts";
import { commodity, contractor, method, mine } from "./mining-dimensions.ts";

const periodForm = /^(\d{4})(?:-Q([1-4])|-(0[1-9]|1[0-2]))?$/;

/** First and last day of a year, a quarter or a month; null where the text is none. */
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
  if (typeof value !== "string") return examination.tell("QG-0203", pointer);
  const days = daysOfPeriod(value);
  if (days === null) return examination.tell("QG-0501", pointer);
  const first = readDate(days.from);
  if (typeof first === "string") return examination.tell("QG-0502", pointer, { earliest: earliestDate });
  return first.instantMs > examination.context.nowMs + aheadMaxMs ? examination.tell("QG-0503", pointer) : value;
};

const region: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.tell("QG-0203", pointer);
  if (resolveExposureRegion(value) !== null) return value;
  return examination.tell(resolveRegion(value) === null ? "QG-0504" : "QG-0505", pointer);
};

const sectionOrDivision = /^([A-Z]|\d{2})$/;

const sector: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.tell("QG-0203", pointer);
  if (resolveSector(value) === null) return examination.tell("QG-0506", pointer);
  return sectionOrDivision.test(value) ? value : examination.tell("QG-0507", pointer);
};

const quantity = number(0, quantityMax);
/** The members that hold by themselves. */
export const exposureMembers = object<ExposureData>(
  {
    period,
    region,
    sector,
    mine,
    method,
    commodity,
    contractor,
    workers: quantity,
    hours: quantity,
    tonnes: quantity,
    basis: code("QG-0508", exposureBases),
    status: code("QG-0509", exposureStatuses),
  },
  ["period", "basis", "status"],
);
const quantities = ["workers", "hours", "tonnes"] as const;

/** Stored data and what is derived from them; null where they are at fault. */
export function examineExposureData(value: unknown, examination: Examination): { data: ExposureData; derived: ExposureDerived } | null {
  const given = exposureMembers(value, "/data", examination);
  if (given === undefined) return null;
  if (!quantities.some((name) => Object.hasOwn(value as object, name))) examination.tell("QG-0510", "/data");
  if (given.workers !== undefined && given.basis === "hours_worked") examination.tell("QG-0520", "/data/basis");
  if (given.tonnes !== undefined && given.sector !== undefined && !isWeighed(given.sector)) examination.tell("QG-0521", "/data/tonnes");
  // Without an error every required member is there.
  return examination.errors.length > 0 ? null : settleExposure(given as ExposureData);
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
