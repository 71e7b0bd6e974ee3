/** Reads the response of a funnel: of one cut, and of the period that the cut decides where the request does not. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { FunnelQuery, FunnelResponse } from "@qorgau/schemas/responses/funnel-response";
import type { RequestedCut } from "../past/requested-cut.ts";
import { lastStampOf } from "../published/read-published.ts";
import { unavailable } from "../published/response-error.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { dayOfStamp } from "../time/calendar.ts";
import { periodHolding } from "../time/periods.ts";
import { daysRead } from "./domain/funnel-areas.ts";
import { periodOfCut } from "./domain/funnel-period.ts";
import { funnelSteps } from "./domain/funnel.ts";

/** Of an empty cut nothing is known: any day gives the same response. */
const dayOfNothing = "2000-01-01";

const dayOf = (stampMs: number | null) => (stampMs === null ? dayOfNothing : dayOfStamp(stampMs));

/** The day of a cut changes once a day, and that of a past one is known after the first reading; more tries would have another cause. */
const triesMax = 3;

/** Rejects as `RatesReader.snapshot` does, and with `TooManyRows`. Without a past cut the response is of the published one. */
export async function readFunnel(query: FunnelQuery, reader: RatesReader, past?: RequestedCut): Promise<FunnelResponse> {
  const { rates } = query;
  let day = rates.to === null ? dayOf(lastStampOf(await reader.cut())) : null;
  for (let tries = 0; tries < triesMax; tries += 1) {
    const period = day === null ? periodHolding(rates.period, rates.to!) : periodOfCut(rates.period, day);
    const snapshot = await reader.snapshot({ ...rates, ...daysRead(rates, period) }, past);
    const ofCut = dayOf(snapshot.lastStampMs);
    if (day === null || day === ofCut) return inPieces(funnelSteps(query, period, snapshot));
    day = ofCut;
  }
  throw unavailable("QG-0910", "");
}
