/** The rebuild as an operator sees it: started once at a time, with its progress, its log lines and its end. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { inSlicesOf } from "@qorgau/infra/process/in-pieces";
import type { Metrics } from "@qorgau/infra/process/metrics";
import type { RebuildStatus } from "@qorgau/schemas/responses/operations";
import { operatorJob } from "../operations/operator-job.ts";
import type { OperatorJob } from "../operations/operator-job.ts";
import { rebuildTables } from "./rebuild-tables.ts";
import type { RebuildTablesOptions } from "./rebuild-tables.ts";

export type Rebuild = OperatorJob<RebuildProgress>;

export type RebuildProgress = Pick<RebuildStatus, "folded" | "total">;

/** How often the progress is logged. */
const logIntervalMs = 5_000;

export interface RebuildOptions extends Omit<RebuildTablesOptions, "onProgress"> {
  readonly metrics: Metrics;
}

/**
 * The job, its log lines and its counter `qorgau_rebuilds_total`. `run` rejects with what `rebuildTables` rejects with, and where the signal
 * aborts; the next tables are dropped then.
 */
export function createRebuild({ metrics, ...options }: RebuildOptions): Rebuild {
  const { logger, next, signal } = options;
  const ended = metrics.counter("qorgau_rebuilds_total", "Rebuilds of all tables from the log, by how they ended", ["result"]);
  for (const result of ["done", "failed"] as const) ended.inc({ result }, 0);
  const work = async (report: (progress: RebuildProgress) => void) => {
    logger.info({ rules: mergingRules }, "all tables are made anew from the log");
    const say = atIntervals(logIntervalMs, (progress: RebuildProgress) => logger.info(progress, "tables are being made anew"));
    const onProgress = (progress: RebuildProgress) => {
      report(progress);
      say(progress);
    };
    try {
      const how = await inSlicesOf("aggregator", () => rebuildTables({ ...options, onProgress }));
      if (how === "aborted") throw new Error("The service stopped before the rebuild was done; the tables are as they were.");
      ended.inc({ result: "done" });
      logger.info("the tables that were made anew are in use");
    } catch (error) {
      ended.inc({ result: "failed" });
      if (!signal.aborted) logger.error({ err: error }, "the rebuild failed");
      // Dropped at the next start otherwise.
      await next.drop().catch(() => {});
      throw error;
    }
  };
  return operatorJob({ folded: 0, total: 0 }, work, (error) => (error instanceof Error ? error.message : "unknown"));
}

/** Passes on the first report, and later ones at most once in the interval. */
function atIntervals<Reported>(intervalMs: number, pass: (reported: Reported) => void): (reported: Reported) => void {
  let passedAtMs = -Infinity;
  return (reported) => {
    if (performance.now() - passedAtMs < intervalMs) return;
    passedAtMs = performance.now();
    pass(reported);
  };
}
