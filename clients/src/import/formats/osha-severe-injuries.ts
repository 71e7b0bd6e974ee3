/**
 * Severe injury reports of the US Occupational Safety and Health Administration, as published: Windows-1252, one row per
 * report, keyed by `UPA` (the column `ID` was reused for different events).
 *
 * The narrative is left behind, since free text can hold what identifies a person; so are name and address. What a row does not tell
 * (worker, time of day, an activity that does not follow from its code) stays unknown. A key, code, day, state or count that is not of its
 * form, such as a spreadsheet leaves it, is a fault of the row: nothing is guessed and nothing of it is sent.
 */
import { resolveActivity } from "@qorgau/schemas/codes/sector-schemes";
import { usStateByName } from "@qorgau/schemas/codes/us-states";
import { plainCell } from "@qorgau/schemas/tables/table-of";
import type { ImportFormat, ImportRecord } from "../import-format.ts";
import type { OutboundEvent } from "../outbound-event.ts";
import { dayOf, digitsOf } from "./cell-forms.ts";
import { faultsBy } from "./expectations.ts";
import type { Expectation } from "./expectations.ts";

type Values = ImportRecord["values"];

const source = "urn:us:osha:severe-injuries";
/** No accident of the series has a tenth of it: a larger number is a slip of the pen. */
const victimsMax = 1000;
const countColumns = ["Hospitalized", "Amputation"] as const;
const keyForm = /^[1-9]\d{0,8}$/;

const expectations: readonly Expectation[] = [
  [
    "UPA",
    (text) => keyForm.test(keyOf(text)),
    "a report's number, 1 to 9 digits: a spreadsheet that shortened it (2.0014E+11) lost some of them",
  ],
  ["EventDate", (text) => dayOf(text) !== null, "a day written month/day/year (7/4/2016), 2016-07-04 or 04.07.2016"],
  ["State", (text) => usStateByName.has(stateOf(text)), "the name of a state or territory, such as TEXAS"],
  [
    "Primary NAICS",
    (text) => plainCell(text) === "" || resolveActivity(naicsOf(text), "naics2017") !== null,
    "a NAICS code of 2 to 6 digits, a range of sectors such as 48-49, or nothing",
  ],
  ...countColumns.map(
    (column) => [column, (text: string) => countOf(text) !== null, `a whole number up to ${victimsMax}, or nothing`] as const,
  ),
];

function keyOf(text: string | undefined): string {
  return digitsOf(text) ?? "";
}

function stateOf(text: string | undefined): string {
  return plainCell(text).toUpperCase();
}

/** Digits, or the cell as it stands: a range of sectors, or nothing. */
function naicsOf(text: string | undefined): string {
  return digitsOf(text) ?? plainCell(text);
}

/** Written `2.00`; 0 where the cell is empty, null where it is no such number. */
function countOf(text: string | undefined): number | null {
  if (plainCell(text) === "") return 0;
  const count = Number(digitsOf(text) ?? Number.NaN);
  return count <= victimsMax ? count : null;
}

/** How many were hurt: those that the row says were hospitalised or lost a limb, and one where it says nothing. */
function victimsOf(values: Values): number {
  return Math.max(1, ...countColumns.map((column) => countOf(values[column]) ?? 0));
}

/** What is left of the activity where its code is blank: nothing. */
function sectorOf(text: string | undefined): object {
  const sector = naicsOf(text);
  return sector === "" ? {} : { sector, sectorScheme: "naics2017" };
}

function eventsOf({ values }: ImportRecord, revision: number): OutboundEvent[] {
  const upa = keyOf(values["UPA"]);
  const victims = victimsOf(values);
  const data = {
    occurredAt: dayOf(values["EventDate"]) ?? "",
    kind: "accident",
    severity: "severe",
    employer: {},
    region: usStateByName.get(stateOf(values["State"])) ?? "",
    ...sectorOf(values["Primary NAICS"]),
    ...(victims === 1 ? {} : { accident: upa }),
  };
  return Array.from({ length: victims }, (_, place) => {
    const subject = place === 0 ? upa : `${upa}/${place + 1}`;
    return {
      specversion: "1.0",
      id: `osha-severe-injury-${subject}-${revision}`,
      source,
      type: "kz.qorgau.case.reported.v1",
      subject,
      revision,
      datacontenttype: "application/json",
      data,
    };
  });
}

/** `revision` is that of every row; 1 where absent. */
export function oshaSevereInjuries({
  revision = 1,
  encoding = "windows-1252",
}: {
  readonly revision?: number | undefined;
  readonly encoding?: string | undefined;
}): ImportFormat {
  return {
    title: "severe injury reports of the US Occupational Safety and Health Administration (CSV)",
    encoding,
    columns: ["UPA", "EventDate", "State", "Primary NAICS"],
    columnsOfMembers: { "/subject": "UPA", "/data/occurredAt": "EventDate", "/data/region": "State", "/data/sector": "Primary NAICS" },
    faultsOf: faultsBy(expectations),
    eventsOf: (record) => eventsOf(record, revision),
  };
}
