/** `JSON.parse` and the log alone: the least that an ingest endpoint could do with an event. */
import type { EventLog } from "@qorgau/infra/log/event-log";

const groupEvents = 500;
const groupsAtOnce = 4;
/** The key of a record, as the ingest endpoint needs it. */
const keyOf = (line: string) => (JSON.parse(line) as { readonly subject: string }).subject;

export async function appendLines(log: EventLog, lines: readonly string[]): Promise<void> {
  const underWay: Promise<unknown>[] = [];
  for (let from = 0; from < lines.length; from += groupEvents) {
    underWay.push(log.append(lines.slice(from, from + groupEvents).map((value) => ({ key: keyOf(value), value }))));
    if (underWay.length >= groupsAtOnce) await underWay.shift();
  }
  await Promise.all(underWay);
}
