/** What a response is computed from: published figures of one cut, as they were read in one statement. */
import type { ExposureBook } from "../../exposure/domain/exposure-book.ts";
import type { Span } from "../../time/span.ts";

/** The cut of a response, as the response gives it. */
export interface ResponseCut {
  /** The requested instant; null of a live response, and where a watermark was requested. */
  readonly asOf: string | null;
  /** Empty before anything was published. */
  readonly watermark: string;
}

/** The counts of one bucket and one combination of codes. */
export interface CountedCell {
  /** The first day of the bucket (`bucketOf`). */
  readonly bucket: string;
  /** Of the dimensions of `by`, in their order; "" is unknown. */
  readonly codes: readonly string[];
  /** Counting cases, whatever the measure: they decide whether there is a row. */
  readonly cases: number;
  /** What the measure counts. */
  readonly count: number;
  /** With `standard`: the section of these, "" where unknown. A cell then comes once for each. */
  readonly section?: string;
  /** The non-fatal counting cases that state their days: the denominator of `per=case`. */
  readonly casesWithDays: number;
  /** Of a measure that needs the days lost: counting cases that should state them, and those that do not (NUMBERS, section 3.1). */
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

/** With `compare=same_lag`: how much of a cell's count these reporters, and no others, report. */
export interface CountedReporters extends Pick<CountedCell, "bucket" | "codes" | "count"> {
  readonly sources: readonly string[];
}

/** The published figures that a response of `/v1/rates` is computed from, read from one cut. */
export interface RatesSnapshot {
  readonly cut: ResponseCut;
  /** The last effective stamp of the cut, milliseconds since the epoch; null of an empty cut. */
  readonly lastStampMs: number | null;
  /**
   * Of a query that leaves a bound out: first and last day of counting cases of the requested country; whole months suffice for periods made
   * of months. Null where there is none.
   */
  readonly cases: Span | null;
  readonly counted: readonly CountedCell[];
  /** None without `interval=accidents` and without `compare`. */
  readonly accidents: readonly CountedAccident[];
  /** None without `compare=same_lag`. */
  readonly reporters: readonly CountedReporters[];
  /** How many of the requested cases are left out as commuters'. */
  readonly commuting: number;
  /** With `deathWithin`: how many of the requested deaths came later, and how many are without a day. */
  readonly deaths: { readonly later: number; readonly undated: number };
  readonly exposures: ExposureBook;
}
