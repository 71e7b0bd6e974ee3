/**
 * Compares every record of an exported log with what was signed of it, in one reading. Which record a line should hold follows from the first line; one
 * that holds none, or another one, is damaged, and may stand for several whose line feeds are gone: how many, tells the next that can be read.
 */
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { LogRecord } from "../../log/event-log.ts";
import { readLine, recordLine, RecordsChecksum } from "../../log/transfer/log-file.ts";
import type { FoundLine } from "../../log/transfer/log-file.ts";
import { rawLinesOf } from "../../log/transfer/raw-lines.ts";
import { PartitionComparison } from "../domain/compare-records.ts";
import type { ComparedPartition } from "../domain/compare-records.ts";
import { leafHash } from "../domain/leaf-hash.ts";
import { hashBytes, leafIn, tileWidth } from "../domain/merkle-tree.ts";
import { openTrustedCheckpoint, partitionOfOrigin } from "../domain/signed-note.ts";
import type { Checkpoint } from "../domain/signed-note.ts";
import { trustedCheckpoints } from "./verification.ts";
import type { Trust, Verification, VerifyProgress } from "./verification.ts";

const recordsPerReport = 10_000;
const damagedLine = "its line is damaged";

export interface VerifyExportOptions extends Trust {
  readonly file: string;
  readonly onProgress?: VerifyProgress;
}

