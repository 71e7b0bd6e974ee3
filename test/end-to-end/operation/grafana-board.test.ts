/** The Grafana board of deploy/grafana: every expression is one that Prometheus takes, and asks for what the real program shows in /metrics. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isOnPath } from "../../broker/broker-at-hand.ts";
import { caseEvent } from "../../generators/events.ts";
import { requestedSeries, sampledMetrics } from "../../prometheus-text.ts";
import { registeredLabels, registeredMetrics } from "../../registered-metrics.ts";
import { rates, sendBatch } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}
interface Board {
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string; readonly definition?: string }[] };
  readonly panels: readonly Panel[];
}

const board = JSON.parse(readFileSync(join(import.meta.dirname, "../../../deploy/grafana/qorgau.json"), "utf8")) as Board;
const targets = board.panels.flatMap(({ title, targets: requested = [] }) => requested.map((target) => ({ title, ...target })));
const ofVariables = board.templating.list.flatMap(({ definition = "" }) => {
  const [, selector, label] = /^label_values\((.*), (\w+)\)$/.exec(definition) ?? [];
  return selector === undefined ? [] : [{ title: "a variable", expr: `sum by (${label!}) (${selector})`, legendFormat: "" }];
});
const expressions = [...targets, ...ofVariables];

/** Given by Prometheus itself, not by the programs. */
const ofPrometheus = new Map([["ALERTS", ["alertname", "alertstate", "severity"]]]);
const ofEverySeries = ["job", "instance"];

let directory: string;
let qorgau: QorgauProcess | undefined;
let shown: ReturnType<typeof sampledMetrics>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(join(directory, "data"));
  const batch = await sendBatch(qorgau.url, [caseEvent(), caseEvent({ severity: "mild" })]);
  expect([batch.accepted, batch.rejected]).toEqual([1, 1]);
  await rates(qorgau.url, { atLeast: batch.positions! });
  expect((await fetch(`${qorgau.url}/v1/rates?by=nothing`)).status).toBe(400);
  shown = sampledMetrics(await (await fetch(`${qorgau.url}/metrics`)).text());
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

/** What an expression asks for and the program does not have: metrics, labels, and values of labels. */
function unknownIn(expression: string, legend = ""): string[] {
  const { selectors, groupedBy } = requestedSeries(expression);
  const inLegend = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]!);
  const labelsOf = (metric: string) => {
    const base = metric.replace(/_(?:bucket|count|sum)$/, "");
    return [...ofEverySeries, ...(ofPrometheus.get(metric) ?? []), ...(shown.get(metric)?.keys() ?? []), ...registeredLabels(base)];
  };
  const isKnown = (metric: string) => shown.has(metric) || ofPrometheus.has(metric) || registeredMetrics().includes(metric);
  const isValue = (metric: string, label: string, value: string) => {
    const seen = shown.get(metric)?.get(label);
    return seen === undefined || seen.has(value) || value.startsWith("$");
  };
  const metrics = selectors.map(({ metric }) => metric);
  const known = metrics.flatMap(labelsOf);
  return [
    ...metrics.filter((metric) => !isKnown(metric)),
    ...selectors.flatMap(({ metric, matchers }) =>
      matchers.filter(({ label }) => !labelsOf(metric).includes(label)).map(({ label }) => label),
    ),
    ...selectors.flatMap(({ metric, matchers }) =>
      matchers.filter(({ label, operator, value }) => operator === "=" && !isValue(metric, label, value)).map(({ value }) => value),
    ),
    ...groupedBy.filter((label) => !known.includes(label)),
    // After a grouping a series has those labels alone.
    ...inLegend.filter((label) => !(groupedBy.length > 0 ? groupedBy : known).includes(label)),
  ];
}

test("asks for what the program shows", () => {
  expect(targets.length).toBeGreaterThan(40);
  expect(ofVariables).toHaveLength(2);
  expect(expressions.flatMap(({ title, expr, legendFormat }) => unknownIn(expr, legendFormat).map((one) => `${title}: ${one}`))).toEqual(
    [],
  );
});

test("what the program does not show is found", () => {
  expect(unknownIn("sum(rate(qorgau_ingest_evens_total[5m]))")).toEqual(["qorgau_ingest_evens_total"]);
  expect(unknownIn('rate(qorgau_ingest_events_total{outcome="accepted"}[5m])')).toEqual(["outcome"]);
  expect(unknownIn('rate(qorgau_ingest_events_total{result="taken"}[5m])')).toEqual(["taken"]);
  expect(unknownIn("sum by (topics) (qorgau_ingest_kafka_behind)")).toEqual(["topics"]);
  expect(unknownIn("sum by (topic) (qorgau_ingest_kafka_behind)", "{{partition}}")).toEqual(["partition"]);
  expect(unknownIn("histogram_quantile(0.5, sum by (le) (rate(qorgau_aggregator_flush_seconds[5m])))")).toEqual(["le"]);
});

test("every metric of the programs that an operator looks at is on it", () => {
  const requested = new Set(
    targets.flatMap(({ expr }) => requestedSeries(expr).selectors.map(({ metric }) => metric.replace(/_(?:bucket|count|sum)$/, ""))),
  );
  // Beside it stands the same by rule.
  const elsewhere = ["qorgau_aggregator_unknown_records_total"];
  expect(registeredMetrics().filter((name) => !requested.has(name) && !elsewhere.includes(name))).toEqual([]);
});

test("its panels have numbers of their own and lie beside each other", () => {
  const { panels } = board;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const fields = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  expect(new Set(fields).size).toBe(fields.length);
  expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
});

const isRequired = (process.env["CI"] ?? "") !== "";
const hasPromtool = isRequired || isOnPath("promtool", process.env["PATH"] ?? "");

test.skipIf(!hasPromtool)("promtool reads every expression (skipped without promtool)", async () => {
  const withValues = (expr: string) => expr.replaceAll("$__rate_interval", "5m").replaceAll(/"\$\w+"/g, '"any"');
  const check = async (exprs: readonly string[]) => {
    const file = join(directory, "board.json");
    const rules = exprs.map((expr, index) => ({ record: `board:expression_${index}`, expr: withValues(expr) }));
    // JSON is YAML.
    await writeFile(file, JSON.stringify({ groups: [{ name: "board", rules }] }));
    return execFileSync("promtool", ["check", "rules", file], { encoding: "utf8", stdio: "pipe" });
  };
  expect(await check(expressions.map(({ expr }) => expr))).toContain(`SUCCESS: ${expressions.length} rules found`);
  await expect(check(["sum by (job) (rate(qorgau_ready))"])).rejects.toThrow("instant vector");
});
