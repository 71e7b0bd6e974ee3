/**
 * Compares the records of one partition with what was signed of them. Beside the signed roots there are the stored leaves, which nobody signed one by
 * one: as long as they lead to the signed root they are what was signed, and a record with another leaf is not. Pure: records and leaves come one
 * after the other.
 */
import { RunningRoot } from "./running-root.ts";
import type { TreeHead } from "./merkle-tree.ts";

/** Neighbouring records, both ends included. */
export interface RecordRange {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export interface ComparedPartition {
  readonly partition: number;
  /** How many records the largest signed tree covers; 0 where none was signed. */
  readonly covered: number;
  /** Behind it: nothing says what they were. */
  readonly uncovered: number;
  /** Whether the leaves that are stored lead to every signed root; null where none are stored. */
  readonly leavesAreSigned: boolean | null;
  /** What is not as it was signed; empty where all of it is. */
  readonly differing: readonly RecordRange[];
}

/** One record as it is found. `leaf` is null where it cannot be read, for this reason. */
export type FoundRecord = { readonly leaf: Uint8Array } | { readonly leaf: null; readonly reason: string };

export const otherThanSigned = "it is not what was signed";
const changedTogether = "one of them, and what is stored of its leaf, is not what was signed";

const equals = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** Takes records from offset 0 upwards. */
export class PartitionComparison {
  readonly #partition: number;
  readonly #signed: readonly TreeHead[];
  readonly #records = new RunningRoot();
  readonly #leaves = new RunningRoot();
  readonly #differing: RecordRange[] = [];
  #size = 0;
  #hasLeaves = false;
  /** Whether every record so far could be read, and every leaf was stored. */
  #isWhole = { records: true, leaves: true };
  /** The largest signed trees that the records, and the leaves, led to; and the first that they did not. */
  readonly #reached = { records: 0, leaves: 0 };
  readonly #missed: { records: number | null; leaves: number | null } = { records: null, leaves: null };

  /** `signed` are trees whose signatures were verified. */
  constructor(partition: number, signed: readonly TreeHead[]) {
    this.#partition = partition;
    this.#signed = signed.toSorted((a, b) => a.size - b.size);
  }

  get size(): number {
    return this.#size;
  }

  /** How many records the largest signed tree covers. */
  get covered(): number {
    return this.#signed.at(-1)?.size ?? 0;
  }

  /** The next record; `stored` is its leaf as it is stored, null where none is. */
  add(record: FoundRecord, stored: Uint8Array | null): void {
    const offset = this.#size;
    this.#size += 1;
    if (record.leaf === null) this.#note(offset, record.reason);
    if (offset >= this.covered) return;
    if (stored !== null) this.#hasLeaves = true;
    if (record.leaf !== null && stored !== null && !equals(record.leaf, stored)) this.#note(offset, otherThanSigned);
    if (record.leaf === null) this.#isWhole.records = false;
    else this.#records.add(record.leaf);
    if (stored === null) this.#isWhole.leaves = false;
    else this.#leaves.add(stored);
    const signed = this.#signed.filter(({ size }) => size === this.#size);
    for (const { size, root } of signed) {
      for (const one of ["records", "leaves"] as const) {
        const running = one === "records" ? this.#records : this.#leaves;
        if (this.#isWhole[one] && equals(running.root(), root)) this.#reached[one] = size;
        else this.#missed[one] ??= size;
      }
    }
  }

  /** After the last record. */
  result(): ComparedPartition {
    const { covered } = this;
    if (this.#size < covered) this.#differing.push(this.#range(this.#size, covered - 1, "it is missing"));
    const uncovered = Math.max(0, this.#size - covered);
    const leavesAreSigned = this.#hasLeaves ? this.#missed.leaves === null && this.#size >= covered : null;
    const about = { partition: this.#partition, covered, uncovered, leavesAreSigned };
    // Of records that lead to the signed root none is another one, whatever their leaves are.
    if (this.#missed.records === null) return { ...about, differing: this.#differing.filter(({ reason }) => reason !== otherThanSigned) };
    if (leavesAreSigned === true || this.#differing.length > 0) return { ...about, differing: this.#differing };
    // Records and leaves agree, and lead to another root than was signed: between two checkpoints both were changed.
    return { ...about, differing: [this.#range(this.#reached.records, this.#missed.records - 1, changedTogether)] };
  }

  #note(offset: number, reason: string): void {
    const last = this.#differing.at(-1);
    if (last !== undefined && last.to === offset - 1 && last.reason === reason)
      this.#differing[this.#differing.length - 1] = { ...last, to: offset };
    else this.#differing.push(this.#range(offset, offset, reason));
  }

  #range(from: number, to: number, reason: string): RecordRange {
    return { partition: this.#partition, from, to, reason };
  }
}
