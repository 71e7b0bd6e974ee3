/** Since when records wait to be published, as far as whoever looks at the end of the log and at what is published can tell. */
import { includes } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";

/** One look at both, at a moment (milliseconds since the epoch). */
export interface ProgressLook {
  readonly atMs: number;
  readonly end: Watermark;
  readonly published: Watermark;
  /** When the log took the newest published record; null before anything was published. */
  readonly newestMs: number | null;
}

interface EarlierLook {
  readonly atMs: number;
  readonly end: Watermark;
}

/** Of what the figures stand behind: looks that are closer together than this share of it tell nothing new. Some hundred are kept then, for weeks. */
const shareBetween = 1 / 64;

/**
 * Gives what takes one look after the other and tells the moment of the oldest look that saw a record which is still not published; null where all
 * is published. Of records that the first look of all sees that moment is not known: then it is when the log took the newest published one.
 */
export function createUnpublishedSince(): (look: ProgressLook) => number | null {
  const looks: EarlierLook[] = [];
  let isFirst = true;
  return ({ atMs, end, published, newestMs }) => {
    const waits = !includes(published, end);
    const first = waits ? looks.findIndex((one) => !includes(published, one.end)) : -1;
    looks.splice(0, first === -1 ? looks.length : first);
    const [oldest, newest] = [looks[0], looks.at(-1)];
    if (waits && (oldest === undefined || newest === undefined || atMs - newest.atMs >= (atMs - oldest.atMs) * shareBetween))
      looks.push({ atMs: isFirst ? Math.min(atMs, newestMs ?? atMs) : atMs, end });
    isFirst = false;
    return looks[0]?.atMs ?? null;
  };
}
