/** Compares every record of an embedded log, or of a copy, with what was signed of it. Needs no service and no secret, and changes nothing. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openRawLog } from "../../log/embedded/raw-records.ts";
import type { RawLog } from "../../log/embedded/raw-records.ts";
import { PartitionComparison } from "../domain/compare-records.ts";
import type { ComparedPartition } from "../domain/compare-records.ts";
import { hashBytes, leafIn, tileWidth } from "../domain/merkle-tree.ts";
import { openTrustedCheckpoint, partitionOfOrigin } from "../domain/signed-note.ts";
import type { Checkpoint } from "../domain/signed-note.ts";
import { ProofStore } from "../proof-store.ts";
import { trustedCheckpoints } from "./verification.ts";
import type { Trust, Verification, VerifyProgress } from "./verification.ts";

const checkpointsPerLook = 1000;
const recordsPerReport = 10_000;

export interface VerifyLogOptions extends Trust {
  /** Of `log.sqlite`. */
  readonly directory: string;
  /** Of `proof.sqlite`. */
  readonly proofDirectory: string;
  readonly onProgress?: VerifyProgress;
}

/**
 * Without a stored proof there are the trusted notes alone: then a log that differs is found, and its records are not named. Throws an EventLogError
 * (`log_corrupt`) where there is no log to be read.
 */
export function verifyLog({ directory, proofDirectory, onProgress = () => {}, ...trust }: VerifyLogOptions): Verification {
  const { byPartition, faults } = trustedCheckpoints(trust);
  using owned = new DisposableStack();
  const log = owned.adopt(openRawLog(directory), (it) => it.close());
  const store = existsSync(join(proofDirectory, "proof.sqlite"))
    ? owned.adopt(ProofStore.openToRead(proofDirectory), (it) => it.close())
    : null;
  const signedPartitions = store?.partitions() ?? [];
  const partitions = [...new Set([...log.partitions, ...signedPartitions, ...byPartition.keys()])].toSorted((a, b) => a - b);
  const total = signedPartitions.reduce((sum, partition) => sum + (store?.latest(partition)?.size ?? 0), 0);
  let compared = 0;
  const count = () => {
    compared += 1;
    if (compared % recordsPerReport === 0) onProgress(compared, total);
  };
  const found = partitions.map((partition) => {
    const stored = storedCheckpoints(store, partition, trust);
    const comparison = new PartitionComparison(partition, [...stored.checkpoints, ...(byPartition.get(partition) ?? [])]);
    return { partition: comparePartition(log, store, { partition, comparison, count }), faults: stored.faults };
  });
  return { partitions: found.map(({ partition }) => partition), faults: [...faults, ...found.flatMap((one) => one.faults)] };
}

function comparePartition(
  log: RawLog,
  store: ProofStore | null,
  { partition, comparison, count }: { readonly partition: number; readonly comparison: PartitionComparison; readonly count: () => void },
): ComparedPartition {
  const readTile = store?.tilesOf(partition) ?? (() => new Uint8Array());
  let tile: Uint8Array = new Uint8Array();
  for (const record of log.records(partition, comparison.covered)) {
    if (comparison.size % tileWidth === 0) tile = readTile(0, comparison.size / tileWidth);
    const leaf = leafIn(tile, comparison.size);
    comparison.add(record, leaf.length === hashBytes ? leaf : null);
    count();
  }
  return comparison.result();
}

/** All that are signed; the others are a fault. */
function storedCheckpoints(store: ProofStore | null, partition: number, { publicKeys }: Trust) {
  const checkpoints: Checkpoint[] = [];
  const refused: number[] = [];
  for (let below = Number.MAX_SAFE_INTEGER; ;) {
    const page = store?.checkpoints(partition, below, checkpointsPerLook) ?? [];
    for (const { size, root, note } of page) {
      const opened = openTrustedCheckpoint(note, publicKeys);
      const isIt = opened !== null && partitionOfOrigin(opened.origin) === partition && opened.size === size;
      if (isIt && Buffer.compare(opened.root, root) === 0) checkpoints.push(opened);
      else refused.push(size);
    }
    const last = page.at(-1);
    if (last === undefined) break;
    below = last.size;
  }
  const sizes = `${refused.slice(0, 10).join(", ")}${refused.length > 10 ? ", …" : ""}`;
  return {
    checkpoints,
    faults:
      refused.length === 0 ? [] : [`checkpoints of partition ${partition} are not signed by a key that was given: of ${sizes} records`],
  };
}
