/** For who waits no longer than a while for something that takes its own time. */

/** Rejects with what `late` gives where the work takes longer; the work goes on, and nobody looks at its end. */
export async function withTimeout<Result>(waitMsMax: number, work: Promise<Result>, late: () => Error): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(late()), Math.max(0, waitMsMax));
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
