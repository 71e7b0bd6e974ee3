/** Scopes and limits against requests, each parsed as its route parses it. */
import { audienceOf, openRights, scopes } from "@qorgau/schemas/access/scopes";
import type { Limits, Rights, Scope } from "@qorgau/schemas/access/scopes";
import type { Parsed } from "@qorgau/schemas/requests/read-parameters";
import { describe, expect, test } from "vitest";
import { ibnrParameters, parseIbnrQuery } from "../../claims/domain/ibnr-parameters.ts";
import {
  claimsParameters,
  deadlinesParameters,
  parseClaimsQuery,
  parseDeadlinesQuery,
  parseUnmatchedQuery,
} from "../../claims/domain/claims-query.ts";
import { parseProgrammeQuery } from "../../enterprises/domain/programme-parameters.ts";
import { parseRiskMapQuery } from "../../enterprises/domain/riskmap-parameters.ts";
import { parseFatalityFreeQuery } from "../../fatality-free/domain/fatality-free-parameters.ts";
import { parseFunnelQuery } from "../../funnel/domain/funnel-parameters.ts";
import { parseNowcastQuery } from "../../nowcast/domain/nowcast-parameters.ts";
import { parseSignalsQuery } from "../../signals/domain/signals-parameters.ts";
import { parseRatesQuery } from "../../rates/domain/parameters/rates-query.ts";
import { refusalOf } from "./access-refusal.ts";
import {
  casesOf,
  claimsOf,
  deadlinesOf,
  figuresOf,
  ibnrOf,
  inspectionReport,
  programmeOf,
  reporterOf,
  riskMapOf,
  signalsOf,
  spellsOf,
  wholeYear,
} from "./access-target.ts";
import type { AccessTarget } from "./access-target.ts";

const own = "urn:kz:insurer:annuity";
function rights(scopes: readonly Scope[], limits: Limits | null = null): Rights {
  const owns = scopes.includes("own") ? [own] : [];
  return { scopes: new Set(scopes), sends: owns, owns, limits };
}

function read<Query>(parsed: Parsed<Query>): Query {
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.query;
}
/** The 29th at +05:00, which the 28th still is in UTC. */
const now = Date.parse("2026-11-28T20:00:00Z");
const search = (text: string) => new URLSearchParams(text);
const targets: Readonly<Record<string, (text: string) => AccessTarget>> = {
  rates: (text) => figuresOf(read(parseRatesQuery(search(text))), now),
  explain: (text) => casesOf(read(parseRatesQuery(search(text))), now),
  funnel: (text) => figuresOf(read(parseFunnelQuery(search(text))).rates, now),
  nowcast: (text) => figuresOf(read(parseNowcastQuery(search(text))).rates, now),
  signals: (text) => signalsOf(read(parseSignalsQuery(search(text)))),
  "fatality-free-days": (text) => spellsOf(read(parseFatalityFreeQuery(search(text))), now),
  riskmap: (text) => riskMapOf(read(parseRiskMapQuery(search(text)))),
  clocks: (text) => deadlinesOf(read(parseDeadlinesQuery(search(text))), now),
  claims: (text) => claimsOf(read(parseClaimsQuery(search(text))), now),
  ibnr: (text) => ibnrOf(read(parseIbnrQuery(search(text)))),
  unmatched: (text) => reporterOf(read(parseUnmatchedQuery(search(text)))),
  records: (text) => reporterOf({ source: search(text).get("source") }),
  programmes: (text) => programmeOf(read(parseProgrammeQuery("union", search(text)))),
  c81: () => inspectionReport,
  annual: () => wholeYear,
  differences: () => ({ of: "all_cases" }),
  releases: () => ({ of: "published" }),
};
function ruleOf(caller: Rights, requested: string): string | null {
  const [, name = "", text = ""] = /^([\w-]+)\??(.*)$/.exec(requested) ?? [];
  const found = refusalOf(caller, targets[name]!(text));
  return found === null ? null : `${found.rule} ${found.pointer}`.trim();
}

test("the audience follows from the scopes", () => {
  const audiences = [null, openRights, rights(["figures"]), rights(["figures", "inspect"]), rights(["cases"]), rights(["send", "own"])].map(
    audienceOf,
  );
  expect(audiences).toEqual(["inspection", "open", "official", "inspection", "inspection", "official"]);
});

