/**
 * The turn to write what is published: one member has it at a time, and gives it back. Flushes, repairs and the exchange of tables each run
 * in a section of their own, one after the other, and each builds on the cut that stands. A section that fails leaves unknown whether its
 * block was published, so the next one begins a new generation first and asks the store what stands (`claim-turn.ts`).
 */
import { hostname } from "node:os";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut, PublishedRow } from "@qorgau/schemas/rows/published";
import { StoreError } from "@qorgau/infra/store/store";
import { claimTurn, nothingPublished } from "./claim-turn.ts";
import type { ClaimOptions, HeldTurn, TurnLimits } from "./claim-turn.ts";
import { mendingBlock } from "../recount/mend-late-blocks.ts";
import { generationRow, lateBlocks } from "../tables/late-blocks.ts";
import { publish } from "../tables/published.ts";
import type { StandingCut } from "../tables/published.ts";
import { insertRelease, lastTurn, mayPublish } from "../tables/turns.ts";
import { TurnError } from "./turn-error.ts";

/** One block that follows what stands; nothing of it is published where the turn was lost. */
export type Publish = (rows: readonly PublishedRow[]) => Promise<void>;

/** Publishes at most once, and gives what stands after it. */
export type Section = (standing: StandingCut, publish: Publish) => Promise<StandingCut>;

export interface Turn {
  readonly isHeld: boolean;
  /** What is known to have stood last. Only within a section may anything be built on it. */
  readonly standing: StandingCut;
  /** Grows with every claim: what was prepared in an earlier one may follow another cut than the one that stands. */
  readonly generation: bigint;
  /** Claims the turn where it is not held. Rejects with `TurnError` (`turn_lost`) where another member was faster. */
  take(signal?: AbortSignal): Promise<void>;
  /**
   * Runs the section when those before it have ended; rejects with what it rejects with, or with a `TurnError`. `renews`: what stands
   * afterwards was made by other means than a block, so a new generation begins with the next section.
   */
  exclusively(section: Section, options?: { readonly renews?: boolean }): Promise<StandingCut>;
  /** Looks for blocks that landed late, and counts their rows again; gives whether there were any. Nothing happens where it is not held. */
  settle(): Promise<boolean>;
  /** What another member published, as far as is known here. */
  learn(standing: StandingCut): void;
  /** Gives the turn back once the section under way has ended. Nothing happens where it is not held. */
  release(): Promise<void>;
}

export interface TurnOptions extends Partial<Omit<ClaimOptions, "store" | "partitions">>, Pick<ClaimOptions, "store" | "partitions"> {
  /** Takes away what the turn before may have left half done, and gives whether there was anything. */
  readonly clear?: () => Promise<boolean>;
  /** Called with every cut once it is visible. */
  readonly onPublished?: (cut: PublishedCut) => unknown;
}

/** A block of 20,000 records takes a second or two to insert. */
export const limitsUsual: TurnLimits = { publishMs: 10_000, claimMs: 2_000 };

/** The number of the folding code in the cut tells who made what stands; another one's rows may mean something else. */
export function isOutdated({ standing }: Turn): boolean {
  return standing.cut.fold !== foldVersion;
}

export async function takeTurn(options: TurnOptions): Promise<Turn> {
  const turn = createTurn(options);
  await turn.take();
  return turn;
}

