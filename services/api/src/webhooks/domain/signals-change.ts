/** What changed between two responses of `/v1/signals` to the same request. Pure. */
import type { SignalRow, SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { SignalsChange } from "@qorgau/schemas/responses/webhooks";

const nameOf = ({ raised, measure, scope, region, sector, detector }: SignalRow) =>
  JSON.stringify([raised, measure, scope, region, sector, detector]);

/**
 * The change from `before`, null where there is none, to `after`. A signal that is so old that `after` does not show its week any more is not withdrawn.
 * `since` is the watermark of `before`.
 */
export function signalsChange(before: SignalsResponse | null, after: SignalsResponse, since: string): SignalsChange {
  const known = new Map((before?.rows ?? []).map((row) => [nameOf(row), row]));
  const now = new Map(after.rows.map((row) => [nameOf(row), row]));
  const texts = new Set([...(before?.groupFatalities ?? []), ...(before?.recorded ?? [])].map((one) => JSON.stringify(one)));
  const isNew = (one: object) => !texts.has(JSON.stringify(one));
  const isShown = ({ raised }: SignalRow) => after.from !== null && raised >= after.from;
  return {
    since,
    watermark: after.watermark,
    rules: after.rules,
    raised: [...now].flatMap(([name, row]) => (JSON.stringify(known.get(name)) === JSON.stringify(row) ? [] : [row])),
    withdrawn: [...known].flatMap(([name, row]) => (now.has(name) || !isShown(row) ? [] : [row])),
    groupFatalities: after.groupFatalities.filter(isNew),
    recorded: after.recorded.filter(isNew),
  };
}
