/** Lets a few works run at once and the others wait in their order. */

/** Rejects as `work` does. */
export type Lanes = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function createLanes(atOnce: number): Lanes {
  let free = atOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