export function createTurn(options: TurnOptions): Turn {
  const { store, partitions, clear = async () => false, onPublished = () => {} } = options;
  const claim = claimOptions(options);
  let standing: StandingCut = { cut: nothingPublished(partitions), version: 0n };
  let held: HeldTurn["turn"] | null = null;
  let generation = 0n;
  let follows = 0n;
  // Whether what stands is known, and whether every insert has had its answer.
  let isKnown = false;
  let isQuiet = true;
  let last: Promise<unknown> = Promise.resolve();
  const inLine = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };

  const begin = async (signal = claim.signal) => {
    const before = held === null ? undefined : { turn: held, isQuiet };
    try {
      const taken = await claimTurn({ ...claim, signal }, before);
      [held, standing, generation, follows] = [taken.turn, taken.standing, taken.turn.generation, taken.follows];
      isQuiet = true;
      standing = await withoutLate(taken.turn, taken.standing);
    } catch (error) {
      held = error instanceof TurnError ? null : held;
      throw error;
    }
    isKnown = true;
    onPublished(standing.cut);
  };

  const withoutLate = async (mine: HeldTurn["turn"], stands: StandingCut): Promise<StandingCut> => {
    const late = await lateBlocks(store);
    if (late.length === 0) return stands;
    const mending = await mendingBlock(store, stands, late);
    await publishNext(mine, mending.rows, late);
    return mending.standing;
  };

  const publishNext = async (mine: HeldTurn["turn"], rows: readonly PublishedRow[], late: readonly bigint[] = []) => {
    const version = rows.map((row) => BigInt(row.version)).reduce((highest, one) => (one > highest ? one : highest), 0n);
    isQuiet = false;
    try {
      const block = [...rows, generationRow({ generation, follows }, version)];
      await publish(store, block, mayPublish(mine, standing.version, claim.limits.publishMs, late));
    } catch (error) {
      if (!(error instanceof StoreError && error.code === "store_condition")) throw error;
      isQuiet = true;
      if ((await lastTurn(store)).owner === mine.owner && (await lateBlocks(store)).length > 0) throw lateBlock(error);
      held = null;
      // Nothing of it is under way any more, as every insert before this one has had its answer, too: whoever claimed need not wait longer.
      await insertRelease(store, mine).catch(() => undefined);
      throw new TurnError("turn_lost", "another member has the turn; nothing was published", { cause: error });
    }
    isQuiet = true;
  };

  /** What a section that has lost its turn reads is of several cuts, so whatever it says of that means nothing. */
  const explained = async (error: unknown, mine: HeldTurn["turn"]) => {
    if (error instanceof TurnError || error instanceof StoreError) return error;
    if ((await lateBlocks(store)).length > 0) return lateBlock(error);
    if (claim.exclusive) return error;
    if ((await lastTurn(store)).owner === mine.owner) return error;
    held = null;
    return new TurnError("turn_lost", "another member has the turn; nothing was published", { cause: error });
  };

  const run = async (section: Section, renews: boolean) => {
    if (held === null) throw notHeld();
    if (!isKnown) await begin();
    const mine = held;
    isKnown = false;
    try {
      standing = await section(standing, (rows) => publishNext(mine, rows));
    } catch (error) {
      throw await explained(error, mine);
    }
    isKnown = !renews;
    onPublished(standing.cut);
    return standing;
  };

  return {
    get isHeld() {
      return held !== null;
    },
    get standing() {
      return standing;
    },
    get generation() {
      return generation;
    },
    take: (signal) =>
      inLine(async () => {
        if (held !== null) return;
        await begin(signal);
        // What was left may have come to its end after the turn had begun, so another one begins now that it cannot any more.
        if (await clear()) await begin(signal);
      }),
    exclusively: (section, { renews = false } = {}) => inLine(() => run(section, renews)),
    settle: () =>
      inLine(async () => {
        if (held === null || (await lateBlocks(store)).length === 0) return false;
        await begin();
        return true;
      }),
    learn(seen) {
      if (held !== null || seen.version <= standing.version) return;
      standing = seen;
      onPublished(standing.cut);
    },
    release: () =>
      inLine(async () => {
        const mine = held;
        held = null;
        if (mine !== null && isQuiet && !claim.exclusive) await insertRelease(store, mine);
      }),
  };
}

const lateBlock = (cause: unknown) =>
  new TurnError("late_block", "a block of an earlier turn has landed late; its rows are counted again first", { cause });
const notHeld = () => new TurnError("turn_not_held", "another member has the turn to write what is published");

function claimOptions({ store, partitions, ...chosen }: TurnOptions): ClaimOptions {
  const {
    member = `process ${process.pid} on ${hostname()}`,
    limits = limitsUsual,
    generationMin = 1n,
    signal = new AbortController().signal,
  } = chosen;
  return { store, partitions, member, limits, generationMin, signal, exclusive: chosen.exclusive ?? store.exclusive ?? false };
}
