/** One node of a test broker: a Java process that can be killed, paused, and started again with its data. */
import { execFile, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { endWithThisProcess } from "./end-with-this-process.ts";

const run = promisify(execFile);

export interface BrokerNode {
  readonly id: number;
  /** For clients: `127.0.0.1:PORT`. */
  readonly address: string;
  /** Resolves once the node takes requests; at once where it runs. */
  start(): Promise<void>;
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: its connections stay open and nothing answers. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** SIGTERM: it hands its partitions over first. Killed where it takes more than half a minute, as it does without a quorum. */
  stop(): Promise<void>;
  /** What it last wrote, at most a few hundred lines. */
  output(): string;
}

export interface BrokerNodeOptions {
  readonly id: number;
  readonly address: string;
  readonly jars: string;
  readonly propertiesFile: string;
}

const heap = ["-Xms64m", "-Xmx400m"];
/** Quick to start rather than quick for hours. */
const quickStart = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
/** The line that tells readiness is the one line of level info that is wanted. */
const logging = [
  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
  "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info",
  "-Dorg.slf4j.simpleLogger.showDateTime=true",
];
const readyLine = "Kafka Server started";
const outputLinesMax = 300;
const startMsMax = 120_000;
const stopMsMax = 30_000;

export function createBrokerNode({ id, address, jars, propertiesFile }: BrokerNodeOptions): BrokerNode {
  const lines: string[] = [];
  let child: ChildProcess | null = null;
  const write = (line: string) => {
    lines.push(line);
    if (lines.length > outputLinesMax) lines.shift();
  };
  const launch = async () => {
    const started = spawn("java", [...javaArguments(jars), "kafka.Kafka", propertiesFile], {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    endWithThisProcess(started);
    try {
      await readiness(started, write);
    } catch (error) {
      started.kill("SIGKILL");
      throw new Error(`Node ${id} of the test broker did not start: ${String(error)}\n${lines.join("\n")}`, { cause: error });
    }
  };
  return {
    id,
    address,
    start: () => (isRunning(child) ? Promise.resolve() : launch()),
    kill: () => end(child, "SIGKILL"),
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    stop: () => end(child, "SIGTERM"),
    output: () => lines.join("\n"),
  };
}

/** Runs one of Kafka's own command line tools to its end. */
export async function runKafkaTool(jars: string, mainClass: string, parameters: readonly string[]): Promise<string> {
  const { stdout } = await run("java", [...javaArguments(jars), mainClass, ...parameters]);
  return stdout;
}

function javaArguments(jars: string): string[] {
  return [...heap, ...quickStart, ...logging, "-cp", join(jars, "*")];
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

async function end(child: ChildProcess | null, signal: NodeJS.Signals): Promise<void> {
  if (child === null || !isRunning(child)) return;
  const exited = once(child, "exit");
  child.kill(signal);
  child.kill("SIGCONT");
  const tooLate = setTimeout(() => child.kill("SIGKILL"), stopMsMax);
  await exited;
  clearTimeout(tooLate);
}

function isRunning(child: ChildProcess | null): boolean {
  return child !== null && child.exitCode === null && child.signalCode === null;
}
