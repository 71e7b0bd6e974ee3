/** Another engine with the same cases, and the columns of them that are compared. */

/** An engine that holds the table `cases`. */
export interface Peer extends AsyncDisposable {
  readonly name: string;
  /** The sum of the column `counted` of the response, and the milliseconds until it was there. */
  ask(sql: string): Promise<{ readonly counted: number; readonly ms: number }>;
}

export const caseColumns = [
  ["id", "text"],
  ["version", "bigint"],
  ["date", "date"],
  ["death_date", "date"],
  ["region", "text"],
  ["sector", "text"],
  ["severity", "text"],
  ["kind", "text"],
  ["method", "text"],
  ["hazard", "text"],
  ["sex", "text"],
  ["cause", "text"],
  ["employer", "text"],
  ["circumstance", "text"],
  ["work_related", "text"],
  ["cases", "int"],
] as const;
