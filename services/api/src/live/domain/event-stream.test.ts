/** What is framed here is what a client reads, wherever the bytes are cut on their way. */
import type { LiveEvent } from "@qorgau/schemas/responses/live-events";
import { liveEvents } from "@qorgau/schemas/responses/live-events";
import { createParser } from "eventsource-parser";
import type { EventSourceMessage } from "eventsource-parser";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { eventEnd, eventHead, heartbeat, retryField } from "./event-stream.ts";

interface Framed {
  readonly event: LiveEvent;
  readonly id: string | null;
  readonly data: string;
}

const framed: fc.Arbitrary<Framed> = fc.record({
  event: fc.constantFrom(...liveEvents),
  id: fc.constantFrom(null, "", "0:812", "0:812,1:790"),
  // Line breaks and colons within texts are escaped, or mean nothing within a line.
  data: fc.json({ maxDepth: 2 }).map((text) => JSON.stringify(JSON.parse(text))),
});

function parsed(pieces: readonly string[]) {
  const events: EventSourceMessage[] = [];
  const retries: number[] = [];
  const comments: string[] = [];
  const failed: Error[] = [];
  const parser = createParser({
    onEvent: (event) => events.push(event),
    onRetry: (retry) => retries.push(retry),
    onComment: (comment) => comments.push(comment),
    onError: (error) => failed.push(error),
  });
  for (const piece of pieces) parser.feed(piece);
  return { events, retries, comments, failed };
}

const textOf = ({ event, id, data }: Framed) => eventHead(event, id) + data + eventEnd;

test("events are read as they were framed, wherever their text is cut", () => {
  fc.assert(
    fc.property(fc.array(framed), fc.array(fc.nat({ max: 300 })), (sent, lengths) => {
      let text = retryField(2000) + sent.map((one) => textOf(one) + heartbeat).join("");
      const pieces = lengths.map((length) => {
        const piece = text.slice(0, length);
        text = text.slice(length);
        return piece;
      });
      const { events, retries, comments, failed } = parsed([...pieces, text]);
      expect(events.map(({ event, id, data }) => ({ event, id: id ?? null, data }))).toEqual(sent);
      expect([retries, comments.length, failed]).toEqual([[2000], sent.length, []]);
    }),
  );
});

test("an event that is cut off before its end is none", () => {
  fc.assert(
    fc.property(framed, fc.nat(), (one, cut) => {
      const text = textOf(one);
      expect(parsed([text.slice(0, cut % text.length)]).events).toEqual([]);
    }),
  );
});
