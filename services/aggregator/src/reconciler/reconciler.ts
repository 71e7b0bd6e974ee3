/**
 * The reconciler: counts published rows again from the journal, a few at random every so often, or all where an operator starts it. It reports
 * what differs by metric and log and publishes it anew. Of several members the one that holds the lease does so.
 */
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@qorgau/infra/process/logger";
import type { Metrics } from "@qorgau/infra/process/metrics";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import type { ReconciliationStatus } from "@qorgau/schemas/responses/operations";
import { operatorJob } from "../operations/operator-job.ts";
import type { OperatorJob } from "../operations/operator-job.ts";
import { anyCases, anyMonth, cellsAfter, recordsAfter } from "../tables/published-pages.ts";
import { LeaseError } from "../lease/lease-error.ts";
import { isOutdated } from "../lease/publisher-lease.ts";
import type { PublisherLease } from "../lease/publisher-lease.ts";
import { createCheck, pageRowsMax } from "./check.ts";
import type { Suspects } from "../recount/recount.ts";

export interface ReconcilerOptions {
  readonly store: Store;
  readonly lease: PublisherLease;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** From the end of one look to the next; longer after a look that took long. */
  readonly intervalMs?: number;
}

export interface Reconciler {
  /** Counts everything again. */
  readonly reconciliation: OperatorJob<Pick<ReconciliationStatus, "checked" | "differences">>;
  /** One look at a few random rows; gives how many differed. */
  look(): Promise<number>;
  /** Ends the look under way. Safe to call twice. */
  stop(): Promise<void>;
}

/** Few enough for a look of some milliseconds. */
const randomCells = { case: 20, exposure: 5, records: 20 } as const;
/** At most this part of the time is spent with looking. */
const shareOfTime = 1 / 50;

/**
 * Begins to look at once, and then at least `intervalMs` (3,000 by default) after each look. A look that fails is counted and logged; it ends
 * nothing. Nothing is looked at while another member holds the lease or the tables are outdated.
 */
export function startReconciler(options: ReconcilerOptions): Reconciler {
  const { store, lease, logger, metrics, intervalMs = 3_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const check = createCheck(options);

  const look = async (): Promise<number> => {
    if (await lease.settle()) logger.warn("a block of figures had landed late; its rows are counted again");
    if (!lease.isHeld || isOutdated(lease) || lease.published.cut.watermark === "") return 0;
    const month = await anyMonth(store);
    const months = month === undefined ? 0 : (await check.months(month)).differences;
    const rows = await check.rows({
      cells: [...(await anyCases(store, month, randomCells.case)), ...(await randomExposures(store))],
      records: await recordsAfter(store, { after: randomBytes(8).readBigUInt64BE().toString(), limit: randomCells.records }),
    });
    return months + rows.differences;
  };

  const reconcileAll = async (report: (progress: { checked: number; differences: number }) => void) => {
    if (!lease.isHeld) throw new LeaseError("turn_not_held", "Another member has the turn to write; it counts again.");
    if (isOutdated(lease)) throw new Error("The tables are being made anew; there is nothing to count again.");
    const done = { checked: 0, differences: 0 };
    for await (const suspects of allSuspects(store)) {
      if (signal.aborted) throw new Error("The service stopped before everything was counted again.");
      const { checked, differences } = await check.rows(suspects);
      done.checked += checked;
      done.differences += differences;
      report({ ...done });
    }
    const months = await check.months();
    report({ checked: done.checked + months.checked, differences: done.differences + months.differences });
  };

  const failures = metrics.counter("qorgau_reconciler_failures_total", "Looks of the reconciler that came to no end");
  const run = async () => {
    while (!signal.aborted) {
      const startedMs = performance.now();
      await look().catch((error: unknown) => {
        failures.inc();
        const passes = error instanceof LeaseError || (error instanceof StoreError && error.retryable);
        logger[passes ? "debug" : "error"]({ err: error }, "the reconciler could not look");
      });
      const restMs = Math.max(intervalMs, (performance.now() - startedMs) / shareOfTime);
      await delay(restMs, undefined, { signal, ref: false }).catch(() => {});
    }
  };
  const done = run();
  const reconciliation = operatorJob({ checked: 0, differences: 0 }, reconcileAll, (error) =>
    error instanceof Error ? error.message : "unknown",
  );
  const stop = async () => {
    stopping.abort();
    await done;
    if (reconciliation.status().state === "running") await reconciliation.run().catch(() => {});
  };
  return { reconciliation, look, stop };
}

async function randomExposures(store: Store): Promise<string[]> {
  return cellsAfter(store, "exposure", { after: randomBytes(32).toString("hex"), limit: randomCells.exposure });
}

/** Every published row, and every record of the journal, since a row may be missing. */
async function* allSuspects(store: Store): AsyncGenerator<Suspects> {
  for (const grain of ["exposure", "case"] as const) {
    for (let cells: string[] = [], after = ""; ; after = cells.at(-1)!) {
      cells = await cellsAfter(store, grain, { after, limit: pageRowsMax });
      if (cells.length === 0) break;
      yield { cells, records: [] };
    }
  }
  for (let records: bigint[] = [], after = ""; ; after = String(records.at(-1))) {
    records = await recordsAfter(store, { after, limit: pageRowsMax });
    if (records.length === 0) return;
    yield { cells: [], records };
  }
}
