/** The life of a process: run until SIGINT or SIGTERM, then stop in order; a second signal, or a stop that hangs, ends it at once. */
import type { Logger } from "./logger.ts";

/** A process that was started. `runUntilSignal` waits for its failure or a signal, and then calls `stop`. */
export interface Running {
  /** Rejects where a part of the process cannot go on. */
  readonly failed: Promise<never>;
  /** Stops all parts, the last started first. Safe to call twice. */
  stop(): Promise<void>;
}

/** Longer than any step of a graceful stop takes; after it the process ends all the same, and nothing acknowledged is lost by that. */
const stopMsMax = 20_000;

/** Resolves with the exit code: 0 after a signal, 1 after a failure. `drainMs` is how long the stop waits by intent. */
export async function runUntilSignal(running: Running, logger: Logger, drainMs = 0): Promise<number> {
  const signal = new Promise<NodeJS.Signals>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  let exitCode = 0;
  try {
    logger.info({ signal: await Promise.race([signal, running.failed]) }, "stopping");
  } catch (error) {
    logger.fatal({ err: error }, "a part of the service cannot go on; stopping");
    exitCode = 1;
  }
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  const deadline = setTimeout(() => {
    logger.error({ afterMs: stopMsMax + drainMs }, "the stop took too long; ending at once");
    process.exit(exitCode === 0 ? 1 : exitCode);
  }, stopMsMax + drainMs);
  try {
    await running.stop();
    logger.info("stopped");
  } catch (error) {
    logger.error({ err: error }, "the stop failed; what was acknowledged is in the log");
    exitCode = 1;
  } finally {
    clearTimeout(deadline);
  }
  return exitCode;
}
