/** Signals as events of the log, over HTTP, through log, aggregator and engine: METHODS, section 3. */
import { recordedSignalSchema, signalPrecisionSchema } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { RecordedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { signalsResponseSchema } from "@qorgau/schemas/responses/surveillance/signals-response";
import { publishedCutSchema } from "@qorgau/schemas/rows/published";
import type { PublishedCut } from "@qorgau/schemas/rows/published";
import { expect, test } from "vitest";
import { z } from "zod";
import { caseEvent, exposureEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const used = useSystem({ startsAt: "2026-01-02T12:00:00+05:00" });

const report = (at: string, events: readonly object[]) => used.report(events, { at });

const responded = used.bodyOf;
const recorded = async (search = ""): Promise<readonly RecordedSignal[]> =>
  signalsResponseSchema.parse(JSON.parse(await responded(`/v1/signals?${search}`))).recorded;
const publishedCut = async (): Promise<PublishedCut> => {
  const [row] = await used.opened.store.query({
    sql: "SELECT payload FROM published FINAL WHERE grain = 'watermark'",
    row: z.object({ payload: z.string() }),
  });
  return publishedCutSchema.parse(JSON.parse(row?.payload ?? ""));
};
const recordsOfLog = async () => [...(await used.system.log.end()).values()].reduce((sum, offset) => sum + offset + 1, 0);
async function acknowledge(id: string, body: object): Promise<{ readonly status: number; readonly rule: string | undefined }> {
  const { statusCode, body: text } = await used.system.post(`/v1/signals/${id}/acknowledgements`, body);
  const response = JSON.parse(text) as { readonly errors?: readonly { readonly rule: string }[] };
  return { status: statusCode, rule: response.errors?.[0]?.rule };
}

interface Entry {
  readonly id: string;
  readonly title: string;
  readonly published: string;
  readonly updated: string;
  readonly terms: readonly string[];
  readonly text: string;
}
/** The entries of a feed of signals. */
async function feed(search = ""): Promise<readonly Entry[]> {
  const text = await responded(`/v1/feed?of=signals&${search}`);
  return [...text.matchAll(/<entry>(.*?)<\/entry>/gs)].map(([, entry = ""]) => {
    const [id = "", title = "", updated = "", published = ""] = ["id", "title", "updated", "published"].map(
      (name) => new RegExp(`<${name}>([^<]*)<`).exec(entry)?.[1],
    );
    return { id, title, published, updated, terms: [...entry.matchAll(/term="(\w+)"/g)].map(([, term = ""]) => term), text: entry };
  });
}

const dayMs = 86_400_000;
const dayAt = (first: string, days: number) => new Date(Date.parse(first) + days * dayMs).toISOString().slice(0, 10);
const accident = (occurredAt: string, more: object = {}) =>
  caseEvent({ occurredAt, severity: "light", region: "KZ-55", sector: "F", ...more });

test("a history that is too short is judged without a record in the log", { timeout: 60_000 }, async () => {
  await used.system.recordSignals();
  expect(await recordsOfLog()).toBe(0);
  await report("2026-01-02T12:00:00+05:00", [accident("2026-01-01")]);
  await used.system.recordSignals();
  expect(await recordsOfLog()).toBe(1);
});

test(
  "a Monday's signals are put into the log once, computed again from their cut, acknowledged, and told beside what is known now",
  { timeout: 120_000 },
  async () => {
    const weekly = Array.from({ length: 260 }, (_, week) => accident(dayAt("2021-01-04", 7 * week + 2)));
    const years = ["2021", "2022", "2023", "2024", "2025", "2026"];
    await report("2026-01-02T13:00:00+05:00", [
      ...weekly,
      ...years.map((period) => exposureEvent({ period, region: "KZ-55", workers: 1000 })),
    ]);
    const more = [0, 1, 2, 3].flatMap((week) => [0, 2, 4].map((day) => accident(dayAt("2026-03-02", 7 * week + day))));
    const quiet = Array.from({ length: 9 }, (_, week) => accident(dayAt("2025-12-29", 7 * week + 2)));
    await report("2026-03-30T12:00:00+05:00", [...quiet, ...more]);
    used.nowMs = Date.parse("2026-04-27T09:00:00+05:00");
    await used.system.recordSignals();
    const [first, ...others] = await recorded("region=KZ-55");
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      ...{ state: "open", acknowledgement: null, raised: "2026-04-27", measure: "accidents", scope: "region", region: "KZ-55" },
      ...{ detector: "poisson_cusum", from: "2026-03-02", to: "2026-03-29", observed: 12, statistic: 6.4, limit: 5.5 },
      ...{ exposure: 1000, exposureBasis: "employed", rules: 2, methods: 1, states: [], now: { observed: 12, victims: 12, signals: true } },
      parameters: { reference: 1.4, limit: 5.5, runLength: 287.135, falseAlarms: 1, declared: 60, lagWeeks: 4 },
    });
    expect((await recorded()).map(({ scope }) => scope).toSorted()).toEqual(["country", "region", "sector"]);
    const { id = "", watermark = "" } = first ?? {};
    expect(id).toMatch(/^[0-9a-f]{64}$/);

    // By every process, and as often as it looks: once.
    const records = await recordsOfLog();
    await used.system.recordSignals();
    expect(await recordsOfLog()).toBe(records);

    const again = signalsResponseSchema.parse(
      JSON.parse(await responded(`/v1/signals?asOf=${encodeURIComponent(watermark)}&region=KZ-55`)),
    );
    const same = again.rows.find(({ raised }) => raised === first?.raised);
    expect(same).toBeDefined();
    for (const [name, value] of Object.entries(same!)) expect(first).toHaveProperty(name, value);

    const [entry] = await feed("region=KZ-55");
    expect(entry).toMatchObject({ id: expect.stringMatching(new RegExp(`:signals/${id}$`)), terms: ["series", "open"] });
    expect([entry?.published, entry?.updated]).toEqual([first?.recordedAt, first?.recordedAt]);
    used.nowMs += 60_000;
    expect(await acknowledge(id, { revision: 1, state: "acknowledged" })).toEqual({ status: 200, rule: undefined });
    expect(await acknowledge(id, { revision: 1, state: "acknowledged" })).toEqual({ status: 200, rule: undefined });
    expect(await acknowledge(id, { revision: 1, state: "closed", verdict: "confirmed" })).toEqual({ status: 409, rule: "QG-0642" });
    expect(await acknowledge(id, { revision: 3, state: "closed", verdict: "confirmed" })).toEqual({ status: 409, rule: "QG-0642" });
    expect(await acknowledge(id, { revision: 2, state: "closed" })).toEqual({ status: 400, rule: "QG-0645" });
    expect(await acknowledge(id, { revision: 1_000_000, state: "acknowledged" })).toEqual({ status: 400, rule: "QG-0646" });
    expect(await acknowledge(id, { revision: 2, state: "open" })).toEqual({ status: 400, rule: "QG-0603" });
    expect(await acknowledge(id, { revision: 2, state: "acknowledged", note: "880514300123" })).toEqual({ status: 400, rule: "QG-0644" });
    expect(await acknowledge("0".repeat(64), { revision: 1, state: "acknowledged" })).toEqual({ status: 404, rule: "QG-0641" });
    expect(await acknowledge(id, { revision: 2, state: "closed", verdict: "data_error", note: "Reported twice." })).toMatchObject({
      status: 200,
    });
    expect(await recorded("state=closed")).toMatchObject([
      { id, acknowledgement: { revision: 2, verdict: "data_error", note: "Reported twice.", by: null } },
    ]);
    expect(await recorded("state=open")).toHaveLength(2);
    const [closed, ...before] = await feed();
    expect(closed).toMatchObject({ id: entry?.id, title: entry?.title, published: entry?.published, terms: ["series", "closed"] });
    expect([closed?.updated, closed?.text]).toEqual([new Date(used.nowMs).toISOString(), expect.stringContaining("an error in the data")]);
    expect(before.map(({ terms, updated }) => [terms, updated])).toEqual(before.map(({ published }) => [["series", "open"], published]));
    const precision = signalPrecisionSchema.parse(JSON.parse(await responded("/v1/signals/precision")));
    expect(precision).toMatchObject({
      raised: 3,
      open: 2,
      closed: 1,
      confirmed: 0,
      dataError: 1,
      precision: 0,
      lower: 0,
      upper: 0.975,
      judged: 1,
    });

    // Under another budget it is not said whether it would be one.
    expect((await recorded("falseAlarms=2&region=KZ-55")).map(({ now }) => now.signals)).toEqual([null]);

    // It never disappears, whatever becomes of its cause.
    const alone = () => responded(`/v1/signals/${id}`);
    expect(recordedSignalSchema.parse(JSON.parse(await alone()))).toMatchObject({ id, now: { observed: 12, signals: true } });
    await report(
      "2026-04-28T12:00:00+05:00",
      more.slice(3).map((event) => withdrawn(event)),
    );
    expect(recordedSignalSchema.parse(JSON.parse(await alone()))).toMatchObject({ id, observed: 12, now: { observed: 3, signals: false } });
    for (const form of ["csv", "xlsx"]) expect((await used.system.ask(`/v1/signals/${id}?format=${form}`)).statusCode).toBe(200);
  },
);

