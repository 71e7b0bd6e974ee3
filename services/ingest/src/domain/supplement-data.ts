/** The data of statements that no case is made of: checks and what is derived (METHODS, sections 6 to 8). */
import { isCalendarDate } from "@qorgau/schemas/calendar-date";
import { resolveSector } from "@qorgau/schemas/codes/activities";
import { enterpriseSizes, hazards, programmes } from "@qorgau/schemas/codes/enumerations";
import type { SupplementEntity } from "@qorgau/schemas/codes/enumerations";
import { regionOn, resolveRegion } from "@qorgau/schemas/codes/regions";
import { earliestDate, quantityMax } from "@qorgau/schemas/events/inbound-limits";
import type {
  Assessment,
  EnterpriseStatusData,
  InspectionStatisticsData,
  OccurrenceData,
  SupplementDerived,
} from "@qorgau/schemas/events/supplement";
import { checkKazakhDemands } from "./case-data.ts";
import { dateAlone, dateOrMoment } from "./dates.ts";
import type { Examination } from "./examination.ts";
import { code, codeThat, name, number, object, wholeNumber } from "./member-checks.ts";
import type { Check } from "./member-checks.ts";
import { commodity, contractor, method, mine } from "./mining-dimensions.ts";
import { checkRegionOfDay } from "./region-on-date.ts";
import { bin, employer } from "./worker.ts";

/** Of places, workers, visits, infringements: more of them than there are people is a slip. */
const count = wholeNumber(0, 1e9);
const pointsMax = 10_000;
const points = wholeNumber(0, pointsMax);
const itemsMax = 1000;
const latestDate = "2299-12-31";

const region = codeThat("QG-0427", (value) => resolveRegion(value) !== null);
const sector = codeThat("QG-0428", (value) => resolveSector(value) !== null);
const dateForm = /^\d{4}-\d{2}-\d{2}$/;

/** A contract may end in a year: no clock bounds it. */
const dateAhead: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
  if (!dateForm.test(value)) return examination.addFault("QG-0408", pointer);
  const [year, month, day] = value.split("-").map(Number);
  if (!isCalendarDate(year!, month!, day!) || value > latestDate) return examination.addFault("QG-0403", pointer);
  return value < earliestDate ? examination.addFault("QG-0404", pointer, { earliest: earliestDate }) : value;
};

const assessment = object<Assessment>(
  {
    table: name(),
    gross: points,
    significantAsked: points,
    significantViolated: points,
    minorAsked: points,
    minorViolated: points,
    special: number(0, 100),
  },
  ["table", "gross", "significantAsked", "significantViolated", "minorAsked", "minorViolated"],
) as Check<Assessment>;

const statusMembers = object<EnterpriseStatusData>(
  {
    employer: object<EnterpriseStatusData["employer"]>({ bin, region, size: code("QG-0423", enterpriseSizes) }, ["bin"]) as Check<
      EnterpriseStatusData["employer"]
    >,
    sector,
    programme: code("QG-0680", programmes),
    from: dateAlone,
    to: dateAhead,
    assessment,
  },
  ["employer", "programme", "from"],
);

type Infringement = NonNullable<InspectionStatisticsData["infringements"]>[number];
type Penalty = NonNullable<InspectionStatisticsData["penalties"]>[number];
type Inspectors = NonNullable<InspectionStatisticsData["inspectors"]>;
type Visits = NonNullable<InspectionStatisticsData["visits"]>;

const year: Check<number> = (value, pointer, examination) => {
  const earliest = Number(earliestDate.slice(0, 4));
  const stated = wholeNumber(earliest, Number(latestDate.slice(0, 4)))(value, pointer, examination);
  const running = new Date(examination.context.nowMs).getUTCFullYear();
  return stated !== undefined && stated > running ? examination.addFault("QG-0687", pointer, { earliest }) : stated;
};

/** A list of objects, each with a name of its own. */
function items<Item extends object>(item: Check<Partial<Item>>, named: keyof Item): Check<Item[]> {
  return (value, pointer, examination) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > itemsMax) {
      return examination.addFault("QG-0689", pointer, { max: itemsMax });
    }
    const stored = value.map((one: unknown, index) => item(one, `${pointer}/${index}`, examination));
    const names = stored.flatMap((one) => (one?.[named] === undefined ? [] : [one[named]]));
    if (new Set(names).size < names.length) return examination.addFault("QG-0689", pointer, { max: itemsMax });
    return stored as Item[];
  };
}

const sectionOrDivision = /^([A-Z]|\d{2})$/;

const statisticsMembers = object<InspectionStatisticsData>(
  {
    year,
    region,
    sector: codeThat("QG-0507", (value) => sectionOrDivision.test(value) && resolveSector(value) !== null),
    inspectors: object<Inspectors>({ women: count, men: count }, ["women", "men"]) as Check<Inspectors>,
    workplacesLiable: count,
    workersLiable: count,
    workplacesVisited: count,
    visits: object<Visits>({ day: count, night: count }, ["day", "night"]) as Check<Visits>,
    workersVisited: count,
    visitedAgain: count,
    infringements: items<Infringement>(object<Infringement>({ provision: name(), count }, ["provision", "count"]), "provision"),
    penalties: items<Penalty>(object<Penalty>({ kind: name(), count, amountKzt: number(0, quantityMax) }, ["kind", "count"]), "kind"),
  },
  ["year"],
);