describe("figures and cases without limits", () => {
  test.each<[string, Scope, string | null]>([
    ["rates?by=region,division,sex&period=day", "figures", null],
    ["rates", "cases", "QG-0853"],
    ["rates?by=employer", "figures", "QG-0853 by"],
    ["rates?employer=200140000004", "figures", "QG-0853 employer"],
    ["explain", "figures", "QG-0853"],
    ["explain?by=employer", "cases", null],
    ["records?source=urn:x:y", "figures", "QG-0853"],
    ["records?source=urn:x:y", "cases", null],
    ["unmatched?unmatched=true", "figures", "QG-0853"],
    ["unmatched?unmatched=true", "cases", null],
    ["claims?by=insurer", "figures", null],
    ["ibnr?by=insurer", "figures", null],
    ["claims?by=insurer", "cases", "QG-0853"],
    ["ibnr?by=insurer", "cases", "QG-0853"],
    ["claims?by=employer", "figures", "QG-0853 by"],
    ["clocks?employer=200140000004", "figures", "QG-0853 employer"],
    ["differences", "figures", "QG-0853"],
    ["differences", "cases", null],
    ["releases", "figures", null],
  ])("%s for %s: %j", (requested, scope, rule) => {
    expect(ruleOf(rights([scope]), requested)).toBe(rule);
  });

  test("enterprises are named to whoever may inspect, or reads cases", () => {
    for (const scope of ["inspect", "cases"] as const) expect(ruleOf(rights(["figures", scope]), "rates?by=employer")).toBeNull();
  });
});

describe("the risk map", () => {
  const itself: Rights = { ...rights(["own"]), owns: ["urn:kz:bin:200140000004"] };
  test("is for the inspection alone, whatever else a token is for", () => {
    expect(ruleOf(rights(["inspect"]), "riskmap")).toBeNull();
    for (const scope of scopes.filter((one) => one !== "inspect")) expect(ruleOf(rights([scope]), "riskmap")).toBe("QG-0853");
    expect(ruleOf(rights(["figures", "cases", "release"]), "riskmap?employer=200140000004")).toBe("QG-0853");
    expect(ruleOf(openRights, "riskmap")).toBe("QG-0890");
  });

  test("shows an enterprise its own row, and none beside it", () => {
    expect(ruleOf(itself, "riskmap?employer=200140000004")).toBeNull();
    for (const search of ["riskmap", "riskmap?employer=200140000004,990140000002", "riskmap?employer=any", "riskmap?region=KZ-35"]) {
      expect(ruleOf(itself, search)).toBe("QG-0853");
    }
  });

  test("stays within the limits of an inspector's region and activity", () => {
    const inspector = rights(["inspect"], { regions: ["KZ-35"] });
    expect(ruleOf(inspector, "riskmap?region=KZ-35")).toBeNull();
    for (const search of ["riskmap", "riskmap?region=KZ-10", "riskmap?region=KZ-35,KZ-10", "riskmap?employer=200140000004"]) {
      expect(ruleOf(inspector, search)).toBe("QG-0846 region");
    }
    expect(ruleOf(rights(["inspect"], { sectors: ["B"] }), "riskmap?sector=05")).toBeNull();
    expect(ruleOf(rights(["inspect"], { sectors: ["B"] }), "riskmap")).toBe("QG-0846 sector");
  });
});

describe("without a token", () => {
  test.each([
    ["rates", null],
    ["rates?by=region,division", null],
    ["rates?by=sex,ageBand&period=quarter&per=none&from=2026-04-01&to=2026-06-30", null],
    ["rates?exposureBasis=employed&annualised=true&period=month", null],
    ["rates?by=region,division&period=month", "QG-0890 by"],
    ["rates?by=region,sector,sex", "QG-0890 by"],
    ["rates?region=KZ-35", "QG-0890 region"],
    ["rates?kind=any", "QG-0890 kind"],
    ["rates?measure=fatal", "QG-0890 measure"],
    ["rates?period=ytd", "QG-0890 period"],
    ["rates?from=2026-02-01", "QG-0890 from"],
    ["rates?compare=previous", "QG-0890 compare"],
    ["signals", "QG-0890"],
    ["signals?region=KZ-35", "QG-0890"],
    ["explain", "QG-0890"],
    ["annual", "QG-0890"],
    ["records?source=urn:x:y", "QG-0890"],
    ["differences", "QG-0890"],
    ["releases", null],
  ])("%s: %j", (requested, rule) => {
    expect(ruleOf(openRights, requested)).toBe(rule);
  });
});

