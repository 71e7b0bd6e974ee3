/** Whether traces are sent, where to, and of how much. */
import type { TraceSettings } from "../traces/start-traces.ts";
import type { SettingsGroup, SettingsSource } from "./settings-group.ts";

export const traceSettings: SettingsGroup<TraceSettings> = {
  table: [
    {
      name: "QORGAU_TRACES",
      otherwise: "(none: nothing is traced)",
      meaning:
        "base URL of an OpenTelemetry collector, which gets traces at <URL>/v1/traces (OTLP over HTTP, JSON); what it asks of its callers: OTEL_EXPORTER_OTLP_HEADERS",
    },
    {
      name: "QORGAU_TRACES_PERCENT",
      otherwise: "100",
      meaning: "how many of a hundred traces are taken down; one that its caller does not take down never is",
    },
  ],
  read: (source) => ({
    tracesUrl: collectorOf(source),
    tracesPercent: source.integer("QORGAU_TRACES_PERCENT", { min: 0, max: 100, otherwise: 100 }),
  }),
};

function collectorOf(source: SettingsSource): string | null {
  const text = source.optional("QORGAU_TRACES");
  if (text === null) return null;
  const url = URL.parse(text);
  const isPlain = url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}${url.search}${url.hash}` === "";
  if (!isPlain) {
    source.fault("QORGAU_TRACES is a URL such as http://127.0.0.1:4318, without a user, a query or a fragment.");
    return null;
  }
  return url.href.replace(/\/+$/, "");
}
