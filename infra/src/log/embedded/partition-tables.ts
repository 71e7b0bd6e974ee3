/** The tables of the log's file that there are one of for each partition. */

/** The table of a partition's records, by offset. */
export function partitionTable(partition: number): string {
  return `partition_${partition}`;
}

/** The table of their checksums, by offset. */
export function checksTable(partition: number): string {
  return `checks_${partition}`;
}
