/** Folds a log in a process of its own, and gives its pace. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { FoldingProgress, FoldingResult } from "./folding-process.ts";

export interface Folded extends FoldingResult {
  /** How many records had been folded, and after how many milliseconds, of the log's end at the last. */
  readonly folded: readonly (readonly [records: number, ms: number])[];
  /** Statements a second: of the whole, and of its first and its last fifth, from the first publication behind the share. */
  readonly perSecond: number;
  readonly firstFifth: number;
  readonly lastFifth: number;
}

function paceBetween(folded: Folded["folded"], count: number, from: number, to: number): number {
  const reached = (share: number) => folded.find(([records]) => records >= share * count) ?? [0, 0];
  const [before, after] = [from === 0 ? [0, 0] : reached(from), reached(to)];
  return ((after[0] - before[0]) / (after[1] - before[1])) * 1000;
}

/** `before`: what an earlier part of the same fold has done. `onProgress` is called with every publication. */
export async function fold(
  options: { readonly logUrl: string; readonly storeUrl: string; readonly rebuild?: boolean; readonly before?: Folded["folded"] },
  onProgress: (folded: Folded["folded"]) => void = () => {},
): Promise<Folded> {
  const { logUrl, storeUrl, rebuild = false, before = [] } = options;
  const earlierMs = before.at(-1)?.[1] ?? 0;
  const folded: [number, number][] = before.map(([records, ms]) => [records, ms]);
  const child = fork(join(import.meta.dirname, "folding-process.ts"), [logUrl, storeUrl, ...(rebuild ? ["rebuild"] : [])]);
  const result = Promise.withResolvers<FoldingResult>();
  child.on("message", (message: FoldingProgress | FoldingResult) => {
    if (message.kind === "result") return result.resolve(message);
    if (message.records > (folded.at(-1)?.[0] ?? 0)) folded.push([message.records, earlierMs + message.ms]);
    onProgress(folded);
  });
  const exited = once(child, "exit");
  void exited.then(([code, signal]) => result.reject(new Error(`the folding process ended (${code ?? signal})`)));
  const found = await result.promise;
  await exited;
  const [count, ms] = folded.at(-1) ?? [0, 0];
  return {
    ...found,
    folded,
    perSecond: (count / ms) * 1000,
    firstFifth: paceBetween(folded, count, 0, 0.2),
    lastFifth: paceBetween(folded, count, 0.8, 1),
  };
}