describe("what concerns one's own source", () => {
  test.each([
    [`records?source=${own}`, null],
    ["records?source=urn:x:y", "QG-0847 source"],
    [`unmatched?unmatched=true&source=${own}`, null],
    ["unmatched?unmatched=true", "QG-0847 source"],
    ["unmatched?unmatched=true&source=urn:x:y", "QG-0847 source"],
    [`claims?source=${own}&by=employer`, null],
    ["claims", "QG-0847 source"],
    [`ibnr?source=${own}&by=band`, null],
    [`ibnr?source=${own}&region=KZ-35`, null],
    ["ibnr?source=urn:kz:insurer:other", "QG-0847 source"],
    ["ibnr?region=KZ-35", "QG-0847 source"],
    ["rates", "QG-0853"],
    ["explain", "QG-0853"],
    ["differences", "QG-0853"],
  ])("%s: %j", (requested, rule) => {
    expect(ruleOf(rights(["send", "own"]), requested)).toBe(rule);
  });

  test("whoever reads cases too reads no figures of others by that", () => {
    for (const requested of ["claims", "claims?source=urn:x:y", "ibnr", "ibnr?source=urn:kz:insurer:other"]) {
      expect(ruleOf(rights(["own", "cases"]), requested)).toBe("QG-0847 source");
    }
    expect(ruleOf(rights(["own", "cases"]), `ibnr?source=${own}`)).toBeNull();
    expect(ruleOf(rights(["own", "cases"]), "unmatched?unmatched=true")).toBeNull();
    expect(ruleOf(rights(["own", "figures"]), "ibnr?source=urn:kz:insurer:other")).toBeNull();
  });
});

