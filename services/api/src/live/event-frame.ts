/** An event as the bytes that every listener gets: made once, in pieces between which other work runs. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { jsonPieces } from "@qorgau/infra/http/responses/json-pieces";
import type { LiveEvent } from "@qorgau/schemas/responses/live-events";
import { eventEnd, eventHead } from "./domain/event-stream.ts";

/** `json` is written as a response of the same object is, byte for byte. `id` is a watermark; null: the event has none. */
export function eventFrame(event: LiveEvent, json: object, id: string | null): Promise<Buffer> {
  return inPieces(bytesOf(event, json, id));
}

function* bytesOf(event: LiveEvent, json: object, id: string | null): Generator<void, Buffer> {
  const bytes = [Buffer.from(eventHead(event, id))];
  for (const piece of jsonPieces(json)) {
    bytes.push(Buffer.from(piece));
    yield;
  }
  bytes.push(Buffer.from(eventEnd));
  return Buffer.concat(bytes);
}
