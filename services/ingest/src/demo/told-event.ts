/** One statement of the stream and when it was made. */
import type { OutboundEvent } from "../import/outbound-event.ts";
import type { DemoCase } from "./demo-case.ts";
import { instantOf, localMoment } from "./local-time.ts";

export interface ToldEvent {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly event: OutboundEvent;
}

export type Data = Readonly<Record<string, unknown>>;
type Verb = "reported" | "changed" | "corrected" | "withdrawn";

/** Who tells, and of which of its records. */
export interface Teller {
  readonly source: string;
  readonly subject: string;
  readonly entity: "case" | "claim" | "exposure";
}

export function tell(
  teller: Teller,
  verb: Verb,
  revision: number,
  moment: { readonly atMs: number; readonly region: string },
  data: Data,
): ToldEvent {
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

export function occurredMs({ region, day, minuteOfDay }: DemoCase): number {
  return instantOf(region, day, minuteOfDay ?? 12 * 60);
}

/** What every reporter of the case agrees on. */
export function coreData(one: DemoCase): Data {
  return {
    occurredAt: one.minuteOfDay === null ? one.day : localMoment(one.region, occurredMs(one)),
    kind: one.kind,
    severity: one.severity,
    ...(one.diedOn === null ? {} : { diedOn: one.diedOn }),
    employer: one.employer,
    worker: one.worker,
    region: one.region,
    sector: one.sector,
  };
}
