/** The metrics that the programs register, and their labels, as their sources say. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const trees = ["infra/src", "services/ingest/src", "services/aggregator/src", "services/api/src"];

function sourcesOf(tree: string): string[] {
  return readdirSync(join(root, tree), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !/\.(test|contract|kafka|bench)\.ts$/.test(path) && !path.includes("node_modules"))
    .map((path) => readFileSync(join(root, tree, path), "utf8"));
}

export function registeredMetrics(): string[] {
  const registered = trees
    .flatMap(sourcesOf)
    .join("\n")
    .matchAll(/\.(?:counter|gauge|gaugeOf|histogram)\(\s*"(qorgau_\w+)"/g);
  return [...registered].map((match) => match[1]!);
}

/** Of one metric; empty where it has none. */
export function registeredLabels(metric: string): string[] {
  const [, list = ""] =
    new RegExp(`"${metric}",\\s*"[^"]*",\\s*(?:\\w+,\\s*)?\\[\\s*("[^\\]]*)\\]`).exec(trees.flatMap(sourcesOf).join("\n")) ?? [];
  return [...list.matchAll(/"(\w+)"/g)].map((match) => match[1]!);
}
