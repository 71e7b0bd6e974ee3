/** Invariant 2: what is answered is a function of the set of events: not of order, repetition or batches. */
import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { nationalSample } from "../../generators/national-sample.ts";
import { seededRandom, shuffled, testSeed } from "../../generators/random.ts";
import { sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";

const directories: string[] = [];
afterAll(() => Promise.all(directories.map(removeDirectory)));

const requests = [
  "period=year&by=region,sector,severity&per=none",
  "period=month&by=division,kind&per=none&kind=any",
  "measure=accidents&per=none&by=region",
  "measure=days_lost&per=none&by=region,sex,ageBand",
  "measure=lost_time&per=none&period=quarter&by=evidence,workRelated",
  "period=rolling12m&per=none&by=sector",
];

/** The bytes of `rows`, as they were sent. */
async function rowsOf(url: string, atLeast: string): Promise<string[]> {
  const responses: string[] = [];
  for (const requestParameters of requests) {
    let response = await fetch(`${url}/v1/rates?${requestParameters}&atLeast=${atLeast}`);
    while (response.status === 503) response = await fetch(`${url}/v1/rates?${requestParameters}&atLeast=${atLeast}`);
    const text = await response.text();
    expect(response.status, text).toBe(200);
    responses.push(text.slice(text.indexOf('"rows":')));
  }
  return responses;
}

test("100,000 events twice, in another order and other batches, give the same rows as once", async () => {
  const { events } = nationalSample(testSeed, 100_000);
  const random = seededRandom(testSeed + 1);
  const once = await temporaryDirectory();
  const twice = await temporaryDirectory();
  directories.push(once, twice);

  const first = await startQorgau(once);
  const sent = await sendAll(first.url, events, 5000);
  expect(sent.accepted).toBe(events.length);
  const expected = await rowsOf(first.url, sent.positions);
  await first.stop();

  await mkdir(twice, { recursive: true });
  await copyFile(join(once, "pseudonym.key"), join(twice, "pseudonym.key"));
  const second = await startQorgau(twice);
  const again = await sendAll(second.url, shuffled([...events, ...events], random), 1777);
  const actual = await rowsOf(second.url, again.positions);
  await second.stop();

  expect(actual, `seed ${testSeed}`).toEqual(expected);
  expect(expected[0]?.length).toBeGreaterThan(10_000);
}, 900_000);
