/** The order in which the files of a group are started: what takes long first, so that no worker is left with a long one at the end. */
import { basename } from "node:path";
import { BaseSequencer } from "vitest/node";
import type { TestSpecification } from "vitest/node";

/** By name, those of more than half a minute of a quiet machine; the longest first, as measured in November 2026. */
export const longest: readonly string[] = [
  "brokers.kafka.ts",
  "processes.kafka.ts",
  "several-aggregators.kafka.ts",
  "commands-with-access.kafka.ts",
  "kafka-event-log.kafka.ts",
  "kafka-faults.kafka.ts",
  "start-broker.kafka.ts",
  "truth.contract.ts",
  "soak.test.ts",
  "store-soak.test.ts",
  "releases.test.ts",
  "rebuild.test.ts",
  "check-config.test.ts",
];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const place = longest.indexOf(basename(moduleId));
  return place === -1 ? longest.length : place;
};
const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.toSorted((a, b) => groupOf(a) - groupOf(b) || rankOf(a) - rankOf(b));
  }
}
