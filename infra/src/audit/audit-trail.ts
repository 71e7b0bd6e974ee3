/**
 * The audit trail: who read cases, and what operators did. Files of lines in a folder of their own, one for each day, that are only appended to; never in
 * the canonical log. An entry holds no personal data: callers are ids of tokens, what was requested is masked.
 */
import { open, readdir, rm } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { auditEntrySchema } from "@qorgau/schemas/access/audit-response";
import type { AuditEntry, AuditPlace, AuditQuery } from "@qorgau/schemas/access/audit-response";
import { makeOwnFolder, syncFolder } from "../process/sync-folder.ts";
import { maskIins, maskPseudonyms } from "@qorgau/schemas/events/personal-identifier";

export interface AuditTrailOptions {
  /** Made with the first entry. */
  readonly directory: string;
  /** Files of earlier days are removed; 0: none is. */
  readonly days: number;
  readonly clock?: () => number;
}

export interface AuditPage {
  /** The oldest first. */
  readonly entries: readonly AuditEntry[];
  /** Where the next page begins; null where there is nothing more. */
  readonly next: AuditPlace | null;
}

export interface AuditTrail {
  /** Resolves once the entry is durable; rejects with the system's error where it cannot be written. */
  append(entry: Omit<AuditEntry, "at">): Promise<void>;
  read(query: AuditQuery): Promise<AuditPage>;
}

const dayMs = 24 * 60 * 60 * 1000;
const newline = 0x0a;
const fileForm = /^(\d{4}-\d{2}-\d{2})\.ndjson$/;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** Several processes may append to one folder. Entries that come while others are written are made durable together. */
export function openAuditTrail({ directory, days, clock = Date.now }: AuditTrailOptions): AuditTrail {
  const fileOf = (day: string) => join(directory, `${day}.ndjson`);
  let waiting: { readonly line: string; readonly settle: (error: unknown) => void }[] = [];
  let isWriting = false;
  let tidiedDay: string | null = null;
  let namedDay: string | null = null;

  const write = async (lines: string) => {
    const day = dayOf(clock());
    await makeOwnFolder(directory);
    if (days > 0 && tidiedDay !== day) await removeBefore(directory, dayOf(clock() - days * dayMs));
    tidiedDay = day;
    const file = await open(fileOf(day), "a+", 0o600);
    try {
      if ((await file.stat()).size === 0) namedDay = null;
      await file.appendFile(`${(await endsWithinLine(file)) ? "\n" : ""}${lines}`);
      await file.datasync();
      // Whoever made the file: another process may have, and not have come to this yet.
      if (namedDay !== day) await syncFolder(directory);
      namedDay = day;
    } finally {
      await file.close();
    }
  };
  const writeAll = async () => {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      const error = await write(group.map(({ line }) => `${line}\n`).join("")).then(
        () => null,
        (cause: unknown) => cause,
      );
      for (const { settle } of group) settle(error);
    }
    isWriting = false;
  };

  return {
    append(entry) {
      const line = JSON.stringify({
        at: new Date(clock()).toISOString(),
        ...entry,
        route: masked(entry.route),
        parameters: masked(entry.parameters),
      } satisfies AuditEntry);
      return new Promise((resolve, reject) => {
        waiting.push({ line, settle: (error) => (error === null ? resolve() : reject(error)) });
        void writeAll();
      });
    },
    async read({ from, to, token, limit, at }) {
      const entries: AuditEntry[] = [];
      const first = at?.day ?? from;
      for (const day of (await daysIn(directory)).filter((one) => (first === null || one >= first) && (to === null || one <= to))) {
        for await (const { line, offset } of linesOf(fileOf(day), at?.day === day ? at.offset : 0)) {
          const entry = entryOf(line);
          if (entry === null || (token !== null && entry.token !== token)) continue;
          if (entries.length === limit) return { entries, next: { day, offset } };
          entries.push(entry);
        }
      }
      return { entries, next: null };
    },
  };
}

/** Gives the text with a `#` in place of each personal identifier. */
export const masked = (text: string): string => maskPseudonyms(maskIins(text));

/** A process that was ended while it wrote leaves a part of a line, which the next entry must not become a part of. */
async function endsWithinLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== newline;
}

/** In their order; none where there is no folder yet. */
async function daysIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names.flatMap((name) => fileForm.exec(name)?.[1] ?? []).toSorted();
}

async function removeBefore(directory: string, day: string): Promise<void> {
  for (const old of (await daysIn(directory)).filter((one) => one < day)) await rm(join(directory, `${old}.ndjson`), { force: true });
}

/** Whole lines alone: what is being written is read the next time. */
async function* linesOf(path: string, from: number): AsyncGenerator<{ readonly line: string; readonly offset: number }> {
  const file = await open(path, "r");
  let rest = Buffer.alloc(0);
  let offset = from;
  for await (const piece of file.createReadStream({ start: from })) {
    rest = Buffer.concat([rest, piece as Buffer]);
    for (let end = rest.indexOf(newline); end !== -1; end = rest.indexOf(newline)) {
      yield { line: rest.toString("utf8", 0, end), offset };
      offset += end + 1;
      rest = rest.subarray(end + 1);
    }
  }
}

function entryOf(line: string): AuditEntry | null {
  try {
    return auditEntrySchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
