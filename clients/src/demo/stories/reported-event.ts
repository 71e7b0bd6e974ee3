/** One statement of the stream and when it was made. */
import { regionOn } from "@qorgau/schemas/codes/regions";
import type { Circumstance, Entity, SupplementEntity } from "@qorgau/schemas/codes/enumerations";
import type { OutboundEvent } from "../../import/outbound-event.ts";
import type { DemoCase } from "./demo-case.ts";
import { instantOf, localMoment } from "../plan/local-time.ts";

/** An event with the instant from which on it may be sent. */
export interface ReportedEvent {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly event: OutboundEvent;
}

export type Data = Readonly<Record<string, unknown>>;
type Verb = "reported" | "changed" | "corrected" | "withdrawn";

/** The reporter, and which of its records. */
export interface Teller {
  readonly source: string;
  readonly subject: string;
  readonly entity: Entity | SupplementEntity;
}

/**
 * An event by the contract (DESIGN, section 3), made at `atMs` (milliseconds since the epoch) in the local time of the region. Its id is of
 * subject and revision: made twice it is the same.
 */
export function reportEvent(
  teller: Teller,
  verb: Verb,
  revision: number,
  moment: { readonly atMs: number; readonly region: string },
  data: Data,
): ReportedEvent {
  return {
    atMs: moment.atMs,
    event: {
      specversion: "1.0",
      id: `${teller.subject}-${revision}`,
      source: teller.source,
      type: `kz.qorgau.${teller.entity}.${verb}.v1`,
      subject: teller.subject,
      revision,
      time: localMoment(moment.region, moment.atMs),
      datacontenttype: "application/json",
      data,
    },
  };
}

/** Milliseconds since the epoch; noon where the time of day is not known. */
export function occurredMs({ region, day, minuteOfDay }: DemoCase): number {
  return instantOf(region, day, minuteOfDay ?? 12 * 60);
}

/** Traffic rules are broken on the road. */
function isOnTheRoad({ causes }: DemoCase): boolean {
  return causes[0] === "traffic_rules";
}

/** On the road it is the worker's own way where it had nothing to do with work, else a business trip. */
function circumstanceOf(one: DemoCase): Circumstance {
  if (!isOnTheRoad(one)) return "at_work";
  return one.isWorkRelated ? "business_travel" : "commuting_own";
}

/** As it was called on that day: Turkistan and Shymkent were one region before they were two. */
export function reportedRegion(region: string, day: string): string {
  return regionOn(region, day) ?? region;
}

/** What every reporter of the case agrees on. */
export function coreData(one: DemoCase): Data {
  return {
    occurredAt: one.minuteOfDay === null ? one.day : localMoment(one.region, occurredMs(one)),
    kind: one.kind,
    severity: one.severity,
    ...(one.diedOn === null ? {} : { diedOn: one.diedOn }),
    employer: { ...one.employer, region: reportedRegion(one.employer.region, one.day) },
    worker: one.worker,
    region: reportedRegion(one.region, one.day),
    sector: one.sector,
    circumstance: circumstanceOf(one),
    // Where the ingest endpoint has no list of reporters all of them are enterprises, and each that holds the case has to say it.
    ...(one.isWorkRelated ? {} : { workRelated: "no" }),
    roadTraffic: isOnTheRoad(one),
    ...(one.kind === "disease" ? { diagnosis: one.mining === null ? "H83.3" : "J62.8" } : {}),
  };
}
