/**
 * What the program proves, verified by others: checkpoints and proofs by the Go project's transparency log and signed notes, a release by `jose`. And
 * `npm run verify` on what the program left, whole and with one bit flipped.
 */
import { execFileSync } from "node:child_process";
import { createPublicKey } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckpointsResponse, ConsistencyProof, InclusionProof } from "@qorgau/schemas/log/proof-response";
import type { BatchResponse } from "@qorgau/schemas/events/acknowledgement";
import type { Release } from "@qorgau/schemas/responses/releases";
import { flattenedVerify } from "jose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { caseEvent } from "../../generators/events.ts";
import { getJson } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";
import { areClientsRequired, homeOf, isInstalled } from "./installed-clients.ts";

interface Line {
  readonly partition: number;
  readonly offset: number;
  readonly recordedAt: string;
  readonly key: string;
  readonly value: string;
}

let directory: string;
const at = (...names: string[]) => join(directory, ...names);
let checkpoints: CheckpointsResponse;
const history: CheckpointsResponse["checkpoints"][number][] = [];
const inclusions: InclusionProof[] = [];
const consistencies: ConsistencyProof[] = [];
const results: BatchResponse["results"] = [];
let records: ReadonlyMap<string, Line>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  const settings = {
    QORGAU_DATA: at("data"),
    QORGAU_LOG: `file:${at("data", "log")}`,
    QORGAU_CHECKPOINT_SECONDS: "1",
    QORGAU_LOG_NAME: "log.example.kz",
  };
  const qorgau = await startQorgau(at("data"), settings);
  const get = <Found>(path: string, parameters: Readonly<Record<string, string>>) => getJson<Found>(qorgau.url, path, parameters);
  for (let batch = 0; batch < 3; batch += 1) {
    const events = Array.from({ length: 1 + 400 * batch }, (_, index) => caseEvent({}, { subject: `P-${batch}-${index}` }));
    const response = await fetch(`${qorgau.url}/v1/events?leaves=true`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
      body: events.map((event) => JSON.stringify(event)).join("\n"),
    });
    const sent = (await response.json()) as BatchResponse;
    results.push(...sent.results);
    // A record that no checkpoint covers yet is a 503 that says when to ask again.
    for (const { position = "" } of sent.results.slice(-20)) {
      const [partition = "", offset = ""] = position.split(":");
      const look = () => fetch(`${qorgau.url}/v1/proofs?partition=${partition}&offset=${offset}`);
      await vi.waitFor(async () => expect((await look()).status).toBe(200), { timeout: 30_000, interval: 200 });
    }
  }
  checkpoints = await get("/v1/checkpoints", {});
  for (const { partition } of checkpoints.checkpoints) {
    for (let below: number | null = Number.MAX_SAFE_INTEGER; below !== null;) {
      const page: CheckpointsResponse = await get("/v1/checkpoints", { partition: String(partition), below: String(below), limit: "1" });
      history.push(...page.checkpoints);
      below = page.next;
    }
  }
  for (const { partition, size } of history) {
    for (const offset of new Set([0, Math.floor(size / 2), size - 1])) {
      inclusions.push(await get("/v1/proofs", { partition: String(partition), offset: String(offset), size: String(size) }));
    }
    for (const earlier of history.filter((one) => one.partition === partition && one.size <= size)) {
      consistencies.push(await get("/v1/proofs", { partition: String(partition), from: String(earlier.size), to: String(size) }));
    }
  }
  const made = await fetch(`${qorgau.url}/v1/releases`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "annual-2026", year: 2026 }),
  });
  expect([made.status, ((await made.json()) as Release).name]).toEqual([201, "annual-2026"]);
  for (const format of ["json", "csv", "xlsx"]) {
    const [bytes, signature] = await Promise.all(
      ["", "/signature"].map(async (path) => (await fetch(`${qorgau.url}/v1/releases/annual-2026${path}?format=${format}`)).bytes()),
    );
    writeFileSync(at(`release.${format}`), bytes!);
    writeFileSync(at(`release.${format}.jws`), signature!);
  }
  writeFileSync(at("verifier"), checkpoints.verifier);
  writeFileSync(at("signing.pub"), checkpoints.publicKey);
  writeFileSync(at("note"), history.at(-1)!.note);
  expect(await qorgau.stop()).toBe(0);
  expect(await runCommand(["log.ts", "export", at("log.ndjson")], settings)).toMatchObject({ code: 0 });
  const lines = readFileSync(at("log.ndjson"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith('{"partition":'));
  records = new Map(lines.map((line) => JSON.parse(line) as Line).map((record) => [`${record.partition}:${record.offset}`, record]));
}, 240_000);
afterAll(() => removeDirectory(directory));

/** As `/openapi.json` says: what is hashed of a record, behind its zero byte. */
function bytesOf({ partition, offset, recordedAt, key, value }: Line): Buffer {
  return Buffer.from(`${partition} ${offset} ${Date.parse(recordedAt)} ${Buffer.byteLength(key)}\n${key}${value}`);
}