describe("within a region", () => {
  const caller = rights(["figures", "cases"], { regions: ["KZ-35", "KZ-62"] });
  test.each([
    ["rates?region=KZ-35", null],
    ["rates?region=KZ-35,KZ-62&by=region,mine,sex,ageBand&period=day", null],
    ["rates?region=350000000&by=employer", null],
    ["rates?region=KZ-10", "QG-0846 region"],
    ["rates?region=KZ-35,KZ-10", "QG-0846 region"],
    ["rates?region=unknown", "QG-0846 region"],
    ["rates?region=any&by=sector", null],
    ["rates?by=region", "QG-0846 region"],
    ["rates?by=country", "QG-0846 region"],
    ["rates?country=US", "QG-0846 region"],
    ["rates?country=any", "QG-0846 region"],
    ["rates?region=KZ-35&regionOf=registration", "QG-0846 region"],
    ["explain?region=KZ-35", null],
    ["explain?region=KZ-10", "QG-0846 region"],
    ["explain", "QG-0846 region"],
    ["explain?sector=B", "QG-0846 region"],
    ["funnel", "QG-0846 region"],
    ["nowcast?region=KZ-10", "QG-0846 region"],
    ["nowcast?region=KZ-35", null],
    ["signals", "QG-0846 region"],
    ["signals?region=KZ-10", "QG-0846 region"],
    ["signals?sector=B", "QG-0848"],
    ["signals?region=KZ-35", null],
    ["funnel?by=division&sector=B&region=KZ-35", null],
    ["fatality-free-days?region=KZ-62&by=mine", null],
    ["fatality-free-days?by=mine", "QG-0848"],
    ["fatality-free-days?sector=B", null],
    ["fatality-free-days?by=sector", "QG-0848"],
    ["fatality-free-days?sector=B&sex=female", "QG-0848"],
    ["fatality-free-days?from=2026-11-20&to=2026-11-20", "QG-0848"],
    ["fatality-free-days?from=2026-11-20&to=2026-11-20&by=division,sex", "QG-0848"],
    ["fatality-free-days?region=KZ-35&from=2026-11-20&to=2026-11-20&by=division,sex", null],
    ["clocks", null],
    ["clocks?by=region", "QG-0846 region"],
    ["clocks?by=region,employer&region=KZ-35&from=2026-03-03", null],
    ["clocks?region=KZ-10", "QG-0846 region"],
    ["claims?by=region", "QG-0846 region"],
    ["claims?by=status,band", null],
    // One insurer of the whole country is a part of it, as one named in `by` is.
    ["claims?source=urn:x:y&by=status", null],
    ["claims?source=urn:x:y&by=insurer,status", null],
    ["claims?source=urn:x:y&by=status,band", "QG-0848"],
    ["ibnr?source=urn:x:y&by=band&band=30-59", null],
    ["ibnr?source=urn:x:y&by=insurer,band", null],
    ["ibnr?region=KZ-35&source=urn:x:y&by=insurer,band", null],
    ["annual", "QG-0846 region"],
    // Kinds by section and whether fatal are more than an aggregate of the wider area.
    ["c81", "QG-0848"],
    ["programmes", null],
    ["programmes?by=sector,size", null],
    ["programmes?measure=fatal&by=sector", null],
    ["programmes?measure=fatal&by=sector,size", "QG-0848"],
    ["programmes?by=region", "QG-0846 region"],
    ["records?source=urn:x:y", "QG-0846 source"],
    ["unmatched?unmatched=true", "QG-0846 source"],
    ["differences", "QG-0846"],
    ["releases", null],
  ])("%s: %j", (requested, rule) => {
    expect(ruleOf(caller, requested)).toBe(rule);
  });

  test.each([
    ["rates", null],
    ["rates?by=sector,severity&period=month", null],
    ["rates?kind=disease&by=sector", null],
    ["rates?by=sector,severity,sex", "QG-0848"],
    ["rates?by=sector,severity&sex=female", "QG-0848"],
    ["rates?by=mine", "QG-0848"],
    ["rates?mine=kostenko", "QG-0848"],
    ["rates?by=employer", "QG-0848"],
    ["rates?period=day", "QG-0848"],
    // A period that the days cut to less than a month is one of days.
    ["rates?from=2026-03-03&to=2026-03-03", "QG-0848"],
    ["rates?from=2026-03-31", "QG-0848"],
    ["rates?from=2026-03-01&to=2026-03-31", null],
    ["rates?period=ytd&to=2026-03-03", "QG-0848"],
    ["rates?period=rolling12m&to=2026-03-03", "QG-0848"],
    ["rates?period=ytd&to=2026-03-31", null],
    // What has no end yet ends today, or yesterday where nothing came since.
    ["rates?period=ytd&from=2026-01-01&to=2026-11-29", null],
    ["rates?period=ytd&to=2026-11-28", null],
    ["rates?period=year&to=2026-11-29", null],
    ["rates?period=ytd&to=2026-11-27", "QG-0848"],
    // It would cut the years before.
    ["rates?period=ytd&to=2026-12-01", "QG-0848"],
    ["rates?period=day&to=2026-11-29", "QG-0848"],
    ["clocks?from=2026-03-01&to=2026-03-03", "QG-0848"],
    // What is counted tells cases apart as well.
    ["rates?measure=fatal&by=sector,sex", "QG-0848"],
    ["rates?measure=severe&by=sector,sex", "QG-0848"],
    ["rates?measure=light&by=sector,sex", "QG-0848"],
    ["rates?measure=fatal&by=sector,severity", null],
    ["rates?measure=fatal&sector=B&compare=five_years", null],
    ["rates?measure=lost_time&by=sector,sex", null],
    ["rates?measure=lost_time&lostDays=4&by=sector,sex", "QG-0848"],
    ["rates?measure=fatal&deathWithin=30d", null],
    ["rates?measure=fatal&deathWithin=30d&by=sector", "QG-0848"],
    ["rates?deathWithin=30d&by=sector,sex", "QG-0848"],
    [`rates?withoutAccident=${"0".repeat(64)}`, "QG-0848"],
  ])("of the whole country an aggregate: %s: %j", (requested, rule) => {
    expect(ruleOf(caller, requested)).toBe(rule);
  });
});

/** Parameters that say how what is counted is shown, with what it was computed from, when it is of, or by whose delays. */
const showing = [
  "from",
  "to",
  "asOf",
  "atLeast",
  "partial",
  "period",
  "by",
  "measure",
  "window",
  "maxDelay",
  "triangle",
  "format",
  "lang",
  "limit",
  "cursor",
];

