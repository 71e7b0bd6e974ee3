/** Early warning over HTTP, through log, aggregator and engine, by a clock of the test's own: METHODS, section 3. */
import { signalsResponseSchema } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const used = useSystem({ startsAt: "2026-01-02T12:00:00+05:00" });

const report = (at: string, events: readonly object[]) => used.report(events, { at });

async function signals(search = ""): Promise<SignalsResponse> {
  return signalsResponseSchema.parse(JSON.parse(await used.bodyOf(`/v1/signals?${search}`)));
}

const dayMs = 86_400_000;
const dayAt = (first: string, days: number) => new Date(Date.parse(first) + days * dayMs).toISOString().slice(0, 10);
const accident = (occurredAt: string, more: object = {}) =>
  caseEvent({ occurredAt, severity: "light", region: "KZ-55", sector: "F", ...more });
/** One accident a week, on Wednesdays. */
const weekly = (first: string, weeks: number, more: object = {}) =>
  Array.from({ length: weeks }, (_, week) => accident(dayAt(first, 7 * week + 2), more));

test("of an empty cut there are no signals", async () => {
  expect(await signals()).toMatchObject({ watermark: "", declared: 60, rows: [], series: [] });
});

test(
  "more accidents raise a signal, counted once each, which a past cut tells again and late reports leave as it was",
  { timeout: 120_000 },
  async () => {
    // A backlog of five years counts as known all along: nobody knows when it would have been reported.
    await report("2026-01-02T12:00:00+05:00", [
      ...weekly("2021-01-04", 260),
      ...["2021", "2022", "2023", "2024", "2025", "2026"].map((period) => exposureEvent({ period, region: "KZ-55", workers: 1000 })),
    ]);
    expect((await signals()).rows).toEqual([]);
    const week = [0, 1, 2, 3].flatMap((place) => {
      const monday = dayAt("2026-03-02", 7 * place);
      // Three accidents a week, one of two victims.
      return [
        accident(monday),
        accident(monday, { accident: `A-${monday}` }),
        accident(monday, { accident: `A-${monday}` }),
        accident(dayAt(monday, 4)),
      ];
    });
    await report("2026-03-30T12:00:00+05:00", [...weekly("2025-12-29", 9), ...week]);
    await report("2026-04-28T12:00:00+05:00", [accident("2026-04-28")]);
    const found = await signals("region=KZ-55");
    expect(found).toMatchObject({ runLength: 260.893, lagWeeks: 4, to: "2026-04-27", exposureBasis: "employed" });
    expect(found.rows).toEqual([
      expect.objectContaining({
        ...{ raised: "2026-04-27", measure: "accidents", region: "KZ-55", sector: null, detector: "poisson_cusum" },
        ...{ from: "2026-03-02", to: "2026-03-29", observed: 12, victims: 16, statistic: 6.4, limit: 5.5, exposure: 1000 },
      }),
    ]);
    expect(found.series.find(({ measure }) => measure === "accidents")).toMatchObject({ detector: "poisson_cusum", isAdjusted: true });
    // The country and the section have the same accidents.
    expect((await signals()).rows.map(({ scope }) => scope)).toEqual(["country", "region", "sector"]);

    const before = await used.system.ask("/v1/signals");
    const { watermark } = signalsResponseSchema.parse(JSON.parse(before.body));
    await report("2026-05-25T12:00:00+05:00", weekly("2026-03-02", 8));
    expect((await signals("region=KZ-55&to=2026-04-27")).rows).toEqual(found.rows);
    const again = await used.system.ask(`/v1/signals?asOf=${encodeURIComponent(watermark)}`);
    expect(again.body).toBe(before.body);
    expect(again.headers["cache-control"]).toContain("immutable");

    // A fact, at once: the day after, and by either of its places.
    const group = { severity: "fatal", accident: "A-group", region: "KZ-35", sector: "B" };
    const occurredAt = "2026-05-26";
    await report("2026-05-27T12:00:00+05:00", [
      accident(occurredAt, group),
      accident(occurredAt, { ...group, severity: "light" }),
      accident(occurredAt, group),
    ]);
    const told = [{ occurred: occurredAt, region: "KZ-35", sector: "B", dead: 2, victims: 3, level: 2 }];
    expect((await signals("region=KZ-35&sector=B")).groupFatalities).toEqual(told);
    expect((await signals("region=KZ-55")).groupFatalities).toEqual([]);
    expect((await signals("to=2026-05-25")).groupFatalities).toEqual([]);
    await report("2026-06-10T12:00:00+05:00", [accident(occurredAt, group)]);
    expect((await signals()).groupFatalities).toEqual([{ ...told[0], dead: 3, victims: 4, level: 3 }]);

    // Acute poisonings are accidents too; and a lead case that is read by none of these is no reason to say nothing.
    const gas = { accident: "A-gas", region: "KZ-71", sector: "C", kind: "poisoning", severity: "fatal" };
    await report("2026-06-11T12:00:00+05:00", [
      caseEvent({ ...gas, occurredAt: "2026-06-08", kind: "disease", region: "KZ-10" }, { subject: "A-1" }),
      caseEvent({ ...gas, occurredAt: "2026-06-08" }, { subject: "A-2" }),
      caseEvent({ ...gas, occurredAt: "2026-06-08", kind: "accident" }, { subject: "A-3" }),
      caseEvent({ ...gas, occurredAt: "2026-06-08", severity: "light" }, { subject: "A-4" }),
    ]);
    const poisoned = [{ occurred: "2026-06-08", region: "KZ-71", sector: "C", dead: 2, victims: 3, level: 2 }];
    expect((await signals("region=KZ-71")).groupFatalities).toEqual(poisoned);
    expect((await signals("region=KZ-71&from=2026-06-15")).groupFatalities).toEqual([]);
    expect((await signals("from=2030-01-01")).groupFatalities).toEqual([]);
    expect(await signals("to=1900-01-01")).toMatchObject({ rows: [], groupFatalities: [] });

    const file = await used.system.ask("/v1/signals?to=2026-04-27&format=csv");
    const [head = "", ...lines] = file.body.trimEnd().split("\r\n");
    expect(head.split(",").slice(0, 6)).toEqual(["raised", "measure", "scope", "region", "sector", "detector"]);
    expect(lines).toHaveLength(3);
    for (const form of ["xlsx", "parquet", "csvw"]) expect((await used.system.ask(`/v1/signals?format=${form}`)).statusCode).toBe(200);
  },
);
