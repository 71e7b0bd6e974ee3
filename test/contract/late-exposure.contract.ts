/** A denominator that arrives late: it changes status and value of the rows it belongs to and of no other, and the past stays as it was. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { migrate } from "@qorgau/infra/store/schema/migrate";
import { openStore } from "@qorgau/infra/store/open-store";
import type { OpenedStore } from "@qorgau/infra/store/open-store";
import { explainResponseSchema } from "@qorgau/schemas/responses/explain-response";
import type { ExposureData } from "@qorgau/schemas/events/event";
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import type { ExposureStatement, Statement } from "@qorgau/schemas/events/statement";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expose, reportCase } from "../generators/reported-by-hand.ts";
import { startInProcess } from "./in-process-system.ts";
import type { InProcessSystem } from "./in-process-system.ts";

let directory: string;
let opened: OpenedStore;
let system: InProcessSystem;
let nowMs = Date.UTC(2026, 10, 22);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-late-exposure-"));
  opened = await openStore({ url: `chdb:${join(directory, "store")}`, logger: createLogger({ level: "silent" }) });
  await migrate(opened.store);
  system = await startInProcess({ opened, logDirectory: join(directory, "log"), partitions: 2, clock: () => (nowMs += 1000) });
});
afterAll(async () => {
  await system?.close();
  await opened?.close();
  await rm(directory, { recursive: true, force: true });
});

let subjects = 0;
/** Workers of a region in a quarter or a year. */
function workersOf(region: string, period: string, workers: number, reported: Partial<ExposureData> = {}): Statement {
  const { statement } = expose({ subject: `X-${(subjects += 1)}` }, workers) as { statement: ExposureStatement };
  const [year = "", quarter] = period.split("-Q");
  const months =
    quarter === undefined
      ? ["01-01", "12-31"]
      : [
          ["01-01", "03-31"],
          ["04-01", "06-30"],
        ][Number(quarter) - 1]!;
  return {
    ...statement,
    data: { ...statement.data, period, region, workers, ...reported },
    derived: { ...statement.derived, from: `${year}-${months[0]}`, to: `${year}-${months[1]}`, region },
  };
}

const victims = ["2025-02-03", "2026-02-03", "2026-05-05"].flatMap((occurredAt) =>
  ["KZ-35", "KZ-63"].map((region) => reportCase({ subject: `N-${(subjects += 1)}` }, { occurredAt, region }).statement),
);

const table = "/v1/rates?by=region&period=quarter";
const keyOf = ({ period, region }: RatesRow) => `${period} ${region}`;

async function ask(url: string) {
  const response = await system.ask(url);
  expect(response.statusCode, response.body).toBe(200);
  const reported = ratesResponseSchema.parse(response.json());
  return { body: response.body, watermark: reported.watermark, rows: new Map(reported.rows.map((row) => [keyOf(row), row])) };
}

async function reportAll(...statements: Statement[]) {
  await system.append(statements);
  await system.caughtUp();
  return ask(table);
}

function changedRows(before: ReadonlyMap<string, RatesRow>, after: ReadonlyMap<string, RatesRow>): string[] {
  return [...after].filter(([key, row]) => JSON.stringify(row) !== JSON.stringify(before.get(key))).map(([key]) => key);
}

test("it changes the rows it belongs to, and as of the cut before it the answer has the same bytes", { timeout: 120_000 }, async () => {
  const first = await reportAll(...victims, workersOf("KZ-35", "2025", 1000), workersOf("KZ-63", "2025", 500));
  expect(first.rows.get("2026-Q1 KZ-35")).toMatchObject({
    exposure: 1000,
    exposureStatus: "carried_forward",
    exposurePeriod: "2025",
    rate: 1,
  });

  // Only of that region and from that quarter on; the quarter after it carries it.
  const second = await reportAll(workersOf("KZ-35", "2026-Q1", 800, { status: "provisional" }));
  expect(changedRows(first.rows, second.rows)).toEqual(["2026-Q1 KZ-35", "2026-Q2 KZ-35"]);
  expect(second.rows.get("2026-Q1 KZ-35")).toMatchObject({ exposure: 800, exposureStatus: "closed", status: "provisional", rate: 1.25 });
  expect(second.rows.get("2026-Q2 KZ-35")).toMatchObject({ exposureStatus: "carried_forward", exposurePeriod: "2026-Q1" });

  const third = await reportAll(workersOf("KZ-35", "2026-Q1", 900));
  expect(changedRows(second.rows, third.rows)).toEqual(["2026-Q1 KZ-35", "2026-Q2 KZ-35"]);
  expect(third.rows.get("2026-Q1 KZ-35")).toMatchObject({ exposure: 900, status: "final" });

  for (const before of [first, second, third]) expect((await ask(`${table}&asOf=${before.watermark}`)).body).toBe(before.body);

  const row = "/v1/explain?region=KZ-35&from=2026-01-01&to=2026-03-31&period=quarter";
  const { exposures, conflicts } = explainResponseSchema.parse((await system.ask(row)).json());
  expect(exposures.map(({ value }) => value)).toEqual([900]);
  expect(conflicts).toMatchObject([{ value: 800, rule: "QG-0652", outrankedBy: exposures[0]!.position }]);
});

test("fewer workers than victims are told by rule id, in JSON and in a file", { timeout: 60_000 }, async () => {
  const response = await reportAll(
    ...["a", "b"].map((subject) => reportCase({ subject }, { occurredAt: "2026-02-04", region: "KZ-10" }).statement),
    workersOf("KZ-10", "2026-Q1", 1),
  );
  expect(response.rows.get("2026-Q1 KZ-10")).toMatchObject({ count: 2, rate: 2000, warning: "QG-0651" });
  expect((await system.ask(`${table}&region=KZ-10&format=csv`)).body).toMatch(/QG-0651/);
});
