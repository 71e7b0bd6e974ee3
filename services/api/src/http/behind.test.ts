import type { Readiness } from "@qorgau/schemas/responses/health";
import { rightsOf } from "@qorgau/infra/access/grant";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { afterAll, expect, test } from "vitest";
import { reportHowFarBehind } from "./behind.ts";

let readiness: Readiness = { ready: true };
let records: () => Promise<number> = async () => 0;
const server = createHttpServer({ logger: createLogger({ level: "silent" }) });
await server.register(async (figures) => {
  reportHowFarBehind(figures, { records: () => records(), readiness: async () => readiness });
  figures.get("/figures", { config: { scope: ["figures"] } }, () => ({ rows: [] }));
});
server.get("/rules", { config: { scope: "open" } }, () => ({ rules: [] }));
afterAll(() => server.close());

test("every answer of figures says how many records are not in them, and nothing else does", async () => {
  records = async () => 17;
  expect((await server.inject("/figures")).headers["qorgau-behind"]).toBe("17");
  records = async () => 0;
  expect((await server.inject("/figures")).headers["qorgau-behind"]).toBe("0");
  expect((await server.inject("/rules")).headers["qorgau-behind"]).toBeUndefined();
});

test("whoever may not have figures is told nothing of them", async () => {
  records = async () => 17;
  const access = { rightsOf: async (token: string) => (token === "sender" ? rightsOf({ send: ["urn:x:y"] }) : null) };
  const asking = createHttpServer({ logger: createLogger({ level: "silent" }), access });
  reportHowFarBehind(asking, { records: () => records(), readiness: async () => readiness });
  asking.get("/figures", { config: { scope: ["figures"] } }, () => ({ rows: [] }));
  for (const [headers, status] of [
    [{}, 401],
    [{ authorization: "Bearer stranger" }, 401],
    [{ authorization: "Bearer sender" }, 403],
  ] as const) {
    const refused = await asking.inject({ url: "/figures", headers });
    expect([refused.statusCode, refused.headers["qorgau-behind"]]).toEqual([status, undefined]);
  }
});

test("until what was in the log at the start is folded, there are figures for those alone who ask for a part", async () => {
  readiness = { ready: false, reason: "799075 records that were in the log at the start are not folded yet" };
  records = async () => 799_075;
  const refused = await server.inject("/figures");
  expect([refused.statusCode, refused.json().errors[0].rule, refused.headers["retry-after"]]).toEqual([503, "QG-0912", "2"]);
  expect(refused.headers["qorgau-behind"]).toBe("799075");
  const partial = await server.inject("/figures?partial=true");
  expect([partial.statusCode, partial.body, partial.headers["qorgau-behind"]]).toEqual([200, '{"rows":[]}', "799075"]);
  expect((await server.inject("/figures?partial=false")).statusCode).toBe(503);
  readiness = { ready: true };
  expect((await server.inject("/figures")).statusCode).toBe(200);
});

test("whoever says what is to be in the answer waits for it", async () => {
  let looks = 0;
  readiness = { ready: false, reason: "folding" };
  const asking = server.inject("/figures?atLeast=0:5");
  const became = setInterval(() => (looks += 1) === 3 && (readiness = { ready: true }), 50);
  expect((await asking).statusCode).toBe(200);
  clearInterval(became);
});

test("a log that is away leaves the figures as they are, and the header out", async () => {
  records = () => Promise.reject(new Error("the log is away"));
  const failed = await server.inject("/figures");
  expect([failed.statusCode, failed.headers["qorgau-behind"]]).toEqual([200, undefined]);
  records = () => new Promise(() => {});
  const silent = await server.inject("/figures");
  expect([silent.statusCode, silent.headers["qorgau-behind"]]).toEqual([200, undefined]);
});
