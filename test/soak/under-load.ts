/** A steady load of events, corrections and questions on a running program, for as long as faults are inflicted on what it stands on. */
import type { QorgauProcess } from "../end-to-end/qorgau-process.ts";
import type { SoakReader } from "./soak-reader.ts";
import type { SoakSender } from "./soak-sender.ts";

export async function underLoad(
  qorgau: QorgauProcess,
  sender: SoakSender,
  reader: SoakReader,
  inflict: () => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const load = Promise.all([sender.sendSteadily(qorgau.url, over.signal), reader.pollSteadily(qorgau.url, over.signal)]);
  try {
    await Promise.race([inflict(), load]);
  } finally {
    over.abort();
  }
  await load;
}
