/** What the ingest endpoints count. Labels are statuses and rule ids alone. */
import type { Metrics } from "@qorgau/infra/process/metrics";
import { rules } from "@qorgau/schemas/rules/rules";

const appendBucketsSeconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Registers the counters of events by result and of faults by rule, and a histogram in seconds. Both ingest endpoints of a process share them. */
export function intakeMetrics(metrics: Metrics) {
  const events = metrics.counter("qorgau_ingest_events_total", "Events that were answered, by result.", ["result"]);
  const rejections = metrics.counter("qorgau_ingest_rejections_total", "Faults of rejected events, by permanent rule id.", ["rule"]);
  // From the start on, since an alarm on the growth of a counter does not see how it came to be there.
  for (const result of ["accepted", "rejected"] as const) events.inc({ result }, 0);
  for (const rule of Object.keys(rules)) rejections.inc({ rule }, 0);
  return {
    events,
    rejections,
    appendSeconds: metrics.histogram(
      "qorgau_ingest_append_seconds",
      "Time from handing a group of events to the log until it has them, durably.",
      appendBucketsSeconds,
    ),
  };
}
