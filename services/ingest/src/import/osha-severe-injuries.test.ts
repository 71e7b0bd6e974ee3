import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { resolveSector } from "@qorgau/schemas/codes/activities";
import { resolveRegion } from "@qorgau/schemas/codes/regions";
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
  expect(oshaSevereInjuries.eventOf({ row: 1, values: row })).toEqual({
    specversion: "1.0",
    id: "osha-severe-injury-930267-1",
    source: "urn:us:osha:severe-injuries",
    type: "kz.qorgau.case.reported.v1",
    subject: "930267",
    revision: 1,
    datacontenttype: "application/json",
    data: { occurredAt: "2016-07-04", kind: "accident", severity: "severe", employer: {}, region: "US-GU", sector: "05" },
  });
});

test("what does not follow from a row is left out or handed on for the door to refuse, never guessed", () => {
  const { data } = oshaSevereInjuries.eventOf({ row: 1, values: { ...row, EventDate: "soon", State: "Atlantis", "Primary NAICS": "" } });
  expect(data).toEqual({ occurredAt: "soon", kind: "accident", severity: "severe", employer: {}, region: "ATLANTIS" });
});

test.skipIf(!existsSync(sampleFile))(
  "../shared/data/osha_severe_injuries_sample.csv.gz: every row has a key, a state, and the published counts",
  async () => {
    const subjects = new Set<string>();
    const severe: Record<string, number> = {};
    const mining: Record<string, number> = {};
    for await (const record of readRecords(sampleFile, { format: oshaSevereInjuries })) {
      const { subject, data } = oshaSevereInjuries.eventOf(record);
      const year = String(data["occurredAt"]).slice(0, 4);
      subjects.add(subject);
      severe[year] = (severe[year] ?? 0) + 1;
      expect(resolveRegion(data["region"] as string)?.country).toBe("US");
      if (data["sector"] === undefined) continue;
      const sector = resolveSector(data["sector"] as string);
      expect(sector).not.toBeNull();
      if (sector?.section === "B") mining[year] = (mining[year] ?? 0) + 1;
    }
    expect(subjects.size).toBe(5001);
    expect(severe).toEqual({ 2015: 2310, 2016: 2263, 2017: 428 });
    expect(mining).toEqual({ 2015: 331, 2016: 239, 2017: 56 });
  },
);
