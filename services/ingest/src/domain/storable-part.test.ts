/** What a dead letter shows of an event: enough to know it by, and nothing that was not looked at. */
import { expect, test } from "vitest";
import { mutateEvent, mutationIins, validEvent } from "../../../../test/generators/event-mutations.ts";
import { seededRandom } from "../../../../test/generators/random.ts";
import type { AcceptanceContext } from "./acceptance.ts";
import { judgeText } from "./acceptance.ts";
import { storablePart } from "./storable-part.ts";

const pseudonym = `qg1:0badf00d:${"7".repeat(64)}`;
const context: AcceptanceContext = {
  nowMs: Date.UTC(2026, 10, 22),
  keyId: "0badf00d",
  pseudonymise: () => pseudonym,
  reporters: null,
};
const partOf = (event: unknown) => storablePart(Buffer.from(JSON.stringify(event)), context);
/** As it is written. */
const writtenPart = (event: unknown) => JSON.parse(JSON.stringify(partOf(event))) as unknown;

const envelope = { specversion: "1.0", id: "e-1", source: "urn:kz:bin:200140000004", subject: "N-1", revision: 1 };
const type = "kz.qorgau.case.reported.v1";

test("members that hold are shown, the worker by pseudonym; members at fault and unknown ones are not", () => {
  const worker = { iin: "850808310738", name: "Somebody", occupation: "8111" };
  const data = {
    occurredAt: "2026-02-03",
    kind: "accident",
    severity: "awful",
    employer: { bin: "850808310738" },
    worker,
    note: "850808 310738",
  };
  expect(writtenPart({ ...envelope, type, data, nickname: "x" })).toEqual({
    ...envelope,
    type,
    time: null,
    data: { occurredAt: "2026-02-03", kind: "accident", employer: { bin: pseudonym }, worker: { ref: pseudonym, occupation: "8111" } },
  });
});

test("a worker that cannot be read is left out", () => {
  for (const worker of [{ iin: "850808 310738" }, { iin: 850808310738 }, "850808310738", { iin: "850808310738", ref: "7" }]) {
    expect(JSON.stringify(partOf({ ...envelope, type, data: { kind: "accident", worker } }))).not.toMatch(/850808|qg1/);
  }
});

test("data of an unknown type cannot be looked at, and what is no object has no part", () => {
  expect(writtenPart({ ...envelope, type: "something.else", data: { worker: { iin: "850808310738" } } })).toEqual({
    ...envelope,
    time: null,
  });
  for (const event of [[envelope], "text", null, 7]) expect(partOf(event)).toBeNull();
  expect(storablePart(Buffer.from("{"), context)).toBeNull();
});

test("whatever a mutation makes of an event, its storable part holds no IIN", () => {
  let rejected = 0;
  for (let seed = 0; seed < 3000; seed += 1) {
    const random = seededRandom(seed);
    const text = JSON.stringify(mutateEvent(validEvent(random), random)) ?? "";
    if (!judgeText(Buffer.from(text), context).accepted) rejected += 1;
    const written = JSON.stringify(storablePart(Buffer.from(text), context));
    for (const iin of mutationIins) expect(written, `seed ${seed}`).not.toContain(iin);
  }
  expect(rejected).toBeGreaterThan(1000);
});
