/** Values page by page. */
import type { RowValue } from "@qorgau/schemas/responses/revisions-response";

/** A page ends with the value that brings its changes to `limit`: a value is never parted. `next` is how many values came so far. */
export function pageOfValues(
  values: readonly RowValue[],
  { limit, after }: { readonly limit: number; readonly after: bigint | null },
): { readonly values: RowValue[]; readonly next: bigint | null } {
  const first = Number(after ?? 0n);
  let changes = 0;
  let end = first;
  for (; end < values.length && changes < limit; end += 1) changes += values[end]!.changes.length;
  return { values: values.slice(first, end), next: end < values.length ? BigInt(end) : null };
}
