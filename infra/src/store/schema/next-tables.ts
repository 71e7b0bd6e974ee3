/**
 * A second set of all tables, in a database of its own beside the one in use: a rebuild fills it, and its tables then change places
 * with those in use. On a server the user of the store's URL needs the right to create and drop that database. Each set has a name of its
 * own, so that an exchange that somebody was held up with never meets the set that somebody else is filling by then.
 */
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { createClickHouseStore } from "../clickhouse-store.ts";
import { onCluster, storedTable } from "./cluster-form.ts";
import { databaseOf, inDatabase } from "../connect-clickhouse.ts";
import type { StoreAccess } from "../connect-clickhouse.ts";
import { migrate } from "./migrate.ts";
import type { Store } from "../store.ts";

/** The set of tables that a rebuild fills. Methods reject with a StoreError; `exchange` with a TypeError where the name is not one of a table. */
export interface NextTables {
  /** A store on tables made anew by all migrations, empty; what an earlier set left is dropped first. */
  make(): Promise<Store>;
  /**
   * A table in use and its namesake of the next set change places: durably, at once for every reader, without a moment in which
   * there is none. Not to be repeated blindly: a second time takes the first one back.
   */
  exchange(table: string): Promise<void>;
  /** Drops every set that there is, whoever made it, and waits until nobody reads from it. Gives whether there was one. */
  drop(): Promise<boolean>;
}

const identifier = /^[A-Za-z_]\w*$/;

/** `access` and `store` are those of the tables in use. Makes nothing yet. */
export function createNextTables({ access, store }: { readonly access: StoreAccess; readonly store: Store }): NextTables {
  const database = databaseOf(access.url);
  const everywhere = onCluster(store.cluster);
  let next = `${database}_next`;
  let made: Store | undefined;

  const drop = async () => {
    await made?.close();
    made = undefined;
    // A user who may not create databases can use the store all the same: nothing is dropped that is not there.
    const found = await store.query({
      sql: "SELECT name FROM system.databases WHERE match(name, {named:String})",
      params: { named: `^${database}_next(_[0-9a-f]{8})?$` },
      row: z.object({ name: z.string() }),
    });
    for (const { name } of found) await store.command(`DROP DATABASE IF EXISTS \`${name}\`${everywhere} SYNC`);
    return found.length > 0;
  };

  return {
    async make() {
      await drop();
      next = `${database}_next_${randomBytes(4).toString("hex")}`;
      await store.command(`CREATE DATABASE \`${next}\`${everywhere} ENGINE = Atomic`);
      made = createClickHouseStore(inDatabase(access, next));
      await migrate(made);
      return made;
    },
    async exchange(table) {
      if (!identifier.test(table)) throw new TypeError("A table is named in letters, digits and underscores.");
      // A Distributed table stays where it is: it names its database.
      const stored = storedTable(table, store.cluster);
      await store.command(`EXCHANGE TABLES \`${database}\`.\`${stored}\` AND \`${next}\`.\`${stored}\`${everywhere}`);
    },
    drop,
  };
}
