/** The figures over HTTP on the real engine: two forms of the same numbers, and responses that wait for what was acknowledged. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { annualRollupResponseSchema } from "@qorgau/schemas/responses/annual-rollup";
import { monthCells, unversionedRow } from "@qorgau/schemas/cases/case-figures";
import type { FigureRow } from "@qorgau/schemas/cases/case-figures";
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import { caseCell, noDetails, noDimensions, noFigures } from "@qorgau/schemas/rows/published";
import type { Dimensions, PublishedCut, PublishedGrain } from "@qorgau/schemas/rows/published";
import { parse } from "csv-parse/sync";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createQualityReader } from "../quality/quality-reader.ts";
import { createRatesReader } from "./rates-reader.ts";
import { createReleases } from "../releases/releases.ts";
import { createSignalLog } from "../signals/signal-log.ts";
import { createEnterpriseReader } from "../enterprises/enterprise-reader.ts";
import { createSupplementReader } from "../inspection/supplement-reader.ts";
import { createJournalReader } from "../explain/journal-reader.ts";
import { createCutResolver } from "../past/cut-resolver.ts";
import { apiRoutes, gateOf } from "../api-routes.ts";

let directory: string;
let opened: OpenedStore;
let server: FastifyInstance;
let notify: () => void;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-routes-"));
  const logger = createLogger({ level: "silent" });
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger });
  await migrate(opened.store);
  const reader = createRatesReader({ store: opened.store });
  const gate = gateOf(reader);
  notify = gate.notify;
  server = createHttpServer({ logger });
  const never = () => Promise.reject(new Error("not asked for here"));
  const cuts = createCutResolver({ store: opened.store, gate, log: { end: never, tick: never } });
  const journal = createJournalReader({ store: opened.store, reader });
  await server.register(
    apiRoutes({
      reader,
      quality: createQualityReader({ store: opened.store }),
      journal,
      enterprises: createEnterpriseReader({ store: opened.store, reader }),
      supplements: createSupplementReader({ store: opened.store }),
      releases: createReleases({ store: opened.store, reader, gate, log: { append: never }, signer: null }),
      signals: createSignalLog({ store: opened.store, gate, log: { append: never } }),
      cuts,
      gate,
      pipeline: never,
    }),
  );
});
afterAll(async () => {
  await server?.close();
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

const common: Dimensions = {
  ...noDimensions,
  country: "KZ",
  kind: "accident",
  evidence: "reported",
  work_related: "yes",
  severity: "light",
};

/** One case per entry, as an aggregator publishes them: the case, its month cell, and the cut, in one block. */
async function publish(
  version: number,
  cases: ReadonlyArray<Partial<Dimensions> & { readonly date: string }>,
  fold = foldVersion,
): Promise<void> {
  const figures = { ...noFigures, cases: 1, accidents: 1, at_work_accidents: 1 };
  const rows = cases.map(({ date, ...reported }, place): FigureRow => ({
    cell: caseCell(date, `${version}${String(place).padStart(32, "0")}`.padStart(64, "0")),
    date,
    details: { death_date: date, registration_date: date, died_on: "", accident: `accident-${place}` },
    dimensions: { ...common, ...reported },
    figures,
    payload: "{}",
  }));
  const cut: PublishedCut = {
    watermark: `0:${version}`,
    partitions: 1,
    effectiveAt: {},
    fold,
    exposureVersion: "0",
    recordsSinceCut: 0,
  };
  const row = (grain: PublishedGrain, one: FigureRow) => ({ ...unversionedRow(grain, one), version: String(version) });
  await opened.store.insert("published", [
    ...rows.map((one) => row("case", one)),
    ...[...monthCells(rows).values()].map((one) => row("month", one)),
    row("watermark", {
      cell: "",
      date: "1970-01-01",
      details: noDetails,
      dimensions: noDimensions,
      figures: noFigures,
      payload: JSON.stringify(cut),
    }),
  ]);
}

const ask = (url: string) => server.inject({ url });

test("answers an empty system with no rows, in both forms", async () => {
  expect(ratesResponseSchema.parse((await ask("/v1/rates")).json())).toMatchObject({ watermark: "", rows: [] });
  const csv = await ask("/v1/rates?by=region,mine&format=csv");
  expect(csv.body).toMatch(/^period,region,mine,count,[^\r\n]*,watermark,rules,from,earliest\r\n$/);
});

