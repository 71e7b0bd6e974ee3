/** Addresses of the read API from a grammar: its routes and parameters with values as they should be, and with odd ones. */
import { rateDimensions } from "@qorgau/schemas/responses/rates";

/** A valid one that no document gives as an example. */
export const strayIin = "900101300018";

type Random = () => number;

const rates = [
  "measure",
  "per",
  "period",
  "by",
  "from",
  "to",
  "asOf",
  "atLeast",
  "format",
  "yearOf",
  "regionOf",
  "exposureBasis",
  "interval",
  "compare",
  "annualised",
  "standard",
  "withoutAccident",
  "deathWithin",
  "smooth",
  "site",
  ...rateDimensions,
];
const ofCut = ["asOf", "atLeast", "format"];
const live = rates.filter((name) => name !== "asOf" && name !== "format");

/** What each route knows; any may be sent to any. */
export const readRoutes: Readonly<Record<string, readonly string[]>> = {
  "/v1/rates": rates,
  "/v1/funnel": rates,
  "/v1/nowcast": ["of", ...rates, "window", "maxDelay", "triangle"],
  "/v1/signals": ["falseAlarms", "region", "sector", "from", "to", "state", "exposureBasis", ...ofCut],
  "/v1/signals/precision": ofCut,
  "/v1/signals/ODD": ofCut,
  "/v1/live": live,
  "/v1/explain": [...rates, "limit", "cursor", "of", "window", "maxDelay", "falseAlarms", "layer", "programme", "year", "release"],
  "/v1/revisions": [...rates, "limit", "cursor"],
  "/v1/fatality-free-days": ["by", "from", "to", ...rateDimensions, ...ofCut],
  "/v1/rollups/annual/2026": ["per", "yearOf", "regionOf", "lang", ...ofCut],
  "/v1/rollups/annual/ODD": ["per", "lang", ...ofCut],
  "/v1/records": ["source", "subject", "entity", "limit", "cursor", ...ofCut],
  "/v1/dead-letters": ["source", "limit", "cursor", "format"],
  "/v1/quality": ["table", "source", "from", "to", "period", "limit", "cursor", ...ofCut],
  "/v1/claims": ["source", "from", "to", "period", "by", "unmatched", "limit", "cursor", ...ofCut],
  "/v1/claims/ibnr": ["source", "region", "band", "measure", "by", "window", "maxDelay", "triangle", "from", "to", ...ofCut],
  "/v1/clocks": ["from", "to", "period", "by", ...ofCut],
  "/v1/feed": ["of", "region", "sector", "lang"],
  "/v1/releases": ["format"],
  "/v1/releases/ODD": ["format", "lang", "verify"],
  "/v1/releases/ODD/differences": ["scope", "code", "format"],
  "/v1/status": ["format"],
  "/v1/rules": ["format"],
  "/v1/operations/rebuild": ["format"],
  "/v1/operations/reconciliation": ["format"],
  "/openapi.json": ["format"],
  "/docs/json": [],
  "/docs/yaml": [],
  "/docs/ODD": [],
  "/assets/ODD": [],
  "/healthz": [],
  "/readyz": [],
  "/metrics": [],
  "/ODD": [],
};

const byDefault: Readonly<Record<string, readonly string[]>> = {
  measure: ["injured", "fatal", "severe", "light", "accidents", "lost_time", "days_lost"],
  per: ["1000_workers", "100000_workers", "200000_hours", "1000000_tonnes", "case", "none"],
  period: ["year", "quarter", "month", "day", "ytd", "rolling12m"],
  by: [...rateDimensions, "region,sector", "region,severity,kind", rateDimensions.join(","), "insurer,status", "band"],
  from: ["2026-01-01", "1900-01-01", "2024-02-29", "2026-12-31"],
  to: ["2026-12-31", "2299-12-31", "2024-02-29", "2026-01-01"],
  asOf: ["2026-02-03T07:40:00+05:00", "2020-01-01T00:00:00Z", "0:0", "0:3,1:2", "0:99999"],
  atLeast: ["0:0", "1:0,0:1", "3:9999999"],
  format: ["json", "csv", "xlsx"],
  limit: ["1", "10", "1000"],
  region: ["KZ-35", "KZ-75,KZ-10", "unknown", "any", "SG"],
  sector: ["B", "05", "mmc", "unknown", "A,B,C"],
  kind: ["any", "accident", "disease"],
  country: ["KZ", "US", "any", "unknown"],
  compare: ["previous", "year_before", "same_lag", "five_years"],
  interval: ["poisson", "accidents"],
  standard: ["2024", "2026"],
  annualised: ["true", "false"],
  deathWithin: ["30d", "365d"],
  yearOf: ["accident", "death", "registration"],
  regionOf: ["occurrence", "registration"],
  exposureBasis: ["contracts", "employed,contracts"],
  entity: ["case", "claim", "exposure"],
  source: ["urn:kz:bin:200140000004", "urn:test:statistics"],
  subject: ["N1-1", "X-1"],
  table: ["reporters", "doubles", "disputes"],
  unmatched: ["true"],
  verify: ["true", "false"],
  lang: ["kk", "ru", "en"],
  of: [
    "releases",
    "signals",
    "cases",
    "nowcast",
    "same_lag",
    "days_between",
    "funnel",
    "smoothing",
    "risk_map",
    "programme",
    "claims_ibnr",
    "c81",
  ],
  smooth: ["gamma_poisson"],
  programme: ["union", "insured"],
  year: ["2026"],
  scope: ["total", "region", "sector", "severity"],
  code: ["KZ-35", "B", "unknown"],
};

