/**
 * Follows a log with its trees: hashes what is new and signs how far it has come. What a checkpoint covers is never hashed anew over it: a log that
 * does not hold what was signed is an error, and stays one until somebody has looked. The steps of a pass, in order; a crash between any two leaves
 * the checkpoint of before, from which the next pass begins:
 *
 *   1. begin   at the last checkpoint: its tiles have its root, and the log still holds the last records that it covers
 *   2. hash    what the log holds behind it
 *   3. store   the tiles
 *   4. sign    the root of each partition that has grown
 *   5. store   the checkpoint; from here on it is given to callers
 */
import type { Watermark } from "@qorgau/schemas/watermark";
import type { LogRecord } from "../log/event-log.ts";
import type { RecordSource } from "../log/record-source.ts";
import { leafHash } from "./domain/leaf-hash.ts";
import { leafAt, rootOf, TileWriter, tileWidth } from "./domain/merkle-tree.ts";
import { checkpointText, originOf, signedNote } from "./domain/signed-note.ts";
import { ProofError } from "./proof-error.ts";
import type { ProofStore } from "./proof-store.ts";
import type { Signer } from "./signer.ts";

export const passSteps = ["begun", "hashed", "tiles stored", "signed", "checkpoint stored"] as const;

export interface FollowOptions {
  readonly source: RecordSource;
  readonly store: ProofStore;
  readonly signer: Signer;
  readonly logName: string;
  readonly clock?: () => number;
  /** For a test that ends the process between two steps. */
  readonly afterStep?: (step: (typeof passSteps)[number]) => void;
}

/** A first pass over a long log signs on its way, so that its end does not lose all of it. */
const recordsPerPass = 200_000;
/** Of those that a checkpoint covers, the last ones are compared with the log at the beginning. */
const comparedMax = tileWidth;

interface Tree {
  readonly writer: TileWriter;
  signedSize: number;
}

/** One follower of one log. Its trees are in memory at their right edge. */
export class LogFollower {
  readonly #options: FollowOptions;
  #trees: readonly Tree[] | null = null;

  constructor(options: FollowOptions) {
    this.#options = options;
  }

  /**
   * Goes on up to the present end of the log, or 200,000 records. Gives how many records are not covered then. Rejects with a ProofError
   * (`proof_differs`, `signing_failed`), as the log does, and with errors of SQLite; the next call begins at the last checkpoint again.
   */
  async pass(): Promise<number> {
    try {
      return await this.#pass();
    } catch (error) {
      this.#trees = null;
      throw error;
    }
  }

  async #pass(): Promise<number> {
    const { source, afterStep = () => {} } = this.#options;
    const end = await source.end();
    const trees = (this.#trees ??= await this.#begin(end));
    afterStep("begun");
    const positions = new Map([...trees.entries()].map(([partition, { writer }]) => [partition, writer.size - 1]));
    let hashed = 0;
    for await (const batch of source.read(positions, end)) {
      for (const record of batch) addTo(trees, record);
      hashed += batch.length;
      if (hashed >= recordsPerPass) break;
    }
    afterStep("hashed");
    for (const [partition, tree] of trees.entries()) await this.#sign(partition, tree);
    return trees.reduce((sum, { writer }, partition) => sum + Math.max(0, sizeAt(end, partition) - writer.size), 0);
  }

  async #sign(partition: number, tree: Tree): Promise<void> {
    const { store, signer, logName, clock = Date.now, afterStep = () => {} } = this.#options;
    const { size } = tree.writer;
    if (size === tree.signedSize) return;
    store.putTiles(partition, tree.writer.changed());
    afterStep("tiles stored");
    const root = rootOf(size, store.tilesOf(partition));
    const text = checkpointText(originOf(logName, partition), { size, root });
    const signature = await signer.sign(Buffer.from(text));
    afterStep("signed");
    const note = signedNote(text, { name: logName, publicKey: signer.publicKey }, signature);
    store.putCheckpoint({ partition, size, root, note, signedAtMs: clock() });
    tree.signedSize = size;
    afterStep("checkpoint stored");
  }

  async #begin(end: Watermark): Promise<readonly Tree[]> {
    const { source, store } = this.#options;
    const trees: Tree[] = [];
    for (let partition = 0; partition < source.partitions; partition += 1) {
      const size = store.latest(partition)?.size ?? 0;
      if (size > 0) await this.#compare(partition, size, end);
      trees.push({ writer: new TileWriter(size, store.tilesOf(partition)), signedSize: size });
    }
    return trees;
  }

  /** Whether the tiles are those that were signed, and the log those of the tiles, as far as that is seen without reading all of it. */
  async #compare(partition: number, size: number, end: Watermark): Promise<void> {
    const { source, store } = this.#options;
    const readTile = store.tilesOf(partition);
    const { root } = store.latest(partition)!;
    if (!isRoot(root, size, readTile))
      throw differs(`the stored tree of partition ${partition} is not the one that was signed at ${size} records`);
    if (sizeAt(end, partition) < size) {
      throw differs(`a checkpoint of ${size} records was signed for partition ${partition}, and the log holds ${sizeAt(end, partition)}`);
    }
    const from = Math.max(0, size - comparedMax);
    const others = new Map([...end].filter(([other]) => other !== partition));
    for await (const batch of source.read(others.set(partition, from - 1), new Map(end).set(partition, size - 1))) {
      for (const record of batch) {
        const { offset } = record;
        if (!leafHash(record).equals(leafAt(readTile, offset)))
          throw differs(`record ${partition}:${offset} is not the one that was signed`);
      }
    }
  }
}

function addTo(trees: readonly Tree[], record: LogRecord): void {
  const { partition, offset } = record;
  const writer = trees[partition]?.writer;
  // The log hands on without a gap, so that a leaf's index is its record's offset.
  if (writer === undefined || writer.size !== offset)
    throw differs(`record ${partition}:${offset} does not follow record ${(writer?.size ?? 0) - 1}`);
  writer.add(leafHash(record));
}

const sizeAt = (end: Watermark, partition: number): number => (end.get(partition) ?? -1) + 1;

function isRoot(root: Uint8Array, size: number, readTile: Parameters<typeof rootOf>[1]): boolean {
  try {
    return rootOf(size, readTile).equals(root);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function differs(what: string): ProofError {
  return new ProofError(
    "proof_differs",
    `The log is not the one that its checkpoints were signed for: ${what}. Nothing more is signed. Find out what changed it (npm run verify -- --log), and restore ` +
      "both from a copy.",
  );
}
