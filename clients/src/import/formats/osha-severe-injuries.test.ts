import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SectorScheme } from "@qorgau/schemas/codes/enumerations";
import { resolveRegion } from "@qorgau/schemas/codes/regions";
import { resolveActivity } from "@qorgau/schemas/codes/sector-schemes";
import { expect, test } from "vitest";
import { oshaSevereInjuries } from "./osha-severe-injuries.ts";
import { readRecords } from "../read-records.ts";

const sampleFile = fileURLToPath(new URL("../../../../../shared/data/osha_severe_injuries_sample.csv.gz", import.meta.url));

const format = oshaSevereInjuries({});
const row = {
  UPA: "930267",
  EventDate: "7/4/2016",
  State: "GUAM",
  "Primary NAICS": "212112",
  Employer: "Someone",
  "Final Narrative": "A tale.",
};

test("a row becomes one severe case under its UPA, without narrative, name or address", () => {
  expect(format.eventsOf({ row: 1, values: row })).toEqual([
    {
      specversion: "1.0",
      id: "osha-severe-injury-930267-1",
      source: "urn:us:osha:severe-injuries",
      type: "kz.qorgau.case.reported.v1",
      subject: "930267",
      revision: 1,
      datacontenttype: "application/json",
      data: {
        occurredAt: "2016-07-04",
        kind: "accident",
        severity: "severe",
        employer: {},
        region: "US-GU",
        sector: "212112",
        sectorScheme: "naics2017",
      },
    },
  ]);
});

test("a row of several victims becomes as many cases of one accident", () => {
  const subjects = (counts: object) => {
    const events = format.eventsOf({ row: 1, values: { ...row, ...counts } });
    return events.map(({ subject, data }) => [subject, data["accident"]]);
  };
  expect(subjects({ Hospitalized: "3.00", Amputation: "1.00" })).toEqual([
    ["930267", "930267"],
    ["930267/2", "930267"],
    ["930267/3", "930267"],
  ]);
  expect(subjects({ Hospitalized: "1.00", Amputation: "2.00" })).toHaveLength(2);
  for (const counts of [{}, { Hospitalized: "0.00", Amputation: "0.00" }, { Hospitalized: "", Amputation: "" }])
    expect(subjects(counts)).toEqual([["930267", undefined]]);
});

test("what does not follow from a row is left out, never guessed", () => {
  const values = { ...row, "Primary NAICS": "" };
  expect(format.faultsOf({ row: 1, values })).toEqual([]);
  expect(format.eventsOf({ row: 1, values })[0]?.data).toEqual({
    occurredAt: "2016-07-04",
    kind: "accident",
    severity: "severe",
    employer: {},
    region: "US-GU",
  });
});

test("cells that a spreadsheet wrote otherwise with the same meaning make the same events", () => {
  const events = format.eventsOf({ row: 1, values: { ...row, Hospitalized: "2.00" } });
  for (const other of [
    { UPA: "930267.0", "Primary NAICS": "212112.0", Hospitalized: "2" },
    { UPA: "930267.000", "Primary NAICS": "212112,000" },
    { UPA: " 930267 ", EventDate: "07/04/2016 0:00", "Primary NAICS": "212112,00", Hospitalized: "2,00" },
    { UPA: '="930267"', EventDate: "2016-07-04 00:00:00", State: "Guam " },
    { UPA: "'930267", EventDate: "04.07.2016" },
    { EventDate: "7/4/2016 12:00:00 AM" },
  ]) {
    const values = { ...row, Hospitalized: "2.00", ...other };
    expect(format.faultsOf({ row: 1, values }), JSON.stringify(other)).toEqual([]);
    expect(format.eventsOf({ row: 1, values }), JSON.stringify(other)).toEqual(events);
  }
});

test("keys, codes, days, states and counts that are not of their form are told by column, and no IIN with them", () => {
  const columns = (changed: object) => format.faultsOf({ row: 1, values: { ...row, ...changed } }).map(({ column }) => column);
  for (const UPA of ["2.0014E+11", "9.30267E+05", "9,302,67", "", "0930267", "930,000", "#REF!", "930267.5", "-930267", "200140000004"])
    expect(columns({ UPA }), UPA).toEqual(["UPA"]);
  for (const EventDate of ["42555", "7/4/16", "13/07/2016", "4-Jul-16", "########", "7/4/2016 8:30", "30.02.2016", ""])
    expect(columns({ EventDate }), EventDate).toEqual(["EventDate"]);
  for (const code of ["2.12112E+05", "212112.5", "Coal", "#N/A", "2121120", "1"])
    expect(columns({ "Primary NAICS": code }), code).toEqual(["Primary NAICS"]);
  expect(columns({ State: "Atlantis", Hospitalized: "many", Amputation: "1001" })).toEqual(["State", "Hospitalized", "Amputation"]);
  // One, or a thousand.
  expect(columns({ Hospitalized: "1,000", Amputation: "1.000" })).toEqual(["Hospitalized", "Amputation"]);
  const [fault] = format.faultsOf({ row: 1, values: { ...row, UPA: "850808310738" } });
  expect(fault?.message).toMatch(/^"#" is not a report's number/);
});

test.skipIf(!existsSync(sampleFile))(
  "../shared/data/osha_severe_injuries_sample.csv.gz: every row has a key, a state, and the published counts",
  async () => {
    const subjects = new Set<string>();
    const severe: Record<string, number> = {};
    const mining: Record<string, number> = {};
    let cases = 0;
    for await (const record of readRecords(sampleFile, { format })) {
      expect(format.faultsOf(record)).toEqual([]);
      const events = format.eventsOf(record);
      cases += events.length;
      const { subject, data } = events[0]!;
      const year = String(data["occurredAt"]).slice(0, 4);
      subjects.add(subject);
      severe[year] = (severe[year] ?? 0) + 1;
      expect(resolveRegion(data["region"] as string)?.country).toBe("US");
      if (data["sector"] === undefined) continue;
      const sector = resolveActivity(data["sector"] as string, data["sectorScheme"] as SectorScheme);
      expect(sector).not.toBeNull();
      if (sector?.section === "B") mining[year] = (mining[year] ?? 0) + 1;
    }
    expect(cases).toBe(5058);
    expect(subjects.size).toBe(5001);
    expect(severe).toEqual({ 2015: 2310, 2016: 2263, 2017: 428 });
    expect(mining).toEqual({ 2015: 331, 2016: 239, 2017: 56 });
  },
);
