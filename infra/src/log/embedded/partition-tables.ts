/** The tables of the log's file that there are one of for each partition. */

/** The records, by offset. */
export function partitionTable(partition: number): string {
  return `partition_${partition}`;
}

/** Their checksums. */
export function checksTable(partition: number): string {
  return `checks_${partition}`;
}
