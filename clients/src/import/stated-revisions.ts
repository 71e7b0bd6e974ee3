/** What the rows of one file have stated so far, so that two accidents under one number are not sent as one record. */
import { hash } from "node:crypto";
import type { OutboundEvent } from "./outbound-event.ts";

interface Stated {
  readonly row: number;
  readonly content: string;
}

/** Holds two hashes and a number for each event. */
export class StatedRevisions {
  readonly #stated = new Map<string, Stated>();

  /** The number of an earlier row that stated other data of the same record and revision; null where there is none. */
  contradicted(row: number, { source, type, subject, revision, data }: OutboundEvent): number | null {
    // All types of a kind of record share its name: `kz.qorgau.case.…`.
    const record = hashOf([source, type.split(".")[2], subject, revision]);
    // What the ingest endpoint tells a repetition by.
    const content = hashOf([type, data]);
    const stated = this.#stated.get(record);
    if (stated === undefined) this.#stated.set(record, { row, content });
    return stated === undefined || stated.content === content ? null : stated.row;
  }
}

function hashOf(value: unknown): string {
  return hash("sha256", JSON.stringify(value), "base64");
}
