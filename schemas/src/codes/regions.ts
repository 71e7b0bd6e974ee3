/** First-level regions: the twenty of Kazakhstan by ISO 3166-2 and KATO, and what the door takes as a region of any country. */
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

/** In the order of their codes. Turkistan and Shymkent came from South Kazakhstan (KATO 51), which has no code of its own any more. */
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

const kazakhRegions: ReadonlySet<string> = new Set(regions.map(({ iso }) => iso));
const kazakhRegionByKato: ReadonlyMap<string, string> = new Map(regions.map(({ kato, iso }) => [kato, iso]));
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

/** The first-level region of an ISO 3166-2 code of any country, or of a KATO code of any level; null where it is neither. */
export function resolveRegion(code: string): { country: string; region: string } | null {
  if (!katoForm.test(code)) return resolveIso(code);
  const iso = `KZ-${code.slice(0, 2)}`;
  return kazakhRegions.has(iso) ? { country: "KZ", region: iso } : null;
}

/** What an exposure statement may speak of: a country, an ISO 3166-2 region or a first-level KATO code. `region` is null for the whole country. */
export function resolveExposureRegion(code: string): { country: string; region: string | null } | null {
  if (countries.has(code)) return { country: code, region: null };
  if (!katoForm.test(code)) return resolveIso(code);
  const region = kazakhRegionByKato.get(code);
  return region === undefined ? null : { country: "KZ", region };
}
