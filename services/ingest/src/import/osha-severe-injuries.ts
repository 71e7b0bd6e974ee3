/**
 * Severe injury reports of the US Occupational Safety and Health Administration, as published: Windows-1252, one row per reported
 * injury, keyed by `UPA` (the column `ID` was reused for different events).
 *
 * The narrative is left behind, since free text can hold what identifies a person; so are name and address. What a row does not tell
 * (worker, time of day, an activity that does not follow from its code) stays unknown. What cannot be read is handed on as it stands, so
 * that the door refuses it with its own rule id.
 */
import { usStateByName } from "@qorgau/schemas/codes/us-states";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import { naceOfNaics } from "@qorgau/schemas/codes/naics-to-nace";
import type { OutboundEvent } from "./outbound-event.ts";

const source = "urn:us:osha:severe-injuries";
const americanDate = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** `7/4/2016` to `2016-07-04`; whether there is such a day is for the door to say. */
function isoDate(text: string): string {
  const [, month, day, year] = americanDate.exec(text.trim()) ?? [];
  return month === undefined || day === undefined ? text : `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

/** The state's own text where it is none we know: without a region the case would count as Kazakhstan's. */
function regionOf(state: string): string {
  const name = state.trim().toUpperCase();
  return usStateByName.get(name) ?? name;
}

function eventOf({ values }: ImportRecord): OutboundEvent {
  const subject = (values["UPA"] ?? "").trim();
  const sector = naceOfNaics(values["Primary NAICS"] ?? "");
  return {
    specversion: "1.0",
    id: `osha-severe-injury-${subject}-1`,
    source,
    type: "kz.qorgau.case.reported.v1",
    subject,
    revision: 1,
    datacontenttype: "application/json",
    data: {
      occurredAt: isoDate(values["EventDate"] ?? ""),
      kind: "accident",
      severity: "severe",
      employer: {},
      region: regionOf(values["State"] ?? ""),
      ...(sector === null ? {} : { sector }),
    },
  };
}

export const oshaSevereInjuries: ImportFormat = {
  title: "severe injury reports of the US Occupational Safety and Health Administration (CSV)",
  encoding: "windows-1252",
  columns: ["UPA", "EventDate", "State", "Primary NAICS"],
  eventOf,
};
