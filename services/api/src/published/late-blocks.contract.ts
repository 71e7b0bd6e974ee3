/** What SQL says of late blocks, for readers and for whoever publishes, and what readers judge, beside the rule as a loop over epochs. */
import { createLogger } from "@qorgau/infra/process/logger";
import { cutAndLateBlocks, isAnyBlockLate, lateVersions } from "@qorgau/infra/store/late-versions";
import type { BlockRow } from "@qorgau/infra/store/late-versions";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import { epochCell, noDetails, noDimensions, noFigures } from "@qorgau/schemas/rows/published";
import type { PublishedRow } from "@qorgau/schemas/rows/published";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";

const directory = await mkdtemp(join(tmpdir(), "qorgau-late-blocks-"));
const { store, close } = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
await migrate(store);
afterAll(async () => {
  await close();
  await rm(directory, { recursive: true, force: true });
});

interface Epoch {
  readonly epoch: bigint;
  readonly follows: bigint;
  /** The version of its last block; null where it has only claimed. */
  readonly last: bigint | null;
}

const first = (epoch: bigint) => epoch << 32n;

/** Each epoch follows what the one before had published, which some blocks that land late go beyond; some only claim. */
const histories = fc
  .array(fc.record({ skipped: fc.bigInt(0n, 2n), blocks: fc.bigInt(0n, 3n), late: fc.bigInt(0n, 2n), claims: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((steps) => {
    const epochs: Epoch[] = [];
    let [epoch, follows] = [0n, 0n];
    for (const { skipped, blocks, late, claims } of steps) {
      epoch += 1n + skipped;
      const published = claims ? null : first(epoch) + blocks;
      const isLast = epochs.length === steps.length - 1;
      epochs.push({ epoch, follows, last: published === null ? null : published + (isLast ? 0n : late) });
      follows = published ?? follows;
    }
    return epochs;
  });

/** Epochs that have published, and the last one, of which one that has only claimed is known by its cut. */
function lateOf(epochs: readonly Epoch[]): bigint[] {
  const known = epochs.filter(({ last }, place) => last !== null || place === epochs.length - 1);
  return known.flatMap(({ last }, place) => {
    const next = known[place + 1];
    return next !== undefined && last !== null && last > next.follows ? [last] : [];
  });
}

function rowsOf(epochs: readonly Epoch[], isStated: boolean): PublishedRow[] {
  const bare = { ...noDetails, ...noDimensions, ...noFigures, date: "1970-01-01", payload: "" };
  const { epoch, follows, last } = epochs.at(-1)!;
  const cut = last === null || isStated ? { follows: String(follows) } : {};
  return [
    ...epochs.flatMap((one): PublishedRow[] =>
      one.last === null ? [] : [{ ...bare, grain: "generation", cell: epochCell(one.epoch, one.follows), version: String(one.last) }],
    ),
    { ...bare, grain: "watermark", cell: "", version: String(last ?? first(epoch)), payload: JSON.stringify(cut) },
  ];
}

function blockOf({ grain, cell, version, payload }: PublishedRow): BlockRow {
  return { grain: grain === "watermark" ? grain : "generation", cell, version: BigInt(version), payload };
}

test("late are the blocks beyond what the next epoch followed, whether that has published, has only claimed, or says in its cut what it followed", async () => {
  const property = fc.asyncProperty(histories, fc.boolean(), async (epochs, isStated) => {
    const rows = rowsOf(epochs, isStated);
    await store.command("TRUNCATE TABLE published");
    await store.insert("published", rows);
    const [found] = await store.query({
      sql: `SELECT arrayMap(version -> toString(version), ${lateVersions}) AS versions`,
      row: z.object({ versions: z.array(z.string()) }),
    });
    const late = lateOf(epochs).map(String);
    expect(found?.versions).toEqual(late);
    expect(isAnyBlockLate(rows.map(blockOf))).toBe(late.length > 0);
    const read = await store.query({
      sql: `SELECT [toString(grain), toString(version)] AS block ${cutAndLateBlocks} ORDER BY version`,
      row: z.object({ block: z.tuple([z.string(), z.string()]) }),
    });
    expect(read.filter(({ block: [grain] }) => grain === "watermark")).toHaveLength(1);
    expect(read.flatMap(({ block: [grain, version] }) => (grain === "generation" ? [version] : []))).toEqual(late);
  });
  await fc.assert(property, { numRuns: 60 });
});
