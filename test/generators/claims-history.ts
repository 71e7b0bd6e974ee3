/** Claims of seven years, each month's filed in it and in the months after, and paid in two parts: with the stamps of their time. */
import { caseEvent } from "./events.ts";

/** What was sent on one day. */
export interface SentOn {
  /** ISO date. */
  readonly day: string;
  readonly events: readonly object[];
}

const months = 84;
/** How many months after the accident each claim of a month is filed; of every band the first so many. */
const delays = [0, 1, 2, 4, 9, 0, 0, 1, 2, 0, 3, 1];
/** The second part is paid so many months after the claim was filed. */
const secondPart = 3;
const bands = [
  { source: "urn:kz:insurer:annuity", capacityLossPercent: 10, paidKzt: 400_000, monthly: 12 },
  { source: "urn:kz:insurer:annuity", capacityLossPercent: 45, paidKzt: 1_200_000, monthly: 8 },
  { source: "urn:kz:insurer:life", capacityLossPercent: 95, paidKzt: 5_000_000, monthly: 5 },
] as const;

/** The day of a month so many before this one. */
function dayOf(monthsBefore: number, day: number): string {
  const today = new Date();
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - monthsBefore, day)).toISOString().slice(0, 10);
}

/** In order of the days on which they were sent: all of them before this month. */
export function claimsHistory(): SentOn[] {
  const sent = new Map<number, object[]>();
  const send = (monthsBefore: number, event: object) => {
    if (monthsBefore > 0) sent.set(monthsBefore, [...(sent.get(monthsBefore) ?? []), event]);
  };
  for (let month = months; month > 0; month -= 1) {
    for (const [place, { source, capacityLossPercent, paidKzt, monthly }] of bands.entries()) {
      for (const [index, delay] of delays.slice(0, monthly).entries()) {
        const subject = `C-${String(month)}-${String(place)}-${String(index)}`;
        const stated = (revision: number, paid: number) =>
          caseEvent(
            { occurredAt: dayOf(month, 10), claim: { status: "paid", capacityLossPercent, paidKzt: paid } },
            { source, subject, revision, type: "kz.qorgau.claim.reported.v1" },
          );
        send(month - delay, stated(1, paidKzt));
        send(month - delay - secondPart, stated(2, paidKzt + paidKzt / 2));
      }
    }
  }
  return [...sent].toSorted(([a], [b]) => b - a).map(([monthsBefore, events]) => ({ day: dayOf(monthsBefore, 20), events }));
}