function withdrawn(event: object): object {
  const { data: _data, ...envelope } = event as { readonly type: string; readonly data: unknown };
  return { ...envelope, type: "kz.qorgau.case.withdrawn.v1", id: crypto.randomUUID(), revision: 2, data: {} };
}

test(
  "Kostenko 2023, event by event: raised by the first cut that holds the first deaths, once; every later state is told; the same after a rebuild",
  { timeout: 120_000 },
  async () => {
    const dead = (more: object) =>
      accident("2023-10-28", { severity: "fatal", accident: "kostenko", region: "KZ-35", sector: "B", mine: "kostenko", ...more });
    for (let count = 1; count <= 8; count += 1) {
      await report(new Date(used.nowMs + 60_000).toISOString(), [dead({})]);
      await used.system.recordSignals();
      const found = await recorded("region=KZ-35&sector=B");
      if (count === 1) expect(found).toEqual([]);
      else {
        expect(found).toMatchObject([
          { scope: "accident", detector: "group_fatality", from: "2023-10-28", dead: 2, level: 2, now: { dead: count } },
        ]);
        const seen = Array.from({ length: count - 1 }, (_, place) => place + 2);
        expect(found[0]?.states.map(({ dead }) => dead)).toEqual(seen);
        expect(found[0]?.states.at(-1)?.level).toBe([6, 3, 2].find((level) => level <= count));
        const [entry, ...more] = await feed("region=KZ-35");
        expect(more).toEqual([]);
        expect(entry).toMatchObject({ id: expect.stringMatching(`:signals/${found[0]?.id ?? ""}$`), terms: ["accident", "open"] });
        expect([entry?.published, entry?.updated]).toEqual([found[0]?.recordedAt, found[0]?.states.at(-1)?.recordedAt]);
        expect(entry?.title).toMatch(new RegExp(`Dead: ${String(count)}$`));
        const related = /rel="related"[^>]*href="([^"]*)"/.exec(entry?.text ?? "")?.[1]?.replaceAll("&amp;", "&") ?? "";
        expect(signalsResponseSchema.parse(JSON.parse(await responded(`/v1/${related}`))).groupFatalities).toMatchObject([
          { occurred: "2023-10-28", region: "KZ-35", sector: "B", dead: 2 },
        ]);
      }
    }
    await report(
      new Date(used.nowMs + 60_000).toISOString(),
      Array.from({ length: 38 }, () => dead({})),
    );
    await used.system.recordSignals();
    const found = await recorded("region=KZ-35&sector=B");
    expect(found).toMatchObject([{ dead: 2, now: { observed: 1, dead: 46, victims: 46, level: 6, signals: true } }]);
    expect(found[0]?.states.at(-1)).toMatchObject({ dead: 46, level: 6 });

    // A service that was away judges every Monday since, each once.
    const mondays = async () => signalPrecisionSchema.parse(JSON.parse(await responded("/v1/signals/precision"))).judged;
    expect(await mondays()).toBe(1);
    used.nowMs = Date.parse("2026-05-18T08:00:00+05:00");
    for (const _ of ["one process", "another"]) await used.system.recordSignals();
    expect(await mondays()).toBe(4);

    const asOf = encodeURIComponent(found[0]!.watermark);
    const before = await Promise.all(
      ["/v1/signals", `/v1/signals?asOf=${asOf}`, `/v1/signals/${found[0]!.id}`, "/v1/signals/precision", "/v1/feed?of=signals"].map(
        responded,
      ),
    );
    await used.startOnEmptyStore();
    const after = await Promise.all(
      ["/v1/signals", `/v1/signals?asOf=${asOf}`, `/v1/signals/${found[0]!.id}`, "/v1/signals/precision", "/v1/feed?of=signals"].map(
        responded,
      ),
    );
    expect(after).toEqual(before);
  },
);

