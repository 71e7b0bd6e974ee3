/** The nowcast over HTTP, through log, aggregator and engine, by a clock of the test's own: METHODS, section 1. */
import { nowcastResponseSchema } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { NowcastResponse } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const used = useSystem({ startsAt: "2026-03-05T12:00:00+05:00", per: "test" });

const { report } = used;

async function nowcast(search: string): Promise<NowcastResponse> {
  return nowcastResponseSchema.parse(JSON.parse(await used.bodyOf(`/v1/nowcast?${search}`)));
}

const months = ["2025-11", "2025-12", "2026-01", "2026-02"];
/** Reports by delay, as METHODS has them. */
const golden = [[100, 40, 10, 5], [110, 44, 11], [95, 38], [120]];
const entered = (occurredAt: string, enteredOn: string, more: object = {}) =>
  caseEvent({ occurredAt, notified: { enteredOn }, employer: { bin: "200140000004" }, ...more });
const goldenEvents = () =>
  golden.flatMap((row, place) =>
    row.flatMap((count, delay) =>
      Array.from({ length: count }, () =>
        entered(`${months[place]}-01`, `${months[place + delay]}-28`, { region: place === 0 ? "KZ-10" : "KZ-35" }),
      ),
    ),
  );

test("four months by their days of registration, again as of that cut, and as a file", { timeout: 120_000 }, async () => {
  await report([
    ...goldenEvents(),
    // Of before its reporter first registered anything: it is counted, and teaches no delay.
    ...[1, 2, 3].map(() => entered("2025-09-01", "2025-12-28")),
    ...["2025", "2026"].map((period) => exposureEvent({ period, workers: 100_000 })),
  ]);
  const found = await nowcast("maxDelay=3&per=100000_workers");
  expect(found).toMatchObject({ lastPeriod: "2026-02", exposureBasis: "employed" });
  expect(found.rows.map(({ period, reported, nowcast, lower, upper }) => [period, reported, nowcast, lower, upper])).toEqual([
    ["2025-11", 155, 155, 155, 155],
    ["2025-12", 165, 170.5, 166, 176],
    ["2026-01", 133, 147.25, 140, 156],
    ["2026-02", 120, 186, 167, 207],
  ]);
  expect(found.rows.at(-1)).toMatchObject({ rate: 186, rateLower: 154.212, rateUpper: 222.41 });
  expect(found.cells[0]).toMatchObject({ reports: 573, leftOut: 3, sum: { reported: 573, nowcast: 658.75, lower: 638, upper: 681 } });

  // Of one region each delay is known of its one month; of the other nobody knows the longest.
  const byRegion = await nowcast("maxDelay=3&by=region");
  expect(byRegion.cells.map(({ region, reports, delaysFrom }) => [region, reports, delaysFrom])).toEqual([
    ["KZ-10", 155, "cell"],
    ["KZ-35", 418, "country"],
  ]);
  // A filter narrows the cases, never the delays that the country lends.
  expect((await nowcast("maxDelay=3&region=KZ-35")).rows.at(-1)).toMatchObject({ reported: 120, delaysFrom: "country", nowcast: 186 });
  expect((await nowcast("maxDelay=3&measure=accidents")).rows.at(-1)).toMatchObject({ reported: 120, nowcast: 186 });

  const form = await used.system.ask("/v1/nowcast?maxDelay=3&by=region&format=csv");
  const [head = "", ...lines] = form.body.trimEnd().split("\r\n");
  expect(head.split(",").slice(0, 6)).toEqual(["period", "region", "reported", "nowcast", "lower", "upper"]);
  expect(lines).toHaveLength(8);
  expect((await used.system.ask("/v1/nowcast?format=xlsx")).statusCode).toBe(200);

  const before = await used.system.ask("/v1/nowcast?maxDelay=3");
  used.nowMs = Date.parse("2026-04-05T12:00:00+05:00");
  await report(Array.from({ length: 60 }, () => entered("2026-02-01", "2026-03-28")));
  expect((await nowcast("maxDelay=3")).rows.at(-2)).toMatchObject({ period: "2026-02", reported: 180 });
  const again = await used.system.ask(`/v1/nowcast?maxDelay=3&asOf=${encodeURIComponent(found.watermark)}`);
  expect(again.body).toBe(before.body);
  expect(again.headers["cache-control"]).toContain("immutable");
});

