/** What the service refuses to protect other callers: each refusal is counted, and each reason is logged at most once a second. */
import type { Logger } from "../process/logger.ts";
import type { Metrics } from "../process/metrics.ts";

const messages = {
  connections: "as many connections as there may be are open: further ones are closed",
  head_too_slow: "the head of a request did not come in time: the connection is closed",
  body_too_slow: "a body comes more slowly than the lowest rate: it is refused",
  body_unread: "a caller goes on sending a body that was refused: the connection is closed",
  body_swollen: "a body unpacks to more than its size allows for: the rest is not read",
  memory: "the memory for bodies has no more room for this caller: it is told to come again",
  results: "the results of a body are at their limit: the rest is not read",
  spool: "there is no room for results on the disk: the rest of a body is to be sent again",
  rate: "a caller has used up a budget: it is told when to come again",
  authentications: "an address has said too many unknown tokens: it is told when to come again",
  listeners: "as many live streams as there may be are open, or as many as one caller may have: a further one is refused",
  answer_unread: "a caller does not read its answer: the connection is closed",
} as const;

/** A reason, and the value of the label `reason` of the metric. */
export type RefusalReason = keyof typeof messages;
type Facts = Readonly<Record<string, unknown>>;

/** Counts every refusal. Logs at most one line a second for each reason; `facts` are members of that line. */
export interface Refusals {
  refuse(reason: RefusalReason, facts?: Facts): void;
}

const lineMs = 1_000;

/**
 * With `metrics` it registers `qorgau_http_refusals_total`, every reason at 0. Each line states how many
 * refusals of its reason had no line (`notTold`).
 */
export function createRefusals({ logger, metrics }: { readonly logger: Logger; readonly metrics?: Metrics | undefined }): Refusals {
  const counter = metrics?.counter("qorgau_http_refusals_total", "What was refused to protect everybody else, by reason.", ["reason"]);
  for (const reason of Object.keys(messages)) counter?.inc({ reason }, 0);
  const unreported = new Map<RefusalReason, { count: number; readonly sinceMs: number }>();
  return {
    refuse(reason, facts = {}) {
      counter?.inc({ reason });
      const last = unreported.get(reason);
      if (last !== undefined && performance.now() - last.sinceMs < lineMs) {
        last.count += 1;
        return;
      }
      unreported.set(reason, { count: 0, sinceMs: performance.now() });
      logger.warn({ reason, ...facts, ...(last?.count ? { notTold: last.count } : {}) }, messages[reason]);
    },
  };
}
