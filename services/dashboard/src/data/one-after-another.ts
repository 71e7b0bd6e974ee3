/** Work that is wanted again and again, of which only the latest result matters. */

export interface OneAfterAnother {
  /** Begins the work; while it runs, it is done once more after its end, however often it is wanted meanwhile. */
  readonly want: () => void;
  /** Whether it is wanted once more, so that the result of the present one is none. */
  readonly isWantedAgain: () => boolean;
}

/** `work` must not reject. */
export function oneAfterAnother(work: () => Promise<void>): OneAfterAnother {
  let isRunning = false;
  let isWanted = false;
  const run = async () => {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work();
    }
    isRunning = false;
  };
  return {
    want() {
      isWanted = true;
      if (!isRunning) void run();
    },
    isWantedAgain: () => isWanted,
  };
}
