/** The framing of server-sent events (HTML Living Standard, section 9.2.5). Pure. */
import type { LiveEvent } from "@qorgau/schemas/responses/live-events";

export const eventStreamMediaType = "text/event-stream";

/** What stands before the data of an event; the data are one line. An event without `id` leaves the last one as it is. */
export function eventHead(event: LiveEvent, id: string | null): string {
  return `event: ${event}\n${id === null ? "" : `id: ${id}\n`}data: `;
}

/** What stands behind the data: an empty line ends an event, and one that is cut off before it is none. */
export const eventEnd = "\n\n";

/** A line that clients pass over, so that whoever is in between sees the connection in use. */
export const heartbeat = ":\n\n";

/** How long a client is to wait before it connects again, in milliseconds. */
export function retryField(milliseconds: number): string {
  return `retry: ${milliseconds}\n\n`;
}
