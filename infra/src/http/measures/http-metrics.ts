/** How long requests take, by route and status, and which rules refuse them. The route is its pattern, never the requested address. */
import type { Metrics } from "../../process/metrics.ts";

const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export interface MeasuredRequest {
  readonly method: string;
  /** Undefined where no route was found. */
  readonly route: string | undefined;
  readonly statusCode: number;
  readonly elapsedMs: number;
  /** Of the problem document that was sent; empty where none was. */
  readonly rules: readonly string[];
}

/** Counted from the start on, since an alarm on the growth of a counter does not see how it came to be there. */
const alarmed = [
  { rule: "QG-0902", status: "500" },
  { rule: "QG-0791", status: "503" },
] as const;

/** Registers a histogram in seconds and a counter of problem rules. Gives the function that records one finished request. */
export function requestDurations(metrics: Metrics): (request: MeasuredRequest) => void {
  const durations = metrics.histogram(
    "qorgau_http_request_duration_seconds",
    "Time from a request's head to the end of its answer, by route and status.",
    bucketsSeconds,
    ["method", "route", "status"],
  );
  const problems = metrics.counter("qorgau_http_problems_total", "Faults of requests that were refused, by permanent rule id and status.", [
    "rule",
    "status",
  ]);
  for (const labels of alarmed) problems.inc(labels, 0);
  return ({ method, route = "none", statusCode, elapsedMs, rules }) => {
    const status = String(statusCode);
    durations.observe({ method, route, status }, elapsedMs / 1000);
    for (const rule of rules) problems.inc({ rule, status });
  };
}
