/** How many listeners there may be: so many in all, and of one caller no more than it leaves free for everybody else. */
import type { Metrics } from "@qorgau/infra/process/metrics";

export interface ListenerPlaces {
  readonly listenersMax: number;
  /** Takes a place; says why not where there is none: for nobody, or for this caller. */
  take(caller: string): "taken" | "none_left" | "share_taken";
  /** Gives a place back. */
  leave(caller: string): void;
}

/** With `metrics` it registers `qorgau_live_listeners`. */
export function createListenerPlaces(listenersMax: number, metrics?: Metrics): ListenerPlaces {
  const gauge = metrics?.gauge("qorgau_live_listeners", "Live streams that are open.");
  gauge?.set(0);
  const ofCaller = new Map<string, number>();
  let taken = 0;
  return {
    listenersMax,
    take(caller) {
      const own = ofCaller.get(caller) ?? 0;
      const free = listenersMax - taken;
      if (free <= 0) return "none_left";
      if (own >= free) return "share_taken";
      ofCaller.set(caller, own + 1);
      taken += 1;
      gauge?.set(taken);
      return "taken";
    },
    leave(caller) {
      const own = ofCaller.get(caller) ?? 0;
      if (own === 0) return;
      if (own === 1) ofCaller.delete(caller);
      else ofCaller.set(caller, own - 1);
      taken -= 1;
      gauge?.set(taken);
    },
  };
}