/** Rejects with errors of the file system where the file cannot be opened; one that ends too early, or cannot be unpacked, is a fault. */
export async function verifyExport({ file, onProgress = () => {}, ...trust }: VerifyExportOptions): Promise<Verification> {
  const reading = new ExportReading(trust);
  let lines = 0;
  try {
    for await (const bytes of rawLinesOf(file)) {
      reading.take(readLine(bytes), (lines += 1));
      if (lines % recordsPerReport === 0) onProgress(reading.records, reading.total);
    }
  } catch (error) {
    if (lines === 0) throw error;
    reading.breakOff(`the file cannot be read on behind line ${lines}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return reading.result();
}

class ExportReading {
  readonly #trust: Trust;
  readonly #given: ReadonlyMap<number, readonly Checkpoint[]>;
  readonly #faults: string[];
  readonly #compared: ComparedPartition[] = [];
  readonly #checksum = new RecordsChecksum();
  /** The last offsets that the first line names; null where that is damaged. */
  #cut: Watermark | null = null;
  #isEnded = false;
  #partition = 0;
  #comparison: PartitionComparison | null = null;
  #leaves: Uint8Array = new Uint8Array();
  /** The offset of the first of them. */
  #leavesFrom = 0;
  /** Damaged lines since the last record that was read. */
  #pending = 0;
  #unplaced = 0;
  /** Compared so far. */
  records = 0;
  /** As the first line says; 0 where it is damaged. */
  total = 0;

  constructor(trust: Trust) {
    this.#trust = trust;
    const { byPartition, faults } = trustedCheckpoints(trust);
    this.#given = byPartition;
    this.#faults = [...faults];
  }

  take(line: FoundLine, number: number): void {
    if (number === 1) return this.#begin(line);
    if (line.kind === "record") return this.#record(line.record);
    if (line.kind === "leaves") return this.#takeLeaves(line.hashes);
    if (line.kind === "checkpoint") return this.#checkpoint(line.note, number);
    if (line.kind === "end") return this.#end(line.sha256);
    this.#pending += 1;
  }

  breakOff(fault: string): void {
    this.#faults.push(fault);
    this.#isEnded = true;
  }

  result(): Verification {
    if (!this.#isEnded) this.#faults.push("the file ends before its last line");
    this.#finish();
    const left = [...(this.#cut?.keys() ?? []), ...this.#given.keys()].filter(
      (one) => !this.#compared.some(({ partition }) => partition === one),
    );
    for (const partition of new Set(left)) {
      this.#partition = partition;
      this.#comparison = null;
      this.#finish();
    }
    const isNamed = this.#compared.some(({ differing }) => differing.length > 0);
    if (this.#unplaced > 0 && !isNamed) this.#faults.push(`${this.#unplaced} lines are none that an export writes`);
    return { partitions: this.#compared.toSorted((a, b) => a.partition - b.partition), faults: this.#faults };
  }

  #begin(line: FoundLine): void {
    if (line.kind === "header") [this.#cut, this.total] = [parseWatermark(line.header.watermark), line.header.records];
    if (this.#cut === null) this.#faults.push("the first line is damaged, or this is no exported log");
    this.#partition = [...(this.#cut?.keys() ?? [0])][0] ?? 0;
  }

  #record(record: LogRecord): void {
    const { partition, offset } = record;
    if (partition !== this.#partition && this.#mayFollow(partition, offset)) this.#goTo(partition);
    const comparison = this.#current();
    // Damaged lines before it were the records up to it; how many lines they are says nothing, since their line feeds may be gone.
    const isBehindDamage = partition === this.#partition && this.#pending > 0 && offset > comparison.size && this.#isWithinCut(offset);
    if (isBehindDamage) this.#damagedUpTo(offset);
    if (partition !== this.#partition || offset !== comparison.size) {
      this.#pending += 1;
      return;
    }
    this.#unplaced += this.#pending;
    this.#pending = 0;
    this.#checksum.add(recordLine(record));
    this.#add({ leaf: leafHash(record) });
  }

  #isWithinCut(offset: number): boolean {
    return offset <= (this.#cut?.get(this.#partition) ?? Infinity);
  }

  /** Whether a record may be the first of another partition here: the one at hand is at its end, or nobody knows where that is. */
  #mayFollow(partition: number, offset: number): boolean {
    if (offset !== 0 || this.#compared.some((one) => one.partition === partition)) return false;
    const last = this.#cut?.get(this.#partition);
    return this.#cut === null || (last !== undefined && this.#current().size > last);
  }

  #takeLeaves(hashes: Uint8Array): void {
    const { size } = this.#current();
    // Damaged lines before it were the rest of the tile.
    if (this.#pending > 0 && size % tileWidth !== 0) this.#damagedUpTo(size + tileWidth - (size % tileWidth));
    this.#leaves = hashes;
    this.#leavesFrom = this.#current().size;
  }

  #checkpoint(note: string, number: number): void {
    const opened = openTrustedCheckpoint(note, this.#trust.publicKeys);
    const partition = partitionOfOrigin(note.slice(0, note.indexOf("\n")));
    if (opened === null) this.#faults.push(`the checkpoint in line ${number} is not signed by a key that was given`);
    if (partition === null) return;
    if (partition !== this.#partition) this.#goTo(partition);
    if (opened !== null && this.#comparison === null) this.#comparison = this.#comparisonOf([opened]);
  }

  #end(sha256: string): void {
    this.#isEnded = true;
    this.#finish();
    const isNamed = this.#compared.some(({ differing }) => differing.length > 0);
    if (!isNamed && this.#checksum.digest() !== sha256) this.#faults.push("the records are not those of the checksum in the last line");
  }

  #goTo(partition: number): void {
    this.#finish();
    this.#partition = partition;
    this.#comparison = null;
    this.#leaves = new Uint8Array();
  }

  /** What is left of the partition at hand cannot be read. */
  #finish(): void {
    if (this.#compared.some(({ partition }) => partition === this.#partition)) return;
    const comparison = this.#current();
    const last = this.#cut?.get(this.#partition);
    if (last !== undefined) this.#damagedUpTo(last + 1);
    this.#unplaced += this.#pending;
    this.#pending = 0;
    this.#compared.push(comparison.result());
  }

  #damagedUpTo(offset: number): void {
    const comparison = this.#current();
    while (comparison.size < offset) this.#add({ leaf: null, reason: damagedLine });
    this.#pending = 0;
  }

  #add(record: Parameters<PartitionComparison["add"]>[0]): void {
    const comparison = this.#current();
    // A line of leaves that is damaged leaves its records without any.
    if (comparison.size % tileWidth === 0 && this.#leavesFrom !== comparison.size) this.#leaves = new Uint8Array();
    const leaf = leafIn(this.#leaves, comparison.size);
    comparison.add(record, leaf.length === hashBytes ? leaf : null);
    this.records += 1;
  }

  #current(): PartitionComparison {
    return (this.#comparison ??= this.#comparisonOf([]));
  }

  #comparisonOf(signed: readonly Checkpoint[]): PartitionComparison {
    return new PartitionComparison(this.#partition, [...signed, ...(this.#given.get(this.#partition) ?? [])]);
  }
}
