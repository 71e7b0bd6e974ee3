/**
 * The one way from the bytes of events to what became of them, shared by both ingest endpoints: judge a group, append what is accepted in one
 * append, give the results in input order. An event is called accepted only once the log has it.
 */
import { setImmediate as nextIteration } from "node:timers/promises";
import type { Appended, EventLog, LogAppend } from "@qorgau/infra/log/event-log";
import { EventLogError } from "@qorgau/infra/log/event-log";
import type { Metrics } from "@qorgau/infra/process/metrics";
import { batchSpan, inSpan } from "@qorgau/infra/traces/spans";
import type { SpanOptions } from "@qorgau/infra/traces/spans";
import type { Fault } from "@qorgau/schemas/faults";
import { fault } from "@qorgau/schemas/rules/rules";
import { judgeText } from "../domain/acceptance.ts";
import type { AcceptanceContext, Verdict } from "../domain/acceptance.ts";
import { nothingReported } from "../domain/reported-identity.ts";
import type { ReportedIdentity, WholeIdentity } from "../domain/reported-identity.ts";
import type { Frame } from "../framing/frame.ts";
import { intakeMetrics } from "./intake-metrics.ts";

/** What became of one event: the log has it, it is rejected for ever, or it is not known to be durable (`retry`). */
export type IntakeResult =
  /** `appended` is null where nothing was to be stored. */
  | {
      readonly status: "accepted";
      readonly id: string;
      readonly reported: WholeIdentity;
      readonly appended: Appended | null;
      readonly warnings: readonly Fault[];
    }
  | {
      readonly status: "rejected";
      readonly id: string | null;
      readonly reported: ReportedIdentity;
      readonly errors: readonly Fault[];
      readonly warnings: readonly Fault[];
    }
  /** The log took no more: not known to be durable, to be sent again. */
  | { readonly status: "retry"; readonly id: string; readonly reported: WholeIdentity };

/** What became of a group: one result for each verdict, in input order. */
export interface IntakeOutcome {
  readonly results: readonly IntakeResult[];
  /** Why the log did not take the group; null where it did, or nothing was to be taken. */
  readonly stoppedBy: unknown;
}

/** How long judging may hold the event loop at once, where callers share it. */
export interface Slices {
  /** What is left of the slice under way, in milliseconds. */
  readonly firstMs: number;
  /** Resolves when the next slice begins, with its length in milliseconds. */
  next(): Promise<number>;
}

/** Judges and appends. There is one verdict for each frame and one result for each verdict, in input order. */
export interface Intake {
  /**
   * Gives way to the rest of the process after each slice of a few milliseconds. Never rejects. `speakers` are the sources that the sender may
   * speak for; undefined: any.
   */
  judge(frames: readonly Frame[], speakers?: readonly string[], slices?: Slices): Promise<readonly Verdict[]>;
  /** Call it in input order; it need not be awaited before the next. Never rejects. With `leaves` each place states its leaf. */
  append(verdicts: readonly Verdict[], options?: { readonly leaves?: boolean }): Promise<IntakeOutcome>;
  /** Hands nothing to the log: what would be accepted is to be sent again. */
  retry(verdicts: readonly Verdict[]): IntakeOutcome;
}

export interface IntakeDependencies {
  readonly log: Pick<EventLog, "append">;
  readonly context: () => AcceptanceContext;
  readonly metrics: Metrics;
  /** Called with what should not happen: never with anything that was sent. */
  readonly report: (error: unknown, message: string) => void;
  /** Whether `retry` is a result that the sender gets (and that is counted); false where this program repeats by itself. */
  readonly retriesAreResults?: boolean;
}

/** Of whoever shares with nobody. */
const sliceMs = 8;
const ownSlices: Slices = { firstMs: sliceMs, next: () => nextIteration(sliceMs) };

type Accepted = Extract<Verdict, { accepted: true }>;

/** The append belongs to the request under way; the traces that its events name led to it. */
const appendSpan = (accepted: readonly Accepted[]): SpanOptions => {
  const { attributes = {}, links = [] } = batchSpan(accepted.map(({ reported }) => reported));
  return { kind: "producer", attributes, links };
};

