/** Kafka on this machine's Java, from jars that Maven fetched. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { endWithThisProcess } from "./end-with-this-process.ts";
import { fetchKafka } from "./fetch-kafka.ts";
import { javaFlags, readyLine, startMsMax } from "./kafka-runtime.ts";
import type { KafkaRuntime, NodeProcess } from "./kafka-runtime.ts";

const run = promisify(execFile);

/** The line that tells readiness is the one line of level info that is wanted. */
const logging = ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info"];

/** Where the archive of the classes of these jars is, or would be (`class-archive.ts`); Java takes none that another build of it made. */
export async function classArchiveOf(jars: string): Promise<string> {
  const { stderr } = await run("java", ["-version"]);
  return `${jars}-${createHash("sha256").update(stderr).digest("hex").slice(0, 12)}.jsa`;
}

/** `ofNodes`: more flags for Java where it runs a node. */
export async function javaRuntime(ofNodes: readonly string[] = []): Promise<KafkaRuntime> {
  const jars = await fetchKafka();
  const archive = await classArchiveOf(jars);
  const shared = existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : [];
  const flags = [...shared, ...javaFlags, ...logging, "-cp", join(jars, "*")];
  return {
    async runTool(mainClass, parameters) {
      await run("java", [...flags, mainClass, ...parameters]);
    },
    async launch(propertiesFile, write) {
      // A session of its own: a key that interrupts this process is no order to the nodes.
      const child = spawn("java", [...ofNodes, ...flags, "kafka.Kafka", propertiesFile], {
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
      });
      endWithThisProcess(child);
      try {
        await readiness(child, write);
      } catch (error) {
        child.kill("SIGKILL");
        throw error;
      }
      return nodeProcessOf(child);
    },
  };
}

function nodeProcessOf(child: ChildProcess): NodeProcess {
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    isRunning,
    async signal(name) {
      child.kill(name);
    },
    exited: isRunning() ? once(child, "exit").then(() => {}) : Promise.resolve(),
  };
}

async function readiness(child: ChildProcess, write: (line: string) => void): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const tooLate = setTimeout(() => reject(new Error(`not ready within ${startMsMax} ms`)), startMsMax);
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream! }).on("line", (line) => {
      write(line);
      if (line.includes(readyLine)) resolve();
    });
  }
  child.once("error", reject);
  child.once("exit", (code, signal) => reject(new Error(`it ended with ${code ?? signal}`)));
  await promise.finally(() => clearTimeout(tooLate));
}
