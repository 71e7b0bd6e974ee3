import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startOtlpReceiver } from "../../../test/otlp-receiver.ts";
import type { OtlpReceiver } from "../../../test/otlp-receiver.ts";
import { createLogger } from "../process/logger.ts";
import { batchSpan, beginSpan, currentTraceparent, inSpan, isTracing, spanOfSteps } from "./spans.ts";
import { startTraces } from "./start-traces.ts";
import type { Traces } from "./start-traces.ts";

const logger = createLogger({ level: "silent" });
const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
const traceparent = (span: string, id = trace, flags = "01") => `00-${id}-${span}-${flags}`;

describe("without a collector", () => {
  test("work is run and nothing else happens", async () => {
    expect(await startTraces({ tracesUrl: null, tracesPercent: 100, service: "test", logger })).toBeNull();
    const options = vi.fn(() => ({}));
    expect(await inSpan("work", options, async () => currentTraceparent() ?? "none")).toBe("none");
    expect(beginSpan("work", options)).toBeNull();
    expect(options).not.toHaveBeenCalled();
    expect(isTracing()).toBe(false);
  });
});

describe("with a collector", () => {
  let receiver: OtlpReceiver;
  let traces: Traces | null = null;
  const start = async (tracesPercent = 100) => {
    traces = await startTraces({ tracesUrl: receiver.url, tracesPercent, service: "test", logger });
  };
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(async () => {
    await traces?.stop();
    await receiver.close();
  });

  test("work within work is a child of it, goes on with a caller's trace, and names what led to it", async () => {
    await start();
    const parent = traceparent("00f067aa0ba902b7");
    const links = [traceparent("1111111111111111", "a".repeat(32)), "no traceparent"];
    await inSpan(
      "outer",
      () => ({ parent, attributes: { count: 3 } }),
      () =>
        inSpan(
          "inner",
          () => ({ links }),
          async () => {},
        ),
    );
    await traces!.stop();
    const [outer, inner] = ["outer", "inner"].map((name) => receiver.spans.find((span) => span.name === name)!);
    expect(outer).toMatchObject({ service: "test", traceId: trace, parentSpanId: "00f067aa0ba902b7", attributes: { count: 3 } });
    expect(inner).toMatchObject({ traceId: trace, parentSpanId: outer!.spanId });
    expect(inner!.links).toEqual([{ traceId: "a".repeat(32), spanId: "1".repeat(16) }]);
  });

  test("of an error the code or the name is told, never the message", async () => {
    await start();
    const work = () => Promise.reject(Object.assign(new Error("850808310738"), { code: "log_unavailable" }));
    await expect(inSpan("fails", () => ({}), work)).rejects.toThrow("850808310738");
    await expect(
      inSpan(
        "fails too",
        () => ({}),
        () => Promise.reject(new TypeError("850808310738")),
      ),
    ).rejects.toThrow(TypeError);
    await traces!.stop();
    expect(receiver.spans.map(({ name, isFailed, attributes }) => [name, isFailed, attributes["error.type"]])).toEqual([
      ["fails", true, "log_unavailable"],
      ["fails too", true, "TypeError"],
    ]);
    expect(receiver.bodies.join("")).not.toContain("850808310738");
  });

  test("what outlives the work that began it belongs to no trace", async () => {
    await start();
    let later: Promise<string | undefined> | undefined;
    const over = Promise.withResolvers<void>();
    const background = async () => {
      await over.promise;
      await inSpan(
        "later",
        () => ({}),
        async () => {},
      );
      return currentTraceparent();
    };
    await inSpan(
      "request",
      () => ({}),
      async () => void (later = background()),
    );
    over.resolve();
    expect(await later).toBeUndefined();
    await traces!.stop();
    const [request, after] = receiver.spans;
    expect([request?.name, after?.name, after?.parentSpanId]).toEqual(["request", "later", undefined]);
    expect(after?.traceId).not.toBe(request?.traceId);
  });

  test("a caller does not decide how much is taken down", async () => {
    await start(0);
    const seen = await inSpan(
      "none",
      () => ({ parent: traceparent("00f067aa0ba902b7") }),
      async () => [
        currentTraceparent(),
        await inSpan(
          "inner",
          () => ({}),
          async () => currentTraceparent(),
        ),
      ],
    );
    expect(seen).toEqual([undefined, undefined]);
    await traces!.stop();
    expect(receiver.bodies).toEqual([]);
  });

  test("several pieces of work are one span, which ends with the last or with one that fails", async () => {
    await start();
    const span = spanOfSteps("batch", () => batchSpan([{ traceparent: traceparent("1111111111111111") }, {}]));
    const first = await span.step(async () => currentTraceparent());
    await delay(1);
    expect(await span.last(async () => currentTraceparent())).toBe(first);
    await expect(spanOfSteps("given up", () => ({})).step(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await traces!.stop();
    expect(receiver.spans.map(({ name, isFailed, parentSpanId }) => [name, isFailed, parentSpanId])).toEqual([
      ["batch", false, "1111111111111111"],
      ["given up", true, undefined],
    ]);
    expect(receiver.spans[0]?.attributes).toEqual({ "messaging.batch.message_count": 2 });
  });
});

test("a collector that is away is told of in one line, and the stop does not wait for it", async () => {
  const lines: string[] = [];
  const away = await startOtlpReceiver();
  await away.close();
  const logged = Promise.withResolvers<void>();
  const write = (line: string) => {
    lines.push(line);
    logged.resolve();
  };
  const traces = await startTraces({
    tracesUrl: away.url,
    tracesPercent: 100,
    service: "test",
    logger: createLogger({ level: "warn", write }),
  });
  await inSpan(
    "work",
    () => ({}),
    async () => {},
  );
  await logged.promise;
  expect(lines).toEqual([expect.stringContaining("traces cannot be sent")]);
  await inSpan(
    "more work",
    () => ({}),
    async () => {},
  );
  const startedMs = performance.now();
  await traces!.stop();
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(lines).toHaveLength(1);
}, 60_000);

test("a batch of one trace goes on with it; one of several names them, at most 32", () => {
  const [one, two] = ["1111111111111111", "2222222222222222"].map((span) => ({ traceparent: traceparent(span) }));
  expect(batchSpan([one!, two!, one!])).toMatchObject({ parent: one!.traceparent, links: [one!.traceparent, two!.traceparent] });
  const other = { traceparent: traceparent("3333333333333333", "b".repeat(32)) };
  expect(batchSpan([one!, other])).not.toHaveProperty("parent");
  expect(batchSpan([{}, {}])).toMatchObject({ links: [] });
  const many = Array.from({ length: 40 }, (_, index) => ({ traceparent: traceparent(String(index).padStart(16, "a")) }));
  expect(batchSpan(many).links).toHaveLength(32);
});
