/** What the rows of one file have stated so far, so that two accidents under one number are not sent as one record. */

/** What of an event says which statement it is, and its data. */
export interface StatedEvent {
  readonly source?: unknown;
  readonly type?: unknown;
  readonly subject?: unknown;
  readonly revision?: unknown;
  readonly data?: unknown;
}

/** Holds for each event two texts that `digest` makes of what it states, and a number. */
export class StatedRevisions {
  readonly #digest: (text: string) => string;
  readonly #stated = new Map<string, { readonly row: number; readonly content: string }>();

  constructor(digest: (text: string) => string) {
    this.#digest = digest;
  }

  /** The number of an earlier row that stated other data of the same record and revision; null where there is none. */
  contradicted(row: number, { source, type, subject, revision, data }: StatedEvent): number | null {
    // All types of a kind of record share its name: `kz.qorgau.case.…`.
    const record = this.#of([source, String(type).split(".")[2], subject, revision]);
    // What the ingest endpoint tells a repetition by.
    const content = this.#of([type, data]);
    const stated = this.#stated.get(record);
    if (stated === undefined) this.#stated.set(record, { row, content });
    return stated === undefined || stated.content === content ? null : stated.row;
  }

  #of(value: unknown): string {
    return this.#digest(JSON.stringify(value));
  }
}
