/**
 * The writer as the event loop sees it: an asynchronous call. SQLite flushes synchronously, and a flush or a checkpoint in this
 * thread would hold up every request of the process (docs/decisions/0002-embedded-log.md).
 */
import { Worker } from "node:worker_threads";
import type { WriteGroup, WriteReply } from "./log-writer.ts";

/** The thread starts at once, and again with the next group where it died. */
export class WriterThreadClient {
  readonly #options: { readonly file: string; readonly partitions: number };
  #worker: Worker | null;
  /** Replies come in the order of the groups. */
  #awaiting: ((reply: WriteReply) => void)[] = [];

  constructor(options: { readonly file: string; readonly partitions: number }) {
    this.#options = options;
    this.#worker = this.#start();
  }

  /** Never rejects: a thread that died is a failure like any other, and the next group starts a new one. */
  write(group: WriteGroup): Promise<WriteReply> {
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve) => {
      this.#awaiting.push(resolve);
      worker.postMessage(group, [group.partitions.buffer as ArrayBuffer]);
    });
  }

  /** Resolves when the thread has ended and with it its connection to the file. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === null) return;
    await new Promise((resolve) => {
      worker.once("exit", resolve);
      worker.postMessage("close");
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL("./writer-thread.ts", import.meta.url), { workerData: this.#options, execArgv: [] });
    let reason = "it ended";
    worker.on("message", (reply: WriteReply) => this.#awaiting.shift()?.(reply));
    worker.on("error", (error) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on("messageerror", () => void worker.terminate());
    worker.on("exit", () => {
      this.#worker = null;
      const unanswered = this.#awaiting;
      this.#awaiting = [];
      const failure = {
        code: "log_unavailable",
        message: `The log's writer stopped (${reason}). It starts anew with the next append.`,
      } as const;
      for (const resolve of unanswered) resolve({ failure });
    });
    return worker;
  }
}
