import * as fc from "fast-check";
import { noChoices } from "@qorgau/schemas/responses/rate-choices";
import { expect, test } from "vitest";
import { parseRatesQuery } from "./rates-query.ts";
import { ratesParameters } from "./rates-parameters.ts";

function parse(search: string) {
  return parseRatesQuery(new URLSearchParams(search));
}
function faultsOf(search: string): string[] {
  const parsed = parse(search);
  return "errors" in parsed ? parsed.errors.map(({ rule, pointer }) => `${rule} ${pointer}`) : [];
}
function queryOf(search: string) {
  const parsed = parse(search);
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.query;
}

test("without parameters: injured per 1,000 workers by year, accidents in Kazakhstan", () => {
  expect(queryOf("")).toEqual({
    measure: "injured",
    per: "1000_workers",
    period: "year",
    by: [],
    filters: { country: ["KZ"], kind: ["accident"] },
    commutingLeftOut: true,
    from: null,
    to: null,
    choices: noChoices,
  });
});

test("a default is lifted by any, by a filter, and by the dimension in by", () => {
  expect(queryOf("kind=any&country=any").filters).toEqual({});
  expect(queryOf("by=kind,country").filters).toEqual({});
  expect(queryOf("by=kind&kind=disease,poisoning&country=US").filters).toEqual({ kind: ["disease", "poisoning"], country: ["US"] });
  expect(queryOf("region=any&site=any").filters).toEqual({ country: ["KZ"], kind: ["accident"] });
});

test.each([
  ["sector=B", { sections: ["B"], divisions: [] }],
  ["sector=05", { sections: [], divisions: ["05"] }],
  ["sector=mmc", { sections: ["B"], divisions: ["24", "25"] }],
  ["sector=F,05,unknown", { sections: ["F", ""], divisions: ["05"] }],
])("%s", (search, sector) => {
  expect(queryOf(search).filters.sector).toEqual(sector);
});

test("regions by ISO 3166-2 or first-level KATO, unknown for the null cells", () => {
  expect(queryOf("region=KZ-35,630000000,unknown").filters.region).toEqual(["KZ-35", "KZ-63", ""]);
  expect(queryOf("country=US&region=US-TX").filters.region).toEqual(["US-TX"]);
  expect(queryOf("country=KZ,US&region=KZ-35,US-TX").filters.region).toEqual(["KZ-35", "US-TX"]);
});

test.each([
  ["wat=1", "QG-0601 wat"],
  ["region=KZ-35&region=KZ-63", "QG-0602 region"],
  ["measure=deaths", "QG-0603 measure"],
  ["per=1000", "QG-0603 per"],
  ["period=week", "QG-0603 period"],
  ["by=region,planet", "QG-0603 by"],
  ["by=", "QG-0603 by"],
  ["site=plant", "QG-0603 site"],
  ["by=region,region", "QG-0612 by"],
  ["region=KZ-99", "QG-0604 region"],
  ["region=351010000", "QG-0604 region"],
  ["region=", "QG-0604 region"],
  ["region=KZ-35,350000000", "QG-0612 region"],
  ["country=XX", "QG-0604 country"],
  ["country=unknown", "QG-0604 country"],
  ["sector=Z", "QG-0604 sector"],
  ["sector=05.10", "QG-0604 sector"],
  ["sector=mmc,24", "QG-0612 sector"],
  ["division=B", "QG-0604 division"],
  ["severity=fatal,any", "QG-0613 severity"],
  ["mine=Kostenko", "QG-0604 mine"],
  ["workRelated=no", "QG-0609 workRelated"],
  ["workRelated=yes,no", "QG-0609 workRelated"],
  ["from=2026-02-30", "QG-0605 from"],
  ["to=2026-2-3", "QG-0605 to"],
  ["from=1899-12-31", "QG-0605 from"],
  ["from=2026-02-03&to=2026-02-02", "QG-0606 from"],
  ["per=case", "QG-0608 per"],
  ["measure=fatal&severity=light,severe", "QG-0610 severity"],
  ["measure=days_lost&severity=fatal", "QG-0610 severity"],
  ["region=US-TX", "QG-0611 region"],
  ["compare=next", "QG-0603 compare"],
  ["measure=lost_time&lostDays=0", "QG-0880 lostDays"],
  ["measure=lost_time&lostDays=4.5", "QG-0880 lostDays"],
  ["measure=days_lost&lostDays=4", "QG-0881 lostDays"],
  ["yearOf=accident&yearOf=death", "QG-0602 yearOf"],
  ["regionOf=employer", "QG-0603 regionOf"],
  ["annualised=yes", "QG-0603 annualised"],
  ["exposureBasis=census", "QG-0603 exposureBasis"],
  ["exposureBasis=hours_worked", "QG-0620 exposureBasis"],
  ["exposureBasis=employed&per=1000000_tonnes", "QG-0620 exposureBasis"],
  ["exposureBasis=employed,employed", "QG-0612 exposureBasis"],
  ["exposureBasis=employed&per=none", "QG-0621 exposureBasis"],
  ["interval=accidents&measure=days_lost", "QG-0622 interval"],
  ["interval=accidents&standard=2024", "QG-0623 interval"],
  ["compare=previous&standard=2024", "QG-0624 compare"],
  ["compare=same_lag&standard=2024", "QG-0624 compare"],
  ["annualised=true&per=1000000_hours", "QG-0625 annualised"],
  ["annualised=true&per=none", "QG-0625 annualised"],
  ["standard=2024&by=sector", "QG-0626 standard"],
  ["standard=2024&division=05", "QG-0626 standard"],
  ["standard=2024&per=1000000_tonnes", "QG-0627 standard"],
  ["standard=24", "QG-0628 standard"],
  ["withoutAccident=A-2026-1", "QG-0629 withoutAccident"],
])("%s is refused by %s", (search, fault) => {
  expect(faultsOf(search)).toEqual([fault]);
});

