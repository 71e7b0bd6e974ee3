/** What went wrong between this program and ClickHouse, as errors of the store's port. */
import { ClickHouseError } from "@clickhouse/client";
import { StoreError } from "./store.ts";
import type { StoreErrorCode } from "./store.ts";

export interface Endings {
  /** Ends the work when its time is over. */
  readonly late: AbortSignal;
  /** Ends the work when nobody waits for it any more: that is no fault of the store, and rejects with the signal's own reason. */
  readonly caller?: AbortSignal | undefined;
}

/**
 * Gives what `work` gives. Rejects with a StoreError that has the beginning of `sql` (the statement without its values), with the reason of
 * `caller` once that has aborted; a TypeError or RangeError passes.
 */
export async function translated<Result>({ late, caller }: Endings, sql: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    caller?.throwIfAborted();
    const translation = storeErrorOf(error, late.aborted);
    if (!(translation instanceof StoreError) || translation.statement !== undefined) throw translation;
    const { code, message, cause } = translation;
    throw new StoreError(code, message, { cause, statement: beginningOf(sql) });
  }
}

/** Enough to find it in the source. */
const beginningLength = 120;

/** Gives the first 120 characters of a statement, on one line. */
export function beginningOf(sql: string): string {
  return sql.replaceAll(/\s+/g, " ").trim().slice(0, beginningLength);
}

interface Meaning {
  readonly code: StoreErrorCode;
  readonly reported: string;
  /** Numbers of ClickHouse's own list of errors. */
  readonly numbers: readonly number[];
}

const meanings: readonly Meaning[] = [
  { code: "store_timeout", reported: "took too long", numbers: [159, 160, 394] },
  {
    code: "store_unavailable",
    reported: "cannot at the moment",
    // Too many queries or parts, a network, a shutdown, Keeper, replicas that are not there or not yet as far, or a table that has
    // changed places and been dropped since the statement found it: all of them pass.
    numbers: [202, 203, 209, 210, 218, 225, 236, 242, 252, 279, 285, 286, 289, 319, 425, 999],
  },
  { code: "store_exhausted", reported: "has no room left, on its disk or in its memory", numbers: [75, 241, 243] },
  { code: "store_denied", reported: "refuses the user or the password of QORGAU_STORE", numbers: [192, 193, 194, 516] },
  { code: "store_denied", reported: "does not give the user of QORGAU_STORE a right that is needed", numbers: [291, 497] },
  // What `throwIf` throws: the one place that has it is the condition of an insert.
  { code: "store_condition", reported: "does not hold what the insert depends on", numbers: [395] },
  { code: "store_no_database", reported: "has no such database", numbers: [81] },
];
const refused: Omit<Meaning, "numbers"> = { code: "store_rejected", reported: "refused" };
const meaningOf: ReadonlyMap<string, Omit<Meaning, "numbers">> = new Map(
  meanings.flatMap((meaning) => meaning.numbers.map((number) => [String(number), meaning] as const)),
);

/** Node's and OpenSSL's words for a certificate that does not convince. */
const certificateFault = /CERT|^UNABLE_TO_|^DEPTH_ZERO|^HOSTNAME_MISMATCH|^INVALID_CA|^SELF_SIGNED/;

function storeErrorOf(error: unknown, outOfTime: boolean): unknown {
  if (error instanceof StoreError || error instanceof TypeError || error instanceof RangeError) return error;
  if (error instanceof ClickHouseError) {
    const { code, reported } = meaningOf.get(error.code) ?? refused;
    return new StoreError(code, `The store ${reported}: ${error.type ?? "UNKNOWN"} (code ${error.code}).`, { cause: error });
  }
  // The client's own words for a silent socket; it gives it no code.
  if (outOfTime || (error instanceof Error && error.message === "Timeout error.")) {
    return new StoreError("store_timeout", "The store did not answer in time.", { cause: error });
  }
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "no answer";
  const reported = certificateFault.test(code)
    ? `The certificate of the store is not trusted: ${code}. QORGAU_STORE_CA_FILE names the authorities to trust.`
    : `The store cannot be reached: ${code}.`;
  return new StoreError("store_unavailable", reported, { cause: error });
}
