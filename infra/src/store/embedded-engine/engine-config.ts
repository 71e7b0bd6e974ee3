/**
 * What the engine reads at its start beside its arguments: who the statements are run as, and the cluster it is the one node of. The
 * user may do what the store does and no more, so that no statement reads or writes a file, an address or another server by a table
 * function, a table engine, a dictionary or a backup. What the engine's grants do not cover, `engine-statement.ts` refuses.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { oneNodeConfig } from "./one-node-cluster.ts";

const granted = [
  "SHOW",
  "SELECT",
  "INSERT",
  "ALTER",
  "CREATE DATABASE",
  "CREATE TABLE",
  "CREATE VIEW",
  "DROP",
  "TRUNCATE",
  "OPTIMIZE",
  "KILL QUERY",
] as const;
/** The tables of a cluster send requests to its nodes, even where this engine is the only one. */
const grantedInCluster = ["REMOTE"] as const;

function usersConfig(grants: readonly string[]): string {
  return `<clickhouse>
  <profiles><default></default></profiles>
  <quotas><default></default></quotas>
  <users>
    <default>
      <password></password>
      <networks><ip>127.0.0.1</ip><ip>::1</ip></networks>
      <profile>default</profile>
      <quota>default</quota>
      <grants><query>GRANT ${grants.join(", ")} ON *.*</query></grants>
    </default>
  </users>
</clickhouse>
`;
}

/** Gives the path of the file for `--config-file`; both files are written anew at every start. */
export function writeEngineConfig(directory: string, cluster: string | undefined): string {
  const file = join(directory, "engine.xml");
  const users = join(directory, "engine-users.xml");
  writeFileSync(users, usersConfig(cluster === undefined ? granted : [...granted, ...grantedInCluster]), { mode: 0o600 });
  const ofCluster = cluster === undefined ? "" : oneNodeConfig(cluster);
  writeFileSync(file, `<clickhouse>\n  <users_config>engine-users.xml</users_config>\n${ofCluster}</clickhouse>\n`, { mode: 0o600 });
  return file;
}
