import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { StoreError } from "@qorgau/infra/store/store";
import type { Store } from "@qorgau/infra/store/store";
import { afterAll, describe, expect, it } from "vitest";
import { writeTableCursor } from "./domain/quality-query.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import { createQualityReader } from "./quality-reader.ts";
import { qualityRoutes } from "./quality-routes.ts";
import { respondToOutages } from "../http/respond-to-outages.ts";

/** A store that is away: a request that is refused never gets to it. */
const away = () => Promise.reject(new StoreError("store_unavailable", "connection refused"));
const store: Store = { query: away, insert: away, insertIf: away, command: away, close: () => Promise.resolve() };
const cut: RequestedCut = { asOf: null, watermark: new Map([[0, 812]]), live: true };
const cuts = { live: async () => cut, resolve: async () => cut };

const server = createHttpServer({ logger: createLogger({ level: "silent" }) });
await server.register(async (scope) => {
  respondToOutages(scope);
  qualityRoutes(scope, {
    quality: createQualityReader({ store }),
    cuts,
    oneAtATime: createOneAtATime(8),
    requestCut: async ({ asOf }) => (asOf === null ? undefined : cut),
  });
});
afterAll(() => server.close());

async function rulesOf(parameters: string): Promise<[number, ...string[]]> {
  const response = await server.inject({ url: `/v1/quality?${parameters}` });
  const { errors } = response.json<{ errors: { rule: string; pointer: string }[] }>();
  return [response.statusCode, ...errors.map(({ rule, pointer }) => `${rule} ${pointer}`)];
}

const requestParameters = { source: null, from: null, to: null, period: "year" } as const;
const cursorAt = (offset: number) =>
  writeTableCursor("doubles", requestParameters, { watermark: new Map([[0, offset]]), after: "2026-02-03\u0000a" });

describe("a question that cannot be answered", () => {
  it.each([
    ["table=rates", "QG-0603 table"],
    ["period=day", "QG-0603 period"],
    ["from=2026-02-30", "QG-0605 from"],
    ["from=2026-02-03&to=2026-02-02", "QG-0606 from"],
    ["limit=0", "QG-0816 limit"],
    ["limit=1001", "QG-0816 limit"],
    ["limit=-1", "QG-0816 limit"],
    ["source=enterprise", "QG-0832 source"],
    ["source=urn:x:850808310738", "QG-0811 source"],
    ["cursor=abc", "QG-0817 cursor"],
    [`cursor=${cursorAt(812)}&table=migrations`, "QG-0817 cursor"],
    [`cursor=${cursorAt(812)}&period=month`, "QG-0817 cursor"],
    [`cursor=${cursorAt(811)}`, "QG-0831 cursor"],
    ["by=region", "QG-0601 by"],
    ["table=doubles&table=doubles", "QG-0602 table"],
    ["asOf=yesterday", "QG-0801 asOf"],
  ])("%s is %s", async (parameters, rule) => {
    expect(await rulesOf(parameters)).toEqual([400, rule]);
  });

  it("is told all of its faults together", async () => {
    expect(await rulesOf("colour=red&limit=x&table=x&format=xml")).toEqual([
      400,
      "QG-0603 format",
      "QG-0601 colour",
      "QG-0816 limit",
      "QG-0603 table",
    ]);
  });
});

it.each(["", "table=doubles", `cursor=${cursorAt(812)}`])("?%s is 503 while the store is away", async (parameters) => {
  expect(await rulesOf(parameters)).toEqual([503, "QG-0791 "]);
});
