/** What the aggregator's contract suites share: logs of random statements, and what is published held against one fold of everything. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { readToEnd } from "@qorgau/infra/log/read-to-end";
import type { Logger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import type { Store } from "@qorgau/infra/store/store";
import { foldChange } from "@qorgau/schemas/cases/fold-change";
import { finished } from "@qorgau/schemas/steps";
import { linkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import type { LinkBounds } from "@qorgau/schemas/cases/links/link-bounds";
import { caseDetails, caseDimensions, figureNames } from "@qorgau/schemas/rows/published";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { recordName } from "@qorgau/schemas/events/statement";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { afterAll, beforeEach } from "vitest";
import { z } from "zod";
import { seededStatements, shuffled } from "../../../../test/generators/statements.ts";
import { stampBatch } from "../flush/domain/logged-statements.ts";

let logs = 0;

export async function appendStatements(log: EventLog, statements: readonly LoggedStatement[]): Promise<void> {
  await log.append(statements.map(({ statement }) => ({ key: recordName(statement), value: JSON.stringify(statement) })));
}

/** A log of its own in the directory, with `count` random statements. */
export async function logOf(directory: string, seed: number, count: number): Promise<EventLog> {
  const log = await openEmbeddedEventLog({ directory: join(directory, `log-${(logs += 1)}`), partitions: 3 });
  await appendStatements(log, shuffled(seededStatements(seed, count), seed));
  return log;
}

/** All tables that an aggregator writes, as a migration leaves them. */
export async function emptyTables(store: Store): Promise<void> {
  for (const table of ["journal", "links", "published", "turns", "journal_heads"]) await store.command(`TRUNCATE TABLE ${table}`);
}

/** A store on an engine of its own for the tests of one file: empty before each of them, and gone after the last. */
export async function storeOfSuite(name: string, logger: Logger): Promise<{ readonly directory: string; readonly opened: OpenedStore }> {
  const directory = await mkdtemp(join(tmpdir(), name));
  const opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger });
  afterAll(async () => {
    await opened.close();
    await rm(directory, { recursive: true, force: true });
  });
  await migrate(opened.store);
  beforeEach(() => emptyTables(opened.store));
  return { directory, opened };
}

const columns = ["grain", "cell", ...caseDetails, ...caseDimensions, ...figureNames, "payload"] as const;

/** The published rows, empty cells and vanished cases left out. */
export async function publishedRows(store: Store): Promise<string[]> {
  const text = columns.map((name) => `toString(${name})`).join(", ");
  const rows = await store.query({
    sql: `SELECT concatWithSeparator('¦', ${text}, toString(date)) AS row FROM published FINAL
          WHERE grain IN ('exposure', 'month', 'case') AND NOT (grain = 'month' AND cases = 0) AND NOT (grain != 'month' AND payload = '')`,
    row: z.object({ row: z.string() }),
  });
  return rows.map(({ row }) => row).sort();
}

/** The same rows, from one fold of the whole log. */
export async function expectedRows(log: EventLog, bounds: LinkBounds = linkBounds): Promise<string[]> {
  const batch = finished(stampBatch(await readToEnd(log), { watermark: new Map(), effectiveAt: new Map() }));
  const all = foldChange(batch.statements, () => false, { bounds, overfull: new Set() });
  return [...all.cases, ...all.exposures, ...all.months.values()]
    .map((row) => [...columns.map((name) => String(row[name])), row.date].join("¦"))
    .sort();
}

/** Watches what is published: `until` resolves once all that the log holds now is in it. */
export function watchCuts() {
  let published: Watermark = new Map();
  const waiting = new Map<() => void, Watermark>();
  return {
    onPublished({ watermark }: { readonly watermark: string }): void {
      published = parseWatermark(watermark) ?? new Map<number, number>();
      for (const [resolve, end] of waiting) {
        if (!includes(published, end)) continue;
        waiting.delete(resolve);
        resolve();
      }
    },
    async until(log: EventLog): Promise<void> {
      const end = await log.end();
      if (!includes(published, end)) await new Promise<void>((resolve) => waiting.set(resolve, end));
    },
  };
}
