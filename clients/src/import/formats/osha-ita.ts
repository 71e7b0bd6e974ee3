/**
 * Cases of OSHA forms 300 and 301 as US establishments upload them to the Injury Tracking Application: a CSV file with a row for each case, its columns
 * named as the application prints them, its codes the application's. Columns `state` and `naics_code`, which are the establishment's and which exports of
 * it add, are read where they are there; without them the region is the country, and the activity is not stated.
 *
 * The form has no severity. A death is fatal; who was admitted to hospital was hurt severely, as OSHA's own reports of severe injuries have it
 * (29 CFR 1904.39), and who was not, lightly; where that is left open the row is told and not sent. Days are counted to 180 and no further, so that 180
 * states no number. The number of a case is one of the log of an establishment in a year, and two companies may name an establishment alike: the company is
 * part of the record where the file states it (a key of `ein`, which may be the number of a person, else `company_name`), and where it does not, the
 * reporter has to be named. Names of people, birth dates, narratives and the hour, which has no offset, are left behind.
 */
import { resolveActivity } from "@qorgau/schemas/codes/sector-schemes";
import { usStateByName } from "@qorgau/schemas/codes/us-states";
import { plainCell } from "@qorgau/schemas/tables/table-of";
import type { ImportFormat, ImportRecord } from "../import-format.ts";
import type { OutboundEvent } from "../outbound-event.ts";
import { dayOf, digitsOf } from "./cell-forms.ts";
import { faultsBy } from "./expectations.ts";
import type { Expectation } from "./expectations.ts";
import { keyOfNumber } from "./key-of-number.ts";

type Values = ImportRecord["values"];

const defaultSource = "urn:us:osha:ita";
const daysMax = 180;
/** Codes of the application. */
const [death, injury, poisoning] = ["1", "1", "4"];
const kinds: Readonly<Record<string, string>> = {
  [injury]: "accident",
  2: "disease",
  3: "disease",
  [poisoning]: "poisoning",
  5: "disease",
  6: "disease",
};
const admissions: Readonly<Record<string, string>> = { Y: "severe", 1: "severe", N: "light", 0: "light" };
const stateCodes: ReadonlySet<string> = new Set(usStateByName.values());

const isEmpty = (text: string | undefined) => plainCell(text) === "";
const codeOf = (text: string | undefined) => digitsOf(text) ?? plainCell(text).toUpperCase();
const isDeath = (values: Values) => codeOf(values["incident_outcome"]) === death;

/** Null where the cell is neither a state nor empty. */
function regionOf(text: string | undefined): string | null {
  const state = plainCell(text).toUpperCase();
  if (state === "") return "US";
  return stateCodes.has(`US-${state}`) ? `US-${state}` : (usStateByName.get(state) ?? null);
}

/** Null where the cell is no number of days of the form. */
function daysOf(text: string | undefined): number | null {
  const days = Number(digitsOf(text) ?? Number.NaN);
  return days <= daysMax ? days : null;
}

/** Nine digits, of which a spreadsheet drops those that are 0 at the beginning; null where the cell is no such number. */
function einOf(text: string | undefined): string | null {
  const [, first = "", rest = ""] = /^(\d{2})-(\d{7})$/.exec(plainCell(text)) ?? [];
  const digits = rest === "" ? digitsOf(text) : `${first}${rest}`;
  return digits === null || digits.length > 9 ? null : digits.padStart(9, "0");
}

/** "" where the row states no company. */
function companyOf(values: Values): string {
  const ein = einOf(values["ein"]);
  return ein === null ? plainCell(values["company_name"]) : keyOfNumber(ein);
}

const naicsOf = (text: string | undefined) => digitsOf(text) ?? plainCell(text);

