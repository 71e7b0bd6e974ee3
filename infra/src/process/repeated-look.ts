/** Looks again and again, with a pause behind each look; it keeps no process alive. */

export interface RepeatedLook {
  /** Begins with a look. */
  start(): void;
  /** Resolves once no look is under way. */
  stop(): Promise<void>;
}

/** `look` never rejects. */
export function repeatedLook(look: () => Promise<void>, pauseMs: number): RepeatedLook {
  let looking = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const lookAgain = () => {
    looking = look();
    void looking.then(() => {
      if (!isStopped) timer = setTimeout(lookAgain, pauseMs).unref();
    });
  };
  return {
    start: lookAgain,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
