/** The JSON of one result among many (`batchResultSchema`), put together by hand: there is one per event, and most are this short. */
import type { Appended } from "@qorgau/infra/log/event-log";
import type { Fault } from "@qorgau/schemas/faults";
import type { IntakeResult } from "../intake/intake.ts";

export function positionText({ partition, offset }: Appended): string {
  return `${partition}:${offset}`;
}

export class ResultEncoder {
  /** Records of one group share their stamp, so that its text is rarely made anew. */
  #stampMs = Number.NaN;
  #stamp = "";

  encode(index: number, result: IntakeResult): string {
    const start = `{"index":${index},"id":${JSON.stringify(result.id)},"status":"${result.status}"`;
    if (result.status === "retry") return `${start}}`;
    if (result.status === "rejected") return `${start},"errors":${JSON.stringify(result.errors)}${warningsMember(result.warnings)}}`;
    return `${start}${this.#placeMembers(result.appended)}${warningsMember(result.warnings)}}`;
  }

  recordedAt(timestampMs: number): string {
    if (timestampMs !== this.#stampMs) {
      this.#stampMs = timestampMs;
      this.#stamp = new Date(timestampMs).toISOString();
    }
    return this.#stamp;
  }

  #placeMembers(appended: Appended | null): string {
    if (appended === null) return "";
    return `,"position":"${positionText(appended)}","recordedAt":"${this.recordedAt(appended.timestampMs)}"`;
  }
}

function warningsMember(warnings: readonly Fault[]): string {
  return warnings.length === 0 ? "" : `,"warnings":${JSON.stringify(warnings)}`;
}

/** Of an event whose result could not be kept, and of all behind it. */
export function encodeUntold(index: number): string {
  return `{"index":${index},"id":null,"status":"retry"}`;
}
