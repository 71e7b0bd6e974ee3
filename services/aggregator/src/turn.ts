/**
 * The turn to write what is published. Flushes, repairs and the exchange of tables each run in a section of their own, one after the
 * other, and each builds on the cut that stands. A section that fails leaves unknown whether its block was published, so the next one
 * begins a new generation first and asks the store what stands.
 */
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import type { Store } from "@qorgau/infra/store/store";
import { publish, standingCut, watermarkRow } from "./tables/published.ts";
import type { StandingCut } from "./tables/published.ts";

/** Gives what stands after it. */
export type Section = (standing: StandingCut) => Promise<StandingCut>;

export interface Turn {
  /** What is known to have stood last. Only within a section may anything be built on it. */
  readonly standing: StandingCut;
  /** Runs the section when those before it have ended; rejects with what it rejects with. */
  exclusively(section: Section): Promise<StandingCut>;
}

export interface TurnOptions {
  readonly store: Store;
  /** How many partitions the log has. */
  readonly partitions: number;
  /** Of tables that were made to take the place of others: above every generation of those. */
  readonly generationMin?: bigint;
  /** Called with every cut once it is visible. */
  readonly onPublished?: (cut: PublishedCut) => unknown;
}

const sequenceBits = 32n;

export const generationOf = ({ version }: StandingCut): bigint => version >> sequenceBits;

/** The number of the folding code in the cut tells who made what stands; another one's rows may mean something else. */
export function isOutdated({ standing }: Turn): boolean {
  return standing.cut.fold !== foldVersion;
}

export async function takeTurn(options: TurnOptions): Promise<Turn> {
  const { onPublished = () => {} } = options;
  let standing = await beginGeneration(options);
  let isKnown = true;
  let last: Promise<unknown> = Promise.resolve();
  onPublished(standing.cut);
  const run = async (section: Section) => {
    if (!isKnown) standing = await beginGeneration(options);
    isKnown = false;
    standing = await section(standing);
    isKnown = true;
    onPublished(standing.cut);
    return standing;
  };
  return {
    get standing() {
      return standing;
    },
    exclusively(section) {
      const mine = last.then(() => run(section));
      last = mine.catch(() => {});
      return mine;
    },
  };
}

/**
 * Takes over from whoever wrote before: a new generation, written before the first flush, so that every version of an earlier turn
 * is lower than every version of this one.
 */
async function beginGeneration({ store, partitions, generationMin = 1n }: TurnOptions): Promise<StandingCut> {
  const before = await standingCut(store);
  const following = before === null ? 1n : generationOf(before) + 1n;
  const generation = following > generationMin ? following : generationMin;
  const standing = { cut: before?.cut ?? nothingPublished(partitions), version: generation << sequenceBits };
  await publish(store, [watermarkRow(standing.cut, standing.version)]);
  return standing;
}

export const nothingPublished = (partitions: number): PublishedCut => ({
  watermark: "",
  partitions,
  effectiveAt: {},
  fold: foldVersion,
  exposureVersion: "0",
  recordsSinceCut: 0,
});