const odd = [
  "",
  " ",
  "\0",
  "null",
  "undefined",
  "NaN",
  "-1",
  "0",
  "1e308",
  "99999999999999999999",
  "-0",
  "true",
  "[]",
  "{}",
  "__proto__",
  "constructor",
  "toString",
  "'; DROP TABLE published; --",
  "{x:UInt8}",
  "\\",
  "'",
  '"',
  "`",
  "../../etc/passwd",
  "%",
  "😀",
  "е́",
  "\ud800",
  "٣",
  "０１２",
  "a".repeat(3000),
  ",".repeat(500),
  "KZ-35,".repeat(300),
  "2026-02-30",
  "0000-00-00",
  "9999-12-31",
  "2026-1-1",
  "2026-02-03T24:00:00Z",
  "2026-02-03T07:40:00+99:99",
  "9999-12-31T23:59:59-23:59",
  "0001-01-01T00:00:00+23:59",
  "0:-1",
  "0:0,0:0",
  "65535:0",
  "65536:1",
  "999999999:999999999999999",
  Array.from({ length: 400 }, (_, place) => `${place}:1`).join(","),
  "now",
  strayIin,
  "eyJ3IjoiMDowIiwiYSI6IjEifQ",
  "AAAA",
  "-".repeat(64),
  "0".repeat(64),
  "mmc,any,unknown",
  "any,any",
];

const pick = <Value>(random: Random, values: readonly Value[]): Value => values[Math.floor(random() * values.length)]!;

function valueOf(name: string, random: Random): string {
  const known = Object.hasOwn(byDefault, name) ? byDefault[name] : undefined;
  const value = known === undefined || random() < 0.35 ? pick(random, odd) : pick(random, known);
  if (random() > 0.08) return value;
  // Something in the middle of what would be right.
  const place = Math.floor(random() * (value.length + 1));
  return value.slice(0, place) + pick(random, odd).slice(0, 20) + value.slice(place);
}

/** Now and then broken, or not encoded at all. */
function encoded(text: string, random: Random): string {
  const form = random();
  if (form < 0.02) return `${text.replaceAll(/[^\x21-\x7e]|#/g, "")}%zz`;
  if (form < 0.05) return text.replaceAll(/[^\x21-\x7e]|#/g, "?");
  return Array.from(text, (letter) => (/^[\ud800-\udfff]$/.test(letter) ? "%ED%A0%80" : encodeURIComponent(letter))).join("");
}

const strangers = ["colour", "__proto__", "by[]", "asof", "ASOF", "", strayIin, "limit ", "%00", "a".repeat(500)];

/** A path with its parameters. */
export function queryAddress(random: Random): string {
  const [route, known] = pick(random, Object.entries(readRoutes));
  const path = route.replaceAll("ODD", () => encoded(pick(random, odd).slice(0, 200), random) || "x");
  const count = Math.floor(random() ** 2 * 7);
  const names = Array.from({ length: count }, () =>
    random() < 0.06 || known.length === 0 ? pick(random, strangers) : pick(random, known),
  );
  const parameters = names.map((name) => `${encoded(name, random)}=${encoded(valueOf(name, random), random)}`);
  if (random() < 0.01) parameters.push("&&==&");
  return parameters.length === 0 ? path : `${path}?${parameters.join("&")}`;
}