const occurrenceMembers = object<OccurrenceData>(
  {
    occurredAt: dateOrMoment,
    employer,
    region,
    sector,
    mining: object<NonNullable<OccurrenceData["mining"]>>({ mine, method, commodity, contractor }),
    hazard: code("QG-0442", hazards),
  },
  ["occurredAt", "employer", "hazard"],
);

/** The members that are valid by themselves. */
export const supplementMembers = {
  "enterprise.status": statusMembers,
  "inspection.statistics": statisticsMembers,
  occurrence: occurrenceMembers,
} as const satisfies Readonly<Record<SupplementEntity, Check<object>>>;

type Settled<Data> = { data: Data; derived: SupplementDerived } | null;

/** Gives what is stored of an enterprise's status and what is derived; null where any fault is an error. */
export function examineEnterpriseStatus(value: unknown, examination: Examination): Settled<EnterpriseStatusData> {
  const given = statusMembers(value, "/data", examination);
  if (given === undefined) return null;
  const { from, to, programme, employer: enterprise } = given;
  if (from !== undefined && to !== undefined && to < from) examination.addFault("QG-0681", "/data/to");
  if (programme !== undefined && programme !== "risk_map" && given.assessment !== undefined) {
    examination.addFault("QG-0683", "/data/assessment");
  }
  checkAssessment(given.assessment, examination);
  if (enterprise?.region !== undefined && from !== undefined) {
    checkRegionOfDay(enterprise.region, from, "/data/employer/region", examination);
  }
  if (examination.errors.length > 0) return null;
  const data = given as EnterpriseStatusData;
  return { data, derived: { date: data.from, ...placeOf(data.employer.region, data.from), ...activityOf(data.sector) } };
}

function checkAssessment(given: Partial<Assessment> | undefined, examination: Examination): void {
  for (const kind of ["significant", "minor"] as const) {
    const [checked, violated] = [given?.[`${kind}Asked`], given?.[`${kind}Violated`]];
    if (checked !== undefined && violated !== undefined && violated > checked) {
      examination.addFault("QG-0682", `/data/assessment/${kind}Violated`);
    }
  }
}

const dimensions: ReadonlySet<string> = new Set(["year", "region", "sector"]);

/** Gives what is stored of the statistics of the inspection and what is derived; null where any fault is an error. */
export function examineInspectionStatistics(value: unknown, examination: Examination): Settled<InspectionStatisticsData> {
  const given = statisticsMembers(value, "/data", examination);
  if (given === undefined) return null;
  if (!Object.keys(value as object).some((member) => Object.hasOwn(given, member) && !dimensions.has(member))) {
    if (examination.errors.length === 0) examination.addFault("QG-0688", "/data");
  }
  for (const unit of ["workplaces", "workers"] as const) {
    const [liable, visited] = [given[`${unit}Liable`], given[`${unit}Visited`]];
    if (liable !== undefined && visited !== undefined && visited > liable) examination.addFault("QG-0690", `/data/${unit}Visited`);
  }
  const date = given.year === undefined ? undefined : `${given.year}-12-31`;
  if (given.region !== undefined && date !== undefined) checkRegionOfDay(given.region, date, "/data/region", examination);
  if (examination.errors.length > 0) return null;
  const data = given as InspectionStatisticsData;
  return { data, derived: { date: `${data.year}-01-01`, ...placeOf(data.region, `${data.year}-12-31`), ...activityOf(data.sector) } };
}

/** Gives what is stored of a dangerous occurrence and what is derived; null where any fault is an error. */
export function examineOccurrence(value: unknown, examination: Examination): Settled<OccurrenceData> {
  const given = occurrenceMembers(value, "/data", examination);
  if (given === undefined) return null;
  const { occurredAt, employer: enterprise, region: place } = given;
  const date = occurredAt?.slice(0, 10);
  if (date !== undefined) {
    if (place !== undefined) checkRegionOfDay(place, date, "/data/region", examination);
    if (enterprise?.region !== undefined) checkRegionOfDay(enterprise.region, date, "/data/employer/region", examination);
  }
  const isAtFault = place === undefined && Object.hasOwn(value as object, "region");
  if (!isAtFault && (place === undefined || resolveRegion(place)?.country === "KZ")) {
    checkKazakhDemands(
      { ...(occurredAt === undefined ? {} : { occurredAt }), ...(enterprise === undefined ? {} : { employer: enterprise }) },
      value as object,
      examination,
    );
  }
  if (examination.errors.length > 0) return null;
  const data = given as OccurrenceData;
  const day = data.occurredAt.slice(0, 10);
  return { data, derived: { date: day, ...placeOf(data.region, day), ...activityOf(data.sector) } };
}

function placeOf(text: string | undefined, date: string): Pick<SupplementDerived, "region"> {
  const found = text === undefined ? null : (resolveRegion(text)?.region ?? null);
  return { region: found === null ? null : regionOn(found, date) };
}

function activityOf(text: string | undefined): Pick<SupplementDerived, "section" | "division"> {
  const activity = text === undefined ? null : resolveSector(text);
  return { section: activity?.section ?? null, division: activity?.division ?? null };
}
