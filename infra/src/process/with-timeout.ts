/** For who waits no longer than a while for something that takes its own time. */

/** Gives the result of the work, or rejects with the error of `late` after `waitMsMax` milliseconds; the work goes on, and its end is ignored. */
export async function withTimeout<Result>(waitMsMax: number, work: Promise<Result>, late: () => Error): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), Math.max(0, waitMsMax));
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
