/**
 * For tests and measurements: the HTTP ingest endpoint as a process of its own, so that its memory is its own. It reports by `process.send`. With the
 * word `proved` its log is followed by checkpoints.
 */
import { setInterval } from "node:timers";
import { runEndpoint } from "./running-endpoint.ts";

const endpoint = await runEndpoint({ proved: process.argv.includes("proved") });
let peakBytes = 0;
setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 20).unref();

process.on("message", (message) => {
  if (message === "memory") {
    process.send?.({ nowBytes: process.memoryUsage.rss(), peakBytes, cpu: process.cpuUsage(), loopCpu: process.threadCpuUsage() });
    peakBytes = 0;
  }
});
process.once("disconnect", () => void endpoint[Symbol.asyncDispose]());
process.send?.({ port: endpoint.port });
