/** Invariant 6: no IIN that was sent in is found anywhere afterwards: data folder, logs, metrics, answers, error texts. */
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { caseEvent } from "../../generators/events.ts";
import { iinWithCheckDigit } from "../../generators/iin.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { seededRandom, testSeed } from "../../generators/random.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import { openStoreOf } from "../program/store-profile.ts";

const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

/** Places where an IIN may not stand: each of these events is rejected, and the answer must not repeat it. */
const misplaced: ((iin: string) => object)[] = [
  (iin) => caseEvent({}, { subject: iin }),
  (iin) => caseEvent({}, { id: `case ${iin}` }),
  (iin) => caseEvent({}, { source: `urn:kz:iin:${iin}` }),
  (iin) => caseEvent({ accident: `A/${iin}` }),
  (iin) => caseEvent({ severity: iin }),
  (iin) => caseEvent({ occurredAt: iin }),
  (iin) => caseEvent({ [iin]: 1 }),
  (iin) => caseEvent({ employer: { bin: "200140000004", [iin]: iin } }),
  (iin) => caseEvent({ worker: { ref: iin } }),
  (iin) => caseEvent({ worker: { iin: Number(iin) } }),
  (iin) => caseEvent({ worker: { iin: ` ${iin}` } }),
  (iin) => caseEvent({ mining: { mine: iin } }),
  (iin) => caseEvent({ sameAs: { source: "urn:x", subject: iin } }),
  (iin) =>
    caseEvent({ reason: `${iin} was there twice` }, { type: "kz.qorgau.case.withdrawn.v1", data: { reason: `${iin} was there twice` } }),
  (iin) => caseEvent({}, { time: iin }),
  (iin) => caseEvent({}, { type: iin }),
];

test("no IIN is found in the data folder, the logs, the metrics or an answer", async () => {
  const qorgau = await startQorgau(directory, { QORGAU_LOG_LEVEL: "trace" });
  const { events, iins } = nationalSample(testSeed, 5000);
  const soleProprietor = iinWithCheckDigit(seededRandom(testSeed + 7));
  const sent = await sendAll(qorgau.url, [...events, caseEvent({ employer: { bin: soleProprietor } })]);
  const strays = Array.from({ length: misplaced.length }, (_, index) => iinWithCheckDigit(seededRandom(testSeed + 100 + index)));
  const responses: string[] = [];
  for (const [index, make] of misplaced.entries()) {
    const iin = strays[index] ?? "";
    const body = JSON.stringify(make(iin));
    for (const [path, type] of [
      ["/v1/events", "application/x-ndjson"],
      ["/v1/events", "application/cloudevents+json"],
      ["/v1/events:validate", "application/cloudevents+json"],
    ] as const) {
      responses.push(await textOf(fetch(`${qorgau.url}${path}`, { method: "POST", headers: { "content-type": type }, body })));
    }
    responses.push(
      await textOf(
        fetch(`${qorgau.url}/v1/events`, { method: "POST", headers: { "content-type": "application/x-ndjson" }, body: body.slice(0, -1) }),
      ),
    );
    responses.push(await textOf(fetch(`${qorgau.url}/v1/rates?region=${iin}`)), await textOf(fetch(`${qorgau.url}/${iin}?worker=${iin}`)));
  }
  await rates(qorgau.url, { per: "none", by: "sex,ageBand", atLeast: sent.positions });
  responses.push(await textOf(fetch(`${qorgau.url}/metrics`)), await textOf(fetch(`${qorgau.url}/v1/status`)));
  expect(await qorgau.stop()).toBe(0);

  const secrets = new Set([...iins, ...strays, soleProprietor]);
  expect(secrets.size).toBeGreaterThan(1000);
  expect(identifiersIn(responses.join("\n"), secrets)).toEqual([]);
  expect(identifiersIn(qorgau.output(), secrets)).toEqual([]);
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) expect(await identifiersInFile(join(file.parentPath, file.name), secrets), file.name).toEqual([]);
  const texts = await textsInStore(directory);
  expect(texts.length).toBeGreaterThan(5000);
  expect(identifiersIn(texts.join("\n"), secrets)).toEqual([]);
});

async function textsInStore(dataDirectory: string): Promise<string[]> {
  const opened = await openStoreOf(dataDirectory);
  try {
    const sql = "SELECT statement AS text FROM journal UNION ALL SELECT concat(cell, ' ', payload, ' ', mine) FROM published";
    return (await opened.store.query({ sql, row: z.object({ text: z.string() }) })).map(({ text }) => text);
  } finally {
    await opened.close();
  }
}

const textOf = async (response: Promise<Response>) => (await response).text();

/** Every run of twelve digits is looked up, those within longer runs as well. */
function identifiersIn(text: string, secrets: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const [run] of text.matchAll(/\d{12,}/g)) {
    for (let start = 0; start + 12 <= run.length; start += 1) {
      const digits = run.slice(start, start + 12);
      if (secrets.has(digits)) found.add(digits);
    }
  }
  return [...found];
}

/** The bytes as they lie on disk. The store compresses its columns, which is why its tables are read through the engine as well. */
async function identifiersInFile(path: string, secrets: ReadonlySet<string>): Promise<string[]> {
  const found: string[] = [];
  let tail = "";
  for await (const chunk of createReadStream(path, { encoding: "latin1" }) as AsyncIterable<string>) {
    found.push(...identifiersIn(tail + chunk, secrets));
    tail = chunk.slice(-24);
  }
  return found;
}