const expectations: readonly Expectation[] = [
  ["case_number", (text) => !isEmpty(text), "the number of the case in the log"],
  ["year_of_filing", (text) => /^\d{4}$/.test(digitsOf(text) ?? ""), "a year of four digits"],
  ["establishment_name", (text) => !isEmpty(text), "the name of the establishment, in whose log the number of the case is its own"],
  ["ein", (text) => isEmpty(text) || einOf(text) !== null, "the nine digits of an employer, such as 12-3456789, or nothing"],
  ["date_of_incident", (text) => dayOf(text) !== null, "a day written month/day/year (7/4/2026) or 2026-07-04"],
  [
    "incident_outcome",
    (text) => /^[1-4]$/.test(codeOf(text)),
    "1 (death), 2 (days away), 3 (transfer or restriction) or 4 (other recordable case)",
  ],
  [
    "type_of_incident",
    (text) => Object.hasOwn(kinds, codeOf(text)),
    "1 (injury), 2 (skin), 3 (respiratory), 4 (poisoning), 5 (hearing loss) or 6 (other illness)",
  ],
  [
    "treatment_in_patient",
    (text, values) => isDeath(values) || Object.hasOwn(admissions, codeOf(text)),
    "Y or N (1 or 0): without the admission to hospital the severity of who lives is not stated",
  ],
  ...["dafw_num_away", "djtr_num_tr"].map((column): Expectation => [
    column,
    (text) => isEmpty(text) || daysOf(text) !== null,
    `a whole number of days up to ${daysMax}, or nothing`,
  ]),
  ["date_of_death", (text) => isEmpty(text) || dayOf(text) !== null, "a day, or nothing"],
  ["state", (text) => regionOf(text) !== null, "a state or territory, such as TX or TEXAS, or nothing"],
  [
    "naics_code",
    (text) => isEmpty(text) || resolveActivity(naicsOf(text), "naics2017") !== null,
    "a NAICS code of 2 to 6 digits, or nothing",
  ],
];

/** Of a row of which nobody says who reports it. */
const companyExpectation: Expectation = [
  "company_name",
  (_, values) => companyOf(values) !== "",
  "the name of the company (nor is there its ein), without which two companies with an establishment of one name are one: name the reporter by --source",
];
const unquoted: ReadonlySet<string> = new Set(["ein"]);

/** A count that was stopped is none. */
function statedDays(name: string, text: string | undefined): object {
  const days = daysOf(text);
  return days === null || days === daysMax ? {} : { [name]: days };
}

function dataOf(values: Values): OutboundEvent["data"] {
  const diedOn = isDeath(values) ? dayOf(values["date_of_death"]) : null;
  return {
    occurredAt: dayOf(values["date_of_incident"]) ?? "",
    kind: kinds[codeOf(values["type_of_incident"])] ?? "",
    severity: isDeath(values) ? "fatal" : (admissions[codeOf(values["treatment_in_patient"])] ?? ""),
    employer: {},
    region: regionOf(values["state"]) ?? "",
    ...(isEmpty(values["naics_code"]) ? {} : { sector: naicsOf(values["naics_code"]), sectorScheme: "naics2017" }),
    ...(diedOn === null ? {} : { diedOn }),
    ...statedDays("daysLost", values["dafw_num_away"]),
    ...statedDays("restrictedDays", values["djtr_num_tr"]),
  };
}

interface ItaOptions {
  /** The reporter; absent: one for all uploads, of which every row states its company. */
  readonly source?: string | undefined;
  /** Of every row; 1 where absent. */
  readonly revision?: number | undefined;
  readonly encoding?: string | undefined;
}

export function oshaIta({ source, revision = 1, encoding = "windows-1252" }: ItaOptions): ImportFormat {
  return {
    title: "cases of OSHA forms 300 and 301 as uploaded to the Injury Tracking Application (CSV)",
    encoding,
    columns: [
      ...["establishment_name", "year_of_filing", "case_number", "date_of_incident"],
      ...["incident_outcome", "type_of_incident", "treatment_in_patient"],
    ],
    columnsOfMembers: {
      "/subject": "case_number",
      "/data/occurredAt": "date_of_incident",
      "/data/kind": "type_of_incident",
      "/data/severity": "incident_outcome",
      "/data/diedOn": "date_of_death",
      "/data/daysLost": "dafw_num_away",
      "/data/restrictedDays": "djtr_num_tr",
      "/data/region": "state",
      "/data/sector": "naics_code",
    },
    faultsOf: faultsBy(source === undefined ? [...expectations, companyExpectation] : expectations, unquoted),
    eventsOf({ values }) {
      const [year, ...names] = ["year_of_filing", "establishment_name", "case_number"].map(
        (column) => digitsOf(values[column]) ?? plainCell(values[column]),
      );
      const company = companyOf(values);
      const subject = [year, ...(company === "" ? [] : [company]), ...names].join("/");
      return [
        {
          specversion: "1.0",
          id: `osha-ita-${subject}-${revision}`,
          source: source ?? defaultSource,
          type: "kz.qorgau.case.reported.v1",
          subject,
          revision,
          datacontenttype: "application/json",
          data: dataOf(values),
        },
      ];
    },
  };
}
