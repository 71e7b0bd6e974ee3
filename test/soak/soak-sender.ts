/** The reporters of a soak: whatever has no answer is sent again, to the next life of the program. */
import { setTimeout as delay } from "node:timers/promises";
import type { BatchResponse } from "@qorgau/schemas/events/acknowledgement";
import type { StreamedEvent } from "../generators/corrected-stream.ts";
import { mergePositions, sendBatch } from "../end-to-end/program/client.ts";

const callers = 2;
const batchEventsMax = 12;
/** Of one caller of a steady load. */
const paceMs = 50;

export interface SoakSender {
  /** Ids, by what is known of them. */
  readonly sent: ReadonlySet<string>;
  readonly acknowledged: ReadonlySet<string>;
  /** The highest acknowledged of each partition. */
  positions(): string;
  /** Of requests without an answer, how many, by status; `gone` where there was none. */
  readonly failures: Readonly<Record<string, number>>;
  /** The longest time under a steady load in which nothing was acknowledged. */
  longestSilenceMs(): number;
  /** Resolves once something that is sent from now on is acknowledged. */
  nextAcknowledged(): Promise<void>;
  /** Sends what is new until the program is gone; returns then. */
  sendUntilGone(url: string): Promise<void>;
  /** Sends at a steady pace what is new, and again what has no answer; a failure is nothing to end at. */
  sendSteadily(anyUrl: () => string, signal: AbortSignal): Promise<void>;
  /** Sends what has no answer yet, and nothing new. */
  sendRest(url: string): Promise<void>;
}

export function createSoakSender(stream: Iterator<StreamedEvent>, random: () => number): SoakSender {
  const sent = new Set<string>();
  const acknowledged = new Set<string>();
  const unanswered: (readonly StreamedEvent[])[] = [];
  const failures: Record<string, number> = {};
  const waiting: (() => void)[] = [];
  let positions = "";
  let silentSinceMs: number | null = null;
  let longestSilenceMs = 0;

  const endSilence = () => {
    const nowMs = performance.now();
    if (silentSinceMs !== null) longestSilenceMs = Math.max(longestSilenceMs, nowMs - silentSinceMs);
    silentSinceMs = nowMs;
  };
  const fresh = () => Array.from({ length: 1 + Math.floor(random() * batchEventsMax) }, () => stream.next().value as StreamedEvent);
  const send = async (url: string, batch: readonly StreamedEvent[]) => {
    for (const { id } of batch) sent.add(id);
    let response: BatchResponse;
    try {
      response = await sendBatch(url, batch);
    } catch (error) {
      const status = /^\d{3}/.exec((error as Error).message)?.[0] ?? "gone";
      failures[status] = (failures[status] ?? 0) + 1;
      unanswered.push(batch);
      return false;
    }
    if (response.rejected > 0) throw new Error(`the door rejected what it should take: ${JSON.stringify(response.results.slice(0, 3))}`);
    const again = new Set(response.results.map(({ index }) => index));
    for (const [index, { id }] of batch.entries()) if (!again.has(index)) acknowledged.add(id);
    if (again.size > 0) unanswered.push(batch.filter((_, index) => again.has(index)));
    positions = mergePositions(positions, response.positions ?? "");
    if (response.accepted > 0) {
      endSilence();
      for (const reportCase of waiting.splice(0)) reportCase();
    }
    return true;
  };
  const untilGone = async (url: string) => {
    while (await send(url, unanswered.shift() ?? fresh()));
  };

  return {
    sent,
    acknowledged,
    failures,
    longestSilenceMs: () => Math.round(longestSilenceMs),
    positions: () => positions,
    nextAcknowledged: () => new Promise((resolve) => waiting.push(resolve)),
    async sendUntilGone(url) {
      await Promise.all(Array.from({ length: callers }, () => untilGone(url)));
    },
    async sendSteadily(anyUrl, signal) {
      const steadily = async () => {
        while (!signal.aborted) await Promise.all([send(anyUrl(), unanswered.shift() ?? fresh()), delay(paceMs)]);
      };
      silentSinceMs = performance.now();
      await Promise.all(Array.from({ length: callers }, steadily));
      silentSinceMs = null;
    },
    async sendRest(url) {
      for (let batch = unanswered.shift(); batch !== undefined; batch = unanswered.shift()) {
        if (!(await send(url, batch))) throw new Error("the program does not take what is left");
      }
    },
  };
}
