/** The alarms as Prometheus rules: each stands in docs/operating.md, asks for metrics that there are, and fires for what it is meant for. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createMetrics } from "@qorgau/infra/process/metrics";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { isOnPath } from "./broker/broker-at-hand.ts";
import { registeredMetrics } from "./registered-metrics.ts";

const root = join(import.meta.dirname, "..");
const rulesFile = join(root, "infra/prometheus/qorgau-alarms.yml");
const testsFile = join(root, "infra/prometheus/qorgau-alarms.test.yml");
interface Alarm {
  readonly alert: string;
  readonly expr: string;
}
const { groups } = parse(readFileSync(rulesFile, "utf8")) as { groups: { rules: Alarm[] }[] };
const alarms = groups.flatMap(({ rules }) => rules);

test("every alarm of docs/operating.md is a rule, and every rule is there", () => {
  const page = readFileSync(join(root, "docs/operating.md"), "utf8");
  const named = [...page.matchAll(/^\| (Qorgau\w+) \|/gm)].map((match) => match[1]!);
  expect(named.length).toBeGreaterThan(10);
  expect(alarms.map(({ alert }) => alert)).toEqual(named);
});

test("every rule has a case that fires, and asks for metrics that the programs have", () => {
  const { tests } = parse(readFileSync(testsFile, "utf8")) as {
    tests: { alert_rule_test: { alertname: string; exp_alerts: unknown[] }[] }[];
  };
  const tried = tests.flatMap((one) => one.alert_rule_test);
  for (const { alert } of alarms) expect(tried.find(({ alertname }) => alertname === alert)?.exp_alerts, alert).toHaveLength(1);
  const requested = alarms.flatMap(({ expr }) =>
    [...expr.matchAll(/\bqorgau_\w+/g)].map(([name]) => name.replace(/_(?:bucket|count|sum)$/, "")),
  );
  expect(requested.length).toBeGreaterThan(10);
  expect(requested.filter((name) => !registeredMetrics().includes(name))).toEqual([]);
});

test("a counter with labels that an alarm asks for exists from the start", async () => {
  const { requestDurations } = await import("@qorgau/infra/http/measures/http-metrics");
  const { intakeMetrics } = await import("@qorgau/ingest/intake/intake-metrics");
  const metrics = createMetrics();
  requestDurations(metrics);
  intakeMetrics(metrics);
  const text = await metrics.text();
  for (const series of [
    'qorgau_http_problems_total{rule="QG-0902",status="500"} 0',
    'qorgau_http_problems_total{rule="QG-0791",status="503"} 0',
    'qorgau_ingest_rejections_total{rule="QG-0421"} 0',
    'qorgau_ingest_events_total{result="rejected"} 0',
  ]) {
    expect(text).toContain(series);
  }
});

const isRequired = (process.env["CI"] ?? "") !== "";
const hasPromtool = isRequired || isOnPath("promtool", process.env["PATH"] ?? "");

test.skipIf(!hasPromtool)(
  "promtool finds the rules sound, and its cases fire and are silent as they should (skipped without promtool)",
  () => {
    const run = (...words: string[]) => execFileSync("promtool", words, { encoding: "utf8" });
    expect(run("check", "rules", rulesFile)).toContain(`SUCCESS: ${alarms.length} rules found`);
    expect(run("test", "rules", testsFile)).toContain("SUCCESS");
  },
);
