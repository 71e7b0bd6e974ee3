/** What an answer is computed from: published figures of one cut, as they were read in one statement. */
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import type { Span } from "../../time/span.ts";

/** As the answer tells it. */
export interface ResponseCut {
  /** The instant asked for; null of a live answer, and where a watermark was asked for. */
  readonly asOf: string | null;
  /** Empty before anything was published. */
  readonly watermark: string;
}

/** The counts of one bucket and one combination of codes. */
export interface CountedCell {
  /** The first day of the bucket (`bucketOf`). */
  readonly bucket: string;
  /** Of the dimensions asked by, in their order; "" is unknown. */
  readonly codes: readonly string[];
  /** Counting cases, whatever the measure: they decide whether there is a row. */
  readonly cases: number;
  /** What the measure counts. */
  readonly count: number;
  /** With `standard`: the section of these, "" where unknown. A cell then comes once for each. */
  readonly section?: string;
  /** The non-fatal counting cases that state their days: the denominator of `per=case`. */
  readonly casesWithDays: number;
  /** Of a measure that days are asked for: counting cases that should state them, and those that do not. */
  readonly shouldState: number;
  readonly unstated: number;
}

/** With `interval=accidents` or `compare`: how many of a group accident's victims are counted in the cell. */
export interface CountedAccident extends Pick<CountedCell, "bucket" | "codes" | "count"> {
  readonly accident: string;
  /** Victims of it in the cell, whatever the measure counts of them. */
  readonly victims: number;
  /** Whether five or more died of it, before any filter. */
  readonly isDisaster: boolean;
}

/** With `compare=same_lag`: how much of a cell's count these reporters, and no others, tell of. */
export interface CountedReporters extends Pick<CountedCell, "bucket" | "codes" | "count"> {
  readonly sources: readonly string[];
}

/** The published figures that a response of `/v1/rates` is computed from, read from one cut. */
export interface RatesSnapshot {
  readonly cut: ResponseCut;
  /** The last effective stamp of the cut, milliseconds since the epoch; null of an empty cut. */
  readonly lastStampMs: number | null;
  /** Of a question that leaves a bound out: first and last day of counting cases of the asked country; whole months suffice for periods made of months. Null where there is none. */
  readonly cases: Span | null;
  readonly counted: readonly CountedCell[];
  /** None unless intervals by accidents or comparisons are asked for. */
  readonly accidents: readonly CountedAccident[];
  /** None unless `compare=same_lag` is asked for. */
  readonly reporters: readonly CountedReporters[];
  /** How many of the asked cases are left out as commuters'. */
  readonly commuting: number;
  /** With `deathWithin`: how many of the asked deaths came later, and how many are without a day. */
  readonly deaths: { readonly later: number; readonly undated: number };
  readonly exposures: ExposureBook;
}
