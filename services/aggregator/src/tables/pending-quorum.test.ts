/** What a claim queries of a cluster before it reads the published cut. No replicas can be had here, so the responses are written down. */
import type { Store, StoreQuery } from "@qorgau/infra/store/store";
import { expect, test } from "vitest";
import { isQuorumPending } from "./pending-quorum.ts";

function clusterOf(pending: Readonly<Record<string, string>>, cluster: string | undefined = "main") {
  const requested: string[] = [];
  const query = async <Row>({ sql, params = {}, row }: StoreQuery<Row>): Promise<Row[]> => {
    requested.push(`${sql} ${JSON.stringify(params)}`);
    if (sql.includes("system.replicas")) return ["/t/1/quorum", "/t/2/quorum"].map((path) => row.parse({ path }));
    const part = pending[String(params["path"])];
    return part === undefined ? [] : [row.parse({ part })];
  };
  return { requested, store: { query, ...(cluster === undefined ? {} : { cluster }) } as unknown as Store };
}

test("a part whose quorum is pending is seen, of either table", async () => {
  expect(await isQuorumPending(clusterOf({ "/t/1/quorum": "part_name: all_1_1_0" }).store)).toBe(true);
  expect(await isQuorumPending(clusterOf({ "/t/2/quorum": "part_name: all_7_7_0" }).store)).toBe(true);
  expect(await isQuorumPending(clusterOf({}).store)).toBe(false);
});

test("it asks for the places of what a claim reads in this database, and of each for what is pending", async () => {
  const { requested, store } = clusterOf({});
  await isQuorumPending(store);
  expect(requested.length).toBe(3);
  expect(requested[0]).toContain("database = currentDatabase()");
  expect(requested[0]).toContain('"published","turns"');
  expect(requested[1]).toMatch(/system\.zookeeper WHERE path = \{path:String\} AND name = 'status'.*\/t\/1\/quorum/);
});

test("one server is asked nothing", async () => {
  const { requested, store } = clusterOf({ "/t/1/quorum": "part" });
  expect(await isQuorumPending({ ...store, cluster: undefined } as unknown as Store)).toBe(false);
  expect(requested).toEqual([]);
});
