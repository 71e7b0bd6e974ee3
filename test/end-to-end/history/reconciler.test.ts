/** The reconciler in the real program: a row that is wrong in the store is found, told of and published anew. */
import type { ReconciliationStatus } from "@qorgau/schemas/responses/operations";
import { afterAll, beforeAll, expect, test } from "vitest";
import { nationalSample } from "../../generators/national-sample.ts";
import { testSeed } from "../../generators/random.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { openStoreOf } from "../program/store-profile.ts";

const directory = await temporaryDirectory();
let qorgau: QorgauProcess;
const byMonth = { period: "month", by: "region", per: "none", kind: "any" };
const byDay = { ...byMonth, period: "day" };
let right: unknown[];

beforeAll(async () => {
  qorgau = await startQorgau(directory);
  const { positions } = await sendAll(qorgau.url, nationalSample(testSeed, 3_000).events);
  await rates(qorgau.url, { ...byMonth, atLeast: positions });
  right = await figures();
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(directory);
});

const figures = () => Promise.all([rates(qorgau.url, byMonth), rates(qorgau.url, byDay)]);

/** Writes over rows while the service is stopped: the embedded engine has one owner. */
async function sabotage(...statements: readonly string[]): Promise<void> {
  await qorgau.stop();
  const opened = await openStoreOf(directory);
  for (const statement of statements) await opened.store.command(statement);
  await opened.close();
  qorgau = await startQorgau(directory);
}

async function reconcile(): Promise<ReconciliationStatus> {
  const address = `${qorgau.url}/v1/operations/reconciliation`;
  expect((await fetch(address, { method: "POST" })).status).toBe(202);
  const status = async () => (await (await fetch(address)).json()) as ReconciliationStatus;
  await expect.poll(async () => (await status()).state, { timeout: 60_000 }).not.toBe("running");
  return status();
}

test("a wrong month and a wrong case are found, told of by metric and log, and right again", async () => {
  await sabotage(
    `INSERT INTO published SELECT * REPLACE (version + 9 AS version, cases + 7 AS cases)
     FROM (SELECT * FROM published FINAL WHERE grain = 'month' AND country = 'KZ' AND cases > 0 LIMIT 1)`,
    `INSERT INTO published SELECT * REPLACE (version + 9 AS version, 'KZ-75' AS region, toDate32('2020-01-01') AS date)
     FROM (SELECT * FROM published FINAL WHERE grain = 'case' AND country = 'KZ' AND region != 'KZ-75' AND cases > 0 LIMIT 1)`,
  );
  expect(await figures()).not.toEqual(right);
  // How many differences it tells of depends on whether a look at random came first; the metric counts both.
  const { state, checked } = await reconcile();
  expect(state).toBe("done");
  expect(checked).toBeGreaterThan(3_000);
  expect(await figures()).toEqual(right);
  const metrics = await (await fetch(`${qorgau.url}/metrics`)).text();
  for (const grain of ["month", "case"]) {
    const [, found] = new RegExp(`qorgau_reconciler_differences_total\\{grain="${grain}"\\} (\\d+)`).exec(metrics) ?? [];
    expect(Number(found)).toBeGreaterThan(0);
  }
  expect(qorgau.output()).toContain("differs from the journal");
  expect(await reconcile()).toMatchObject({ state: "done", differences: 0 });
});
