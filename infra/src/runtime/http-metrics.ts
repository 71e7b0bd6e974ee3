/** How long requests take, by route and class of status. The route is its pattern, never the address that was asked for. */
import type { Metrics } from "./metrics.ts";

const bucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

export interface MeasuredRequest {
  readonly method: string;
  /** Undefined where no route was found. */
  readonly route: string | undefined;
  readonly statusCode: number;
  readonly elapsedMs: number;
}

export function requestDurations(metrics: Metrics): (request: MeasuredRequest) => void {
  const durations = metrics.histogram(
    "qorgau_http_request_duration_seconds",
    "Time from a request's head to the end of its answer, by route and class of status.",
    bucketsSeconds,
    ["method", "route", "status"],
  );
  return ({ method, route = "none", statusCode, elapsedMs }) =>
    durations.observe({ method, route, status: `${Math.floor(statusCode / 100)}xx` }, elapsedMs / 1000);
}
