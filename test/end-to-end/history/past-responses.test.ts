/** Invariant 4 on the real program: what was answered is answered again, byte for byte, after corrections, a kill -9 and 100,000 later events. */
import { afterAll, expect, test } from "vitest";
import { exposureEvent } from "../../generators/events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { testScale, testSeed } from "../../generators/random.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";

const rounds = 4;
const roundEvents = 1500;
const laterEvents = 100_000 * testScale;
const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

const requests = [
  "/v1/rates?by=region,severity",
  "/v1/rates?by=sector,kind&kind=any&period=month&per=none",
  "/v1/rates?period=ytd&measure=fatal&per=100000_workers",
  "/v1/rates?period=day&from=2024-02-10&to=2024-03-15&measure=accidents&format=csv",
  "/v1/rates?period=rolling12m&measure=days_lost&per=case&by=sex",
  "/v1/rollups/annual/2024",
];

const withAsOf = (requestParameters: string, asOf: string) =>
  `${requestParameters}${requestParameters.includes("?") ? "&" : "?"}asOf=${encodeURIComponent(asOf)}`;

async function bodies(url: string, asOf?: string): Promise<string[]> {
  return Promise.all(
    requests.map(async (requestParameters) => {
      const response = await fetch(`${url}${asOf === undefined ? requestParameters : withAsOf(requestParameters, asOf)}`);
      const body = await response.text();
      expect(response.status, body).toBe(200);
      return body;
    }),
  );
}

/** The same without the cut it names: two cuts that differ in ticks alone have the same rows. */
const rowsOf = (body: string) =>
  body.startsWith("{") ? body.slice(body.indexOf('"rows":')) : body.replaceAll(/,[^,]*,"[^"]*",\d+\r\n/g, "\r\n");

/** One round of news: records of earlier rounds are corrected, withdrawn and told by others, exposure too. */
function eventsOf(round: number): object[] {
  const { events } = nationalSample(testSeed, rounds * roundEvents);
  const exposures = ["2023", "2024"].map((period) =>
    exposureEvent({ period, workers: 1_000_000 + round }, { subject: `X-${period}`, revision: round + 1 }),
  );
  // Every round has a part of each record's story: revisions lie next to each other in the sample.
  return [...exposures, ...events.filter((_, place) => place % rounds === round)];
}

test("live answers are given again as of their watermark and instant", { timeout: 600_000 }, async () => {
  let qorgau = await startQorgau(directory);
  const reported: { readonly asOf: string; readonly bodies: readonly string[] }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { positions } = await sendAll(qorgau.url, eventsOf(round), 100);
    const { watermark } = await rates(qorgau.url, { atLeast: positions });
    const live = await bodies(qorgau.url);
    const instant = new Date().toISOString();
    expect(await bodies(qorgau.url, watermark)).toEqual(live);
    reported.push({ asOf: watermark, bodies: live });
    // The log is quiet now, so this waits for ticks.
    const atInstant = await bodies(qorgau.url, instant);
    expect(atInstant.map(rowsOf)).toEqual(live.map(rowsOf));
    reported.push({ asOf: instant, bodies: atInstant });
  }
  expect(new Set(reported.map(({ bodies }) => rowsOf(bodies[0]!))).size).toBe(rounds);
  const askAgain = async () => {
    for (const { asOf, bodies: before } of reported) expect(await bodies(qorgau.url, asOf), asOf).toEqual(before);
  };
  await askAgain();

  await qorgau.kill();
  qorgau = await startQorgau(directory);
  await askAgain();

  const later = await sendAll(qorgau.url, nationalSample(testSeed + 1, laterEvents).events, 5000);
  await rates(qorgau.url, { atLeast: later.positions });
  await askAgain();

  const future = await fetch(`${qorgau.url}${withAsOf(requests[0]!, new Date(Date.now() + 60_000).toISOString())}`);
  expect([future.status, JSON.parse(await future.text()).errors[0].rule]).toEqual([400, "QG-0802"]);
  expect(await qorgau.stop()).toBe(0);
});
