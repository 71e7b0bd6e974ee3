/** Laws of the ingest endpoint, on random mutations of valid events. A busy machine may take a while for so many. */
import canonicalize from "canonicalize";
import { inboundEventSchema } from "@qorgau/schemas/events/inbound-event";
import { contentOfRecord } from "@qorgau/schemas/log/logged-content";
import { containsIin } from "@qorgau/schemas/events/personal-identifier";
import { rules } from "@qorgau/schemas/rules/rules";
import { recordName, statementSchema } from "@qorgau/schemas/events/statement";
import { supplementSchema } from "@qorgau/schemas/events/supplement";
import * as fc from "fast-check";
import { createHash } from "node:crypto";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { mutateEvent, mutationIins, validEvent } from "../../../../test/generators/event-mutations.ts";
import { seededRandom } from "../../../../test/generators/random.ts";
import { type AcceptanceContext, judge, judgeText, type Verdict } from "./acceptance.ts";

vi.setConfig({ testTimeout: 60_000 });

const keyId = "0a1b2c3d";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const context: AcceptanceContext = {
  nowMs: Date.UTC(2026, 10, 22),
  keyId,
  pseudonymise: (iin) => `qg1:${keyId}:${sha256(iin)}`,
  reporters: null,
};

function judgeAsSent(event: unknown): Verdict {
  return judgeText(Buffer.from(JSON.stringify(event)), context);
}

function expectNoIin(verdict: Verdict): void {
  const text = JSON.stringify(verdict);
  for (const iin of mutationIins) expect(text).not.toContain(iin);
  for (const fault of verdict.accepted ? verdict.warnings : [...verdict.errors, ...verdict.warnings])
    expect(containsIin(fault.pointer)).toBe(false);
}

function expectStatement(verdict: Verdict & { accepted: true }, event: unknown): void {
  const { statement, warnings } = verdict;
  expect(z.union([statementSchema, supplementSchema]).parse(statement)).toEqual(statement);
  // What is acknowledged is never passed over on the way out of the log.
  const record = { key: recordName(statement), value: JSON.stringify(statement) };
  expect(contentOfRecord(record, { keyId, isItsPartition: true })).toEqual({ kind: "statement", statement });
  expect(statement.content).toBe(sha256(canonicalize({ data: statement.data, type: statement.type }) as string));
  expect(inboundEventSchema.safeParse(event).error).toBeUndefined();
  for (const { rule } of warnings) expect(rules[rule as keyof typeof rules].level).toBe("warning");
}

function expectReasons({ errors, warnings }: Verdict & { accepted: false }): void {
  expect(errors.length).toBeGreaterThan(0);
  for (const { rule } of errors) expect(rules[rule as keyof typeof rules].level).toBe("error");
  for (const { rule } of warnings) expect(rules[rule as keyof typeof rules].level).toBe("warning");
  for (const { message } of errors) expect(message).not.toMatch(/[{}]/);
}

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("valid events are accepted", () => {
  const law = fc.property(seeds, (seed) => {
    const event = validEvent(seededRandom(seed));
    const verdict = judgeAsSent(event);
    expect(verdict.accepted ? [] : verdict.errors).toEqual([]);
    if (verdict.accepted) expectStatement(verdict, event);
    expectNoIin(verdict);
  });
  fc.assert(law, { numRuns: 2000 });
});

test("a stored statement, sent again, has the same content", () => {
  const law = fc.property(seeds, (seed) => {
    const event = validEvent(seededRandom(seed)) as { data: { employer?: { bin?: string } } };
    if (event.data.employer?.bin !== "200140000004") return;
    const first = judge(event, context);
    if (!first.accepted) throw new Error("a valid event was refused");
    const second = judge({ ...event, data: structuredClone(first.statement.data) }, context);
    expect(second.accepted && second.statement).toEqual(first.statement);
  });
  fc.assert(law, { numRuns: 1000 });
});

test("whatever a mutation makes of an event: a verdict, with reasons or with a sound statement, and no IIN in it", () => {
  const counts = { accepted: 0, refused: 0 };
  const law = fc.property(seeds, (seed) => {
    const random = seededRandom(seed);
    const mutant = mutateEvent(validEvent(random), random);
    const verdict = judgeAsSent(mutant);
    counts[verdict.accepted ? "accepted" : "refused"] += 1;
    if (verdict.accepted) expectStatement(verdict, mutant);
    else expectReasons(verdict);
    expectNoIin(verdict);
  });
  fc.assert(law, { numRuns: 10_000 });
  expect(counts.accepted).toBeGreaterThan(500);
  expect(counts.refused).toBeGreaterThan(5000);
  expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
});

test("what is no JSON value at all gets a verdict too", () => {
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withSparseArray: true,
    withNullPrototype: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      expect(judge(value, context).accepted).toBe(false);
      expect(judge({ ...validEvent(seededRandom(1)), data: value }, context)).toHaveProperty("accepted");
    }),
    { numRuns: 2000 },
  );
});
