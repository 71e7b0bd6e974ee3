/** The page of a reporter's dead letters, and what a client is told where there are none to be seen. */
import { createHttpServer } from "@qorgau/infra/http/http-server";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import type { RecentDeadLetter, RecentDeadLetters } from "@qorgau/infra/kafka/dead-letters/recent-dead-letters";
import { createLogger } from "@qorgau/infra/process/logger";
import { deadLettersResponseSchema } from "@qorgau/schemas/responses/dead-letters-response";
import type { DeadLettersResponse } from "@qorgau/schemas/responses/dead-letters-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { expect, onTestFinished, test } from "vitest";
import { respondToOutages } from "../http/respond-to-outages.ts";
import { deadLettersRoutes } from "./dead-letters-routes.ts";

const own = "urn:kz:bin:200140000004";

function deadLetter(number: number, more: Partial<RecentDeadLetter> = {}): RecentDeadLetter {
  return {
    origin: { topic: "qorgau.inbound.mine.v1", partition: number % 2, offset: number },
    reporter: own,
    sentAt: null,
    writtenAt: `2026-02-0${1 + Math.floor(number / 3)}T10:00:00.000Z`,
    times: 1,
    id: `e-${number}`,
    subject: `N-${number}`,
    type: "kz.qorgau.case.reported.v1",
    faults: 1,
    errors: [fault("QG-0421", "/data/severity")],
    replayed: null,
    ...more,
  };
}

function serverOf(recent?: () => Promise<RecentDeadLetters>) {
  const server = createHttpServer({ logger: createLogger({ level: "silent" }) });
  void server.register(async (routes) => {
    respondToOutages(routes);
    deadLettersRoutes(routes, recent === undefined ? {} : { reading: { recent } });
  });
  onTestFinished(() => server.close());
  return (search: string) => server.inject({ url: `/v1/dead-letters?${search}` });
}

const holding = (deadLetters: readonly RecentDeadLetter[], complete = true) => serverOf(async () => ({ complete, deadLetters }));

test("pages hold each of the reporter's own letters once, the one that was written last first", async () => {
  const letters = Array.from({ length: 11 }, (_, number) => deadLetter(number));
  let held: readonly RecentDeadLetter[] = [...letters, deadLetter(12, { reporter: "urn:other" })];
  const ask = serverOf(async () => ({ complete: false, deadLetters: held }));
  const pages: DeadLettersResponse[] = [];
  for (let cursor: string | null = ""; cursor !== null; cursor = pages.at(-1)!.nextCursor) {
    const response = await ask(`source=${own}&limit=4${cursor === "" ? "" : `&cursor=${cursor}`}`);
    pages.push(deadLettersResponseSchema.parse(response.json()));
    expect(response.headers.link !== undefined).toBe(pages.at(-1)!.nextCursor !== null);
    // What is written meanwhile is on no page that follows, and moves none of its rows.
    held = [...held, deadLetter(13 + pages.length, { writtenAt: "2026-03-01T00:00:00.000Z" })];
  }
  const rows = pages.flatMap((page) => page.rows);
  expect(pages.map((page) => [page.rows.length, page.available, page.complete])).toEqual([
    [4, true, false],
    [4, true, false],
    [3, true, false],
  ]);
  expect(new Set(rows.map(({ offset }) => offset))).toEqual(new Set(letters.map(({ origin }) => origin.offset)));
  expect(rows.map(({ writtenAt }) => writtenAt)).toEqual(
    rows
      .map(({ writtenAt }) => writtenAt)
      .toSorted()
      .toReversed(),
  );
});

test("no cluster, no permission and an outage are told apart, and none is an error that a page has to guess at", async () => {
  const failing = (code: "kafka_not_authorized" | "kafka_unavailable") => serverOf(() => Promise.reject(new KafkaError(code, "no")));
  expect((await serverOf()(`source=${own}`)).json()).toEqual({
    source: own,
    available: false,
    reason: "no_kafka",
    complete: false,
    rows: [],
    nextCursor: null,
  });
  expect((await failing("kafka_not_authorized")(`source=${own}`)).json()).toMatchObject({ available: false, reason: "not_permitted" });
  const away = await failing("kafka_unavailable")(`source=${own}`);
  expect([away.statusCode, away.headers["retry-after"], away.json().errors[0].rule]).toEqual([503, "2", "QG-0714"]);
});

test("no identifier of a person leaves with what was put aside", async () => {
  const ask = holding([deadLetter(1, { id: "850808310738", subject: "N 850808310738", type: "850808310738" })]);
  const { body } = await ask(`source=${own}`);
  expect(body).toContain("N #");
  expect(body).not.toContain("850808310738");
});

test("as a file every row has its rules in one cell", async () => {
  const ask = holding([deadLetter(1, { errors: [fault("QG-0421", "/data/severity"), fault("QG-0101", "")], faults: 2 })]);
  const [head, line] = (await ask(`source=${own}&format=csv`)).body.split("\r\n");
  expect(head).toContain("source,topic,partition,offset,writtenAt");
  expect(line).toContain("QG-0421 /data/severity; QG-0101");
});

test.each([
  ["", "QG-0812 source"],
  ["source=850808310738", "QG-0811 source"],
  [`source=${own}&limit=0`, "QG-0816 limit"],
  [`source=${own}&cursor=x`, "QG-0817 cursor"],
  [`source=${own}&asOf=0:1`, "QG-0601 asOf"],
])("%j is refused by %s", async (search, rule) => {
  const response = await holding([])(search);
  expect(response.statusCode).toBe(400);
  expect(response.json().errors.map((one: { rule: string; pointer: string }) => `${one.rule} ${one.pointer}`)).toEqual([rule]);
});
