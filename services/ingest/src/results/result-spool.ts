/**
 * Stores the results of a body until it has been read to its end: a client may read its response only after it has sent everything, and neither
 * side must wait for the other. The first part is in memory, the rest in a file of its own. It stores results, never events. The file need not
 * outlive the process, so that it is never flushed.
 */
import { CodedError } from "@qorgau/schemas/coded-error";
import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, unlink } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { ByteAccount } from "./byte-budget.ts";

const fileName = /^qorgau-results-[0-9a-f-]{36}\.spool$/;
const readBytes = 64 * 1024;

/** Limits of one spool, in bytes, and its place. `directory` must exist (`prepareSpoolDirectory`). */
export interface ResultSpoolOptions {
  readonly directory: string;
  readonly memoryBytesMax: number;
  /** What of this is in memory is taken from here, where it is given; what finds no room goes to the file. */
  readonly memory?: ByteAccount;
  /** What the files of all spools may take together. */
  readonly diskBudget: ByteAccount;
  /** Called before each write to the file: sees how much room the disk has. */
  readonly lookAtDisk?: () => Promise<void>;
}

/** There is no room for more results; all that was written before stays. */
export class ResultSpoolFullError extends CodedError<"spool_full"> {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super("spool_full", message, options);
  }
}

/** Makes the directory, and deletes what a process that was killed left behind. Files of other names are left alone. */
export async function prepareSpoolDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const leftOver = (await readdir(directory)).filter((name) => fileName.test(name));
  for (const name of leftOver) await unlink(join(directory, name)).catch(() => undefined);
}

/** `write` any number of times, then `read`, then `dispose`. */
export class ResultSpool {
  readonly #options: ResultSpoolOptions;
  readonly #memory: Buffer[] = [];
  #memoryBytes = 0;
  #path: string | null = null;
  #file: FileHandle | null = null;
  #fileBytes = 0;
  #disposed = false;

  constructor(options: ResultSpoolOptions) {
    this.#options = options;
  }

  /** Of all that was written. */
  get bytes(): number {
    return this.#memoryBytes + this.#fileBytes;
  }

  /**
   * Adds text; await it before the next. Rejects with a `ResultSpoolFullError` where budget or disk has no
   * room; nothing more may be written after that.
   */
  async write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    if (this.#file === null && this.#memoryBytes + bytes.length <= this.#options.memoryBytesMax && this.#takeMemory(bytes.length)) {
      this.#memory.push(bytes);
      this.#memoryBytes += bytes.length;
      return;
    }
    await this.#options.lookAtDisk?.();
    if (!this.#options.diskBudget.take(bytes.length))
      throw new ResultSpoolFullError("the files of all results together are at their limit");
    try {
      this.#file ??= await this.#openFile();
      await writeAt(this.#file, bytes, this.#fileBytes);
    } catch (error) {
      this.#options.diskBudget.give(bytes.length);
      throw new ResultSpoolFullError("results cannot be written to their file", { cause: error });
    }
    this.#fileBytes += bytes.length;
  }

  /** Everything that was written, in order. A piece is to be used before the next is read: its buffer is used again. */
  async *read(): AsyncGenerator<Buffer> {
    yield* this.#memory;
    const buffer = Buffer.allocUnsafe(Math.min(readBytes, this.#fileBytes));
    for (let position = 0; this.#file !== null && position < this.#fileBytes;) {
      const { bytesRead } = await this.#file.read(buffer, 0, Math.min(readBytes, this.#fileBytes - position), position);
      if (bytesRead === 0) throw new Error("the file of results is shorter than what was written to it");
      position += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  /** Deletes the file. Safe to call twice. */
  async dispose(): Promise<void> {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#memory.length = 0;
    this.#options.memory?.give(this.#memoryBytes);
    this.#options.diskBudget.give(this.#fileBytes);
    await this.#file?.close().catch(() => undefined);
    if (this.#path !== null) await unlink(this.#path).catch(() => undefined);
  }

  #takeMemory(bytes: number): boolean {
    return this.#options.memory?.take(bytes) ?? true;
  }

  async #openFile(): Promise<FileHandle> {
    const path = join(this.#options.directory, `qorgau-results-${randomUUID()}.spool`);
    const file = await open(path, "wx+", 0o600);
    this.#path = path;
    return file;
  }
}

async function writeAt(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
}
