/** The store's contract on the real server: only where the tests are told to use containers, see `vitest.config.ts`. */
import { createClickHouseStore } from "@qorgau/infra/store/clickhouse-store";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { describeStoreContract } from "@qorgau/infra/store/testing/store-contract";
import { startClickHouse } from "./start-clickhouse.ts";

describeStoreContract("a ClickHouse server in a container", async () => {
  const server = await startClickHouse();
  const store = createClickHouseStore({ url: server.url });
  await migrate(store);
  let back = Promise.resolve();
  return {
    store,
    crash: () => void (back = back.then(() => server.crash())),
    async close() {
      await back;
      await store.close();
      await server.remove();
    },
  };
});