test("gives the same numbers as JSON and as CSV, and lets no mine become a formula", async () => {
  await publish(1, [
    { date: "2026-02-03", region: "KZ-35", sector: "B", division: "05", severity: "fatal", mine: "-1" },
    { date: "2026-03-03", region: "KZ-35", sector: "B", division: "05", mine: "kostenko" },
    { date: "2026-03-04", region: "", sector: "F", division: "41" },
  ]);
  const requestParameters = "/v1/rates?by=region,mine&per=none";
  const json = await ask(requestParameters);
  const { rows, ...provenance } = ratesResponseSchema.parse(json.json());
  expect(rows.map(({ region, mine, count }) => [region, mine, count])).toEqual([
    ["KZ-35", "-1", 1],
    ["KZ-35", "kostenko", 1],
    [null, null, 1],
  ]);
  const csv: Record<string, string>[] = parse((await ask(`${requestParameters}&format=csv`)).body, { columns: true });
  expect(csv.map(({ region, mine }) => [region, mine])).toEqual([
    ["KZ-35", "'-1"],
    ["KZ-35", "kostenko"],
    ["", ""],
  ]);
  csv.forEach((row, index) => {
    for (const name of ["count", "lower", "upper"] as const) expect(row[name]).toBe(JSON.stringify(rows[index]?.[name]));
    expect([row["measure"], row["per"], row["watermark"], row["asOf"]]).toEqual([provenance.measure, provenance.per, "0:1", ""]);
  });
});

test("sets a year against the one before, nested figures flattened in CSV", async () => {
  await publish(2, [{ date: "2025-02-03", region: "KZ-35", severity: "severe" }]);
  const response = annualRollupResponseSchema.parse((await ask("/v1/rollups/annual/2026")).json());
  const [total] = response.rows;
  expect(total?.injured).toEqual({ value: 3, previous: 1, changePercent: 200 });
  const [first] = parse<Record<string, string>>((await ask("/v1/rollups/annual/2026?format=csv")).body, { columns: true });
  expect(first).toMatchObject({
    year: "2026",
    scope: "total",
    code: "",
    injured: "3",
    injuredPrevious: "1",
    injuredChangePercent: "200",
    watermark: "0:2",
  });
});

test("waits for a position that is not published yet, and answers with it", async () => {
  const waiting = ask("/v1/rates?atLeast=0:3");
  await new Promise(setImmediate);
  await publish(3, [{ date: "2026-05-05", region: "KZ-10" }]);
  notify();
  const response = ratesResponseSchema.parse((await waiting).json());
  expect(response.watermark).toBe("0:3");
  expect(response.rows.at(-1)).toMatchObject({ period: "2026", count: 4 });
});

test("finds a new publication by itself where nobody notifies", async () => {
  const waiting = ask("/v1/rates?atLeast=0:4");
  await publish(4, []);
  expect((await waiting).json().watermark).toBe("0:4");
});

test("gives up on what does not come, and says when to repeat", async () => {
  const started = performance.now();
  const [response] = await Promise.all([ask("/v1/rates?atLeast=7:0"), ask("/v1/rollups/annual/2026?atLeast=0:99")]);
  expect([response.statusCode, response.json().errors[0].rule]).toEqual([503, "QG-0901"]);
  expect(response.headers["retry-after"]).toBeDefined();
  expect(performance.now() - started).toBeGreaterThan(4900);
  expect(performance.now() - started).toBeLessThan(7000);
});

test("answers HEAD with the head of the answer alone", async () => {
  const [head, get] = [await server.inject({ method: "HEAD", url: "/v1/rates" }), await ask("/v1/rates")];
  expect([head.statusCode, head.body]).toEqual([200, ""]);
  expect(head.headers["content-length"]).toBe(get.headers["content-length"]);
});

test("figures that another version of the folding code made are not answered", async () => {
  await publish(900, [{ date: "2026-02-03" }]);
  expect((await ask("/v1/rates")).statusCode).toBe(200);
  await publish(901, [{ date: "2026-02-04" }], foldVersion - 1);
  for (const url of ["/v1/rates", "/v1/rollups/annual/2026", "/v1/rates?asOf=0:900", "/v1/rates?atLeast=0:901"]) {
    const response = await ask(url);
    expect([response.statusCode, response.json<{ errors: { rule: string }[] }>().errors[0]?.rule]).toEqual([503, "QG-0841"]);
    expect(response.headers["retry-after"]).toBeDefined();
  }
});
