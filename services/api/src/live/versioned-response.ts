/** The responses of one live request, one after the other, each with the events that bring a listener to it. */
import { forEverybody } from "@qorgau/infra/process/caller-signal";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { LiveEvent } from "@qorgau/schemas/responses/live-events";
import { changeInSteps } from "@qorgau/schemas/responses/rates-change";
import type { RateDimension, RatesResponse } from "@qorgau/schemas/responses/rates";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { Made } from "../published/response-cache.ts";
import { eventFrame } from "./event-frame.ts";

/** An event as it is sent: whole, with the empty line that ends it. */
export interface Sent {
  readonly event: LiveEvent;
  readonly frame: Buffer;
}

export interface VersionedResponse extends Made<RatesResponse> {
  /** Counts the responses of the request, from 1. */
  readonly number: number;
  readonly watermark: Watermark;
  /** What brings a listener that has nothing to this response. Made when it is first needed, and once. */
  readonly snapshot: () => Promise<Sent>;
  /** What brings a listener that has the response before to this one; null where the two are the same. */
  readonly step: Sent | null;
}

/** `before` is the current response, if there is one. */
export async function versionedResponse(
  made: Made<RatesResponse>,
  before: VersionedResponse | null,
  by: readonly RateDimension[],
): Promise<VersionedResponse> {
  const { response } = made;
  let rendering: Promise<Sent> | undefined;
  const snapshot = () => (rendering ??= forEverybody(() => sentEvent("snapshot", response)));
  const watermark = parseWatermark(response.watermark) ?? new Map<number, number>();
  const step = before === null || areSame(before.response, response) ? null : await stepFrom(before.response, response, by, snapshot);
  return { ...made, number: (before?.number ?? 0) + 1, watermark, snapshot, step };
}

/** The event that leads from one response to a later one: where their bases differ the snapshot (NUMBERS, section 1.1), else the change. */
export async function stepFrom(
  before: RatesResponse,
  after: RatesResponse,
  by: readonly RateDimension[],
  snapshot: () => Promise<Sent>,
): Promise<Sent> {
  if (before.exposureBasis !== after.exposureBasis) return snapshot();
  return sentEvent("change", await inPieces(changeInSteps(before, after, by)));
}

/** A repair and a rebuild publish a version anew whose figures are mostly those of before. Of another watermark the members at the top differ. */
function areSame(before: RatesResponse, after: RatesResponse): boolean {
  return before.watermark === after.watermark && JSON.stringify(before) === JSON.stringify(after);
}

async function sentEvent(event: LiveEvent, json: Pick<RatesResponse, "watermark">): Promise<Sent> {
  return { event, frame: await eventFrame(event, json, json.watermark) };
}
