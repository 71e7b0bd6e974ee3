/**
 * Severe injury reports of the US Occupational Safety and Health Administration, as published: Windows-1252, one row per
 * report, keyed by `UPA` (the column `ID` was reused for different events).
 *
 * The narrative is left behind, since free text can hold what identifies a person; so are name and address. What a row does not tell
 * (worker, time of day, an activity that does not follow from its code) stays unknown. What cannot be read is handed on as it stands, so
 * that the door refuses it with its own rule id.
 */
import { resolveActivity } from "@qorgau/schemas/codes/sector-schemes";
import { usStateByName } from "@qorgau/schemas/codes/us-states";
import type { ImportFormat, ImportRecord } from "./import-format.ts";
import type { OutboundEvent } from "./outbound-event.ts";

const source = "urn:us:osha:severe-injuries";
/** No accident of the series has a tenth of it: a larger number is a slip of the pen. */
const victimsMax = 1000;
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

/** How many were hurt: those that the row says were hospitalised or lost a limb, written `2.00`, and one where it says nothing. */
function victimsOf(values: ImportRecord["values"]): number {
  const counts = ["Hospitalized", "Amputation"].map((column) => Math.trunc(Number(values[column] ?? "")));
  return Math.min(victimsMax, Math.max(1, ...counts.filter((count) => Number.isFinite(count))));
}

/** What is left of the activity where its code is blank or not of the form of the classification: nothing. */
function sectorOf(naics: string): object {
  const sector = naics.trim();
  return resolveActivity(sector, "naics2017") === null ? {} : { sector, sectorScheme: "naics2017" };
}

function eventsOf({ values }: ImportRecord): OutboundEvent[] {
  const upa = (values["UPA"] ?? "").trim();
  const victims = victimsOf(values);
  const data = {
    occurredAt: isoDate(values["EventDate"] ?? ""),
    kind: "accident",
    severity: "severe",
    employer: {},
    region: regionOf(values["State"] ?? ""),
    ...sectorOf(values["Primary NAICS"] ?? ""),
    ...(victims === 1 ? {} : { accident: upa }),
  };
  return Array.from({ length: victims }, (_, place) => {
    const subject = place === 0 ? upa : `${upa}/${place + 1}`;
    return {
      specversion: "1.0",
      id: `osha-severe-injury-${subject}-1`,
      source,
      type: "kz.qorgau.case.reported.v1",
      subject,
      revision: 1,
      datacontenttype: "application/json",
      data,
    };
  });
}

export const oshaSevereInjuries: ImportFormat = {
  title: "severe injury reports of the US Occupational Safety and Health Administration (CSV)",
  encoding: "windows-1252",
  columns: ["UPA", "EventDate", "State", "Primary NAICS"],
  eventsOf,
};
