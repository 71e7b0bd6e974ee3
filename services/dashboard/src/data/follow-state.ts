/** Whether the page may call itself live: its figures follow the log, and the log still hears from somebody. */

/** Records that are folded within this are on their way: a flush and two looks of the page. */
const onTheirWayMs = 5_000;
/** A country's reporters send something in every working hour. */
const silentMs = 60 * 60_000;
const newestMs = 15_000;

export type FollowState = "live" | "behind" | "catchingUp" | "silent";

/** What is known of how far the figures follow. Times are given by the caller, in milliseconds since 1970. */
export function followState() {
  let behind = 0;
  let partial = false;
  let watermark = "";
  let behindSinceMs: number | null = null;
  let newest: Date | null = null;
  let newestOf = "";
  let newestRequestedMs = Number.NEGATIVE_INFINITY;
  return {
    saw(response: { readonly behind: number; readonly partial: boolean; readonly watermark: string }, nowMs: number): void {
      ({ behind, partial, watermark } = response);
      behindSinceMs = behind === 0 ? null : (behindSinceMs ?? nowMs);
    },
    /** Where the cut has moved, or now and then. */
    wantsNewest: (nowMs: number): boolean => newestOf !== watermark || nowMs - newestRequestedMs > newestMs,
    sawNewest(at: Date | null, nowMs: number): void {
      newest = at;
      newestOf = watermark;
      newestRequestedMs = nowMs;
    },
    at(nowMs: number): { readonly state: FollowState; readonly behind: number; readonly newest: Date | null } {
      const isLate = behindSinceMs !== null && nowMs - behindSinceMs > onTheirWayMs;
      const isSilent = newest !== null && nowMs - newest.getTime() > silentMs;
      return { state: partial ? "catchingUp" : isLate ? "behind" : isSilent ? "silent" : "live", behind, newest };
    },
  };
}
