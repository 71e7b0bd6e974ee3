import { EventLogError } from "@qorgau/infra/log/event-log";
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { StoreError } from "@qorgau/infra/store/store";
import { fault } from "@qorgau/schemas/rules/rules";
import { expect, it } from "vitest";
import { ResponseError } from "../published/response-error.ts";
import type { ResponseErrorCode } from "../published/response-error.ts";
import { outageRule, respondToOutages } from "./respond-to-outages.ts";

async function responseTo(error: Error) {
  const server = createHttpServer({ logger: createLogger({ level: "silent" }), metrics: createMetrics() });
  await server.register(async (scope) => {
    respondToOutages(scope);
    scope.get("/", { config: { scope: "open" } }, async () => {
      throw error;
    });
  });
  const response = await server.inject({ url: "/" });
  await server.close();
  const { errors } = response.json<{ errors: { rule: string }[] }>();
  return { status: response.statusCode, retryAfter: response.headers["retry-after"], rules: errors.map(({ rule }) => rule) };
}

it.each([
  ["a store that is away", new StoreError("store_unavailable", "refused"), "QG-0791"],
  ["a log that is away", new EventLogError("log_unavailable", "no broker answers"), "QG-0901"],
])("%s is told as such, and when to come again", async (_what, error, rule) => {
  expect(await responseTo(error)).toEqual({ status: 503, retryAfter: "2", rules: [rule] });
});

it.each<[ResponseErrorCode, number, string | undefined]>([
  ["answer_unavailable", 503, "2"],
  ["answer_queue_full", 503, "30"],
  ["answer_refused", 400, undefined],
  ["answer_not_found", 404, undefined],
  ["answer_conflict", 409, undefined],
])("%s is answered with %i and its own rules", async (code, status, retryAfter) => {
  expect(await responseTo(new ResponseError(code, [fault("QG-0815", "")]))).toEqual({ status, retryAfter, rules: ["QG-0815"] });
});

it.each([new EventLogError("log_corrupt", "records are gone"), new Error("a mistake of ours")])(
  "%s does not pass by waiting: a fault of the service",
  async (error) => {
    expect(await responseTo(error)).toEqual({ status: 500, retryAfter: undefined, rules: ["QG-0902"] });
  },
);

it.each<[Error, string | null]>([
  [new StoreError("store_unavailable", "refused"), "QG-0791"],
  [new EventLogError("log_unavailable", "no broker answers"), "QG-0901"],
  [new ResponseError("answer_unavailable", [fault("QG-0841", "")]), "QG-0841"],
  [new ResponseError("answer_queue_full", [fault("QG-0833", "", { waitingMax: 1 })]), "QG-0833"],
  [new ResponseError("answer_refused", [fault("QG-0873", "asOf", { records: 1, recordsMax: 1 })]), null],
  [new EventLogError("log_corrupt", "records are gone"), null],
  [new Error("a mistake of ours"), null],
])("%s passes by itself by the rule %j", (error, rule) => {
  expect(outageRule(error)).toBe(rule);
});
