/** Work that several callers want at the same time, done once. */
import { forEverybody } from "./caller-signal.ts";

/** Gives a function that starts the work, or joins what is under way. It belongs to none of those who wait for it: it goes on whoever leaves. */
export function sharedWork<Result>(start: () => Promise<Result>): () => Promise<Result> {
  let underWay: Promise<Result> | null = null;
  return () => (underWay ??= forEverybody(start).finally(() => (underWay = null)));
}
