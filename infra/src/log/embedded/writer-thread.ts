/** The thread that writes: takes groups in order and answers each, until it is told to close. Started by `log-writer-thread.ts`. */
import { parentPort, workerData } from "node:worker_threads";
import { LogWriter } from "./log-writer.ts";
import type { WriteGroup } from "./log-writer.ts";

const port = parentPort;
if (port === null) throw new Error("writer-thread.ts runs as a worker thread only");
const writer = new LogWriter(workerData as { file: string; partitions: number });

port.on("message", (message: WriteGroup | "close") => {
  if (message === "close") {
    writer.close();
    port.close();
  } else port.postMessage(writer.write(message));
});
