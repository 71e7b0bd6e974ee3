/** The one cut that a response is of: the published one, or the one that `asOf` names. */
import type { Watermark } from "@qorgau/schemas/watermark";

/** The cut that a response is of. */
export interface RequestedCut {
  /** The requested instant, UTC with three decimals and `Z`; null where a watermark was given, and of a live response. */
  readonly asOf: string | null;
  /** The records included. Empty partitions are left out. */
  readonly watermark: Watermark;
  /** False of a requested cut: it never changes, so that its responses are immutable. */
  readonly live: boolean;
}

/** Both reject with a `StoreError` where the store cannot be read. */
export interface CutResolver {
  /** The cut that is published now. */
  live(): Promise<RequestedCut>;
  /**
   * The cut of an instant or of a watermark, once everything in it is published. Rejects with a `ResponseError`: refused where the text is
   * neither (QG-0801), the instant is still to come (QG-0802) or the log does not hold the watermark (QG-0872), 503 where it is not settled
   * in time (QG-0803).
   */
  resolve(asOf: string): Promise<RequestedCut>;
  /** Rejects with a `ResponseError` (refused, QG-0872) where the log has no such partition, or ends before. Absent where no log is at hand. */
  refuseUnheld?(wanted: Watermark, pointer: string): Promise<void>;
}
