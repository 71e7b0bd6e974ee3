/**
 * What a caller without a token can learn from the real program: ten thousand pairs of questions that differ in one case, by every path there is. The
 * bounds are those of METHODS, section 9.
 */
import type { OpenRatesResponse, OpenRatesRow } from "@qorgau/schemas/responses/rates";
import { openRatesResponseSchema } from "@qorgau/schemas/responses/rates";
import { regions as allRegions } from "@qorgau/schemas/codes/regions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { readers } from "../../contract/read-form.ts";
import { testScale } from "../../generators/random.ts";
import { follow, nothingFollowed } from "../program/live-stream.ts";
import { openToAll } from "../program/open-to-all.ts";
import { openPaths } from "./open-paths.ts";
import type { OpenToAll } from "../program/open-to-all.ts";
import { removeDirectory, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const regions = allRegions.filter(({ validFrom }) => validFrom === null).map(({ iso }) => iso);
const monthsCount = Math.max(4, Math.ceil(128 * Math.min(1, testScale)));
const months = Array.from({ length: monthsCount }, (_, place) => {
  return `${2015 + Math.floor(place / 12)}-${String((place % 12) + 1).padStart(2, "0")}`;
});
const source = "urn:kz:bin:200140000004";

/** Of each dimension the code of all cases of a cell but one, and that one's. */
const odd = {
  sector: ["C", "F"],
  severity: ["light", "fatal"],
  sex: ["male", "female"],
  ageBand: ["35-44", "65+"],
  cause: ["equipment", "traffic_rules"],
} as const;
type Odd = keyof typeof odd;
const oddDimensions = Object.keys(odd) as Odd[];

function* reports() {
  for (const [place, month] of months.entries()) {
    for (const region of regions) {
      const size = 9 + (place % 4);
      for (let one = 0; one < size; one += 1) {
        const code = (dimension: Odd) => odd[dimension][oddDimensions.indexOf(dimension) === one ? 1 : 0];
        yield caseEvent({
          occurredAt: `${month}-${String(1 + one).padStart(2, "0")}`,
          region,
          sector: code("sector"),
          severity: code("severity"),
          worker: { ref: `${region} ${month} ${one}`, sex: code("sex"), ageBand: code("ageBand") },
          causes: [code("cause")],
        });
      }
    }
  }
  // Of one case alone, and of two.
  yield caseEvent({ occurredAt: "2014-01-05", region: "KZ-35" });
  for (const day of ["05", "06"]) yield caseEvent({ occurredAt: `2014-02-${day}`, region: "KZ-35" });
  for (const year of [2014, 2015, 2016]) yield exposureEvent({ period: String(year), workers: 7_000_000 });
}

let directory: string;
let service: OpenToAll;
let qorgau: QorgauProcess;

beforeAll(async () => {
  directory = await temporaryDirectory();
  service = await openToAll(directory, reports(), source);
  qorgau = await service.start();
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

const ask = (path: string, token?: string) =>
  fetch(`${qorgau.url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
const within = (search: string) => `/v1/rates?period=month&per=none&${search}&from=2015-01-01&to=${lastDay}`;
const lastDay = new Date(Date.UTC(Number(months.at(-1)!.slice(0, 4)), Number(months.at(-1)!.slice(5)), 0)).toISOString().slice(0, 10);

/** A table by one path: the count of each cell, by its codes. */
type Path = (search: string) => Promise<ReadonlyMap<string, number>>;
const cellOf = (row: Readonly<Record<string, unknown>>) =>
  ["period", "region", ...oddDimensions].flatMap((name) => (typeof row[name] === "string" ? [row[name]] : [])).join(" ");
const countsOf = (rows: readonly Readonly<Record<string, unknown>>[]) => new Map(rows.map((row) => [cellOf(row), Number(row["count"])]));

const asJson =
  (token?: string): Path =>
  async (search) => {
    const response = await ask(within(search), token);
    expect([search, response.status]).toEqual([search, 200]);
    return countsOf(((await response.json()) as { rows: Record<string, unknown>[] }).rows);
  };
const rowsIn = async (search: string, form: keyof typeof readers) =>
  readers[form](Buffer.from(await (await ask(`${search}&format=${form}`)).arrayBuffer()));
const asForm =
  (form: keyof typeof readers): Path =>
  async (search) =>
    countsOf(await rowsIn(within(search), form));
const asStream: Path = async (search) => {
  const followed = nothingFollowed();
  const stream = await follow(qorgau.url, within(search).replace("/v1/rates", ""), followed);
  await stream.read();
  stream.leave();
  return countsOf(followed.response!.rows);
};

/** By how much the counts of a cell and of the same without one of its cases differ, over all cells. */
async function differences(path: Path): Promise<number[]> {
  const totals = await path("by=region");
  const found: number[] = [];
  for (const dimension of oddDimensions) {
    const parts = await path(`by=region,${dimension}`);
    for (const [cell, total] of totals) found.push(total - parts.get(`${cell} ${odd[dimension][0]}`)!);
  }
  return found;
}

/** By chance alone a difference is exactly 1 in so many of the pairs. */
const chance = 0.1994;

function revealsCases(found: readonly number[]): boolean {
  const share = found.filter((difference) => difference === 1).length / found.length;
  return share > chance + 3.15 * Math.sqrt((chance * (1 - chance)) / found.length);
}

describe("ten thousand pairs of questions that differ in one case", () => {
  test.each<[string, Path]>([
    ["JSON", asJson()],
    ["CSV", asForm("csv")],
    ["a workbook", asForm("xlsx")],
    ["Parquet", asForm("parquet")],
    ["the live stream", asStream],
  ])("tell no more than chance does, as %s", async (_name, path) => {
    const found = await differences(path);
    expect(found.length).toBeGreaterThanOrEqual(Math.min(10_000, 5 * regions.length * monthsCount));
    expect(revealsCases(found)).toBe(false);
    // They are no constant either: the noise of the two is not the same.
    expect(new Set(found).size).toBeGreaterThan(5);
  });

  test("are told apart by a path without noise, as this test would see", async () => {
    const found = await differences(asJson(service.tokens.official));
    expect(new Set(found)).toEqual(new Set([1]));
    expect(revealsCases(found)).toBe(true);
  });
});

describe("the same cases", () => {
  test("have the same count on every path", async () => {
    const json = await asJson()("by=region,sex");
    for (const form of ["csv", "xlsx", "parquet"] as const) expect([form, await asForm(form)("by=region,sex")]).toEqual([form, json]);
    expect(await asStream("by=sex,region")).toEqual(json);
    // A table by kind holds the same accidents as one without.
    const byKind = (await (await ask(within("by=kind"))).json()) as OpenRatesResponse;
    const total = (await (await ask(within(""))).json()) as OpenRatesResponse;
    expect(byKind.rows.map(({ period, count }) => [period, count])).toEqual(total.rows.map(({ period, count }) => [period, count]));
    // All cases of 2014 are of one region, one quarter and one activity.
    const count = async (search: string) =>
      ((await (await ask(`/v1/rates?per=none&to=2014-12-31&${search}`)).json()) as OpenRatesResponse).rows.map((row) => row.count ?? "–");
    const [year] = await count("from=2014-01-01");
    for (const search of ["by=region&from=2014-01-01", "by=sector&from=2014-01-01", "by=region,sector&from=2014-01-01"]) {
      expect([search, await count(search)]).toEqual([search, year === 0 ? [] : [year]]);
    }
    expect((await count("period=quarter&from=2014-01-01"))[0]).toBe(year);
  });

  test("are never one or two", async () => {
    const byMonth = async (token?: string) => {
      const response = await ask("/v1/rates?period=month&per=none&from=2014-01-01&to=2014-03-31", token);
      return ((await response.json()) as { rows: OpenRatesRow[] }).rows.map(({ count }) => count!);
    };
    expect(await byMonth(service.tokens.official)).toEqual([1, 2, 0]);
    for (const count of await byMonth()) expect(count === 0 || count >= 3).toBe(true);
    expect((await byMonth())[2]).toBe(0);
  });

  test("have the same count after a restart", async () => {
    const table = async () => (await ask("/v1/rates?by=region,sector&period=quarter")).text();
    const before = await table();
    await qorgau.stop();
    qorgau = await service.start();
    expect(await table()).toBe(before);
  });
});

describe("one more case", () => {
  test("changes no byte of what is open, no tag and no stream, before the next batch", async () => {
    const addresses = ["/v1/rates", "/v1/rates?by=region,severity&period=month", "/v1/rates?by=sector&format=csv", "/v1/releases"];
    const seen = () =>
      Promise.all(
        addresses.map(async (address) => {
          const response = await ask(address);
          const { etag, "qorgau-behind": behind, "content-length": length } = Object.fromEntries(response.headers);
          return { status: response.status, etag, behind, length, text: await response.text() };
        }),
      );
    const followed = nothingFollowed();
    const stream = await follow(qorgau.url, "?by=region", followed);
    await stream.read();
    const before = await seen();
    const sent = await fetch(`${qorgau.url}/v1/events`, {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json", authorization: `Bearer ${service.tokens.reporter}` },
      body: JSON.stringify(caseEvent({ occurredAt: "2015-02-20", region: "KZ-35" })),
    });
    const { position } = (await sent.json()) as { position: string };
    const exact = async (asOf: string) => {
      const response = await ask(`/v1/rates?per=none&from=2015-01-01&to=2015-12-31${asOf}`, service.tokens.official);
      return ((await response.json()) as { watermark: string; rows: { count: number }[] }).rows[0]!.count;
    };
    const known = (await (await ask("/v1/rates", service.tokens.official)).json()) as { watermark: string };
    expect(known.watermark).not.toBe("");
    // Who may read two cuts next to each other sees the case; nobody else does.
    expect((await exact(`&atLeast=${position}`)) - (await exact(`&asOf=${before.length > 0 ? batchOf(before[0]!.text) : ""}`))).toBe(1);
    const after = await seen();
    expect(after).toEqual(before);
    for (const { behind } of after) expect(behind).toBeUndefined();
    const again = nothingFollowed();
    const second = await follow(qorgau.url, "?by=region", again);
    await second.read();
    second.leave();
    expect(again.snapshotText).toBe(followed.snapshotText);
    expect(followed.events).toEqual(["snapshot"]);
    stream.leave();
  });
});

const batchOf = (text: string) => (JSON.parse(text) as OpenRatesResponse).disclosure!.batch;

describe("a caller without a token", () => {
  test.each([
    "asOf=2026-02-03T07:40:00%2B05:00",
    "asOf=0:1",
    "atLeast=0:1",
    "region=KZ-35",
    "kind=any",
    "kind=disease",
    "country=US",
    "country=any",
    "by=region,sector,severity",
    "by=mine",
    "by=employer",
    "by=division",
    "by=region,division&period=month",
    "by=region,occupation",
    "period=day",
    "period=ytd",
    "period=rolling12m",
    "measure=fatal",
    "measure=accidents",
    "circumstance=any",
    "from=2026-02-03",
    "to=2026-02-03",
    "from=2026-02-01",
    "compare=previous",
    "interval=accidents",
    "deathWithin=30d",
    "yearOf=death",
    "standard=2016",
    `withoutAccident=${"0".repeat(64)}`,
  ])("is refused %s, at the rates in every form and live", async (search) => {
    for (const [path, form] of [
      ["/v1/rates", ""],
      ["/v1/rates", "&format=csv"],
      ["/v1/rates", "&format=xlsx"],
      ["/v1/live", ""],
    ] as const) {
      const response = await ask(`${path}?${search}${form}`);
      const { errors } = (await response.json()) as { errors: { rule: string }[] };
      const isUnknown = search.includes("occupation") || (path === "/v1/live" && search.startsWith("asOf"));
      expect([path, response.status]).toEqual([path, isUnknown ? 400 : 403]);
      if (!isUnknown) expect(errors.map(({ rule }) => rule)).toEqual(["QG-0890"]);
      expect(response.headers.get("www-authenticate")).toBeNull();
    }
  });

  test("is asked for one everywhere else, by a rule", async () => {
    const document = (await (await ask("/openapi.json")).json()) as { paths: Record<string, Record<string, unknown>> };
    const isPublic = ["get /v1/rates", "get /v1/live", "get /v1/releases", "get /v1/releases/{id}", "get /v1/releases/{id}/signature"];
    isPublic.push("get /v1/indicators", "get /v1/indicators/{code}", "get /v1/feed");
    for (const [path, methods] of Object.entries(document.paths)) {
      for (const method of Object.keys(methods)) {
        if (openPaths.includes(path) || isPublic.includes(`${method} ${path}`)) continue;
        const response = await fetch(`${qorgau.url}${path.replaceAll(/\{\w+\}/g, "2026")}`, { method: method.toUpperCase() });
        // Below /sdmx/ the refusal is a message of that standard.
        expect([method, path, response.status, (await response.text()).match(/QG-\d{4}/g)]).toEqual([method, path, 401, ["QG-0851"]]);
      }
    }
    expect((await ask("/v1/rates", "qorgau_of-nobody")).status).toBe(401);
  });

  test("is told of every answer how it is protected", async () => {
    const response = openRatesResponseSchema.parse(await (await ask("/v1/rates?by=region,division")).json());
    expect(response).toMatchObject({ audience: "open", additive: false, disclosure: { D: 5, V: 2, js: 2, batch: response.watermark } });
    // Nobody states headcounts by enterprise, so that no mining division of a region is shown.
    const mining = response.rows.filter(({ period, division }) => period === "2016" && division === "05");
    expect(mining.length).toBeGreaterThan(10);
    for (const row of mining) expect(row).toMatchObject({ count: null, exposure: null, rate: null, reason: "confidential" });
    const workbook = await ask("/v1/rates?format=xlsx");
    expect([workbook.status, workbook.headers.get("qorgau-behind")]).toEqual([200, null]);
    for (const form of ["csv", "xlsx", "parquet"] as const) {
      const [first] = await rowsIn("/v1/rates?period=year", form);
      const { audience, additive, D, V, js, batch } = first!;
      expect([form, audience, String(additive), [D, V, js].map(Number), batch]).toEqual([
        form,
        "open",
        "false",
        [5, 2, 2],
        response.watermark,
      ]);
    }
    expect(JSON.stringify(response)).not.toMatch(/exposureConflict|previous|"word"/);
  });

  test("is given the feed of releases, and of no signal", async () => {
    expect((await ask("/v1/feed")).status).toBe(200);
    for (const search of ["of=signals", "of=signals&region=KZ-35"]) {
      const response = await ask(`/v1/feed?${search}`);
      expect([search, response.status, await response.json()]).toMatchObject([search, 403, { errors: [{ rule: "QG-0890" }] }]);
    }
  });

  test("is told what indicators are, and of no cut but that of a release", async () => {
    const { watermark } = (await (await ask("/v1/rates", service.tokens.official)).json()) as { watermark: string };
    for (const path of ["/v1/indicators/INJ_FATL_RT", "/indicators/INJ_FATL_RT", "/v1/indicators", "/indicators"]) {
      const response = await ask(path);
      const text = await response.text();
      expect([path, response.status, text.includes("asOf="), text.includes(watermark)]).toEqual([path, 200, false, false]);
      expect(response.headers.get("qorgau-behind")).toBeNull();
    }
  });

  test("sees the headline in the document, protected", async () => {
    const text = await (await ask("/")).text();
    expect(text).toContain('<meta name="qorgau-public" content="yes" />');
    expect(text).toContain("These figures are protected");
  });
});
