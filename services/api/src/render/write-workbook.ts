/**
 * Writes a workbook as an XLSX file in a thread of its own: the library sets all cells and packs all files in one piece each, in which
 * nothing else would run. The thread starts with the first workbook, stays, and does not keep the process alive.
 */
import { Worker } from "node:worker_threads";
import { whileWaitedFor } from "@qorgau/infra/process/caller-signal";
import type { Workbook } from "./domain/workbook.ts";

export const workbookMediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** A message to the thread that writes workbooks. Its reply has the same `id`. */
export interface WorkbookRequest {
  readonly id: number;
  readonly workbook: Workbook;
}

export type WorkbookReply = { readonly id: number } & ({ readonly bytes: Uint8Array<ArrayBuffer> } | { readonly message: string });

interface Writer {
  readonly worker: Worker;
  readonly awaiting: Map<number, PromiseWithResolvers<Buffer>>;
}

let writer: Writer | null = null;
let lastId = 0;

/**
 * Returns the bytes of the XLSX file. Rejects with an `Error` where the workbook cannot be written or the thread stops, and with the reason of
 * the caller's signal. After a stop the next workbook starts another thread.
 */
export function writeWorkbook(workbook: Workbook): Promise<Buffer> {
  const { worker, awaiting } = (writer ??= startWriter());
  const reply = Promise.withResolvers<Buffer>();
  const id = (lastId += 1);
  awaiting.set(id, reply);
  // Once it is written the process may end.
  worker.ref();
  worker.postMessage({ id, workbook } satisfies WorkbookRequest);
  return whileWaitedFor(reply.promise);
}

function startWriter(): Writer {
  const worker = new Worker(new URL("./workbook-thread.ts", import.meta.url), { execArgv: [] });
  const awaiting: Writer["awaiting"] = new Map();
  let reason = "it ended";
  worker.on("message", (reply: WorkbookReply) => {
    const waiting = awaiting.get(reply.id);
    awaiting.delete(reply.id);
    if (awaiting.size === 0) worker.unref();
    if ("bytes" in reply) waiting?.resolve(Buffer.from(reply.bytes.buffer));
    else waiting?.reject(new Error(`The workbook cannot be written: ${reply.message}`));
  });
  worker.on("error", (error) => (reason = String(error)));
  worker.on("exit", () => {
    if (writer?.worker === worker) writer = null;
    for (const waiting of awaiting.values()) waiting.reject(new Error(`The thread that writes workbooks stopped: ${reason}`));
  });
  return { worker, awaiting };
}
