import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { isBrokerWanted } from "./test/broker/broker-at-hand.ts";
import { LongestFirst } from "./test/longest-first.ts";

const processors = availableParallelism();
const setupFiles = ["test/seed-properties.ts"];

/** On a real Apache Kafka broker. */
const kafka = {
  test: {
    setupFiles,
    name: "kafka",
    include: ["{infra,clients,services}/**/src/**/*.kafka.ts", "test/**/*.kafka.ts"],
    globalSetup: [
      "test/broker/fetch-before-tests.ts",
      "test/broker/make-class-archive-before-tests.ts",
      "test/end-to-end/clients/install-before-tests.ts",
    ],
    testTimeout: 300_000,
    hookTimeout: 180_000,
    // More than half of its time a worker waits for sessions and elections.
    maxWorkers: processors + 1,
    // Both run by the clock, also on a machine that others keep busy. A second try is told in the report.
    retry: 1,
    sequence: { groupOrder: 4 },
  },
};

/** Whole programs. */
const endToEnd = {
  setupFiles,
  include: ["test/end-to-end/**/*.test.ts"],
  globalSetup: ["test/end-to-end/clients/install-before-tests.ts"],
  testTimeout: 600_000,
  hookTimeout: 300_000,
};
/** Programs killed at random moments of their work: beside others on two processors they get to none. */
const killed = ["operation/{soak,store-soak}", "history/rebuild"].map((file) => `test/end-to-end/${file}.test.ts`);

/**
 * The end-to-end tests once more, unchanged: every data folder has a Kafka broker and a ClickHouse endpoint of its own. `npm run test:cluster`
 * runs them all; among the others are those that ask the log and the store for something of their own, and releases of fewer corrections.
 * Rebuilds beside killed members wait for their sessions, four minutes in all: `commands-with-access.kafka.ts` stands for them.
 */
const isWhole = process.env["QORGAU_TEST_CLUSTER"] === "all";
const ofLogAndStore = "{access,beside-the-rates,kostenko,personal-identifiers,quality,reconciler,records,releases,revisions,stopping}";
const cluster = {
  test: {
    ...kafka.test,
    name: "cluster",
    globalSetup: ["test/broker/fetch-before-tests.ts", "test/end-to-end/clients/install-before-tests.ts"],
    include: [`test/end-to-end/**/${isWhole ? "*" : ofLogAndStore}.test.ts`],
    env: { QORGAU_TEST_LOG: "kafka", QORGAU_TEST_STORE: "cluster", ...(isWhole ? {} : { QORGAU_TEST_CORRECTIONS: "10000" }) },
  },
};

/** The same switch as for the broker. */
const inContainers = process.env["QORGAU_TEST_BROKER"] === "container" ? ["test/containers/*.contract.ts"] : [];

/** The groups run one after the other: tests of pure code that measure their time are not disturbed, and brokers are started after all else. */
export default defineConfig({
  test: {
    environment: "node",
    globalSetup: ["test/broker/report-what-is-left-out.ts", "test/browser/build-before-tests.ts"],
    sequence: { sequencer: LongestFirst },
    // Of workers and of the programs that they start: Node keeps what it has compiled for the next one, a fifth of a program's start.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules", ".cache", "compiled-for-tests") },
    projects: [
      {
        test: {
          name: "unit",
          setupFiles,
          include: ["{schemas,infra,clients,services}/**/src/**/*.test.ts", "test/*.test.ts", "test/{bench,broker}/*.test.ts"],
          testTimeout: 90_000,
          maxWorkers: processors,
          // Files of one worker share what they import: half of the group's time went into importing the same again.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "contract",
          setupFiles,
          include: ["{infra,clients,services}/**/src/**/*.contract.ts", "test/contract/**/*.contract.ts", ...inContainers],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: processors,
          sequence: { groupOrder: 1 },
        },
      },
      { test: { ...endToEnd, name: "end-to-end", exclude: killed, maxWorkers: processors, sequence: { groupOrder: 2 } } },
      { test: { ...endToEnd, name: "killed", include: killed, fileParallelism: false, sequence: { groupOrder: 3 } } },
      ...(isBrokerWanted() ? [kafka, cluster] : []),
    ],
  },
});
