/** The thread that writes workbooks. Started by `write-workbook.ts`. */
import { parentPort } from "node:worker_threads";
import { workbookBytes } from "./workbook-bytes.ts";
import type { WorkbookReply, WorkbookRequest } from "./write-workbook.ts";

const port = parentPort;
if (port === null) throw new Error("workbook-thread.ts runs as a worker thread only");

port.on("message", ({ id, workbook }: WorkbookRequest) => {
  workbookBytes(workbook).then(
    (bytes) => port.postMessage({ id, bytes } satisfies WorkbookReply, [bytes.buffer]),
    (error: unknown) => port.postMessage({ id, message: String(error) } satisfies WorkbookReply),
  );
});
