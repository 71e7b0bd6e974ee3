/**
 * Makes a release: computes the roll-up of one cut, appends it to the log as an event, and waits until what is published includes it. The
 * steps are in the order in which they happen; a crash between any two leaves either no release or a whole one:
 *
 *   1. look    for the name: taken by another release, it is refused; by the same one, that is the result. For what it is to supersede
 *   2. compute the roll-up at the cut, and from it every form; a year that lies ahead or has no case is refused
 *   3. append  the event                 crash from here on: the release exists, and the same request, with its watermark, finds it
 *   4. wait    until the published cut includes it
 *   5. look    again: whoever was first in the log with the name has it, and whoever was first to supersede a release has superseded it
 */
import { appendSystemEvents } from "@qorgau/infra/log/append-system-events";
import type { EventLog } from "@qorgau/infra/log/event-log";
import type { Signer } from "@qorgau/infra/proof/signer";
import type { AnnualRollupResponse, AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import type { Release } from "@qorgau/schemas/responses/releases";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { WatermarkGate } from "../past/await-watermark.ts";
import { ResponseError, unavailable } from "../published/response-error.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { releaseEvent } from "./release-event.ts";
import type { Succession } from "./release-event.ts";
import type { ReleaseReader } from "./release-reader.ts";
import { requestOf } from "./verify-release.ts";

/** The annual rollup of one cut, and the name that it is released under. */
export interface ReleaseRequest {
  readonly name: string;
  readonly query: AnnualRollupQuery;
  readonly cut: RequestedCut;
  /** The release that it supersedes, by name or by number. */
  readonly succession: Succession | null;
  /** Whether the log holds the demo's statements. */
  readonly madeUp: boolean;
}

export interface ReleaseTools {
  /** The day of a cut: the +05:00 date of its last effective stamp. */
  readonly dayOfCut: (watermark: Watermark) => Promise<string | null>;
  readonly reader: RatesReader;
  readonly releases: ReleaseReader;
  readonly gate: WatermarkGate;
  readonly log: Pick<EventLog, "append">;
  /** Null where nothing is signed. */
  readonly signer: Signer | null;
  readonly clock?: () => number;
}

/** A release that the published cut includes. */
export interface MadeRelease {
  readonly release: Release;
  /** False where it existed already. */
  readonly isNew: boolean;
}

/**
 * Rejects with a `ResponseError`: conflict for an empty cut (QG-0867), a year ahead (QG-0856) or without a case (QG-0855), a name in use
 * (QG-0863), a release that cannot be superseded (QG-0857, QG-0859); unavailable where the event is not published in time (QG-0865).
 */
export async function makeRelease(request: ReleaseRequest, tools: ReleaseTools): Promise<MadeRelease> {
  const { reader, releases, gate, log, signer, dayOfCut, clock = Date.now } = tools;
  const { name, query, cut } = request;
  if (cut.watermark.size === 0) throw new ResponseError("answer_conflict", [fault("QG-0867", "asOf")]);
  const publishedNow = async () => (await reader.cut())?.watermark ?? "";
  const effective = await releases.all(await publishedNow());
  const known = effective.find((one) => one.name === name);
  if (known !== undefined) return { release: sameOrRefused(known, request, effective), isNew: false };
  const succession = successionIn(effective, request);
  if (String(query.year) > ((await dayOfCut(cut.watermark)) ?? "").slice(0, 4))
    throw new ResponseError("answer_conflict", [fault("QG-0856", "/year")]);

  const response = await reader.annualRollup(query, { ...cut, live: false });
  if (!holdsCase(response)) throw new ResponseError("answer_conflict", [fault("QG-0855", "/year")]);
  const event = await releaseEvent(name, response, { madeAt: new Date(clock()).toISOString(), succession, madeUp: request.madeUp, signer });
  const place = await appendSystemEvents(log, [event]);

  if (!(await gate.until(new Map([[place.partition, place.offset]])))) throw unavailable("QG-0865", "");
  const after = await releases.all(await publishedNow());
  const made = after.find((one) => one.name === name);
  if (made === undefined) {
    // Another one superseded the same release first: this one is none.
    successionIn(after, request);
    throw new Error("the journal holds no release that the log does");
  }
  return { release: sameOrRefused(made, request, effective), isNew: made.position === `${place.partition}:${place.offset}` };
}

/** A request is the same where it is for the same figures of the same cut. */
function sameOrRefused(release: Release, { query, cut, succession }: ReleaseRequest, effective: readonly Release[]): Release {
  const predecessor = succession === null ? undefined : releaseOf(effective, succession.supersedes)?.name;
  const isSame =
    release.watermark === formatWatermark(cut.watermark) &&
    JSON.stringify(requestOf(release)) === JSON.stringify(requestOf(query)) &&
    release.supersedes === predecessor &&
    release.reason === succession?.reason;
  if (!isSame) throw new ResponseError("answer_conflict", [fault("QG-0863", "/name")]);
  return release;
}

function releaseOf(effective: readonly Release[], id: string): Release | undefined {
  return effective.find(({ number, name }) => id === name || id === String(number));
}

/** By name. Refused where there is no such release of the year, or where it has a successor: each has one, so that they are one line. */
function successionIn(effective: readonly Release[], { query, succession }: ReleaseRequest): Succession | null {
  if (succession === null) return null;
  const predecessor = releaseOf(effective, succession.supersedes);
  if (predecessor?.year !== query.year) throw new ResponseError("answer_conflict", [fault("QG-0857", "/supersedes")]);
  const { name, supersededBy } = predecessor;
  if (supersededBy !== undefined) throw new ResponseError("answer_conflict", [fault("QG-0859", "/supersedes", { release: supersededBy })]);
  return { supersedes: name, reason: succession.reason };
}

function holdsCase({ rows }: AnnualRollupResponse): boolean {
  const total = rows.find(({ scope }) => scope === "total");
  return total !== undefined && total.injured.value + total.diseases.value + total.poisonings.value > 0;
}
