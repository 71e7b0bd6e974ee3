/** What a verification finds, whatever it is of. */
import type { KeyObject } from "node:crypto";
import type { ComparedPartition } from "../domain/compare-records.ts";
import { openTrustedCheckpoint, partitionOfOrigin } from "../domain/signed-note.ts";
import type { Checkpoint } from "../domain/signed-note.ts";

/** What is trusted: public keys, and signed notes that were stored elsewhere. */
export interface Trust {
  readonly publicKeys: readonly KeyObject[];
  readonly notes: readonly string[];
}

export interface Verification {
  readonly partitions: readonly ComparedPartition[];
  /** What else is not as it should be, one sentence each. */
  readonly faults: readonly string[];
}

/** Called now and then: how many records were compared, of how many about. */
export type VerifyProgress = (records: number, total: number) => void;

/** Nothing differs, and something was signed. */
export function isVerified({ partitions, faults }: Verification): boolean {
  const isSound = partitions.every(
    ({ differing, leavesAreSigned, covered }) => differing.length === 0 && (leavesAreSigned !== false || covered === 0),
  );
  return isSound && faults.length === 0 && partitions.some(({ covered }) => covered > 0);
}

/** The trusted notes by partition. A note that no key bears out is a fault. */
export function trustedCheckpoints({ publicKeys, notes }: Trust): {
  readonly byPartition: ReadonlyMap<number, readonly Checkpoint[]>;
  readonly faults: readonly string[];
} {
  const opened = notes.map((note) => openTrustedCheckpoint(note, publicKeys));
  const checkpoints = opened.filter((one) => one !== null);
  const refused = opened.length - checkpoints.length;
  return {
    byPartition: Map.groupBy(checkpoints, ({ origin }) => partitionOfOrigin(origin) ?? -1),
    faults: refused === 0 ? [] : [`${refused} of the checkpoints that were given are not signed by a key that was given`],
  };
}