/**
 * Gives an intake on `log`. A record that the log refuses for ever (`append_refused`) is found by halving the group and rejected (QG-0117). After
 * any other failure of an append every accepted event of the group is `retry`.
 */
export function createIntake({ log, context, metrics, report, retriesAreResults = true }: IntakeDependencies): Intake {
  const { rejections, events, appendSeconds } = intakeMetrics(metrics);

  const judgeFrame = (frame: Frame, current: AcceptanceContext): Verdict => {
    if ("fault" in frame) return rejected([frame.fault]);
    try {
      return judgeText(frame.bytes, current);
    } catch (error) {
      // One event that fails the judgement must not fail the others.
      report(error instanceof Error ? error.name : "unknown", "judging an event failed unexpectedly");
      return rejected([fault("QG-0902", "")]);
    }
  };

  /** Where the log refuses an append for what is in it, the append is halved until the record at fault is alone. */
  const appendAll = async (accepted: readonly Accepted[], leafWanted: boolean): Promise<readonly (Appended | null)[]> => {
    try {
      return await log.append(
        accepted.map(({ name, statement }): LogAppend => ({ key: name, value: JSON.stringify(statement), leafWanted })),
      );
    } catch (error) {
      if (!(error instanceof EventLogError) || error.code !== "append_refused") throw error;
      if (accepted.length === 1) {
        report(error, "the log refuses a record");
        return [null];
      }
      const half = Math.ceil(accepted.length / 2);
      return [...(await appendAll(accepted.slice(0, half), leafWanted)), ...(await appendAll(accepted.slice(half), leafWanted))];
    }
  };

  const counted = (results: readonly IntakeResult[], stoppedBy: unknown): IntakeOutcome => {
    for (const result of results) {
      events.inc({ result: result.status });
      if (result.status === "rejected") for (const { rule } of result.errors) rejections.inc({ rule });
    }
    return { results, stoppedBy };
  };

  return {
    async judge(frames, speakers, slices = ownSlices) {
      const current = speakers === undefined ? context() : { ...context(), speakers };
      const verdicts: Verdict[] = [];
      let sliceEndMs = performance.now() + slices.firstMs;
      for (const frame of frames) {
        verdicts.push(judgeFrame(frame, current));
        if (performance.now() < sliceEndMs) continue;
        const nextMs = await slices.next();
        sliceEndMs = performance.now() + nextMs;
      }
      return verdicts;
    },

    async append(verdicts, { leaves = false } = {}) {
      const accepted = verdicts.filter((verdict) => verdict.accepted);
      if (accepted.length === 0) return counted(resultsOf(verdicts, []), null);
      const stop = appendSeconds.startTimer();
      try {
        const appended = await inSpan(
          "append",
          () => appendSpan(accepted),
          () => appendAll(accepted, leaves),
        );
        stop();
        return counted(resultsOf(verdicts, appended), null);
      } catch (error) {
        const results = resultsOf(verdicts, "retry");
        return retriesAreResults ? counted(results, error) : { results, stoppedBy: error };
      }
    },

    retry: (verdicts) => counted(resultsOf(verdicts, "retry"), null),
  };
}

/**
 * Gives one result for each verdict, in order. `appended` has an entry for each accepted one: its place, or null where the log refuses the record
 * (QG-0117). `retry` and `not_stored` hold for all of them.
 */
export function resultsOf(verdicts: readonly Verdict[], appended: readonly (Appended | null)[] | "retry" | "not_stored"): IntakeResult[] {
  let next = 0;
  return verdicts.map((verdict) => {
    if (!verdict.accepted)
      return { status: "rejected", id: verdict.id, reported: verdict.reported, errors: verdict.errors, warnings: verdict.warnings };
    const { id, reported, warnings } = verdict;
    if (appended === "retry") return { status: "retry", id, reported };
    if (appended === "not_stored") return { status: "accepted", id, reported, appended: null, warnings };
    const place = appended[next] ?? null;
    next += 1;
    if (place === null) return { status: "rejected", id, reported, errors: [fault("QG-0117", "")], warnings };
    return { status: "accepted", id, reported, appended: place, warnings };
  });
}

function rejected(errors: readonly Fault[]): Verdict {
  return { accepted: false, id: null, reported: nothingReported, errors, warnings: [] };
}
