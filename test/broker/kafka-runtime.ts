/** The port behind which Kafka's own Java programs run: on this machine's Java, or in containers. */
export interface KafkaRuntime {
  /** Runs a command line tool to its end. */
  runTool(mainClass: string, parameters: readonly string[]): Promise<void>;
  /** Runs a node until it ends; resolves once that takes requests. What it writes goes to `write`, line by line. */
  launch(propertiesFile: string, write: (line: string) => void): Promise<NodeProcess>;
}

export interface NodeProcess {
  isRunning(): boolean;
  signal(name: NodeSignal): Promise<void>;
  readonly exited: Promise<void>;
}

export type NodeSignal = "SIGKILL" | "SIGTERM" | "SIGSTOP" | "SIGCONT";

/** A node says it once its partitions are led and it is let in by the controllers. */
export const readyLine = "Kafka Server started";
export const startMsMax = 120_000;

/** The heap of a node that holds little, and flags to start soon rather than to run fast for hours. */
export const javaFlags = ["-Xms64m", "-Xmx400m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];
