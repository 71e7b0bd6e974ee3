/** The aggregator, its reconciler and its jobs put together on a log and a store: the same in a process of its own and in one with everything. */
import type { Readiness } from "@qorgau/schemas/responses/health";
import type { HttpRoutes } from "@qorgau/infra/http/http-server";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { startAggregator } from "./aggregator.ts";
import type { Aggregator, AggregatorOptions } from "./aggregator.ts";
import { operationsRoutes } from "./operations/operations-routes.ts";
import { otherRunner } from "./operations/other-runner.ts";
import { lastLease } from "./tables/leases.ts";
import type { RebuildProgress } from "./rebuild/rebuild.ts";
import { startReconciler } from "./reconciler/reconciler.ts";
import { isOutdated } from "./lease/publisher-lease.ts";

export interface AggregatorServiceOptions extends AggregatorOptions {
  /** Where its parts are put to be stopped. */
  readonly parts: AsyncDisposableStack;
}

export interface AggregatorService extends Pick<Aggregator, "published"> {
  /** How far the tables are that another version of this program folded and that are being made anew at the start; null otherwise. */
  readonly remaking: () => RebuildProgress | null;
  /** `other`, unless the tables are being made anew at the start: then not ready, and how far they are. */
  readonly readiness: (other: () => Promise<Readiness>) => Promise<Readiness>;
  /** The operator's jobs. */
  readonly routes: HttpRoutes;
  /** Resolves, with a message, where the aggregator ended; rejects where it cannot go on. */
  readonly failed: Promise<string>;
}

/**
 * Starts the aggregator and the reconciler and puts both into `parts`, which stops them. Rejects with what `startAggregator` rejects with; what
 * ends them later is in `failed`.
 */
export async function startAggregation({ parts, ...options }: AggregatorServiceOptions): Promise<AggregatorService> {
  const aggregator = parts.adopt(await startAggregator(options), (it) => it.stop());
  const { reconciliation } = parts.adopt(startReconciler({ ...options, lease: aggregator.lease }), (it) => it.stop());
  const { lease, isLeader, rebuild } = aggregator;
  const failed = aggregator.done.then(() => "the aggregator ended");
  // It may end while the service is still being put together, before anybody looks at this.
  failed.catch(() => {});
  const remaking = () => (isOutdated(lease) && rebuild.status().state === "running" ? rebuild.status() : null);
  const elsewhere = () =>
    otherRunner({ isHeld: () => lease.isHeld, isLeader, lastMember: async () => (await lastLease(options.store)).member });
  return {
    remaking,
    readiness: async (other) => {
      const progress = remaking();
      return progress === null ? other() : { ready: false, reason: remakingReason(progress) };
    },
    routes: operationsRoutes({ rebuild, reconciliation, elsewhere }),
    published: aggregator.published,
    failed,
  };
}

function remakingReason({ folded, total }: RebuildProgress): string {
  return `the tables are made anew under rules ${mergingRules}: ${folded} of ${total} records of the log are folded`;
}
