/**
 * Which link keys the journal may hold at a published cut, in memory, so that a flush asks the store nothing of statements that nobody is linked to.
 * What it knows is of one cut by its watermark, since the statements at a cut are the same whoever published it: of an empty one it knows all without
 * a look; to the next one it comes with the batch that leads there; of any other it reads the keys of the journal once, beside the flushes that
 * go on meanwhile. Whatever it does not know, the store is asked.
 */
import { indexedKeys } from "@qorgau/schemas/cases/links/links";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { formatWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { inPieces } from "../../process/in-pieces.ts";
import type { Store } from "../store.ts";
import { createKeyFilter, highHalf, lowHalf } from "./key-filter.ts";
import type { KeyFilter } from "./key-filter.ts";

export interface KnownKeys {
  /** Whether a statement at or below this cut may hold the key; null where that is not known, or not yet. */
  at(published: Watermark, batchStatements: number): ((key: bigint) => boolean) | null;
  /** The batch was published behind `from`. */
  follow(from: Watermark, batch: readonly LoggedStatement[], to: Watermark): Promise<void>;
}

/** Batches of fewer statements ask for so few keys that reading all of them would not be worth it. */
const batchStatementsMin = 1_000;
/** The keys are read by ranges of their highest bits, some hundred thousand at a time where the journal holds ten million statements. */
const ranges = 64;
const keysPerRange = 2n ** 64n / BigInt(ranges);
const readTimeoutMs = 120_000;
const bytesPerKey = 8;

/** Reads nothing yet. */
export function createKnownKeys(store: Store): KnownKeys {
  let filter = createKeyFilter();
  let cut: string | null = "";
  let isWhole = true;

  const read = async (into: KeyFilter) => {
    const isWanted = () => into === filter;
    try {
      for (let range = 0; range < ranges && isWanted(); range += 1) await inPieces(addAll(into, await readRange(store, range)));
      if (isWanted()) isWhole = true;
    } catch {
      // The next batch begins anew; until then the store is asked for everything.
      if (isWanted()) cut = null;
    }
  };

  return {
    at(published, batchStatements) {
      const wanted = formatWatermark(published);
      if (cut === wanted) return isWhole ? (key) => filter.mayHold(lowHalf(key), highHalf(key)) : null;
      if (batchStatements < batchStatementsMin) return null;
      filter = createKeyFilter();
      cut = wanted;
      isWhole = false;
      void read(filter);
      return null;
    },
    async follow(from, batch, to) {
      if (cut !== formatWatermark(from)) return;
      const into = filter;
      await inPieces(addKeys(into, batch));
      if (into === filter && cut !== null) cut = formatWatermark(to);
    },
  };
}

function* addKeys(filter: KeyFilter, batch: readonly LoggedStatement[]): Generator<void, void, undefined> {
  for (const { statement } of batch) {
    for (const key of indexedKeys(statement)) filter.add(lowHalf(key), highHalf(key));
    yield;
  }
}

function* addAll(filter: KeyFilter, keys: Buffer): Generator<void, void, undefined> {
  for (let at = 0; at < keys.length; at += bytesPerKey) {
    filter.add(keys.readUInt32LE(at), keys.readUInt32LE(at + 4));
    yield;
  }
}

/** The keys of a range, little endian, one after the other: every record's own is among them. */
async function readRange(store: Store, range: number): Promise<Buffer> {
  const from = BigInt(range) * keysPerRange;
  const [row] = await store.query({
    sql: `SELECT arrayStringConcat(groupUniqArray(hex(reinterpretAsFixedString(link_key)))) AS keys FROM links
          WHERE link_key BETWEEN {from:UInt64} AND {to:UInt64}`,
    params: { from: String(from), to: String(from + keysPerRange - 1n) },
    row: z.object({ keys: z.string() }),
    timeoutMs: readTimeoutMs,
  });
  return Buffer.from(row?.keys ?? "", "hex");
}
