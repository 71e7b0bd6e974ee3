/** The log that a URL names: `file:DIR` is the embedded engine. */
import { openEmbeddedEventLog } from "./embedded/embedded-event-log.ts";
import type { EventLog } from "./event-log.ts";

export function openEventLog(url: string): Promise<EventLog> {
  const directory = /^file:(.+)$/.exec(url)?.[1];
  if (directory === undefined) throw new Error("QORGAU_LOG is file:DIR");
  return openEmbeddedEventLog({ directory });
}
