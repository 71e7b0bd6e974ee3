/** Bytes that may be held at once, in memory or on disk, by all requests together, and how they are shared. */

/** The bytes that one request takes of a budget. */
export interface ByteAccount {
  /** False where they do not fit; then nothing is taken. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/** Counts bytes; holds none itself. */
export class ByteBudget implements ByteAccount {
  /** May be lowered below what is taken: then nothing more is, until enough was given back. */
  bytesMax: number;
  #taken = 0;

  constructor(bytesMax: number) {
    this.bytesMax = bytesMax;
  }

  get taken(): number {
    return this.#taken;
  }

  get free(): number {
    return this.bytesMax - this.#taken;
  }

  take(bytes: number): boolean {
    if (bytes > this.free) return false;
    this.#taken += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#taken -= bytes;
  }
}

/**
 * A budget that callers share: none may hold more than is still free for the others. One alone has half of it, n greedy ones have an n+1st each,
 * and as much is always left for the next, so that nobody shuts anybody out.
 */
export class SharedBudget {
  readonly #budget: ByteBudget;
  readonly #byCaller = new Map<string, number>();

  constructor(budget: ByteBudget) {
    this.#budget = budget;
  }

  /** Gives what one caller takes of the budget; all accounts of a caller count together. */
  accountOf(caller: string): ByteAccount {
    return {
      take: (bytes) => {
        const taken = (this.#byCaller.get(caller) ?? 0) + bytes;
        if (taken > this.#budget.free - bytes || !this.#budget.take(bytes)) return false;
        this.#byCaller.set(caller, taken);
        return true;
      },
      give: (bytes) => {
        this.#budget.give(bytes);
        const left = (this.#byCaller.get(caller) ?? 0) - bytes;
        if (left > 0) this.#byCaller.set(caller, left);
        else this.#byCaller.delete(caller);
      },
    };
  }
}

/** An account that gives back at `close` whatever was not given back. */
export class RequestAccount implements ByteAccount {
  readonly #account: ByteAccount;
  #held = 0;

  constructor(account: ByteAccount) {
    this.#account = account;
  }

  take(bytes: number): boolean {
    if (!this.#account.take(bytes)) return false;
    this.#held += bytes;
    return true;
  }

  give(bytes: number): void {
    this.#account.give(bytes);
    this.#held -= bytes;
  }

  close(): void {
    this.give(this.#held);
  }
}
