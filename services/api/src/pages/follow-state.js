// @ts-check
/** Whether the page may call itself live: its figures follow the log, and the log still hears from somebody. */

/** Records that are folded within this are on their way: a flush and two looks of the page. */
const onTheirWayMs = 5_000;
/** A country's reporters send something in every working hour. */
const silentMs = 60 * 60_000;
const newestMs = 15_000;

/** @typedef {"live" | "behind" | "catchingUp" | "silent"} FollowState */

export function followState() {
  let behind = 0;
  let partial = false;
  let watermark = "";
  /** @type {number | null} */
  let behindSinceMs = null;
  /** @type {Date | null} */
  let newest = null;
  let newestOf = "";
  let newestAskedMs = Number.NEGATIVE_INFINITY;
  return {
    /**
     * @param {{ behind: number, partial: boolean, watermark: string }} answer
     * @param {number} nowMs
     */
    saw(answer, nowMs) {
      ({ behind, partial, watermark } = answer);
      behindSinceMs = behind === 0 ? null : (behindSinceMs ?? nowMs);
    },
    /**
     * Where the cut has moved, or now and then.
     * @param {number} nowMs
     */
    wantsNewest: (nowMs) => newestOf !== watermark || nowMs - newestAskedMs > newestMs,
    /**
     * @param {Date | null} at
     * @param {number} nowMs
     */
    sawNewest(at, nowMs) {
      newest = at;
      newestOf = watermark;
      newestAskedMs = nowMs;
    },
    /**
     * @param {number} nowMs
     * @returns {{ state: FollowState, behind: number, newest: Date | null }}
     */
    at(nowMs) {
      const isLate = behindSinceMs !== null && nowMs - behindSinceMs > onTheirWayMs;
      const isSilent = newest !== null && nowMs - newest.getTime() > silentMs;
      return { state: partial ? "catchingUp" : isLate ? "behind" : isSilent ? "silent" : "live", behind, newest };
    },
  };
}
