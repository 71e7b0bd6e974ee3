/** A log is carried over to a new pseudonym key: its figures stay, whoever had the old key finds nobody, and a worker stays the same person. */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { afterAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { getJson, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";

const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));
const at = (...names: string[]) => join(directory, ...names);

const iin = "850808310738";
const worker = { occurredAt: "2026-02-03", region: "KZ-35", worker: { iin } };
const ofWorker = (subject: string, envelope: object = {}) => caseEvent(worker, { subject, ...envelope });
const claim = (subject: string) =>
  caseEvent({ ...worker, claim: { status: "filed" } }, { subject, source: "urn:kz:insurer:annuity", type: "kz.qorgau.claim.reported.v1" });

const settingsOf = (folder: string) => ({ QORGAU_DATA: at(folder), QORGAU_LOG: `file:${at(folder, "log")}` });
const figuresOf = async (url: string, asOf?: string) => {
  const { rows } = await getJson<RatesResponse>(url, "/v1/rates", { by: "region", ...(asOf === undefined ? {} : { asOf }) });
  return rows;
};

test("the figures stay, the worker stays one person, and the old key tells nothing of the new log", { timeout: 240_000 }, async () => {
  const before = await startQorgau(at("before"), settingsOf("before"));
  const { positions } = await sendAll(before.url, [
    ofWorker("N-1"),
    ofWorker("N-2", { source: "urn:kz:bin:990240000005" }),
    caseEvent({ region: "KZ-10" }),
    exposureEvent({ period: "2026", region: "KZ-35", workers: 34_000 }),
  ]);
  await getJson(before.url, "/v1/rates", { atLeast: positions });
  const figures = await figuresOf(before.url, positions);
  expect(figures).toMatchObject([
    { region: "KZ-10", count: 1 },
    { region: "KZ-35", count: 1 },
  ]);
  await before.stop();

  expect(await runCommand(["log.ts", "export", at("before.ndjson")], settingsOf("before"))).toMatchObject({ code: 0 });
  const words = ["log.ts", "rekey", at("before.ndjson"), at("after.ndjson"), at("new.key")];
  expect(await runCommand(words, settingsOf("before"))).toMatchObject({ code: 0 });
  expect(await runCommand(words, settingsOf("before"))).toMatchObject({ code: 2 });
  const ofNewKey = { ...settingsOf("before"), QORGAU_PSEUDONYM_KEY_FILE: at("new.key") };
  const refused = await runCommand(["log.ts", "rekey", at("before.ndjson"), at("never.ndjson"), at("never.key")], ofNewKey);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("its pseudonyms are of the key") as string });
  expect((await stat(at("new.key"))).mode & 0o077).toBe(0);
  const settings = { ...settingsOf("after"), QORGAU_PSEUDONYM_KEY_FILE: at("new.key") };
  expect(await runCommand(["log.ts", "import", at("after.ndjson")], settings)).toMatchObject({ code: 0 });

  const [held, carried] = [await readFile(at("before.ndjson"), "utf8"), await readFile(at("after.ndjson"), "utf8")];
  const pseudonyms = (text: string) => [...new Set(text.match(/qg1:[0-9a-f]{8}:[0-9a-f]{64}/g))];
  const [[old = ""], [made = ""]] = [pseudonyms(held), pseudonyms(carried)];
  expect([pseudonyms(held).length, pseudonyms(carried).length]).toEqual([1, 1]);
  const keyId = old.slice("qg1:".length, old.lastIndexOf(":"));
  expect(made).not.toBe(old);
  expect(carried).not.toContain(keyId);

  const after = await startQorgau(at("after"), settings);
  await getJson(after.url, "/v1/rates", { atLeast: positions });
  expect(await figuresOf(after.url, positions)).toEqual(figures);
  const sent = await sendAll(after.url, [claim("C-1"), ofWorker("N-1", { id: "again" })]);
  await getJson(after.url, "/v1/rates", { atLeast: sent.positions });
  expect((await figuresOf(after.url)).map(({ region, count }) => [region, count])).toEqual([
    ["KZ-10", 1],
    ["KZ-35", 1],
  ]);
  await after.stop();

  const oldKey = { ...settingsOf("after"), QORGAU_PSEUDONYM_KEY_FILE: at("before", "pseudonym.key"), QORGAU_PORT: "0" };
  const stopped = await runCommand(["start.ts"], oldKey);
  expect(stopped.code).not.toBe(0);
  expect(stopped.stdout + stopped.stderr).toContain("The log was begun with the pseudonym key");
});
