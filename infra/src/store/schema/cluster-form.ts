/**
 * The statements of a migration for a cluster, derived from those for one server, so that there is one source. Which table is where, and why, is
 * decision 0008:
 *
 *   sharded     every node holds its shard's part as `<name>_local`; the name itself is a Distributed table over all parts
 *   everywhere  every node holds all of it, as a replica of one and the same: a statement that reads or writes it touches one node
 */

/** By what rows are spread; null: nothing is written through the Distributed table, parts are filled by a view on their own node. */
const shardedBy: ReadonlyMap<string, string | null> = new Map([
  ["journal", "record_key"],
  ["links", null],
]);

const clusterName = /^[\w.-]{1,100}$/;

/** Gives ` ON CLUSTER …`, or nothing for one server. Throws a TypeError for a name that is not letters, digits, dots, underscores and hyphens. */
export function onCluster(cluster: string | undefined): string {
  if (cluster === undefined) return "";
  if (!clusterName.test(cluster)) throw new TypeError("A cluster is named in letters, digits, dots, underscores and hyphens.");
  return ` ON CLUSTER '${cluster}'`;
}

/** The table that holds rows on a node, under the name that it has there. */
export function storedTable(table: string, cluster: string | undefined): string {
  return cluster !== undefined && shardedBy.has(table) ? `${table}_local` : table;
}

type Rewrite = (parts: readonly string[], cluster: string) => string[];

/** Heads of the statements that migrations may hold. */
const rewrites: readonly (readonly [RegExp, Rewrite])[] = [
  [/^CREATE TABLE IF NOT EXISTS (\w+)\s*(\([\s\S]*\))\s*ENGINE = (\w*MergeTree)(?:\(([^)]*)\))?(\s[\s\S]*)$/, createTable],
  [/^CREATE MATERIALIZED VIEW IF NOT EXISTS (\w+) TO (\w+) (AS\s[\s\S]*\bFROM) (\w+)([\s\S]*)$/, createView],
  [/^ALTER TABLE (\w+)(\s[\s\S]*)$/, alterTable],
  [/^DROP (TABLE|VIEW) IF EXISTS (\w+)$/, dropTable],
];

/**
 * Gives the statements that do on a cluster what this one does on one server. Throws a TypeError for a statement of a kind that no migration holds.
 */
export function clusterForm(statement: string, cluster: string): string[] {
  for (const [head, rewrite] of rewrites) {
    const parts = head.exec(statement);
    if (parts) return rewrite(parts.slice(1), cluster);
  }
  throw new TypeError(`A migration holds a statement that has no form for a cluster: ${statement.slice(0, 60)}`);
}

/**
 * The path holds {uuid} and not the table's name: a rebuild exchanges tables, and a path by name would then be that of another one. A node is a
 * replica of its shard's part, and one of all replicas of an `everywhere` table, so that its name there needs its shard.
 */
function createTable([table = "", columns = "", engine = "", version = "", rest = ""]: readonly string[], cluster: string): string[] {
  const isSharded = shardedBy.has(table);
  const place = isSharded
    ? "'/clickhouse/tables/{uuid}/{shard}', '{replica}'"
    : "'/clickhouse/tables/{uuid}/everywhere', '{shard}-{replica}'";
  const engineParts = [place, version].filter((part) => part !== "").join(", ");
  const stored = storedTable(table, cluster);
  const create = `CREATE TABLE IF NOT EXISTS ${stored}${onCluster(cluster)}\n${columns}\nENGINE = Replicated${engine}(${engineParts})${rest}`;
  return isSharded ? [create, createDistributed(table, stored, cluster)] : [create];
}

function createDistributed(table: string, stored: string, cluster: string): string {
  const key = shardedBy.get(table) ?? null;
  const parts = [`'${cluster}'`, "currentDatabase()", stored, ...(key === null ? [] : [key])];
  return `CREATE TABLE IF NOT EXISTS ${table}${onCluster(cluster)} AS ${stored}\nENGINE = Distributed(${parts.join(", ")})`;
}

function createView([view = "", to = "", select = "", from = "", rest = ""]: readonly string[], cluster: string): string[] {
  const target = storedTable(to, cluster);
  return [
    `CREATE MATERIALIZED VIEW IF NOT EXISTS ${view}${onCluster(cluster)} TO ${target} ${select} ${storedTable(from, cluster)}${rest}`,
  ];
}

/** Columns are those of the Distributed table as well; whatever else is altered concerns what is stored. */
function alterTable([table = "", change = ""]: readonly string[], cluster: string): string[] {
  const stored = storedTable(table, cluster);
  const tables = stored !== table && /^\s*(?:ADD|DROP|RENAME|MODIFY) COLUMN\b/.test(change) ? [stored, table] : [stored];
  return tables.map((name) => `ALTER TABLE ${name}${onCluster(cluster)}${change}`);
}

function dropTable([kind = "", table = ""]: readonly string[], cluster: string): string[] {
  const stored = storedTable(table, cluster);
  // What refers to the other first.
  const names = stored === table ? [table] : [table, stored];
  return names.map((name) => `DROP ${kind} IF EXISTS ${name}${onCluster(cluster)}`);
}
