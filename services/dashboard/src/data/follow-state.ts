/** Whether the page may call itself live: its figures follow the log, and the log still hears from somebody. */

/** Records that are folded within this are on their way: a flush and two looks of the page. */
const onTheirWayMs = 5_000;
/** A country's reporters send something in every working hour. */
const silentMs = 60 * 60_000;
/** When the last report came is asked at most so often while the cut moves, and at least so often. */
const newestMsMin = 3_000;
const newestMsMax = 15_000;

export type FollowState = "live" | "behind" | "catchingUp" | "silent";

/** What is known of how far the figures follow. Times are given by the caller, in milliseconds since 1970. */
export function followState() {
  let behind = 0;
  let partial = false;
  let watermark = "";
  let behindSinceMs: number | null = null;
  let newest: Date | null = null;
  let newestOf: string | null = null;
  let newestRequestedMs = Number.NEGATIVE_INFINITY;
  return {
    /** How many records are not in the figures (null: not known), and whether the service vouches for them. */
    sawBehind({ records, ready }: { readonly records: number | null; readonly ready: boolean }, nowMs: number): void {
      behind = records ?? behind;
      partial = !ready;
      behindSinceMs = behind === 0 ? null : (behindSinceMs ?? nowMs);
    },
    sawWatermark(seen: string): void {
      watermark = seen;
    },
    /** Whether to ask when the last report came. */
    wantsNewest: (nowMs: number): boolean => nowMs - newestRequestedMs > (newestOf === watermark ? newestMsMax : newestMsMin),
    requestsNewest(nowMs: number): void {
      newestRequestedMs = nowMs;
      newestOf = watermark;
    },
    sawNewest(at: Date | null): void {
      newest = at;
    },
    at(nowMs: number): { readonly state: FollowState; readonly behind: number; readonly newest: Date | null } {
      const isLate = behindSinceMs !== null && nowMs - behindSinceMs > onTheirWayMs;
      const isSilent = newest !== null && nowMs - newest.getTime() > silentMs;
      return { state: partial ? "catchingUp" : isLate ? "behind" : isSilent ? "silent" : "live", behind, newest };
    },
  };
}