test("what was appended is not appended again, however long it takes until it is published", { timeout: 60_000 }, async () => {
  const seen = await publishedCut();
  const failures: unknown[] = [];
  const recorder = used.system.signalRecorder(
    async () => seen,
    (error) => void failures.push(error),
  );
  const group = { severity: "fatal", accident: "A-late", region: "KZ-10", sector: "F" };
  await report("2026-05-19T12:00:00+05:00", [accident("2026-05-18", group), accident("2026-05-18", group)]);
  const records = await recordsOfLog();
  for (const _ of [1, 2, 3]) await recorder.look();
  expect(failures).toEqual([]);
  expect(await recordsOfLog()).toBe(records + 1);
  await used.system.caughtUp();
  expect(await recorded("region=KZ-10")).toMatchObject([{ dead: 2, states: [{ dead: 2 }] }]);

  // More than a year later: what is open is shown, however old, to whoever asks for what is open.
  await report("2027-08-02T12:00:00+05:00", [accident("2027-08-01")]);
  expect(await recorded("region=KZ-10")).toEqual([]);
  expect(await recorded("region=KZ-10&state=open")).toMatchObject([{ dead: 2 }]);
  expect(await recorded("region=KZ-55&state=closed")).toMatchObject([{ raised: "2026-04-27", now: { signals: null } }]);
});