test("all faults are told together", () => {
  expect(faultsOf("measure=x&per=y&by=z&region=q&from=r&wat=1&standard=1")).toEqual([
    "QG-0601 wat",
    "QG-0603 by",
    "QG-0603 measure",
    "QG-0603 per",
    "QG-0604 region",
    "QG-0605 from",
    "QG-0628 standard",
  ]);
});

test("a combination is judged beside other faults, but not where one of its own parameters is faulty", () => {
  expect(faultsOf("per=case&wat=1")).toEqual(["QG-0601 wat", "QG-0608 per"]);
  expect(faultsOf("per=case&measure=x")).toEqual(["QG-0603 measure"]);
  expect(faultsOf("region=US-TX&country=XX")).toEqual(["QG-0604 country"]);
});

test("sensible combinations pass", () => {
  for (const search of [
    "yearOf=registration&regionOf=registration&region=US-TX",
    "interval=accidents&measure=accidents&per=none",
    "exposureBasis=insured,employed&annualised=true&period=ytd&compare=previous",
    "compare=five_years&interval=accidents",
    "standard=2024&per=200000_hours&measure=days_lost&by=region",
    "measure=fatal&by=severity",
    "measure=fatal&severity=fatal,light",
    "measure=days_lost&per=case&severity=light",
    "atLeast=0:1&format=csv",
    "asOf=2026-01-01T00:00:00Z",
  ]) {
    expect(faultsOf(search)).toEqual([]);
  }
});

test("whatever is sent, it is understood or refused, and never repeated", () => {
  const names = fc.oneof(fc.constantFrom(...Object.keys(ratesParameters.shape)), fc.string());
  const values = fc.oneof(fc.constantFrom("KZ-35", "mmc", "any", "unknown", "2026-01-01", "fatal", "B,05", "year"), fc.string());
  fc.assert(
    fc.property(fc.array(fc.tuple(names, values), { maxLength: 5 }), (sent) => {
      const parsed = parseRatesQuery(new URLSearchParams(sent));
      if ("query" in parsed) return;
      for (const { rule, message } of parsed.errors) {
        expect(rule).toMatch(/^QG-0(6\d\d|88\d)$/);
        expect(message).not.toMatch(/[{}]/);
      }
    }),
    { numRuns: 2000 },
  );
  const secret = "850808310738";
  const parsed = parse(`region=${secret}&from=${secret}&measure=${secret}&${secret}=1&by=${secret}`);
  expect(JSON.stringify(parsed)).not.toContain(secret);
  expect("errors" in parsed && parsed.errors.length).toBe(5);
});

test("commuters are left out unless circumstances are asked for", () => {
  expect(queryOf("by=region").commutingLeftOut).toBe(true);
  for (const search of ["circumstance=any", "circumstance=commuting_own", "by=circumstance"])
    expect(queryOf(search).commutingLeftOut).toBe(false);
});

test("an enterprise is asked for by its BIN or a pseudonym, and a person's number is refused without being repeated", () => {
  const pseudonym = `qg1:0a1b2c3d:${"0".repeat(64)}`;
  expect(queryOf(`employer=200140000004,${pseudonym},unknown`).filters.employer).toEqual(["200140000004", pseudonym, ""]);
  const refused = parseRatesQuery(new URLSearchParams("employer=850808310738"));
  expect(refused).toMatchObject({ errors: [{ rule: "QG-0631", pointer: "employer" }] });
  expect(JSON.stringify(refused)).not.toContain("850808310738");
});
