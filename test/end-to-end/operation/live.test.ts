/** Live figures of the real program: a page that reads its stream, leaves, and comes back to a program that was stopped in between. */
import { afterAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { rates, sendAll } from "../program/client.ts";
import { follow, nothingFollowed } from "../program/live-stream.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";

const directory = await temporaryDirectory();
afterAll(() => removeDirectory(directory));

const parameters = { by: "region,severity", period: "month", per: "1000_workers", compare: "previous" };
const search = `?${new URLSearchParams(parameters).toString()}`;

const regions = ["KZ-35", "KZ-75", "KZ-10"];
/** Cases of a few regions and months; later ones correct earlier ones, so that rows change, appear and vanish. */
function* cases(count: number, first: number) {
  for (let place = first; place < first + count; place += 1) {
    const month = String(1 + (place % 6)).padStart(2, "0");
    const severity = place % 7 === 0 ? "severe" : "light";
    const subject = `L-${place % 40}`;
    yield caseEvent({ occurredAt: `2026-${month}-03`, region: regions[place % 3], severity }, { subject, revision: place + 1 });
  }
}

test("a stream is the answers of /v1/rates, over a leave and over a restart", { timeout: 120_000 }, async () => {
  let qorgau = await startQorgau(directory);
  const workers = regions.map((region) => exposureEvent({ period: "2026", region, workers: 1000, basis: "contracts" }));
  const send = async (events: Iterable<object>) => (await sendAll(qorgau.url, events, 5)).positions;
  const sameAsRates = async (watermark: string) =>
    expect(followed.response).toEqual(await rates(qorgau.url, { ...parameters, asOf: watermark }));

  const first = await send([...workers, ...cases(30, 0)]);
  const followed = nothingFollowed();
  let stream = await follow(qorgau.url, `${search}&atLeast=${first}`, followed);
  await stream.until(first);
  const atRates = await fetch(`${qorgau.url}/v1/rates${search}&atLeast=${first}`);
  expect(followed.snapshotText).toBe(await atRates.text());
  expect(followed.events).toEqual(["snapshot"]);

  // Live, event by event.
  await stream.until(await send(cases(60, 30)));
  await sameAsRates(followed.lastEventId);
  expect(followed.events.slice(1).every((event) => event === "change")).toBe(true);

  // Away while more comes, and while the program is stopped: it waits for no stream.
  stream.leave();
  const other = nothingFollowed();
  const staying = await follow(qorgau.url, search, other);
  const missed = await send(cases(50, 90));
  await staying.until(missed);
  const stopped = qorgau.stop();
  while (await staying.read());
  expect(await stopped).toBe(0);

  qorgau = await startQorgau(directory);
  await rates(qorgau.url, { atLeast: missed });
  followed.events.length = 0;
  stream = await follow(qorgau.url, search, followed);
  await stream.until(missed);
  expect(followed.events).toEqual(["change"]);
  await sameAsRates(followed.lastEventId);
  expect(followed.response).toEqual(other.response);

  // The one who missed nothing has nothing to hear until there is something new.
  other.events.length = 0;
  const again = await follow(qorgau.url, search, other);
  const last = await send(cases(5, 140));
  await Promise.all([again.until(last), stream.until(last)]);
  expect(other.events.every((event) => event === "change")).toBe(true);
  expect(other.response).toEqual(followed.response);
  await sameAsRates(followed.lastEventId);
  for (const one of [stream, again]) one.leave();
  expect(await qorgau.stop()).toBe(0);
});