function verifyByGo(
  change: (document: { inclusions: { record: string }[]; consistency: { path: string[] }[] }) => void = () => {},
): string {
  const noteOf = (partition: number, size: number) => history.find((one) => one.partition === partition && one.size === size)!.note;
  const document = {
    verifier: checkpoints.verifier,
    inclusions: inclusions.map((one) => ({ ...one, record: bytesOf(records.get(`${one.partition}:${one.offset}`)!).toString("base64") })),
    consistency: consistencies.map((one) => ({ ...one, fromCheckpoint: noteOf(one.partition, one.from) })),
  };
  change(document);
  return execFileSync(join(homeOf("go"), "verify"), { input: JSON.stringify(document), encoding: "utf8" });
}

test.skipIf(!areClientsRequired() && !isInstalled("go"))("Go's transparency log verifies every proof, and none that was changed", () => {
  expect(inclusions.length).toBeGreaterThan(15);
  expect(consistencies.length).toBeGreaterThan(10);
  expect(verifyByGo()).toBe(`${inclusions.length} inclusions, ${consistencies.length} consistencies\n`);
  const isRefused = (change: Parameters<typeof verifyByGo>[0]) => expect(() => verifyByGo(change)).toThrow();
  isRefused(
    ({ inclusions: [first] }) => (first!.record = Buffer.concat([Buffer.from(first!.record, "base64"), Buffer.of(32)]).toString("base64")),
  );
  isRefused(({ consistency }) => {
    const long = consistency.find(({ path }) => path.length > 1)!;
    long.path = long.path.toReversed();
  });
});

test("acknowledgements state the leaves that are proved", () => {
  const leaves = new Map(results.map(({ position = "", leaf }) => [position, leaf]));
  expect(inclusions.map(({ leaf }) => leaf)).toEqual(inclusions.map(({ partition, offset }) => leaves.get(`${partition}:${offset}`)));
  expect(inclusions.map(({ checkpoint }) => checkpoint)).not.toContain(null);
});

test.each(["json", "csv", "xlsx"])("jose verifies a release as %s, and none with a flipped bit", async (format) => {
  const [header = "", , signature = ""] = readFileSync(at(`release.${format}.jws`), "utf8").split(".");
  const payload = readFileSync(at(`release.${format}`));
  const key = createPublicKey(checkpoints.publicKey);
  const verified = await flattenedVerify({ protected: header, payload, signature }, key);
  expect(verified.protectedHeader).toMatchObject({ alg: "EdDSA", b64: false });
  payload[Math.floor(payload.length / 2)]! ^= 4;
  await expect(flattenedVerify({ protected: header, payload, signature }, key)).rejects.toThrow(/signature/);
});

const verify = (...words: string[]) => runCommand(["verify.ts", ...words, "--key", at("signing.pub")]);

test("npm run verify finds what the program left whole, with the public key alone", async () => {
  const whole = `${records.size} records are what was signed.\n`;
  const note = ["--checkpoint", at("note")];
  expect(await verify("--log", at("data", "log"), ...note)).toMatchObject({ code: 0, stdout: whole });
  expect(await verify("--export", at("log.ndjson"), ...note)).toMatchObject({ code: 0, stdout: whole });
  expect(await runCommand(["verify.ts", "--export", at("log.ndjson"), "--key", at("verifier")])).toMatchObject({ code: 0, stdout: whole });
  for (const format of ["json", "csv", "xlsx"]) expect(await verify("--release", at(`release.${format}`))).toMatchObject({ code: 0 });
});

test("npm run verify names what a flipped bit is in", async () => {
  const line = readFileSync(at("log.ndjson"));
  const { partition, offset, value } = records.get(results.at(-1)!.position!)!;
  const subject = (JSON.parse(value) as { subject: string }).subject;
  line[line.lastIndexOf(subject) + 1]! ^= 1;
  writeFileSync(at("flipped.ndjson"), line);
  expect(await verify("--export", at("flipped.ndjson"))).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(`${partition}:${offset}: `) as string,
  });
  cpSync(at("data"), at("copy"), { recursive: true });
  const file = readFileSync(at("copy", "log", "log.sqlite"));
  for (let place = file.indexOf(`"${subject}"`); place !== -1; place = file.indexOf(`"${subject}"`, place + 1)) file[place + 1]! ^= 1;
  writeFileSync(at("copy", "log", "log.sqlite"), file);
  expect(await verify("--log", at("copy", "log"))).toMatchObject({
    code: 1,
    stdout: `${partition}:${offset}: it is not what was signed\nNOT what was signed: 1 of ${records.size} records.\n`,
  });
  const release = readFileSync(at("release.csv"));
  release[release.length - 3]! ^= 1;
  writeFileSync(at("flipped.csv"), release);
  expect(await verify("--release", at("flipped.csv"), "--signature", at("release.csv.jws"))).toMatchObject({
    code: 1,
    stdout: `${at("flipped.csv")} is NOT what was signed.\n`,
  });
  expect(await runCommand(["verify.ts", "--log", at("data", "log")])).toMatchObject({ code: 2 });
});
