/** Reads the statements of the inspection that no case is made of, at one cut. */
import { effectiveSupplements } from "@qorgau/infra/store/journal/supplements";
import type { Store } from "@qorgau/infra/store/store";
import type { ActiveSupplements } from "@qorgau/schemas/events/supplement";
import { TooManyCells } from "../paging/domain/response-rows.ts";
import type { RequestedCut } from "../past/requested-cut.ts";

const statementsMax = 100_000;

export interface SupplementReader {
  /** By source and subject. Rejects with a `StoreError`, and with `TooManyCells` above 100,000 of them. */
  statements<Entity extends "inspection.statistics" | "occurrence">(
    entity: Entity,
    cut: Pick<RequestedCut, "watermark">,
  ): Promise<ActiveSupplements[Entity][]>;
}

export function createSupplementReader({ store }: { readonly store: Store }): SupplementReader {
  return {
    async statements(entity, { watermark }) {
      const found = await effectiveSupplements(store, { entity, limit: statementsMax + 1 }, watermark);
      if (found.length > statementsMax) throw new TooManyCells(found.length, statementsMax);
      return found;
    },
  };
}
