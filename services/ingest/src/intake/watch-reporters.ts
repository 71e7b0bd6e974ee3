/**
 * The list of reporters as its file is now: a change takes effect within a second, without a restart. A list that has
 * faults changes nothing, and is reported.
 */
import type { Logger } from "@qorgau/infra/process/logger";
import type { Metrics } from "@qorgau/infra/process/metrics";
import { keepLooking, watchFile } from "@qorgau/infra/process/watched-file";
import type { Reporters } from "@qorgau/schemas/events/reporters";
import { readReporters } from "./open-ingest-endpoint.ts";

export interface WatchReportersOptions {
  readonly file: string;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The list in force. `stop` ends the watching of its file. */
export interface WatchedReporters {
  current(): Reporters;
  /** Called with every list that comes into force from now on. */
  onChange(listener: (reporters: Reporters) => void): void;
  stop(): void;
}

/** Reads the list and looks at its file every 500 ms. Rejects as `readReporters` does where the file cannot be used now. */
export async function watchReporters({ file, logger, metrics }: WatchReportersOptions): Promise<WatchedReporters> {
  const usable = metrics.gauge(
    "qorgau_ingest_reporters_usable",
    "1 where the list of reporters in force is the one in its file; 0 where that cannot be used and an earlier one is in force.",
  );
  const listeners: ((reporters: Reporters) => void)[] = [];
  const watched = await watchFile({
    file,
    read: readReporters,
    onChange: (reporters) => {
      usable.set(1);
      logger.info({ reporters: reporters.size }, "the list of reporters has changed");
      for (const listener of listeners) listener(reporters);
    },
    onFault: (reason) => {
      usable.set(0);
      logger.error({ reason }, "the list of reporters has changed and cannot be used: the list from before stays in force");
    },
  });
  usable.set(1);
  return { current: watched.current, onChange: (listener) => void listeners.push(listener), stop: keepLooking(watched) };
}