test.each([
  ["claims", claimsParameters.shape],
  ["ibnr", ibnrParameters.shape],
  ["clocks", deadlinesParameters.shape],
])("every filter of %s counts among the dimensions of an aggregate", (name, shape) => {
  const examples: Readonly<Record<string, string>> = {
    source: "urn:x:y",
    region: "KZ-35",
    sector: "B",
    employer: "200140000004",
    band: "30-59",
  };
  const filters = Object.keys(shape).filter((parameter) => !showing.includes(parameter));
  expect(filters.length).toBeGreaterThan(1);
  for (const filter of filters) {
    const target = targets[name]!(`${filter}=${examples[filter]}`);
    const cells = target.of === "reporter" ? target.orFigures : target.of === "figures" ? target.cells : undefined;
    expect([name, filter, cells?.filtered]).toEqual([name, filter, [filter === "source" ? "insurer" : filter]]);
  }
});

describe("within activities", () => {
  test.each([
    [["B"], "rates?sector=B&by=division", null],
    [["B"], "rates?sector=05,06", null],
    [["B"], "rates?sector=mmc", "QG-0846 sector"],
    [["B"], "rates?division=05&by=mine", null],
    [["B"], "rates?sector=C", "QG-0846 sector"],
    [["B"], "rates?sector=unknown", "QG-0846 sector"],
    [["B"], "rates?by=sector", "QG-0846 sector"],
    [["B"], "rates?by=region", null],
    [["05"], "rates?sector=05&by=region,mine", null],
    [["05"], "rates?sector=B", null],
    [["05"], "rates?sector=B&by=mine", "QG-0848"],
    [["05"], "rates?sector=B&by=division", "QG-0846 sector"],
    [["05"], "rates?sector=B&division=05", null],
    [["05"], "rates?sector=B&division=07", "QG-0846 sector"],
    [["05"], "rates?sector=C", "QG-0846 sector"],
    [["B"], "clocks?sector=B&by=sector", null],
    [["B"], "clocks?sector=C", "QG-0846 sector"],
    [["B"], "annual", "QG-0846 sector"],
    [["B"], "c81", "QG-0846 sector"],
    [["B"], "explain?sector=B", null],
    [["05"], "explain?sector=B", "QG-0846 sector"],
  ])("%j: %s: %j", (sectors, requested, rule) => {
    expect(ruleOf(rights(["figures", "cases"], { sectors }), requested)).toBe(rule);
  });
});

describe("an enterprise", () => {
  const caller = rights(["figures", "cases"], { employers: ["200140000004"] });
  test.each([
    ["rates?employer=200140000004&by=mine,sex&period=day", null],
    ["rates?employer=200140000004,990140000004", "QG-0846 employer"],
    ["rates?employer=990140000004", "QG-0846 employer"],
    ["rates?by=employer", "QG-0846 employer"],
    ["rates?by=region,sector", null],
    ["rates?by=mine", "QG-0848"],
    ["explain?employer=200140000004", null],
    ["explain", "QG-0846 employer"],
    ["clocks?employer=200140000004", null],
    ["clocks?employer=990140000004", "QG-0846 employer"],
    ["claims?employer=990140000004", "QG-0846 employer"],
    ["annual", null],
  ])("sees itself, and of the others aggregates: %s: %j", (requested, rule) => {
    expect(ruleOf(caller, requested)).toBe(rule);
  });

  test("needs no right to inspect for itself", () => {
    const alone = rights(["figures"], { employers: ["200140000004"] });
    expect(ruleOf(alone, "rates?employer=200140000004")).toBeNull();
    expect(ruleOf(alone, "rates?employer=990140000004")).toBe("QG-0846 employer");
  });
});

test("several limits hold together", () => {
  const caller = rights(["figures"], { regions: ["KZ-35"], sectors: ["B"] });
  expect(ruleOf(caller, "rates?region=KZ-35&sector=B&by=mine,sex,ageBand&period=day")).toBeNull();
  expect(ruleOf(caller, "rates?region=KZ-35&by=mine")).toBe("QG-0848");
  expect(ruleOf(caller, "rates?region=KZ-35&by=sector")).toBe("QG-0846 sector");
  expect(ruleOf(caller, "rates?sector=B&by=region")).toBe("QG-0846 region");
});
