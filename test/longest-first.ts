/** The order in which the files of a group are started: what takes long first, so that no worker is left with a long one at the end. */
import { basename } from "node:path";
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** By name, those of more than a minute and a half in a whole run on two processors in November 2026; the longest first. */
export const longest: readonly string[] = [
  "truth.contract.ts",
  "soak.test.ts",
  "past-responses.contract.ts",
  "journal-responses.contract.ts",
  "store-soak.test.ts",
  "sabotages.contract.ts",
  "aggregator.contract.ts",
  "rebuild.test.ts",
  "reconciler.contract.ts",
  "quality-reader.contract.ts",
  "kafka-faults.kafka.ts",
  "processes.kafka.ts",
  "order.test.ts",
  "fuzz.test.ts",
  "accessibility.test.ts",
  "languages.test.ts",
  "rebuild-tables.contract.ts",
  "several-aggregators.kafka.ts",
  "commands-with-access.kafka.ts",
  "brokers.kafka.ts",
  "past-responses.test.ts",
  "over-http.test.ts",
  "clickhouse-store.contract.ts",
  "published-statistics.test.ts",
  "link-bounds.contract.ts",
  "releases.test.ts",
  "demo-stream.test.ts",
  "kafka-ingest.kafka.ts",
  "read-snapshot.contract.ts",
  "start-broker.kafka.ts",
  "kafka-event-log.kafka.ts",
  "cluster-responses.contract.ts",
  "several-members.contract.ts",
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const place = longest.indexOf(basename(moduleId));
  return place === -1 ? longest.length : place;
};
const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byDefault = await super.sort(files);
    return byDefault.toSorted((a, b) => groupOf(a) - groupOf(b) || rankOf(a) - rankOf(b));
  }
}
