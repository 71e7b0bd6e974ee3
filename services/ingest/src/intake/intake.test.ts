import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import type { EventLog } from "@qorgau/infra/log/event-log";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { leafHashText } from "@qorgau/infra/proof/domain/leaf-hash";
import { fault } from "@qorgau/schemas/rules/rules";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sampleEvent } from "../http/running-endpoint.ts";
import { createIntake } from "./intake.ts";

let directory: string;
let log: EventLog;
const reports: unknown[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-intake-"));
  log = await openEmbeddedEventLog({ directory });
  reports.length = 0;
});
afterEach(async () => {
  await log.close();
  await rm(directory, { recursive: true, force: true });
});

const frame = (number: number, changes?: Readonly<Record<string, unknown>>) => ({
  bytes: Buffer.from(JSON.stringify(sampleEvent(number, changes))),
});

function intakeWith(pseudonymise: (iin: string) => string) {
  const context = () => ({ nowMs: Date.now(), keyId: "0badf00d", pseudonymise, reporters: null });
  return createIntake({ log, context, metrics: createMetrics(), report: (...reported) => void reports.push(reported) });
}

test("results come in input order, each accepted one with its own place", async () => {
  const intake = intakeWith(() => `qg1:0badf00d:${"0".repeat(64)}`);
  const broken = { fault: fault("QG-0106", "", { limit: 1 }), structural: false };
  const verdicts = await intake.judge([frame(0), broken, frame(2), frame(3, { revision: 0 }), frame(4)]);
  const { results, stoppedBy } = await intake.append(verdicts, { leaves: true });
  expect(stoppedBy).toBeNull();
  expect(results.map(({ status }) => status)).toEqual(["accepted", "rejected", "accepted", "rejected", "accepted"]);

  const records = [];
  for await (const batch of log.read(new Map(), { recordsMax: 10, signal: AbortSignal.timeout(5000) })) {
    records.push(...batch);
    if (records.length === 3) break;
  }
  const placesInLog = records.map(({ partition, offset, timestampMs, key, value }) => [
    (JSON.parse(value) as { id: string }).id,
    { partition, offset, timestampMs, leaf: leafHashText({ partition, offset, timestampMs, key, value }) },
  ]);
  const placesReported = results.flatMap((result) => (result.status === "accepted" ? [[result.id, result.appended]] : []));
  expect(new Map(placesReported as [string, unknown][])).toEqual(new Map(placesInLog as [string, unknown][]));
});

test("an event that the judgement cannot bear is refused by itself, and its content is not reported", async () => {
  const intake = intakeWith((iin) => {
    throw new TypeError(`cannot bear ${iin}`);
  });
  const verdicts = await intake.judge([frame(0), frame(1, { data: { ...(sampleEvent(1)["data"] as object), worker: undefined } })]);
  expect(verdicts.map((verdict) => verdict.accepted || verdict.errors[0]?.rule)).toEqual(["QG-0902", true]);
  expect(reports).toEqual([["TypeError", "judging an event failed unexpectedly"]]);
});

test("judging gives way to the rest of the process", async () => {
  const intake = intakeWith(() => `qg1:0badf00d:${"0".repeat(64)}`);
  let iterations = 0;
  const ticking = setInterval(() => (iterations += 1), 1);
  await intake.judge(Array.from({ length: 10_000 }, (_, index) => frame(index)));
  clearInterval(ticking);
  expect(iterations).toBeGreaterThan(3);
});

test("once the log refuses, what is accepted is to be sent again", async () => {
  const intake = intakeWith(() => `qg1:0badf00d:${"0".repeat(64)}`);
  const verdicts = await intake.judge([frame(0), frame(1, { revision: 0 })]);
  await log.close();
  const outcome = await intake.append(verdicts);
  expect(outcome.results).toMatchObject([
    { status: "retry", id: "b1f0-0" },
    { status: "rejected", id: "b1f0-1" },
  ]);
  expect(outcome.stoppedBy).toMatchObject({ code: "log_closed" });
  expect(intake.retry(verdicts).results).toEqual(outcome.results);
});
