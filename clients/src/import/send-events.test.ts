import { expect, test } from "vitest";
import { oshaSevereInjuries } from "./formats/osha-severe-injuries.ts";
import { judged, openScriptedEndpoint } from "./scripted-endpoint.ts";
import { checkEndpoint, sendEvents } from "./send-events.ts";

const events = ["1", "2", "3"].flatMap((UPA, index) =>
  oshaSevereInjuries({}).eventsOf({ row: index + 1, values: { UPA, EventDate: "1/2/2016", State: "TEXAS", "Primary NAICS": "21" } }),
);
const pauses = { wait: async () => {}, random: () => 1, now: () => 0 };

test("events that the ingest endpoint puts off are sent again alone, and the outcome keeps their places", async () => {
  await using endpoint = await openScriptedEndpoint((sent, request) =>
    judged(sent, ({ subject }) => (subject === "2" ? "rejected" : subject === "3" && request === 1 ? "retry" : "accepted")),
  );
  const outcome = await sendEvents(events, { url: endpoint.url, pauses });
  expect(outcome).toMatchObject({ accepted: 2, warned: 0, rejections: [{ index: 1, errors: [{ rule: "QG-0421" }] }] });
  expect(endpoint.requests.map((sent) => sent.map(({ subject }) => subject))).toEqual([["1", "2", "3"], ["3"]]);
});

test("a cut connection, a 503 and a 429 are tried again, the latter after what Retry-After says", async () => {
  await using endpoint = await openScriptedEndpoint((sent, request) => {
    if (request === 1) return { status: 200, body: null };
    if (request === 2) return { status: 503, headers: { "retry-after": "3" }, body: {} };
    if (request === 3) return { status: 429, headers: { "retry-after": "57" }, body: {} };
    return judged(sent, () => "accepted");
  });
  const waits: number[] = [];
  const outcome = await sendEvents(events, {
    url: endpoint.url,
    pauses: { ...pauses, wait: async (milliseconds) => void waits.push(milliseconds) },
  });
  expect(outcome.accepted).toBe(3);
  expect(waits).toEqual([400, 3000, 57_000]);
});

test("an ingest endpoint that never takes anything is given up", async () => {
  await using endpoint = await openScriptedEndpoint(() => ({ status: 503, body: {} }));
  await expect(sendEvents(events, { url: endpoint.url, pauses })).rejects.toMatchObject({ code: "door_failed" });
  expect(endpoint.requests.length).toBe(10);
});

test("a request refused as a whole is not repeated", async () => {
  await using endpoint = await openScriptedEndpoint(() => ({ status: 415, body: { errors: [{ rule: "QG-0102" }] } }));
  await expect(sendEvents(events, { url: endpoint.url, pauses })).rejects.toThrow("QG-0102");
  expect(endpoint.requests.length).toBe(1);
});

test("an address where nothing listens is told at once", async () => {
  const endpoint = await openScriptedEndpoint(() => ({ status: 200, body: {} }));
  await expect(checkEndpoint({ url: endpoint.url })).resolves.toBeUndefined();
  await endpoint[Symbol.asyncDispose]();
  await expect(checkEndpoint({ url: endpoint.url })).rejects.toThrow("ECONNREFUSED");
});
