/**
 * Working days of Kazakhstan in a five-day week: Monday to Friday less public holidays and days off, and with the days that were
 * transferred by decree. Holidays: Law of 13.12.2001 № 267-II in its editions; a holiday on a Saturday or Sunday frees the next
 * working day, the two religious days do not (Labour Code, articles 84 and 85). Transfers are decreed year by year, each with its source;
 * a year without a decree here is known approximately.
 */

interface Holiday {
  /** MM-DD. */
  readonly day: string;
  /** First and last year in which it is kept. */
  readonly since?: number;
  readonly until?: number;
}

const holidays: readonly Holiday[] = [
  { day: "01-01" },
  { day: "01-02" },
  { day: "03-08" },
  { day: "03-15", since: 2027 },
  { day: "03-21", since: 2010 },
  { day: "03-22" },
  { day: "03-23", since: 2010 },
  { day: "05-01" },
  { day: "05-07", since: 2013 },
  { day: "05-09" },
  { day: "07-06", since: 2009 },
  { day: "08-30", until: 2025 },
  { day: "10-25", since: 2022 },
  { day: "12-01", since: 2012, until: 2021 },
  { day: "12-16" },
  { day: "12-17", until: 2021 },
];

/** Orthodox Christmas, a day off since 2006. */
const christmas = "01-07";

interface DecreedYear {
  /** The first day of Kurban Ait, MM-DD. */
  readonly kurbanAit: string;
  /** Each a day off and the day that is worked instead, MM-DD. */
  readonly transfers: readonly (readonly [off: string, worked: string])[];
  readonly source: string;
}

/** Numbers of decrees as in the register of legal acts. */
const decreed: Readonly<Record<number, DecreedYear>> = {
  2016: { kurbanAit: "09-12", transfers: [["03-07", "03-05"]], source: "Government resolution of 2016 № 67" },
  2017: {
    kurbanAit: "09-01",
    transfers: [
      ["03-20", "03-18"],
      ["07-07", "07-01"],
    ],
    source: "Government resolution of 2017 № 5",
  },
  2018: {
    kurbanAit: "08-21",
    transfers: [
      ["03-09", "03-03"],
      ["04-30", "04-28"],
      ["05-08", "05-05"],
      ["08-31", "08-25"],
      ["12-31", "12-29"],
    ],
    source: "Government resolution of 2017 № 864",
  },
  2019: { kurbanAit: "08-11", transfers: [["05-10", "05-04"]], source: "Government resolution of 2018 № 888" },
  2020: {
    kurbanAit: "07-31",
    transfers: [
      ["01-03", "01-05"],
      ["05-08", "05-11"],
      ["12-18", "12-20"],
    ],
    source: "Government resolution of 2019 № 820",
  },
  2021: { kurbanAit: "07-20", transfers: [["07-05", "07-03"]], source: "Government resolution of 2020 № 930" },
  2022: {
    kurbanAit: "07-09",
    transfers: [
      ["03-07", "03-05"],
      ["08-29", "08-27"],
      ["10-24", "10-22"],
    ],
    source: "Government resolution of 2022 № 796 and those before it",
  },
  2023: { kurbanAit: "06-28", transfers: [["07-07", "07-01"]], source: "Government resolution of 2023 № 326" },
  2024: { kurbanAit: "06-16", transfers: [["05-08", "05-04"]], source: "Order of the Minister of Labour of 2024 № 109" },
  2025: { kurbanAit: "06-06", transfers: [["01-03", "01-05"]], source: "Order of the Minister of Labour of 2024 № 436" },
};

/** Announced, while no decree of transfers is known. */
const announcedKurbanAit: Readonly<Record<number, string>> = { 2026: "05-27" };

/** The years whose transferred days are known, with where they were decreed. */
export const workingDaySources: readonly { readonly year: number; readonly source: string }[] = Object.entries(decreed).map(
  ([year, { source }]) => ({ year: Number(year), source }),
);

/** Whether the transferred days of the year are known (2016 to 2025). A term measured in another year is approximate. */
export function isDecreedYear(year: number): boolean {
  return year in decreed;
}

interface YearCalendar {
  readonly off: ReadonlySet<string>;
  readonly worked: ReadonlySet<string>;
}

const calendars = new Map<number, YearCalendar>();

/** `date`: YYYY-MM-DD. */
export function isWorkingDay(date: string): boolean {
  const { off, worked } = calendarOf(Number(date.slice(0, 4)));
  return worked.has(date) || (!off.has(date) && !isWeekend(date));
}

/**
 * How many working days end a stretch that begins on `from`: those after it, up to and including `to`. A term of three working days
 * is kept where this is at most three. Negative where `to` is before `from`.
 */
export function workingDaysBetween(from: string, to: string): number {
  if (to < from) return -workingDaysBetween(to, from);
  let days = 0;
  for (let date = dayAfter(from); date <= to; date = dayAfter(date)) if (isWorkingDay(date)) days += 1;
  return days;
}

function calendarOf(year: number): YearCalendar {
  const known = calendars.get(year);
  if (known !== undefined) return known;
  const transfers = decreed[year]?.transfers ?? [];
  const worked = new Set(transfers.map(([, day]) => `${year}-${day}`));
  const stored = holidays.filter(({ since = 0, until = Infinity }) => year >= since && year <= until).map(({ day }) => `${year}-${day}`);
  const kurbanAit = decreed[year]?.kurbanAit ?? announcedKurbanAit[year];
  const off = new Set(stored);
  for (const day of stored) if (isWeekend(day)) off.add(nextFreeable(day, off));
  if (year >= 2006) off.add(`${year}-${christmas}`);
  if (kurbanAit !== undefined) off.add(`${year}-${kurbanAit}`);
  for (const [day] of transfers) off.add(`${year}-${day}`);
  const calendar = { off, worked };
  calendars.set(year, calendar);
  return calendar;
}

/** The next day that would be worked; two holidays of one weekend free two days. */
function nextFreeable(day: string, off: ReadonlySet<string>): string {
  let next = dayAfter(day);
  while (isWeekend(next) || off.has(next)) next = dayAfter(next);
  return next;
}

function isWeekend(date: string): boolean {
  return [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
}
