import { createListenerPlaces } from "../live/listener-places.ts";

/** So many works at once, and of one owner no more than are left for everybody else; the others wait in their order. */
export function deliveryPlaces(atOnce: number) {
  const places = createListenerPlaces(atOnce);
  const waiting = new Set<() => void>();
  return async <Result>(owner: string | null, work: () => Promise<Result>): Promise<Result> => {
    const caller = owner ?? "";
    if (places.take(caller) !== "taken") {
      await new Promise<void>((resolve) => {
        const tryAgain = () => {
          if (places.take(caller) !== "taken") return;
          waiting.delete(tryAgain);
          resolve();
        };
        waiting.add(tryAgain);
      });
    }
    try {
      return await work();
    } finally {
      places.leave(caller);
      for (const tryAgain of waiting) tryAgain();
    }
  };
}
