/** Lets any number of waiters sleep until something happened, without polling. */
export class WakeSignal {
  #waiters = new Set<() => void>();

  /** Resolves at the next `wake`, or when `signal` aborts, whichever is first. */
  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = (): void => {
        signal?.removeEventListener("abort", done);
        this.#waiters.delete(done);
        resolve();
      };
      this.#waiters.add(done);
      signal?.addEventListener("abort", done);
    });
  }

  wake(): void {
    for (const done of [...this.#waiters]) done();
  }
}
