/**
 * Kafka in containers of the image `apache/kafka`, by testcontainers. They share the host's network and the folder of the nodes, so
 * that ports, configuration and data are the same as without containers: this wants an engine on Linux.
 * Only typed so far: it was written where no image could be pulled, and has not run yet.
 */
import { createInterface } from "node:readline";
import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";
import { javaFlags, readyLine, startMsMax } from "./kafka-runtime.ts";
import type { KafkaRuntime, NodeProcess } from "./kafka-runtime.ts";

const image = "apache/kafka:4.3.1";
const flags = [
  ...javaFlags,
  "-Dlog4j2.configurationFile=/opt/kafka/config/log4j2.yaml",
  "-Dkafka.logs.dir=/tmp",
  "-cp",
  "/opt/kafka/libs/*",
];

export async function containerRuntime(directory: string): Promise<KafkaRuntime> {
  const client = await getContainerRuntimeClient();
  const java = (parameters: readonly string[]) =>
    new GenericContainer(image)
      .withNetworkMode("host")
      .withUser(`${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`)
      .withBindMounts([{ source: directory, target: directory }])
      .withEntrypoint(["java"])
      .withCommand([...flags, ...parameters]);
  return {
    async runTool(mainClass, parameters) {
      const tool = await java([mainClass, ...parameters])
        .withWaitStrategy(Wait.forOneShotStartup())
        .start();
      await tool.stop();
    },
    async launch(propertiesFile, write): Promise<NodeProcess> {
      const started = await java(["kafka.Kafka", propertiesFile])
        .withWaitStrategy(Wait.forLogMessage(readyLine))
        .withStartupTimeout(startMsMax)
        .withLogConsumer((stream) => createInterface({ input: stream }).on("line", write))
        .start();
      const container = client.container.getById(started.getId());
      let isRunning = true;
      const exited = container.wait().then(() => void (isRunning = false));
      return { isRunning: () => isRunning, signal: (name) => container.kill({ signal: name }).then(() => {}), exited };
    },
  };
}
