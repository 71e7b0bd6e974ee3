/** The reporters of a soak: whatever has no answer is sent again, to the next life of the program. */
import type { BatchAnswer } from "@qorgau/schemas/acknowledgement";
import type { StreamedEvent } from "../generators/corrected-stream.ts";
import { mergePositions, sendBatch } from "../end-to-end/client.ts";

const callers = 2;
const batchEventsMax = 12;

export interface SoakSender {
  /** Ids, by what is known of them. */
  readonly sent: ReadonlySet<string>;
  readonly acknowledged: ReadonlySet<string>;
  /** The highest acknowledged of each partition. */
  positions(): string;
  /** Sends what is new until the program is gone; returns then. */
  sendUntilGone(url: string): Promise<void>;
  /** Sends what has no answer yet, and nothing new. */
  sendRest(url: string): Promise<void>;
}

export function createSoakSender(stream: Iterator<StreamedEvent>, random: () => number): SoakSender {
  const sent = new Set<string>();
  const acknowledged = new Set<string>();
  const unanswered: (readonly StreamedEvent[])[] = [];
  let positions = "";

  const fresh = () => Array.from({ length: 1 + Math.floor(random() * batchEventsMax) }, () => stream.next().value as StreamedEvent);
  const send = async (url: string, batch: readonly StreamedEvent[]) => {
    for (const { id } of batch) sent.add(id);
    let answer: BatchAnswer;
    try {
      answer = await sendBatch(url, batch);
    } catch {
      unanswered.push(batch);
      return false;
    }
    if (answer.rejected > 0) throw new Error(`the door rejected what it should take: ${JSON.stringify(answer.results.slice(0, 3))}`);
    const again = new Set(answer.results.map(({ index }) => index));
    for (const [index, { id }] of batch.entries()) if (!again.has(index)) acknowledged.add(id);
    if (again.size > 0) unanswered.push(batch.filter((_, index) => again.has(index)));
    positions = mergePositions(positions, answer.positions ?? "");
    return true;
  };
  const untilGone = async (url: string) => {
    while (await send(url, unanswered.shift() ?? fresh()));
  };

  return {
    sent,
    acknowledged,
    positions: () => positions,
    async sendUntilGone(url) {
      await Promise.all(Array.from({ length: callers }, () => untilGone(url)));
    },
    async sendRest(url) {
      for (let batch = unanswered.shift(); batch !== undefined; batch = unanswered.shift()) {
        if (!(await send(url, batch))) throw new Error("the program does not take what is left");
      }
    },
  };
}
