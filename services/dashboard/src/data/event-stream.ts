/** Server-sent events read by `fetch`, since an `EventSource` sends no token. */
import { createParser } from "eventsource-parser";
import type { EventSourceMessage } from "eventsource-parser";
import { language } from "../state/language.ts";
import { failureOf } from "./get.ts";
import { authorization, TokenWanted } from "./token.ts";

/** The server sends a comment every 15 seconds; a connection that is silent for longer than this is dead. */
const silenceMsMax = 40_000;

export interface EventStreamOptions {
  /** Relative to the page. */
  readonly address: string;
  /** The `id` of the last event that was read; null: from the beginning. */
  readonly lastEventId: string | null;
  /** Ends the stream; `readEvents` then resolves. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: EventSourceMessage) => void;
}

/** Resolves when the server or the signal ends the stream. Rejects where there is none, or its connection died, and with `TokenWanted`. */
export async function readEvents({ address, lastEventId, signal, onEvent }: EventStreamOptions): Promise<void> {
  const dead = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => dead.abort(new Error("nothing was heard")), silenceMsMax);
  };
  heard();
  try {
    const resume = lastEventId === null ? {} : { "last-event-id": lastEventId };
    const response = await fetch(`.${address}`, {
      cache: "no-store",
      headers: { accept: "text/event-stream", "accept-language": language.peek(), ...authorization(), ...resume },
      signal: AbortSignal.any([signal, dead.signal]),
    });
    if (response.status === 401 || response.status === 403) throw new TokenWanted(response.status, (await failureOf(response)).message);
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    const parser = createParser({ onEvent });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heard();
      parser.feed(piece.value);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
}
