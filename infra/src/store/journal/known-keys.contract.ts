/** The keys in memory on the real engine: they hold what the journal holds at their cut, and say nothing of any other cut. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { indexedKeys } from "@qorgau/schemas/cases/links/links";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { sha256Key } from "@qorgau/schemas/sha256";
import type { Watermark } from "@qorgau/schemas/watermark";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { seededStatements } from "../../../../test/generators/statements.ts";
import { createLogger } from "../../process/logger.ts";
import { openStore } from "../open-store.ts";
import type { OpenedStore } from "../open-store.ts";
import { migrate } from "../schema/migrate.ts";
import { appendToJournal } from "./journal.ts";
import { createKnownKeys } from "./known-keys.ts";

let directory: string;
let opened: OpenedStore;
const large = 1_000;
const statements = seededStatements(3, 400);
const cutOf = (all: readonly LoggedStatement[]): Watermark => new Map(all.map(({ partition, offset }) => [partition, offset]));
const keysOf = (all: readonly LoggedStatement[]) => all.flatMap(({ statement }) => indexedKeys(statement));
const others = Array.from({ length: 1_000 }, (_, number) => sha256Key(`other ${number}`));

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-known-keys-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
  await appendToJournal(opened.store, statements, []);
});
afterAll(async () => {
  await opened.close();
  await rm(directory, { recursive: true, force: true });
});

test("of an empty cut everything is known, and of the next ones with their batches", async () => {
  const known = createKnownKeys(opened.store);
  const [first, second] = [statements.slice(0, 200), statements.slice(200)];
  expect(keysOf(statements).some((key) => known.at(new Map(), 1)!(key))).toBe(false);
  await known.follow(new Map(), first, cutOf(first));
  expect(keysOf(first).every((key) => known.at(cutOf(first), 1)!(key))).toBe(true);
  await known.follow(cutOf(first), second, cutOf(statements));
  expect(keysOf(statements).every((key) => known.at(cutOf(statements), 1)!(key))).toBe(true);
  expect(others.filter((key) => known.at(cutOf(statements), 1)!(key)).length).toBeLessThan(50);
});

test("of a cut that it did not come to by itself it knows nothing until it has read the keys, for a large batch", async () => {
  const known = createKnownKeys(opened.store);
  const cut = cutOf(statements);
  expect(known.at(cut, 1)).toBeNull();
  expect(known.at(cut, large)).toBeNull();
  const mayHold = await vi.waitFor(() => known.at(cut, 1) ?? Promise.reject(new Error("not yet")), { timeout: 30_000 });
  expect(keysOf(statements).filter((key) => !mayHold(key))).toEqual([]);
  expect(others.filter(mayHold).length).toBeLessThan(50);
});

test("a batch behind another cut than the one it knows is not taken for the next: somebody else published meanwhile", async () => {
  const known = createKnownKeys(opened.store);
  const [first, second] = [statements.slice(0, 200), statements.slice(200)];
  await known.follow(cutOf(first), second, cutOf(statements));
  expect(known.at(cutOf(statements), 1)).toBeNull();
  expect(known.at(new Map(), 1)).not.toBeNull();
});

test("what was published while the keys are read is known with them", async () => {
  const known = createKnownKeys(opened.store);
  const [before, after] = [new Map([[0, 5]]), new Map([[0, 6]])];
  const [batch] = [[{ ...statements[0]!, statement: { ...statements[0]!.statement, subject: "comes meanwhile" } }]];
  known.at(before, large);
  await known.follow(before, batch, after);
  const mayHold = await vi.waitFor(() => known.at(after, 1) ?? Promise.reject(new Error("not yet")), { timeout: 30_000 });
  expect(keysOf([...statements, ...batch]).filter((key) => !mayHold(key))).toEqual([]);
});

test("where the keys cannot be read nothing is known, and the next large batch tries again", async () => {
  let isAway = true;
  const query: OpenedStore["store"]["query"] = (requested) => (isAway ? Promise.reject(new Error("away")) : opened.store.query(requested));
  const known = createKnownKeys({ ...opened.store, query });
  const cut = cutOf(statements);
  known.at(cut, large);
  isAway = false;
  const mayHold = await vi.waitFor(() => known.at(cut, large) ?? Promise.reject(new Error("not yet")), { timeout: 30_000 });
  expect(keysOf(statements).filter((key) => !mayHold(key))).toEqual([]);
});
