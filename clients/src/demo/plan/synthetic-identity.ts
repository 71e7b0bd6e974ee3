/** People and organisations that do not exist, under numbers with valid check digits. */
import type { WorkerStatus } from "@qorgau/schemas/codes/enumerations";
import { checkDigit } from "@qorgau/schemas/events/identifiers";
import { hash32 } from "./random.ts";
import type { Random } from "./random.ts";

/** A worker as a reporter sends one. `occupation` is an ISCO-08 unit group; sex and birth date follow from the IIN. */
export interface Person {
  readonly iin: string;
  readonly occupation: string;
  readonly status: WorkerStatus;
  readonly migrant: boolean;
}

/** An enterprise as a reporter sends one. `size` is a size class such as `50-249`, `region` an ISO 3166-2 code. */
export interface Employer {
  readonly bin: string;
  readonly size: string;
  /** Where it is registered, which need not be where the accident happened. */
  readonly region: string;
}

const dayMs = 86_400_000;
const ages: ReadonlyArray<readonly [readonly [from: number, to: number], number]> = [
  [[18, 24], 9],
  [[25, 34], 26],
  [[35, 44], 28],
  [[45, 54], 23],
  [[55, 64], 13],
  [[65, 70], 1],
];

/** The first eleven digits with the twelfth; the serial is raised where no such number is issued. */
function withCheckDigit(start: string, serial: number, digits: number): string {
  const base = start + String(serial % 10 ** digits).padStart(digits, "0");
  const check = checkDigit(base);
  return check === null ? withCheckDigit(start, serial + 1, digits) : base + String(check);
}

/** Someone of working age on the day of the accident. */
export function drawPerson(day: string, occupations: readonly string[], maleShare: number, random: Random): Person {
  const [youngest, oldest] = random.weighted(ages);
  const bornMs = Date.parse(day) - random.integer(youngest * 365.25, (oldest + 1) * 365.25 - 2) * dayMs;
  const born = new Date(bornMs).toISOString().slice(0, 10);
  const century = born < "2000" ? 3 : 5;
  const seventh = century + (random.chance(maleShare) ? 0 : 1);
  const start = born.slice(2).replaceAll("-", "") + String(seventh);
  const iin = withCheckDigit(start, random.integer(0, 9999), 4);
  // By the number and not by chance, which would draw every later case anew.
  const hash = hash32(iin);
  return { iin, occupation: random.pick(occupations), status: hash % 25 === 0 ? "agency" : "employee", migrant: hash % 40 === 1 };
}

const sizes: ReadonlyArray<readonly [string, number]> = [
  ["1-9", 8],
  ["10-49", 20],
  ["50-249", 30],
  ["250-499", 16],
  ["500+", 26],
];
export const employersPerActivity = 8;

/** One of a few employers of the division in the region. */
export function drawEmployer(region: string, division: string, random: Random): Employer {
  return employerOf(region, division, random.integer(1, employersPerActivity));
}

/** The same in every run; `index` from 1 to `employersPerActivity`. */
export function employerOf(region: string, division: string, index: number): Employer {
  const hash = hash32(`${region}/${division}/${index}`);
  const year = String((94 + (hash % 28)) % 100).padStart(2, "0");
  const month = String(1 + (hash % 12)).padStart(2, "0");
  // Fifth digit 4: a resident legal entity; sixth 0: its head office.
  const bin = withCheckDigit(`${year}${month}40`, hash % 100_000, 5);
  const registered = hash % 9 === 0 ? (hash % 2 === 0 ? "KZ-75" : "KZ-71") : region;
  const weightTotal = sizes.reduce((sum, [, weight]) => sum + weight, 0);
  let left = hash % weightTotal;
  const size = sizes.find(([, weight]) => (left -= weight) < 0)?.[0] ?? "500+";
  return { bin, size, region: registered };
}
