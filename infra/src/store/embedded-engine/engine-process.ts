/**
 * The engine's own process: started by `startEmbeddedEngine`, it opens the directory, serves ClickHouse's HTTP interface on a
 * loopback port and ends with its parent. A crash or a heavy query of the engine is so never one of the service.
 */
import type { Server } from "node:http";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { openEngineConnections } from "./engine-connections.ts";
import type { EngineConnections } from "./engine-connections.ts";
import { createEngineHttp } from "./engine-http.ts";
import type { EngineStart, FromEngine, ToEngine } from "./engine-messages.ts";

const report = (message: FromEngine): void => void process.send?.(message);

// The parent is gone, whatever ended it. Nothing may run on beside its successor, and exit handlers would wait for a native query.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
// Ctrl-C reaches the whole group of processes; the parent decides when the engine ends, since its other parts still flush into it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

let connections: EngineConnections | undefined;
let server: Server | undefined;

process.on("message", (message: ToEngine) => {
  if (message.kind === "close") void close();
  else
    start(message).catch((error: unknown) => report({ kind: "failed", message: error instanceof Error ? error.message : String(error) }));
});

async function start(options: EngineStart): Promise<void> {
  connections = await openWhenFree(options);
  const { user, password, database, tls, limits } = options;
  const http = createEngineHttp({ connections, user, password, database, tls, bodyBytesMax: limits.bodyBytesMax });
  server = http;
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen({ host: "127.0.0.1", port: options.port }, resolve);
  });
  const address = http.address();
  if (address === null || typeof address === "string") throw new Error("The engine has no port.");
  report({ kind: "listening", port: address.port });
}

const lockCheckEveryMs = 100;

/** The engine locks its directory by process; a predecessor that was just killed may hold it a little longer. */
async function openWhenFree(options: EngineStart): Promise<EngineConnections> {
  const { directory, limits } = options;
  const deadline = Date.now() + limits.lockWaitMsMax;
  for (;;) {
    try {
      return openEngineConnections(options);
    } catch (error) {
      const holder = holderOf(directory);
      if (holder === null) throw error;
      if (Date.now() >= deadline) {
        throw new Error(`The store's directory is in use by process ${holder}. Stop that one, or give this one a directory of its own.`, {
          cause: error,
        });
      }
      await wait(lockCheckEveryMs);
    }
  }
}

/** The living process that has the directory, as the engine wrote it down; null where there is none. */
function holderOf(directory: string): number | null {
  try {
    const pid = Number(/^PID: (\d+)/m.exec(readFileSync(join(directory, "status"), "utf8"))?.[1]);
    if (!Number.isInteger(pid) || pid === process.pid) return null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM" ? 0 : null;
  }
}

async function close(): Promise<void> {
  await connections?.close();
  server?.closeAllConnections();
  process.exit(0);
}
