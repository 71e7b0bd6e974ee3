/** A client of `GET /v1/live`, as a page is one: it reads the events with `fetch`, and applies them. */
import type { LiveBehind } from "@qorgau/schemas/responses/live-events";
import { ratesChangeSchema } from "@qorgau/schemas/responses/live-events";
import { applyChange } from "@qorgau/schemas/responses/rates-change";
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { includes, parseWatermark } from "@qorgau/schemas/watermark";
import { EventSourceParserStream } from "eventsource-parser/stream";

/** What a page holds, over all its connections. */
export interface FollowedRates {
  response: RatesResponse | null;
  lastEventId: string;
  behind: LiveBehind | null;
  /** The names of all events but `behind`, in their order. */
  readonly events: string[];
  /** The data of the last snapshot, as it came. */
  snapshotText: string;
}

export const nothingFollowed = (): FollowedRates => ({ response: null, lastEventId: "", behind: null, events: [], snapshotText: "" });

export interface LiveStream {
  /** Reads and applies events until the response includes this watermark. Rejects where the stream ends before. */
  until(watermark: string): Promise<void>;
  /** Reads and applies one event; false at the end of the stream. */
  read(): Promise<boolean>;
  /** Leaves without a word. */
  leave(): void;
}

/** Connects as a client does that was connected before: with the id of the last event. Rejects where the response is no stream. */
export async function follow(url: string, search: string, followed: FollowedRates): Promise<LiveStream> {
  const leaving = new AbortController();
  const headers = { accept: "text/event-stream", ...(followed.lastEventId === "" ? {} : { "last-event-id": followed.lastEventId }) };
  const response = await fetch(`${url}/v1/live${search}`, { headers, signal: leaving.signal });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const events = response.body!.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  const read = async () => {
    const { done, value } = await events.read();
    if (done) return false;
    apply(followed, value);
    return true;
  };
  return {
    read,
    async until(watermark) {
      const wanted = parseWatermark(watermark)!;
      const isReached = () => includes(parseWatermark(followed.response?.watermark ?? "")!, wanted);
      while (!isReached()) if (!(await read())) throw new Error("the stream has ended");
    },
    leave: () => leaving.abort(),
  };
}

interface Received {
  readonly event?: string | undefined;
  readonly id?: string | undefined;
  readonly data: string;
}

function apply(followed: FollowedRates, { event = "", id, data }: Received): void {
  if (id !== undefined) followed.lastEventId = id;
  if (event === "behind") {
    followed.behind = JSON.parse(data) as LiveBehind;
    return;
  }
  followed.events.push(event);
  if (event === "snapshot") {
    followed.snapshotText = data;
    followed.response = ratesResponseSchema.parse(JSON.parse(data));
  } else {
    const changed = applyChange(followed.response!, ratesChangeSchema.parse(JSON.parse(data)));
    if (changed === null) throw new Error(`a change of another response came: ${data}`);
    followed.response = changed;
  }
}
