/** The rebuild as an operator sees it: started once at a time, with its progress, its log lines and its end. */
import type { Metrics } from "@qorgau/infra/runtime/metrics";
import type { RebuildStatus } from "@qorgau/schemas/operations";
import { operatorJob } from "../operator-job.ts";
import type { OperatorJob } from "../operator-job.ts";
import { rebuildTables } from "./rebuild-tables.ts";
import type { RebuildTablesOptions } from "./rebuild-tables.ts";

export type Rebuild = OperatorJob<Pick<RebuildStatus, "folded" | "total">>;

export interface RebuildOptions extends Omit<RebuildTablesOptions, "onProgress"> {
  readonly metrics: Metrics;
}

export function createRebuild({ metrics, ...options }: RebuildOptions): Rebuild {
  const { logger, next, signal } = options;
  const ended = metrics.counter("qorgau_rebuilds_total", "Rebuilds of all tables from the log, by how they ended", ["result"]);
  const work = async (tell: (progress: { folded: number; total: number }) => void) => {
    logger.info("all tables are made anew from the log");
    try {
      const how = await rebuildTables({ ...options, onProgress: tell });
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
