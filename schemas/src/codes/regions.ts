/** First-level regions: the twenty of Kazakhstan by ISO 3166-2 and KATO, and what the ingest endpoint takes as a region of any country. */
import { countries } from "./countries.ts";
import { usStates } from "./us-states.ts";

export interface Region {
  readonly iso: string;
  /** First-level KATO code, nine digits; its first two are the digits of the ISO code. */
  readonly kato: string;
  readonly names: { readonly en: string; readonly ru: string; readonly kk: string };
  /** The day the region was formed, YYYY-MM-DD; null where it is older than the series. */
  readonly validFrom: string | null;
  /** The region it was split from, if that is still one of the twenty: a break in both series. */
  readonly splitFrom: string | null;
}

const since2018 = "2018-06-19";
const since2022 = "2022-06-08";

function region(
  digits: string,
  en: string,
  ru: string,
  kk: string,
  validFrom: string | null = null,
  splitFrom: string | null = null,
): Region {
  return { iso: `KZ-${digits}`, kato: `${digits}0000000`, names: { en, ru, kk }, validFrom, splitFrom };
}

/** In the order of their codes. Turkistan and Shymkent came from South Kazakhstan (KATO 51), which is none of the twenty. */
export const regions: readonly Region[] = [
  region("10", "Abai Region", "область Абай", "Абай облысы", since2022, "KZ-63"),
  region("11", "Akmola Region", "Акмолинская область", "Ақмола облысы"),
  region("15", "Aktobe Region", "Актюбинская область", "Ақтөбе облысы"),
  region("19", "Almaty Region", "Алматинская область", "Алматы облысы"),
  region("23", "Atyrau Region", "Атырауская область", "Атырау облысы"),
  region("27", "West Kazakhstan Region", "Западно-Казахстанская область", "Батыс Қазақстан облысы"),
  region("31", "Zhambyl Region", "Жамбылская область", "Жамбыл облысы"),
  region("33", "Zhetisu Region", "область Жетісу", "Жетісу облысы", since2022, "KZ-19"),
  region("35", "Karaganda Region", "Карагандинская область", "Қарағанды облысы"),
  region("39", "Kostanay Region", "Костанайская область", "Қостанай облысы"),
  region("43", "Kyzylorda Region", "Кызылординская область", "Қызылорда облысы"),
  region("47", "Mangystau Region", "Мангистауская область", "Маңғыстау облысы"),
  region("55", "Pavlodar Region", "Павлодарская область", "Павлодар облысы"),
  region("59", "North Kazakhstan Region", "Северо-Казахстанская область", "Солтүстік Қазақстан облысы"),
  region("61", "Turkistan Region", "Туркестанская область", "Түркістан облысы", since2018),
  region("62", "Ulytau Region", "область Ұлытау", "Ұлытау облысы", since2022, "KZ-35"),
  region("63", "East Kazakhstan Region", "Восточно-Казахстанская область", "Шығыс Қазақстан облысы"),
  region("71", "Astana", "город Астана", "Астана қаласы"),
  region("75", "Almaty", "город Алматы", "Алматы қаласы"),
  region("79", "Shymkent", "город Шымкент", "Шымкент қаласы", since2018),
];

/** South Kazakhstan, whose ISO code and KATO digits went with it. */
export const southKazakhstan = {
  iso: "KZ-YUZ",
  kato: "510000000",
  names: { en: "South Kazakhstan Region", ru: "Южно-Казахстанская область", kk: "Оңтүстік Қазақстан облысы" },
  /** The first day on which there was no such region. */
  validUntil: since2018,
} as const;

/** One area under the codes of its times: a region, and what was formed from it on a day. */
export interface RegionFamily {
  /** The day on which the children were formed, YYYY-MM-DD: a break in the series of every member. */
  readonly on: string;
  readonly parent: string;
  readonly children: readonly string[];
  /** Whether the parent is a region still, with what was left of its area. */
  readonly parentRemains: boolean;
}

/** In the order of their days, then of the parents. */
export const regionFamilies: readonly RegionFamily[] = [
  { on: since2018, parent: southKazakhstan.iso, children: ["KZ-61", "KZ-79"], parentRemains: false },
  { on: since2022, parent: "KZ-19", children: ["KZ-33"], parentRemains: true },
  { on: since2022, parent: "KZ-35", children: ["KZ-62"], parentRemains: true },
  { on: since2022, parent: "KZ-63", children: ["KZ-10"], parentRemains: true },
];

const familyOfMember: ReadonlyMap<string, RegionFamily> = new Map(
  regionFamilies.flatMap((family) => [family.parent, ...family.children].map((iso) => [iso, family] as const)),
);

/** The family that the region belongs to; undefined where its area never changed. */
export function familyOf(region: string): RegionFamily | undefined {
  return familyOfMember.get(region);
}

/** The region that the code's area belonged to on that day: the parent where the region was not formed yet, null where it was no more. */
export function regionOn(region: string, date: string): string | null {
  const family = familyOf(region);
  if (family === undefined) return region;
  if (region !== family.parent) return date < family.on ? family.parent : region;
  return family.parentRemains || date < family.on ? region : null;
}

const kazakhRegions: ReadonlySet<string> = new Set([...regions.map(({ iso }) => iso), southKazakhstan.iso]);
const kazakhRegionByKato: ReadonlyMap<string, string> = new Map([...regions, southKazakhstan].map(({ kato, iso }) => [kato, iso]));
const katoForm = /^\d{9}$/;
const isoForm = /^([A-Z]{2})-[A-Z0-9]{1,3}$/;

function resolveIso(code: string): { country: string; region: string } | null {
  const country = isoForm.exec(code)?.[1];
  if (country === undefined || !countries.has(country)) return null;
  // Only the two countries whose data come in are known to the code; elsewhere the form must do.
  if (country === "KZ" && !kazakhRegions.has(code)) return null;
  if (country === "US" && !usStates.has(code)) return null;
  return { country, region: code };
}

/**
 * The first-level region of an ISO 3166-2 code of any country, or of a KATO code of any level by its first two digits; null where it is
 * neither. Whether there was such a region on a day says `regionOn`, whether there is such a KATO code `kato-codes.ts`.
 */
export function resolveRegion(code: string): { country: string; region: string } | null {
  if (!katoForm.test(code)) return resolveIso(code);
  const region = kazakhRegionByKato.get(`${code.slice(0, 2)}0000000`);
  return region === undefined ? null : { country: "KZ", region };
}

/** What an exposure statement may speak of: a country, an ISO 3166-2 region or a first-level KATO code. `region` is null for the whole country. */
export function resolveExposureRegion(code: string): { country: string; region: string | null } | null {
  if (countries.has(code)) return { country: code, region: null };
  if (!katoForm.test(code)) return resolveIso(code);
  const region = kazakhRegionByKato.get(code);
  return region === undefined ? null : { country: "KZ", region };
}
