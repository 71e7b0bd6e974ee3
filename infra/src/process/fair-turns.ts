/**
 * Who judges next. Judging is done in slices of a few milliseconds; were each body to take one in every turn of the event loop, fifty bodies of
 * one caller would make everybody wait fifty slices at every step. So there is one slice in a turn, and callers, not bodies, have it in rotation.
 */
export class FairTurns {
  /** The first caller is the next one; who has had a slice goes to the end. */
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Resolves when this caller may do one slice of work. */
  next(caller: string): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.size === 0) setImmediate(this.#grant);
      const own = this.#waiting.get(caller);
      if (own === undefined) this.#waiting.set(caller, [resolve]);
      else own.push(resolve);
    });
  }

  readonly #grant = (): void => {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const [caller, own] = first;
    this.#waiting.delete(caller);
    const resolve = own.shift();
    if (own.length > 0) this.#waiting.set(caller, own);
    if (this.#waiting.size > 0) setImmediate(this.#grant);
    resolve?.();
  };
}
