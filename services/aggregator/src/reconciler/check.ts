/** One check: counts again, reports what differs by metric and log, and publishes it anew. */
import type { Logger } from "@qorgau/infra/process/logger";
import type { Metrics } from "@qorgau/infra/process/metrics";
import type { Store } from "@qorgau/infra/store/store";
import type { RowDifference } from "../flush/domain/row-differences.ts";
import { casesEverIn, wrongMonths } from "../tables/month-sums.ts";
import { monthCount } from "../tables/published-pages.ts";
import type { PublisherLease } from "../lease/publisher-lease.ts";
import { recount } from "../recount/recount.ts";
import type { Suspects } from "../recount/recount.ts";
import { repair } from "./repair.ts";

export interface CheckOptions {
  readonly store: Store;
  readonly lease: PublisherLease;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

interface Checked {
  readonly checked: number;
  readonly differences: number;
}

/**
 * Both compare with the journal and publish anew what differs; they reject with `StoreError`, or with `LeaseError` where a repair finds the lease
 * lost.
 */
export interface Check {
  rows(suspects: Suspects): Promise<Checked>;
  /** One month cell, or all of them. */
  months(only?: string): Promise<Checked>;
}

/** Rows of one check: bounds memory, and the time for which a repair holds up the flushes. */
export const pageRowsMax = 2_000;

/** Registers the reconciler's counters of checked rows and of differences. Whatever differs is logged as an error, column by column. */
export function createCheck({ store, lease, logger, metrics }: CheckOptions): Check {
  const checks = metrics.counter("qorgau_reconciler_checked_total", "Published rows counted again", ["kind"]);
  const different = metrics.counter("qorgau_reconciler_differences_total", "Published rows that differed from the journal", ["grain"]);
  for (const grain of ["exposure", "case", "month"] as const) different.inc({ grain }, 0);
  const report = ({ grain, cell, columns }: RowDifference) => {
    different.inc({ grain });
    for (const column of columns)
      logger.error({ grain, cell, ...column }, "a published row differs from the journal; it is published anew");
  };

  const rows = async (suspects: Suspects): Promise<Checked> => {
    const { checked, differences } = await recount(store, suspects, lease.published.cut);
    checks.inc({ kind: "row" }, checked);
    for (const difference of differences) report(difference);
    if (differences.length > 0) await repair(store, lease, { cells: differences.map(({ cell }) => cell), months: [] });
    return { checked, differences: differences.length };
  };

  /** The cell or its cases may be wrong. All cases that could belong to it come first: of right ones it is the sum. */
  const mendMonth = async (cell: string) => {
    different.inc({ grain: "month" });
    logger.error({ grain: "month", cell }, "a published month is not the sum of its cases; both are counted again");
    const cases = await casesEverIn(store, cell);
    for (let from = 0; from < cases.length; from += pageRowsMax) await rows({ cells: cases.slice(from, from + pageRowsMax), records: [] });
    await repair(store, lease, { cells: [], months: [cell] });
  };

  return {
    rows,
    async months(only) {
      const checked = only === undefined ? await monthCount(store) : 1;
      const wrong = await wrongMonths(store, only);
      checks.inc({ kind: "month" }, checked);
      for (const cell of wrong) await mendMonth(cell);
      return { checked, differences: wrong.length };
    },
  };
}
