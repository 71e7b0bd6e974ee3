/**
 * Sends traces to a collector by OTLP over HTTP (JSON). The libraries are loaded where traces are switched on and nowhere else. A collector that is
 * away or slow costs the spans that wait for it, a bounded number, and holds up nothing.
 */
import { hostname } from "node:os";
import type { Context, Link, Span, SpanKind } from "@opentelemetry/api";
import type { Logger } from "../process/logger.ts";
import { withTimeout } from "../process/with-timeout.ts";
import { traceWith } from "./spans.ts";
import type { OpenSpan, SpanOptions, Tracer } from "./spans.ts";

export interface TraceSettings {
  /** Base URL of a collector, without a slash at its end; null: nothing is traced. */
  readonly tracesUrl: string | null;
  /** Of traces that begin here, or that a caller goes on with here: from 0 to 100. */
  readonly tracesPercent: number;
}

export interface TracesOptions extends TraceSettings {
  /** Which program it is: `service.name`. */
  readonly service: string;
  readonly logger: Logger;
}

export interface Traces {
  /** Sends what waits, for a second at most. Never rejects. */
  stop(): Promise<void>;
}

/** What waits for the collector at most: further spans are dropped. */
const spansMax = 2_048;
const sendEveryMs = 1_000;
/** Of one batch, with its repetitions. */
const sendMsMax = 10_000;
const stopMsMax = 1_000;
/** Between two lines that say that spans could not be sent. */
const lineMs = 60_000;

/** From here on work is traced. Null, and nothing is loaded, where no collector is named. */
export async function startTraces({ tracesUrl, tracesPercent, service, logger }: TracesOptions): Promise<Traces | null> {
  if (tracesUrl === null) return null;
  const [api, sdk, core, resources, { AsyncLocalStorageContextManager }, { OTLPTraceExporter }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/core"),
    import("@opentelemetry/resources"),
    import("@opentelemetry/context-async-hooks"),
    import("@opentelemetry/exporter-trace-otlp-http"),
  ]);
  const exporter = new OTLPTraceExporter({ url: `${tracesUrl}/v1/traces`, timeoutMillis: sendMsMax });
  const processor = new sdk.BatchSpanProcessor({
    exporter,
    maxQueueSize: spansMax,
    scheduledDelayMillis: sendEveryMs,
    exportTimeoutMillis: sendMsMax + stopMsMax,
  });
  const share = new sdk.TraceIdRatioBasedSampler(tracesPercent / 100);
  const provider = new sdk.TracerProvider({
    spanProcessors: [processor],
    // A caller says which trace its request is part of, not how much is taken down here.
    sampler: new sdk.ParentBasedSampler({ root: share, remoteParentSampled: share }),
    resource: resources.resourceFromAttributes({ "service.name": service, "service.instance.id": `${process.pid}@${hostname()}` }),
  });
  core.setGlobalErrorHandler(
    atIntervals(lineMs, (error) => logger.warn({ reason: reasonOf(error) }, "traces cannot be sent; nothing else waits for them")),
  );
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager());
  traceWith(tracerOf(api, provider.getTracer("qorgau"), core.parseTraceParent));
  return {
    stop: async () => {
      traceWith(null);
      await withTimeout(stopMsMax, provider.shutdown(), () => new Error("late")).catch(() => {});
    },
  };
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Passes on the first one, and later ones at most once in the interval. */
function atIntervals<Given>(intervalMs: number, pass: (given: Given) => void): (given: Given) => void {
  let passedAtMs = -Infinity;
  return (given) => {
    if (performance.now() - passedAtMs < intervalMs) return;
    passedAtMs = performance.now();
    pass(given);
  };
}

type Api = typeof import("@opentelemetry/api");
type Parse = (typeof import("@opentelemetry/core"))["parseTraceParent"];

function tracerOf(api: Api, otel: ReturnType<Api["trace"]["getTracer"]>, parse: Parse): Tracer {
  const { context, trace, TraceFlags, ROOT_CONTEXT } = api;
  const kinds = {
    server: api.SpanKind.SERVER,
    client: api.SpanKind.CLIENT,
    producer: api.SpanKind.PRODUCER,
    consumer: api.SpanKind.CONSUMER,
  } as const satisfies Record<NonNullable<SpanOptions["kind"]>, SpanKind>;
  const remote = (traceparent: string) => {
    const found = parse(traceparent);
    return found === null ? null : { ...found, isRemote: true };
  };
  const isSampled = (span: Span) => (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0;
  /** What a request has begun may outlive it: such work belongs to no trace. */
  const current = (): Context => {
    const span = trace.getSpan(context.active());
    return span !== undefined && isSampled(span) && !span.isRecording() ? ROOT_CONTEXT : context.active();
  };
  const parentOf = ({ parent }: SpanOptions): Context => {
    const found = parent === undefined ? null : remote(parent);
    return found === null ? current() : trace.setSpanContext(ROOT_CONTEXT, found);
  };
  return {
    begin(name, options) {
      const links = (options.links ?? []).flatMap((link): Link[] => {
        const found = remote(link);
        return found === null ? [] : [{ context: found }];
      });
      const { kind, attributes = {} } = options;
      const span = otel.startSpan(name, { ...(kind === undefined ? {} : { kind: kinds[kind] }), attributes, links }, parentOf(options));
      return openSpan(api, span);
    },
    traceparent() {
      const span = trace.getSpan(context.active());
      if (span === undefined || !span.isRecording() || !isSampled(span)) return undefined;
      const { traceId, spanId } = span.spanContext();
      return `00-${traceId}-${spanId}-01`;
    },
  };
}

function openSpan({ context, trace, SpanStatusCode }: Api, span: Span): OpenSpan {
  let isOver = false;
  return {
    within: (work) => context.with(trace.setSpan(context.active(), span), work),
    set: (attributes) => void span.setAttributes(attributes),
    fail(error) {
      const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
      span.setAttribute("error.type", [code, name].find((one) => typeof one === "string") ?? "unknown");
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
    end() {
      if (!isOver) span.end();
      isOver = true;
    },
  };
}
