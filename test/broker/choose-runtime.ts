/** The one switch: `QORGAU_TEST_BROKER=container` takes a container engine and its images; else Maven fetches Kafka for this machine's Java. */
import { javaRuntime } from "./java-runtime.ts";
import type { KafkaRuntime } from "./kafka-runtime.ts";

/** `directory` holds the configuration and data of all nodes. */
export async function chooseRuntime(directory: string, environment: NodeJS.ProcessEnv = process.env): Promise<KafkaRuntime> {
  const kind = environment["QORGAU_TEST_BROKER"] ?? "maven";
  if (kind === "maven") return javaRuntime();
  // Loaded only where it is asked for: it brings much along.
  if (kind === "container") return (await import("./container-runtime.ts")).containerRuntime(directory);
  throw new TypeError("QORGAU_TEST_BROKER is maven or container");
}
