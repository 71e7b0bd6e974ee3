/** Brings a listener from the response that it has to the current one. */
import type { LiveEvent } from "@qorgau/schemas/responses/live-events";
import type { Listener } from "./listener.ts";
import type { Sent, VersionedResponse } from "./versioned-response.ts";

/** What there is to be sent now; `behind` is the last such event, null before the first. */
export interface Newest {
  readonly response: VersionedResponse;
  readonly behind: Buffer | null;
}

export interface ListeningOptions {
  readonly listener: Listener;
  /** The number of the response that it has; 0: none. */
  readonly has: number;
  readonly newest: () => Newest;
  readonly onSent: (event: LiveEvent) => void;
}

/**
 * Returns what sends the listener all that is new, to be called whenever something is, and when the listener is ready again. One that has the
 * response before gets the change; one that missed some gets a snapshot. Where the listener is not ready the rest waits for the next call.
 */
export function createListening({ listener, has, newest, onSent }: ListeningOptions): () => void {
  let reached = has;
  let heard: Buffer | null = null;
  let isBusy = false;
  const send = ({ event, frame }: Sent) => {
    listener.write(frame);
    onSent(event);
  };
  const bring = async () => {
    while (listener.isReady() && reached !== newest().response.number) {
      const { response } = newest();
      if (reached === response.number - 1 && reached > 0) {
        if (response.step !== null) send(response.step);
      } else {
        const snapshot = await response.snapshot();
        if (!listener.isReady()) return;
        send(snapshot);
      }
      reached = response.number;
    }
    const { behind } = newest();
    if (!listener.isReady() || behind === null || behind === heard) return;
    send({ event: "behind", frame: behind });
    heard = behind;
  };
  return () => {
    if (isBusy) return;
    isBusy = true;
    bring()
      .catch(listener.end)
      .finally(() => (isBusy = false));
  };
}
