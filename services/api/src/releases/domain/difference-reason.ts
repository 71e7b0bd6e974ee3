/** Why the figures of a release differ from those computed now, where nothing is wrong with either. Pure. */
import type { ReleaseVerification } from "@qorgau/schemas/responses/releases";

interface UnderRules {
  readonly rules: number;
}

/** Figures made under other merging rules may differ without any fault; those under the same ones have no such reason. */
export function differenceReason(released: UnderRules, now: UnderRules, differences: readonly unknown[]): ReleaseVerification["reason"] {
  return differences.length > 0 && released.rules !== now.rules ? "rules_differ" : null;
}
