/** A cut of the log: for every partition that holds records, the offset of the last one included. Written `0:812,1:790`. */
export type Watermark = ReadonlyMap<number, number>;

/** A position, or several of different partitions. */
export const watermarkForm = /^\d{1,9}:\d{1,15}(,\d{1,9}:\d{1,15})*$/;

/** The text form, partitions ascending, empty partitions left out; the empty watermark is "". */
export function formatWatermark(watermark: Watermark): string {
  return [...watermark]
    .toSorted(([a], [b]) => a - b)
    .map(([partition, offset]) => `${partition}:${offset}`)
    .join(",");
}

/** Reads a position (`0:812`) or a watermark; null where the text is neither or names a partition twice. */
export function parseWatermark(text: string): Watermark | null {
  if (text === "") return new Map();
  if (!watermarkForm.test(text)) return null;
  const pairs = text.split(",").map((pair) => pair.split(":").map(Number) as [number, number]);
  const watermark = new Map(pairs);
  return watermark.size === pairs.length ? watermark : null;
}

/** Whether `watermark` holds every record up to those that `wanted` names. */
export function includes(watermark: Watermark, wanted: Watermark): boolean {
  return [...wanted].every(([partition, offset]) => (watermark.get(partition) ?? -1) >= offset);
}
