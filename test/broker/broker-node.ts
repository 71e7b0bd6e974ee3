/** One node of a test broker: it can be killed, paused, and started again with its data. */
import type { KafkaRuntime, NodeProcess, NodeSignal } from "./kafka-runtime.ts";

export interface BrokerNode {
  readonly id: number;
  /** For clients: `127.0.0.1:PORT`. */
  readonly address: string;
  /** Resolves once the node takes requests; at once where it runs. */
  start(): Promise<void>;
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: its connections stay open and nothing answers. */
  pause(): Promise<void>;
  /** SIGCONT. */
  resume(): Promise<void>;
  /** SIGTERM: it hands its partitions over first. Killed where it takes more than half a minute, as it does without a quorum. */
  stop(): Promise<void>;
  /** What it last wrote, at most a few hundred lines. */
  output(): string;
}

export interface BrokerNodeOptions {
  readonly id: number;
  readonly address: string;
  readonly runtime: KafkaRuntime;
  readonly propertiesFile: string;
}

const outputLinesMax = 300;
const stopMsMax = 30_000;

export function createBrokerNode({ id, address, runtime, propertiesFile }: BrokerNodeOptions): BrokerNode {
  const lines: string[] = [];
  let process: NodeProcess | null = null;
  const write = (line: string) => {
    lines.push(line);
    if (lines.length > outputLinesMax) lines.shift();
  };
  const launch = async () => {
    try {
      process = await runtime.launch(propertiesFile, write);
    } catch (error) {
      throw new Error(`Node ${id} of the test broker did not start: ${String(error)}\n${lines.join("\n")}`, { cause: error });
    }
  };
  const signal = async (name: NodeSignal) => process?.signal(name);
  return {
    id,
    address,
    start: () => (process?.isRunning() === true ? Promise.resolve() : launch()),
    kill: () => end(process, "SIGKILL"),
    pause: () => signal("SIGSTOP"),
    resume: () => signal("SIGCONT"),
    stop: () => end(process, "SIGTERM"),
    output: () => lines.join("\n"),
  };
}

/** A node that is paused hears SIGTERM only once it goes on. */
async function end(process: NodeProcess | null, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (process === null || !process.isRunning()) return;
  await process.signal(signal);
  if (signal === "SIGTERM") await process.signal("SIGCONT");
  const tooLate = setTimeout(() => void process.signal("SIGKILL"), stopMsMax);
  await process.exited;
  clearTimeout(tooLate);
}
