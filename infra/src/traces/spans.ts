/**
 * Traces as the rest of the program sees them: pieces of work, each within the one that it is done for. Where nobody traces (`start-traces.ts`) the
 * work is run and nothing else happens. Attributes hold names, counts and constants of this code, never anything that was sent:
 * of that only ids of traces that callers name go on.
 */

export type SpanAttributes = Readonly<Record<string, string | number>>;

export interface SpanOptions {
  readonly kind?: "server" | "client" | "producer" | "consumer";
  readonly attributes?: SpanAttributes;
  /** Of another process or an earlier time (W3C Trace Context): the work goes on with that trace. Absent, or not readable: the work under way. */
  readonly parent?: string | undefined;
  /** Further spans that led to this work, in the same form; what is not readable is left out. */
  readonly links?: readonly string[];
}

/** A span that has begun. `end` may be called twice. */
export interface OpenSpan {
  /** Runs `work`, and all that it awaits, within the span. */
  within<Result>(work: () => Result): Result;
  set(attributes: SpanAttributes): void;
  /** The work failed; of the error its code, or its name, is told. */
  fail(error: unknown): void;
  end(): void;
}

export interface Tracer {
  begin(name: string, options: SpanOptions): OpenSpan;
  /** Of the span under way; undefined where there is none, or its trace is not taken down. */
  traceparent(): string | undefined;
}

let tracer: Tracer | null = null;

/** From here on work is traced; with null, not any more. */
export function traceWith(next: Tracer | null): void {
  tracer = next;
}

export const isTracing = (): boolean => tracer !== null;

/** Gives the span under way as W3C Trace Context; undefined where none is taken down. */
export const currentTraceparent = (): string | undefined => tracer?.traceparent();

/** Gives a span that its caller ends; null where nobody traces. */
export const beginSpan = (name: string, options: () => SpanOptions): OpenSpan | null => tracer?.begin(name, options()) ?? null;

/** Runs the work within a span of its own. `options` is called only where somebody traces. */
export const inSpan = <Result>(name: string, options: () => SpanOptions, work: () => Promise<Result>): Promise<Result> =>
  spanOfSteps(name, options).last(work);

/** One span around several pieces of work, which others may come between. */
export interface SpanOfSteps {
  /** The span ends where the work fails. */
  step<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The span ends with the work. */
  last<Result>(work: () => Promise<Result>): Promise<Result>;
}

const untraced: SpanOfSteps = { step: (work) => work(), last: (work) => work() };

/** Begins the span. Without a `last` it is never taken down. */
export function spanOfSteps(name: string, options: () => SpanOptions): SpanOfSteps {
  const span = beginSpan(name, options);
  if (span === null) return untraced;
  const step: SpanOfSteps["step"] = async (work) => {
    try {
      return await span.within(work);
    } catch (error) {
      span.fail(error);
      span.end();
      throw error;
    }
  };
  return { step, last: (work) => step(work).finally(() => span.end()) };
}

/** A batch names so many of those who led to it, at most. */
const linksMax = 32;

/** Options of work on a batch: it goes on with the trace of its records where that is one, and names the spans that led to it. */
export function batchSpan(records: readonly { readonly traceparent?: string | undefined }[]): SpanOptions {
  const links = new Set<string>();
  for (const { traceparent } of records) {
    if (traceparent !== undefined) links.add(traceparent);
    if (links.size === linksMax) break;
  }
  const [first, ...others] = links;
  const isOneTrace = first !== undefined && others.every((one) => traceIdOf(one) === traceIdOf(first));
  return {
    kind: "consumer",
    attributes: { "messaging.batch.message_count": records.length },
    links: [...links],
    ...(isOneTrace ? { parent: first } : {}),
  };
}

/** The second part of the form `version-trace-span-flags`. */
const traceIdOf = (traceparent: string) => traceparent.split("-")[1];
