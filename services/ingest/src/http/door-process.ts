/** For tests and measurements: the HTTP door as a process of its own, so that its memory is its own. Told by `process.send`. */
import { setInterval } from "node:timers";
import { runDoor } from "./running-door.ts";

const door = await runDoor();
let peakBytes = 0;
setInterval(() => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 20).unref();

process.on("message", (message) => {
  if (message === "memory") {
    process.send?.({ nowBytes: process.memoryUsage.rss(), peakBytes, cpu: process.cpuUsage() });
    peakBytes = 0;
  }
});
process.once("disconnect", () => void door[Symbol.asyncDispose]());
process.send?.({ port: door.port });
