/** The aggregator, its reconciler and its jobs put together on a log and a store: the same in a process of its own and in one with everything. */
import type { HttpRoutes } from "@qorgau/infra/runtime/http-server";
import { startAggregator } from "./aggregator.ts";
import type { Aggregator, AggregatorOptions } from "./aggregator.ts";
import { operationsRoutes } from "./http/operations-routes.ts";
import { otherRunner } from "./other-runner.ts";
import { lastTurn } from "./tables/turns.ts";
import { startReconciler } from "./reconciler/reconciler.ts";

export interface AggregatorServiceOptions extends AggregatorOptions {
  /** Where its parts are put to be stopped. */
  readonly parts: AsyncDisposableStack;
}

export interface AggregatorService extends Pick<Aggregator, "published"> {
  /** The operator's jobs. */
  readonly routes: HttpRoutes;
  /** Resolves, with a message, where the aggregator ended; rejects where it cannot go on. */
  readonly failed: Promise<string>;
}

export async function startAggregation({ parts, ...options }: AggregatorServiceOptions): Promise<AggregatorService> {
  const aggregator = parts.adopt(await startAggregator(options), (it) => it.stop());
  const { reconciliation } = parts.adopt(startReconciler({ ...options, turn: aggregator.turn }), (it) => it.stop());
  const { turn, folds } = aggregator;
  const elsewhere = () => otherRunner({ isHeld: () => turn.isHeld, folds, lastMember: async () => (await lastTurn(options.store)).member });
  return {
    routes: operationsRoutes({ rebuild: aggregator.rebuild, reconciliation, elsewhere }),
    published: aggregator.published,
    failed: aggregator.done.then(() => "the aggregator ended"),
  };
}
