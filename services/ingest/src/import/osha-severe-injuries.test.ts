import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SectorScheme } from "@qorgau/schemas/codes/enumerations";
import { resolveRegion } from "@qorgau/schemas/codes/regions";
import { resolveActivity } from "@qorgau/schemas/codes/sector-schemes";
import { expect, test } from "vitest";
import { oshaSevereInjuries } from "./osha-severe-injuries.ts";
import { readRecords } from "./read-records.ts";

const sampleFile = fileURLToPath(new URL("../../../../../shared/data/osha_severe_injuries_sample.csv.gz", import.meta.url));

const row = {
  UPA: "930267",
  EventDate: "7/4/2016",
  State: "GUAM",
  "Primary NAICS": "212112",
  Employer: "Someone",
  "Final Narrative": "A tale.",
};

test("a row becomes one severe case under its UPA, without narrative, name or address", () => {
  expect(oshaSevereInjuries.eventsOf({ row: 1, values: row })).toEqual([
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
    const events = oshaSevereInjuries.eventsOf({ row: 1, values: { ...row, ...counts } });
    return events.map(({ subject, data }) => [subject, data["accident"]]);
  };
  expect(subjects({ Hospitalized: "3.00", Amputation: "1.00" })).toEqual([
    ["930267", "930267"],
    ["930267/2", "930267"],
    ["930267/3", "930267"],
  ]);
  expect(subjects({ Hospitalized: "1.00", Amputation: "2.00" })).toHaveLength(2);
  for (const counts of [{}, { Hospitalized: "0.00", Amputation: "0.00" }, { Hospitalized: "", Amputation: "many" }])
    expect(subjects(counts)).toEqual([["930267", undefined]]);
});

test("what does not follow from a row is left out or handed on for the door to refuse, never guessed", () => {
  const values = { ...row, EventDate: "soon", State: "Atlantis", "Primary NAICS": "" };
  expect(oshaSevereInjuries.eventsOf({ row: 1, values })[0]?.data).toEqual({
    occurredAt: "soon",
    kind: "accident",
    severity: "severe",
    employer: {},
    region: "ATLANTIS",
  });
});

test.skipIf(!existsSync(sampleFile))(
  "../shared/data/osha_severe_injuries_sample.csv.gz: every row has a key, a state, and the published counts",
  async () => {
    const subjects = new Set<string>();
    const severe: Record<string, number> = {};
    const mining: Record<string, number> = {};
    let cases = 0;
    for await (const record of readRecords(sampleFile, { format: oshaSevereInjuries })) {
      const events = oshaSevereInjuries.eventsOf(record);
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
