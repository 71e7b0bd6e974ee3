import { expect, test } from "vitest";
import { oshaIta } from "./osha-ita.ts";

const format = oshaIta({});
const values = {
  establishment_name: "Made-up Quarry",
  company_name: "Made-up Stone",
  year_of_filing: "2026",
  case_number: "0007",
  job_title: "Driller",
  date_of_incident: "3/4/2026",
  incident_description: "A tale.",
  incident_outcome: "2",
  dafw_num_away: "14",
  djtr_num_tr: "0",
  type_of_incident: "1",
  sex: "M",
  date_of_birth: "1/1/1980",
  treatment_in_patient: "Y",
};
const dataOf = (changed: Record<string, string>) => format.eventsOf({ row: 1, values: { ...values, ...changed } })[0]?.data;

test("a row becomes one case under its number in the log of the establishment, without narrative, birth date and sex", () => {
  expect(format.faultsOf({ row: 1, values })).toEqual([]);
  expect(format.eventsOf({ row: 1, values })).toEqual([
    {
      specversion: "1.0",
      id: "osha-ita-2026/Made-up Stone/Made-up Quarry/0007-1",
      source: "urn:us:osha:ita",
      type: "kz.qorgau.case.reported.v1",
      subject: "2026/Made-up Stone/Made-up Quarry/0007",
      revision: 1,
      datacontenttype: "application/json",
      data: {
        occurredAt: "2026-03-04",
        kind: "accident",
        severity: "severe",
        employer: {},
        region: "US",
        daysLost: 14,
        restrictedDays: 0,
      },
    },
  ]);
});

test("kinds, severities, places and days are those that the codes state; a count that was stopped is none", () => {
  expect(dataOf({ type_of_incident: "4", treatment_in_patient: "0", state: "TX", naics_code: "212311", dafw_num_away: "180" })).toEqual({
    occurredAt: "2026-03-04",
    kind: "poisoning",
    severity: "light",
    employer: {},
    region: "US-TX",
    sector: "212311",
    sectorScheme: "naics2017",
    restrictedDays: 0,
  });
  const died = { incident_outcome: "1", treatment_in_patient: "", date_of_death: "2026-03-05", dafw_num_away: "", djtr_num_tr: "" };
  expect(format.faultsOf({ row: 1, values: { ...values, ...died } })).toEqual([]);
  expect(dataOf({ ...died, state: "Texas" })).toMatchObject({ severity: "fatal", diedOn: "2026-03-05", region: "US-TX" });
  for (const illness of ["2", "3", "5", "6"]) expect(dataOf({ type_of_incident: illness })).toMatchObject({ kind: "disease" });
});

test("what a row does not state makes no event, and is told by column", () => {
  const columns = (changed: Record<string, string>) =>
    format.faultsOf({ row: 1, values: { ...values, ...changed } }).map(({ column }) => column);
  expect(columns({ treatment_in_patient: "" })).toEqual(["treatment_in_patient"]);
  expect(columns({ case_number: "", year_of_filing: "26", establishment_name: " " })).toEqual([
    "case_number",
    "year_of_filing",
    "establishment_name",
  ]);
  expect(columns({ date_of_incident: "46085", incident_outcome: "5", type_of_incident: "toString" })).toEqual([
    "date_of_incident",
    "incident_outcome",
    "type_of_incident",
  ]);
  expect(columns({ dafw_num_away: "181", djtr_num_tr: "many", date_of_death: "soon", state: "Atlantis", naics_code: "Coal" })).toEqual([
    "dafw_num_away",
    "djtr_num_tr",
    "date_of_death",
    "state",
    "naics_code",
  ]);
});

test("cases of two companies with an establishment of one name are two; where no company is stated the reporter has to be", () => {
  const byReporter = oshaIta({ source: "urn:us:reporter", revision: 2 });
  const subjectOf = (changed: Record<string, string>, of = format) =>
    of.eventsOf({ row: 1, values: { ...values, ...changed } })[0]?.subject;
  expect(subjectOf({ company_name: "Other Stone" })).not.toBe(subjectOf({}));
  // A spreadsheet drops the 0 at the beginning.
  for (const ein of ["01-2345678", "012345678", "12345678", "12345678.0"]) {
    expect(format.faultsOf({ row: 1, values: { ...values, ein } })).toEqual([]);
    expect(subjectOf({ ein })).toBe("2026/36f509/Made-up Quarry/0007");
  }
  const unnamed = { row: 1, values: { ...values, company_name: "" } };
  expect(format.faultsOf(unnamed)).toMatchObject([{ column: "company_name", message: expect.stringContaining("--source") as unknown }]);
  expect(byReporter.faultsOf(unnamed)).toEqual([]);
  expect(byReporter.eventsOf(unnamed)).toMatchObject([
    { id: "osha-ita-2026/Made-up Quarry/0007-2", source: "urn:us:reporter", subject: "2026/Made-up Quarry/0007", revision: 2 },
  ]);
  const [fault] = format.faultsOf({ row: 1, values: { ...values, ein: "1.23E+08" } });
  expect(fault).toMatchObject({ column: "ein", message: expect.stringMatching(/^What stands there is not the nine digits/) as unknown });
});
