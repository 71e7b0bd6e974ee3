import { EventLogError } from "@qorgau/infra/log/event-log";
import type { Appended, LogAppend } from "@qorgau/infra/log/event-log";
import { createLogger } from "@qorgau/infra/process/logger";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createCircuitBreaker } from "./circuit-breaker.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const records: readonly LogAppend[] = [{ key: "a", value: "1" }];
const place: Appended = { partition: 0, offset: 0, timestampMs: 0 };

/** A log that takes its time over what it then does. */
function slowLog() {
  const log = { waitMs: 15_000, away: true, appends: 0 };
  const append = async (): Promise<readonly Appended[]> => {
    log.appends += 1;
    await new Promise((resolve) => setTimeout(resolve, log.waitMs));
    if (log.away) throw new EventLogError("log_unavailable", "no leader");
    return [place];
  };
  const reported: string[] = [];
  const logger = createLogger({ level: "info", write: (line) => reported.push((JSON.parse(line) as { msg: string }).msg) });
  return { log, reported, sparing: createCircuitBreaker({ append }, logger) };
}

const outcomeOf = (append: Promise<unknown>) => append.then(() => "appended").catch((error: EventLogError) => error.code);

test("after one that waited in vain, one at a time tries and the others are told at once", async () => {
  const { log, sparing } = slowLog();
  const first = outcomeOf(sparing.append(records));
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await first).toBe("log_unavailable");
  const trying = outcomeOf(sparing.append(records));
  expect(await outcomeOf(sparing.append(records))).toBe("log_unavailable");
  expect(log.appends).toBe(2);

  log.away = false;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(await trying).toBe("appended");
  log.waitMs = 0;
  const both = [outcomeOf(sparing.append(records)), outcomeOf(sparing.append(records))];
  await vi.advanceTimersByTimeAsync(1);
  expect(await Promise.all(both)).toEqual(["appended", "appended"]);
});

test("when the one that tries fails, the next one may; the operator hears once that the log is away and once that it is back", async () => {
  const { log, reported, sparing } = slowLog();
  for (let times = 0; times < 3; times += 1) {
    const append = outcomeOf(sparing.append(records));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await append).toBe("log_unavailable");
  }
  expect(log.appends).toBe(3);
  expect(reported).toEqual(["the log takes no events now: senders are told to come again"]);
  log.away = false;
  for (let times = 0; times < 2; times += 1) {
    const append = outcomeOf(sparing.append(records));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await append).toBe("appended");
  }
  expect(reported.slice(1)).toEqual(["the log takes events again"]);
});

test("a refusal of the moment makes nobody wait for another", async () => {
  const { log, sparing } = slowLog();
  log.waitMs = 10;
  const refused = outcomeOf(sparing.append(records));
  await vi.advanceTimersByTimeAsync(10);
  expect(await refused).toBe("log_unavailable");
  log.away = false;
  const both = [outcomeOf(sparing.append(records)), outcomeOf(sparing.append(records))];
  await vi.advanceTimersByTimeAsync(10);
  expect(await Promise.all(both)).toEqual(["appended", "appended"]);
});
