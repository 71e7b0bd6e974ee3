/** Structured logs, one JSON line each on standard output. Every line leaves with anything that looks like an IIN printed as `#`. */
import { maskIinsInJson } from "@qorgau/schemas/events/personal-identifier";
import { pino } from "pino";
import type { Logger } from "pino";

export type { Logger } from "pino";

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

/** Gives a pino logger whose lines pass `maskIinsInJson`, to standard output unless `write` is given. */
export function createLogger(options: { readonly level: (typeof logLevels)[number]; readonly write?: (line: string) => void }): Logger {
  const write = options.write ?? ((line: string) => process.stdout.write(line));
  return pino(
    { level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => write(maskIinsInJson(line)) },
  );
}
