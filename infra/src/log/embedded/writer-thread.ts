/** The writer's thread: takes groups in order and replies to each, until the message `close`. Started by `writer-thread-client.ts`. */
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
