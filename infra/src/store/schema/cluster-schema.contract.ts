/** The statements that make the tables, for one server and for a cluster, before the engine's own parser. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { createLogger } from "../../process/logger.ts";
import { clusterForm } from "./cluster-form.ts";
import { migrate, readMigrations, statementsFor } from "./migrate.ts";
import { createNextTables } from "./next-tables.ts";
import { openStore } from "../open-store.ts";
import type { OpenedStore } from "../open-store.ts";
import { splitStatements } from "./split-statements.ts";
import type { Store } from "../store.ts";

let directory: string;
let opened: OpenedStore;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-schema-"));
  opened = await openStore({ url: `chdb:${directory}`, logger: createLogger({ level: "silent" }) });
});
afterAll(async () => {
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

/** As the engine understands it; rejects where it does not. */
async function readByEngine(statement: string): Promise<string> {
  const sql = "SELECT formatQuerySingleLine({statement:String}) AS text";
  const [row] = await opened.store.query({ sql, params: { statement }, row: z.object({ text: z.string() }) });
  return row!.text;
}

it("every migration is read by the engine, in both forms", async () => {
  const statements = (await readMigrations()).flatMap(({ sql }) => splitStatements(sql));
  for (const cluster of [undefined, "main"]) {
    for (const statement of statementsFor(statements, cluster)) {
      expect(await readByEngine(statement), statement).toMatch(cluster === undefined ? /^(CREATE|ALTER|DROP)/ : / ON CLUSTER main( |$)/);
    }
  }
  await expect(readByEngine(`${clusterForm(statements[0]!, "main")[0]} NONSENSE`)).rejects.toMatchObject({ code: "store_rejected" });
});

it("so are the statements by which a rebuild makes, exchanges and drops tables in a cluster", async () => {
  const said: string[] = [];
  // What would be said to a cluster, whose database of an earlier rebuild is still there.
  const store: Store = {
    ...opened.store,
    cluster: "main",
    command: async (sql) => void said.push(sql),
    query: async ({ row }) => [row.parse({ name: "qorgau_next" })],
  };
  const next = createNextTables({ access: { url: "http://127.0.0.1:1/qorgau", cluster: "main" }, store });
  await next.drop();
  await next.exchange("journal");
  await next.exchange("published");
  expect(said).toEqual([
    "DROP DATABASE IF EXISTS `qorgau_next` ON CLUSTER 'main' SYNC",
    "EXCHANGE TABLES `qorgau`.`journal_local` AND `qorgau_next`.`journal_local` ON CLUSTER 'main'",
    "EXCHANGE TABLES `qorgau`.`published` AND `qorgau_next`.`published` ON CLUSTER 'main'",
  ]);
  for (const statement of said) expect(await readByEngine(statement), statement).toContain(" ON CLUSTER main");
});

it("a start where nothing is missing says nothing that every node would have to follow", async () => {
  await migrate(opened.store);
  const commands: string[] = [];
  const listening: Store = { ...opened.store, cluster: "main", command: async (sql) => void commands.push(sql) };
  expect(await migrate(listening)).toEqual([]);
  expect(commands).toEqual([]);
});
