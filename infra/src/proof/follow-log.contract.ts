/** The follower on a real embedded log: what it signs, what a crash between its steps leaves, and what it never signs over. */
import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { openEmbeddedEventLog } from "../log/embedded/embedded-event-log.ts";
import { openEmbeddedRecordSource } from "../log/embedded/embedded-record-source.ts";
import { readToEnd } from "../log/read-to-end.ts";
import { leafHash } from "./domain/leaf-hash.ts";
import { isConsistent, rootOf, rootOfInclusion, TileWriter } from "./domain/merkle-tree.ts";
import { openCheckpoint } from "./domain/signed-note.ts";
import { LogFollower, passSteps } from "./follow-log.ts";
import type { FollowOptions } from "./follow-log.ts";
import { ProofStore } from "./proof-store.ts";
import { Proofs } from "./proofs.ts";

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const signer = { publicKey, sign: async (bytes: Uint8Array) => sign(null, bytes, privateKey) };
const key = { name: "test", publicKey };

async function openLog() {
  const directory = await mkdtemp(join(tmpdir(), "qorgau-proof-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const log = await openEmbeddedEventLog({ directory, partitions: 2 });
  onTestFinished(() => log.close());
  let made = 0;
  const append = (count: number) =>
    log.append(
      Array.from({ length: count }, () => ({ key: `record-${made % 7}`, value: `{"n":${(made += 1)},"ә":"${"x".repeat(made % 90)}"}` })),
    );
  const store = ProofStore.open(join(directory, "proof"));
  onTestFinished(() => store.close());
  const source = openEmbeddedRecordSource(directory);
  onTestFinished(() => source.close());
  const follower = (more: Partial<FollowOptions> = {}) => new LogFollower({ source, store, signer, logName: "test", ...more });
  /** The file of the log, as somebody else changes it. */
  const change = (sql: string) => {
    const database = new DatabaseSync(join(directory, "log.sqlite"));
    database.exec(sql);
    database.close();
  };
  return { directory, log, append, store, source, follower, change };
}

type OpenLog = Awaited<ReturnType<typeof openLog>>;

/** The root of a partition's first records, from the records alone. */
async function rootOfLog({ log }: OpenLog, partition: number, size: number) {
  const tiles = new Map<string, Uint8Array>();
  const readTile = (level: number, index: number) => tiles.get(`${level}/${index}`) ?? new Uint8Array();
  const writer = new TileWriter(0, readTile);
  for (const record of await readToEnd(log)) if (record.partition === partition && record.offset < size) writer.add(leafHash(record));
  for (const { level, index, hashes } of writer.changed()) tiles.set(`${level}/${index}`, hashes);
  return rootOf(size, readTile);
}

async function expectCovered(opened: OpenLog) {
  const { log, store } = opened;
  for (const [partition, last] of await log.end()) {
    const latest = store.latest(partition)!;
    expect(latest.size).toBe(last + 1);
    const root = await rootOfLog(opened, partition, latest.size);
    expect(openCheckpoint(latest.note, key)).toEqual({ origin: `test/${partition}`, size: latest.size, root });
  }
}

test("checkpoints cover what the log holds, each the beginning of the next, and every record is proved by each that covers it", async () => {
  const opened = await openLog();
  const { append, store, follower, log } = opened;
  const following = follower();
  expect(await following.pass()).toBe(0);
  expect(store.partitions()).toEqual([]);
  for (const count of [1, 300, 5, 2000, 513]) {
    await append(count);
    expect(await following.pass()).toBe(0);
    await expectCovered(opened);
  }
  // Nothing new is no new checkpoint.
  const before = store.checkpoints(0, Infinity, 100).length;
  await following.pass();
  expect(store.checkpoints(0, Infinity, 100)).toHaveLength(before);

  const proofs = new Proofs({ store, key, partitions: log.partitions });
  const history = proofs.history(1, Number.MAX_SAFE_INTEGER, 100);
  expect(history.length).toBeGreaterThan(2);
  const records = (await readToEnd(log)).filter(({ partition }) => partition === 1);
  for (const { size, root } of history) {
    for (const earlier of history.filter((one) => one.size <= size)) {
      const { path } = proofs.consistency(1, earlier.size, size);
      expect(isConsistent(earlier, { size, root }, path)).toBe(true);
    }
    for (const record of [0, 1, Math.floor(size / 2), size - 1].map((offset) => records[offset]!)) {
      const { leaf, path } = proofs.inclusion(1, record.offset, size);
      expect(leafHash(record).equals(leaf)).toBe(true);
      expect(rootOfInclusion(leaf, record.offset, size, path)).toEqual(Buffer.from(root));
    }
  }
});

test.each(passSteps)("a crash behind the step %j leaves a tree that the next follower goes on with", async (crashing) => {
  const opened = await openLog();
  const { append, follower } = opened;
  await append(700);
  await follower().pass();
  await append(900);
  const crash = new Error("crash");
  const afterStep = (step: string) => {
    if (step === crashing) throw crash;
  };
  await expect(follower({ afterStep }).pass()).rejects.toBe(crash);
  await append(77);
  expect(await follower().pass()).toBe(0);
  await expectCovered(opened);
});

test("a signature that fails is no checkpoint, and the next pass makes it", async () => {
  const opened = await openLog();
  const { append, store, follower } = opened;
  await append(20);
  let isAway = true;
  const following = follower({ signer: { publicKey, sign: (bytes) => (isAway ? Promise.reject(new Error("away")) : signer.sign(bytes)) } });
  await expect(following.pass()).rejects.toThrow("away");
  expect(store.partitions()).toEqual([]);
  isAway = false;
  expect(await following.pass()).toBe(0);
  await expectCovered(opened);
});

/** With its checksum gone the log itself reads the record as it stands. */
const changeRecord = (partition: number, offset: number) => `
  update partition_${partition} set record_value = replace(record_value, 'x', 'y') || ' ' where record_offset = ${offset};
  delete from checks_${partition} where record_offset = ${offset};`;

test.each<[string, (opened: OpenLog, size: number) => void]>([
  ["a record that was changed", ({ change }, size) => change(changeRecord(0, size - 3))],
  ["a record that is gone with all behind it", ({ change }, size) => change(`delete from partition_0 where record_offset >= ${size - 1}`)],
  [
    "a tree that was changed",
    ({ directory }) => {
      const database = new DatabaseSync(join(directory, "proof", "proof.sqlite"));
      database.exec("update tiles set hashes = zeroblob(length(hashes)) where partition = 0 and level = 1");
      database.close();
    },
  ],
])("nothing is signed over %s, now or later", async (_name, tamper) => {
  const opened = await openLog();
  const { append, store, follower } = opened;
  await append(1400);
  await follower().pass();
  const { size } = store.latest(0)!;
  tamper(opened, size);
  for (let time = 0; time < 2; time += 1) {
    await expect(follower().pass()).rejects.toMatchObject({ code: "proof_differs" });
    expect(store.latest(0)!.size).toBe(size);
  }
});
