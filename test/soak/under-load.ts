/** A steady load of events, corrections and questions on running programs, for as long as faults are inflicted on them or what they stand on. */
import type { SoakReader } from "./soak-reader.ts";
import type { SoakSender } from "./soak-sender.ts";

/** Where events are sent, and where questions are asked; the same place unless told. Asked before every request. */
export interface LoadedPlaces {
  readonly url: string;
  readonly readUrl?: string;
}

export async function underLoad(places: LoadedPlaces, sender: SoakSender, reader: SoakReader, inflict: () => Promise<void>): Promise<void> {
  const over = new AbortController();
  const load = Promise.all([
    sender.sendSteadily(() => places.url, over.signal),
    reader.pollSteadily(() => places.readUrl ?? places.url, over.signal),
  ]);
  try {
    await Promise.race([inflict(), load]);
  } finally {
    over.abort();
  }
  await load;
}
