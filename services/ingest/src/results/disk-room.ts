/**
 * How much the files of results may take of their disk, which the log writes to as well: a fixed limit, and never more than they leave free.
 * The disk is looked at again every second.
 */
import { statfs } from "node:fs/promises";
import type { ByteBudget } from "./byte-budget.ts";

const lookAgainMs = 1_000;

/** Gives the bytes that a process without privileges can still write to the disk of a directory. Rejects with the system's error. */
export async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Gives the function to be called before each write. It never rejects: where the disk cannot be looked at, the write itself fails. */
export function keepToDisk(
  budget: ByteBudget,
  { bytesMax, freeBytes }: { readonly bytesMax: number; readonly freeBytes: () => Promise<number> },
): () => Promise<void> {
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - lookedAtMs < lookAgainMs) return;
    lookedAtMs = performance.now();
    try {
      budget.bytesMax = Math.min(bytesMax, (budget.taken + (await freeBytes())) / 2);
    } catch {
      budget.bytesMax = bytesMax;
    }
  };
}