test("weeks, by the stamps of the log where no day of registration is stated", { timeout: 120_000 }, async () => {
  // Mondays, eight of them; a reporter tells half of each week's cases at once and half in the week after.
  for (let week = 0; week < 9; week += 1) {
    used.nowMs = Date.parse("2026-01-07T12:00:00+05:00") + week * 7 * 86_400_000;
    const day = (weeks: number) => new Date(Date.parse("2026-01-05") + weeks * 7 * 86_400_000).toISOString().slice(0, 10);
    const of = (weeks: number) => Array.from({ length: 5 }, () => caseEvent({ occurredAt: day(weeks) }));
    await report([...of(week), ...(week === 0 ? [] : of(week - 1))]);
  }
  const { lastPeriod, rows } = await nowcast("period=week&maxDelay=1&per=none");
  expect(lastPeriod).toBe("2026-02-23");
  expect(rows.map(({ period, reported, nowcast, share }) => [period, reported, nowcast, share])).toEqual([
    ["2026-02-16", 10, 10, 1],
    ["2026-02-23", 5, 10, 0.5],
  ]);
});

test(
  "deaths by the first record that says so, whoever says it, and the same again as of that cut, after a rebuild and from a store made anew",
  { timeout: 120_000 },
  async () => {
    let serial = 0;
    const subjects = (count: number) => Array.from({ length: count }, () => `D-${String((serial += 1))}|x`);
    const died = (all: readonly string[], occurredAt: string, severity: string, revision = 1) =>
      all.map((subject) => caseEvent({ occurredAt, severity }, { subject, revision }));
    const at = (day: string) => (used.nowMs = Date.parse(`${day}T12:00:00+05:00`));
    const [december, january] = [subjects(6), subjects(5)];

    at("2025-12-20");
    await report([...died(subjects(20), "2025-12-10", "fatal"), ...died(december, "2025-12-10", "severe")]);
    at("2026-01-20");
    await report([
      ...died(december.slice(0, 4), "2025-12-10", "fatal", 2),
      ...died(subjects(22), "2026-01-10", "fatal"),
      ...died(january, "2026-01-10", "severe"),
    ]);
    at("2026-02-20");
    const [first = "", ...others] = january;
    // Of one of them an insurer alone says that the worker died.
    const sameAs = { source: "urn:kz:bin:200140000004", subject: first };
    const claim = caseEvent(
      { occurredAt: "2026-01-10", severity: "fatal", sameAs, claim: { status: "filed" } },
      { source: "urn:kz:insurer:annuity", type: "kz.qorgau.claim.reported.v1" },
    );
    await report([
      ...died(december.slice(4), "2025-12-10", "fatal", 2),
      ...died(others, "2026-01-10", "fatal", 2),
      claim,
      ...died(subjects(24), "2026-02-10", "fatal"),
    ]);
    at("2026-03-05");
    await report(["2025", "2026"].map((period) => exposureEvent({ period, workers: 100_000 })));

    const search = "measure=fatal&maxDelay=2&per=100000_workers&exposureBasis=employed";
    const found = await nowcast(search);
    // By hand: 51/42 and 26/24.
    expect(found.cells[0]?.shares).toEqual([0.760181, 0.923077, 1]);
    expect(found.rows.map(({ period, reported, nowcast }) => [period, reported, nowcast])).toEqual([
      ["2025-12", 26, 26],
      ["2026-01", 27, 29.25],
      ["2026-02", 24, 31.5714],
    ]);
    // Of the injured everything was reported at once.
    expect((await nowcast("maxDelay=2")).rows.map(({ reported, nowcast }) => [reported, nowcast])).toEqual([
      [26, 26],
      [27, 27],
      [24, 24],
    ]);
    expect((await nowcast(`${search}&by=region`)).cells).toMatchObject([{ region: "KZ-35", reports: 77, delaysFrom: "cell" }]);
    expect((await nowcast("measure=fatal&period=week&maxDelay=12")).rows.map(({ reported }) => reported)).toContain(26);

    const before = await used.system.ask(`/v1/nowcast?${search}`);
    at("2026-03-20");
    await report(died(subjects(3), "2026-02-11", "fatal"));
    const asOf = `asOf=${encodeURIComponent(found.watermark)}`;
    const ofCuts = [`${search}&${asOf}`, search, `${search}&by=region&${asOf}`, `measure=fatal&period=week&${asOf}`];
    const responses = async () => {
      const bodies: string[] = [];
      for (const parameters of ofCuts) bodies.push((await used.system.ask(`/v1/nowcast?${parameters}`)).body);
      return bodies;
    };
    const again = await responses();
    expect(again[0]).toBe(before.body);
    expect(again[1]).not.toBe(before.body);
    await used.system.aggregator.rebuild.run();
    expect(await responses()).toEqual(again);
    await used.startOnEmptyStore();
    expect(await responses()).toEqual(again);
  },
);

test("of an empty cut there is a nowcast of nothing", async () => {
  expect(await nowcast("")).toMatchObject({ watermark: "", lastPeriod: null, rows: [], cells: [] });
});
