/** Before the first statement to a ClickHouse server: whether it accepts this program's user, is new enough and has the database. */
import { databaseOf, connectClickHouse, inDatabase } from "./connect-clickhouse.ts";
import type { StoreAccess } from "./connect-clickhouse.ts";
import { translated } from "./clickhouse-errors.ts";
import { onCluster } from "./schema/cluster-form.ts";
import { StoreError } from "./store.ts";

/** The first that can show one state of a table to all parts of a statement (`enable_shared_storage_snapshot_in_query`). */
const oldestVersion = [25, 6] as const;
const responseMsMax = 10_000;
const createWithinMs = 120_000;

/**
 * Rejects with a StoreError that says what to do. A database that is not there is made, on every node of a cluster, as the tables in
 * it are: one place less where a first start can go wrong.
 */
export async function prepareServer(access: StoreAccess): Promise<void> {
  const database = databaseOf(access.url);
  try {
    refuseOld(await versionOf(access));
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "store_no_database") throw error;
    await createDatabase(access, database);
    refuseOld(await versionOf(access));
  }
}

async function versionOf(access: StoreAccess): Promise<string> {
  const client = connectClickHouse(access);
  const signal = AbortSignal.timeout(responseMsMax);
  try {
    return await translated({ late: signal }, "SELECT version()", async () => {
      // Without settings: an old server does not know those of the store.
      const response = await client.query({ query: "SELECT version()", format: "TabSeparated", abort_signal: signal });
      return (await response.text()).trim();
    });
  } finally {
    await client.close();
  }
}

function refuseOld(version: string): void {
  const [major = Number.NaN, minor = Number.NaN] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = oldestVersion;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  throw new StoreError("store_rejected", `The store is ClickHouse ${version}. This program needs ${oldestVersion.join(".")} or newer.`);
}

async function createDatabase(access: StoreAccess, database: string): Promise<void> {
  const client = connectClickHouse(inDatabase(access, "default"));
  const signal = AbortSignal.timeout(createWithinMs);
  const query = `CREATE DATABASE IF NOT EXISTS \`${database}\`${onCluster(access.cluster ?? undefined)} ENGINE = Atomic`;
  try {
    await translated({ late: signal }, query, () => client.command({ query, abort_signal: signal }));
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== "store_denied") throw error;
    const reported = `The store has no database ${database}, and the user of QORGAU_STORE may not make one. Let somebody who may run: ${query}`;
    throw new StoreError("store_denied", reported, { cause: error });
  } finally {
    await client.close();
  }
}
