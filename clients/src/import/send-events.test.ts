import { expect, test } from "vitest";
import { oshaSevereInjuries } from "./osha-severe-injuries.ts";
import { judged, openScriptedDoor } from "./scripted-door.ts";
import { checkDoor, sendEvents } from "./send-events.ts";

const events = ["1", "2", "3"].flatMap((UPA, index) =>
  oshaSevereInjuries.eventsOf({ row: index + 1, values: { UPA, EventDate: "1/2/2016", State: "TEXAS", "Primary NAICS": "21" } }),
);
const pauses = { wait: async () => {}, random: () => 1, now: () => 0 };

test("events that the door puts off are sent again alone, and the outcome keeps their places", async () => {
  await using door = await openScriptedDoor((sent, request) =>
    judged(sent, ({ subject }) => (subject === "2" ? "rejected" : subject === "3" && request === 1 ? "retry" : "accepted")),
  );
  const outcome = await sendEvents(events, { url: door.url, pauses });
  expect(outcome).toMatchObject({ accepted: 2, warned: 0, rejections: [{ index: 1, errors: [{ rule: "QG-0421" }] }] });
  expect(door.requests.map((sent) => sent.map(({ subject }) => subject))).toEqual([["1", "2", "3"], ["3"]]);
});

test("a cut connection and a 503 are tried again, the latter after what Retry-After says", async () => {
  await using door = await openScriptedDoor((sent, request) => {
    if (request === 1) return { status: 200, body: null };
    if (request === 2) return { status: 503, headers: { "retry-after": "3" }, body: {} };
    return judged(sent, () => "accepted");
  });
  const waits: number[] = [];
  const outcome = await sendEvents(events, {
    url: door.url,
    pauses: { ...pauses, wait: async (milliseconds) => void waits.push(milliseconds) },
  });
  expect(outcome.accepted).toBe(3);
  expect(waits).toEqual([400, 3000]);
});

test("a door that never takes anything is given up", async () => {
  await using door = await openScriptedDoor(() => ({ status: 503, body: {} }));
  await expect(sendEvents(events, { url: door.url, pauses })).rejects.toMatchObject({ code: "door_failed" });
  expect(door.requests.length).toBe(10);
});

test("a request refused as a whole is not repeated", async () => {
  await using door = await openScriptedDoor(() => ({ status: 415, body: { errors: [{ rule: "QG-0102" }] } }));
  await expect(sendEvents(events, { url: door.url, pauses })).rejects.toThrow("QG-0102");
  expect(door.requests.length).toBe(1);
});

test("an address where nothing listens is told at once", async () => {
  const door = await openScriptedDoor(() => ({ status: 200, body: {} }));
  await expect(checkDoor({ url: door.url })).resolves.toBeUndefined();
  await door[Symbol.asyncDispose]();
  await expect(checkDoor({ url: door.url })).rejects.toThrow("ECONNREFUSED");
});
