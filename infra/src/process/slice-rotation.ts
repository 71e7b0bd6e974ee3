/** NUMBERS 3.3 allows 50 ms; an iteration of the event loop also takes in what comes from sockets, and a collection of garbage. */
const sliceMsMax = 8;
/** Below that, going round costs more than the work. */
const sliceMsMin = 1;
/** So long a round of all callers takes, if each of them uses up its slice and they are no more than two hundred. */
const roundMs = 200;

/**
 * Which caller judges next. Judging is done in slices of a few milliseconds. Were each body to take one in every iteration of the event loop,
 * fifty bodies of one caller would make every other caller wait fifty slices at every step. So there is one slice in an iteration, and callers,
 * not bodies, have it in rotation. The more of them wait, the shorter a slice is, so that a round of all stays short.
 */
export class SliceRotation {
  /** The first caller is the next one; who has had a slice goes to the end. */
  readonly #waiting = new Map<string, ((sliceMs: number) => void)[]>();

  /** Resolves when this caller may do one slice of work, with the milliseconds that it may take. */
  next(caller: string): Promise<number> {
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
    resolve?.(Math.max(sliceMsMin, Math.min(sliceMsMax, roundMs / (this.#waiting.size + 1))));
  };
}
