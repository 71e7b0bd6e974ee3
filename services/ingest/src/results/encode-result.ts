/** The JSON of one result among many (`batchResultSchema`), put together by hand: there is one per event, and most are this short. */
import type { Appended } from "@qorgau/infra/log/event-log";
import type { Fault } from "@qorgau/schemas/faults";
import type { Language } from "@qorgau/schemas/languages";
import { faultIn } from "@qorgau/schemas/rules/rules";
import type { ReportedIdentity } from "../domain/reported-identity.ts";
import type { IntakeResult } from "../intake/intake.ts";

/** Gives a position of the log as text: `partition:offset`. */
export function positionText({ partition, offset }: Appended): string {
  return `${partition}:${offset}`;
}

/**
 * The members of an acknowledgement that say where and when the log has it, and the leaf of the record in its partition's tree where that was asked
 * for: with it a proof of the log is one of this statement.
 */
export function placeOf(appended: Appended): { readonly position: string; readonly recordedAt: string; readonly leaf?: string } {
  const { leaf, timestampMs } = appended;
  const place = { position: positionText(appended), recordedAt: new Date(timestampMs).toISOString() };
  return leaf === undefined ? place : { ...place, leaf };
}

/** One encoder for the results of one body. */
export class ResultEncoder {
  /** Records of one group share their stamp, so that its text is rarely made anew. */
  #stampMs = Number.NaN;
  #stamp = "";

  /** The language of faults. */
  readonly #language: Language;

  constructor({ language = "en" }: { readonly language?: Language } = {}) {
    this.#language = language;
  }

  /** Gives the JSON of one result. `index` is that of the event in its body, from 0. */
  encode(index: number, result: IntakeResult): string {
    const start = `{"index":${index},"id":${JSON.stringify(result.id)},${reportedMembers(result.reported)},"status":"${result.status}"`;
    if (result.status === "retry") return `${start}}`;
    const warnings = warningsMember(this.#inLanguage(result.warnings));
    if (result.status === "rejected") return `${start},"errors":${JSON.stringify(this.#inLanguage(result.errors))}${warnings}}`;
    return `${start}${this.#placeMembers(result.appended)}${warnings}}`;
  }

  #inLanguage(faults: readonly Fault[]): readonly Fault[] {
    return this.#language === "en" ? faults : faults.map((one) => faultIn(this.#language, one));
  }

  /** Gives the stamp in UTC with milliseconds. */
  recordedAt(timestampMs: number): string {
    if (timestampMs !== this.#stampMs) {
      this.#stampMs = timestampMs;
      this.#stamp = new Date(timestampMs).toISOString();
    }
    return this.#stamp;
  }

  #placeMembers(appended: Appended | null): string {
    if (appended === null) return "";
    const leaf = appended.leaf === undefined ? "" : `,"leaf":"${appended.leaf}"`;
    return `,"position":"${positionText(appended)}","recordedAt":"${this.recordedAt(appended.timestampMs)}"${leaf}`;
  }
}

function reportedMembers({ source, subject, revision, ...trace }: ReportedIdentity): string {
  const record = `"source":${JSON.stringify(source)},"subject":${JSON.stringify(subject)},"revision":${revision}`;
  const text = JSON.stringify(trace).slice(1, -1);
  return text === "" ? record : `${record},${text}`;
}

function warningsMember(warnings: readonly Fault[]): string {
  return warnings.length === 0 ? "" : `,"warnings":${JSON.stringify(warnings)}`;
}

/** For an event whose result could not be stored, and for all behind it. */
export function encodeUnreported(index: number): string {
  return `{"index":${index},"id":null,"status":"retry"}`;
}
