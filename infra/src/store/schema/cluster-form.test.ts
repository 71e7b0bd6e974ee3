import { expect, test } from "vitest";
import { clusterForm, onCluster, storedTable } from "./cluster-form.ts";
import { readMigrations, statementsFor } from "./migrate.ts";
import { splitStatements } from "./split-statements.ts";

const plainSettings = "ORDER BY a\nSETTINGS fsync_after_insert = 1";

test("a table that stands everywhere is a replica of one and the same on every node", () => {
  const create = `CREATE TABLE IF NOT EXISTS published\n(\n    a UInt8\n)\nENGINE = ReplacingMergeTree(version)\n${plainSettings}`;
  expect(clusterForm(create, "main")).toEqual([
    `CREATE TABLE IF NOT EXISTS published ON CLUSTER 'main'\n(\n    a UInt8\n)\nENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/everywhere', '{shard}-{replica}', version)\n${plainSettings}`,
  ]);
});

test("a sharded table is its part on every node, and a Distributed table over all parts under its own name", () => {
  const create = `CREATE TABLE IF NOT EXISTS journal\n(\n    a UInt8\n)\nENGINE = MergeTree\n${plainSettings}`;
  expect(clusterForm(create, "main")).toEqual([
    `CREATE TABLE IF NOT EXISTS journal_local ON CLUSTER 'main'\n(\n    a UInt8\n)\nENGINE = ReplicatedMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}')\n${plainSettings}`,
    `CREATE TABLE IF NOT EXISTS journal ON CLUSTER 'main' AS journal_local\nENGINE = Distributed('main', currentDatabase(), journal_local, record_key)`,
  ]);
});

test("a view fills the part of its own node from the part of its own node", () => {
  const create = "CREATE MATERIALIZED VIEW IF NOT EXISTS links_of_journal TO links AS\nSELECT arrayJoin(link_keys) AS k\nFROM journal";
  expect(clusterForm(create, "main")).toEqual([
    "CREATE MATERIALIZED VIEW IF NOT EXISTS links_of_journal ON CLUSTER 'main' TO links_local AS\nSELECT arrayJoin(link_keys) AS k\nFROM journal_local",
  ]);
});

test("a column is added to the parts and to the table over them; what concerns storage to the parts alone", () => {
  expect(clusterForm("ALTER TABLE journal ADD COLUMN IF NOT EXISTS b UInt8", "main")).toEqual([
    "ALTER TABLE journal_local ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS b UInt8",
    "ALTER TABLE journal ON CLUSTER 'main' ADD COLUMN IF NOT EXISTS b UInt8",
  ]);
  expect(clusterForm("ALTER TABLE journal MODIFY SETTING merge_with_ttl_timeout = 1", "main")).toHaveLength(1);
  expect(clusterForm("ALTER TABLE published ADD COLUMN IF NOT EXISTS b UInt8", "main")).toHaveLength(1);
});

test("a table is dropped with its parts", () => {
  expect(clusterForm("DROP TABLE IF EXISTS links", "main")).toEqual([
    "DROP TABLE IF EXISTS links ON CLUSTER 'main'",
    "DROP TABLE IF EXISTS links_local ON CLUSTER 'main'",
  ]);
});

test("every migration has a form for a cluster, with nothing left that concerns one node", async () => {
  const statements = (await readMigrations()).flatMap(({ sql }) => splitStatements(sql));
  const ofCluster = statementsFor(statements, "main");
  expect(statementsFor(statements, undefined)).toEqual(statements);
  expect(ofCluster.length).toBeGreaterThan(statements.length);
  for (const statement of ofCluster) {
    expect(statement).toContain("ON CLUSTER 'main'");
    expect(statement).not.toMatch(/ENGINE = (?!Replicated|Distributed)/);
  }
});

test("a statement that has none, and a name that is none, are refused", () => {
  expect(() => clusterForm("RENAME TABLE a TO b", "main")).toThrow(/no form for a cluster/);
  expect(() => onCluster("main' DROP TABLE x")).toThrow(TypeError);
  expect([storedTable("journal", undefined), storedTable("journal", "main"), storedTable("published", "main")]).toEqual([
    "journal",
    "journal_local",
    "published",
  ]);
});
