/**
 * What the ingest endpoint is measured beside: a process that takes events over HTTP and appends them as they come. Each line is parsed for the key of
 * its record and nothing is judged. Reports its port, and ends with its parent.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openEmbeddedEventLog } from "@qorgau/infra/log/embedded/embedded-event-log";
import { appendLines } from "./append-lines.ts";

const directory = await mkdtemp(join(tmpdir(), "qorgau-bench-"));
const log = await openEmbeddedEventLog({ directory });

async function take(request: IncomingMessage): Promise<number> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const lines = Buffer.concat(chunks).toString("utf8").split("\n");
  await appendLines(log, lines);
  return lines.length;
}

const server = createServer((request, response) => {
  take(request).then(
    (accepted) => response.end(`{"accepted":${accepted},"rejected":0,"retry":0}`),
    () => response.writeHead(500).end(),
  );
});
server.listen({ port: 0, host: "127.0.0.1" }, () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.once("disconnect", () => {
  server.closeAllConnections();
  void log
    .close()
    .then(() => rm(directory, { recursive: true, force: true }))
    .then(() => process.exit(0));
});
