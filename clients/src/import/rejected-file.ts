/** What was refused, one JSON line each, written beside the file it came from; in the current directory where that place takes nothing. */
import { rmSync } from "node:fs";
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { maskIins } from "@qorgau/schemas/events/personal-identifier";

/** Of a member of the event, as the ingest endpoint reports it, or of a cell. */
export interface RowFault {
  readonly rule?: string;
  readonly pointer?: string;
  readonly column?: string;
  readonly message: string;
}

/** One line of the file, as JSON. A row of several events has a line for each that was refused. */
export interface RejectedRow {
  readonly row: number;
  /** Null where no event was made of the row. An IIN in it is masked where it is written. */
  readonly subject: string | null;
  readonly errors: readonly RowFault[];
}

export class RejectedFile implements AsyncDisposable {
  readonly #places: readonly [string, string];
  #handle: FileHandle | null = null;
  #path: string | null = null;

  constructor(importedPath: string) {
    const name = `${basename(importedPath)}.rejected.ndjson`;
    this.#places = [`${resolve(importedPath)}.rejected.ndjson`, resolve(name)];
    // Rows that an earlier run refused must not be taken for this one's.
    for (const place of this.#places) removeIfThere(place);
  }

  /** Where the rows lie; null while none was refused. */
  get path(): string | null {
    return this.#path;
  }

  async write(rows: readonly RejectedRow[]): Promise<void> {
    if (rows.length === 0) return;
    this.#handle ??= await this.#open();
    await this.#handle.appendFile(
      rows.map((row) => `${JSON.stringify({ ...row, subject: row.subject === null ? null : maskIins(row.subject) })}\n`).join(""),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle?.close();
    this.#handle = null;
  }

  async #open(): Promise<FileHandle> {
    const [beside, here] = this.#places;
    try {
      return await this.#openAt(beside);
    } catch {
      return await this.#openAt(here);
    }
  }

  async #openAt(place: string): Promise<FileHandle> {
    const handle = await open(place, "w");
    this.#path = place;
    return handle;
  }
}

function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A place that cannot be written is found out, and reported, when there is something to write.
  }
}
