/**
 * The embedded store: ClickHouse's engine (chDB) in a process of its own, behind ClickHouse's HTTP interface on a loopback port, and
 * started again on the same port where it crashes. Why a process: `docs/decisions/0003-embedded-engine.md`.
 */
import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { totalmem } from "node:os";
import { resolve as absolutePath } from "node:path";
import type { Logger } from "../../process/logger.ts";
import { growingPauses } from "../../process/retry.ts";
import { startEngineChild } from "./engine-child.ts";
import type { EngineChild } from "./engine-child.ts";
import type { EngineCredentials } from "./engine-request.ts";
import type { EngineLimits, EngineStart, EngineTls } from "./engine-messages.ts";

/** An engine that is started again, on the same port, where its process crashes. */
export interface EmbeddedEngine {
  /** `http://user:password@127.0.0.1:port/database`, the same for as long as the engine lives. */
  readonly url: string;
  /** The process that runs now; another one after a crash. */
  readonly pid: number;
  /** Waits for what runs, then ends the process; safe to call twice. */
  close(): Promise<void>;
  /** Resolves when the engine has ended for good: closed, or crashed more often than it is started again. */
  readonly exited: Promise<EngineExit>;
}

export interface EngineExit {
  readonly reason: "closed" | "gave_up";
  readonly message: string;
}

/**
 * `directory` is made where there is none. Absent limits are those of `defaultLimits`; `restartsMax` is 10 unless given. `signal` gives up the
 * start, and closes an engine that has started.
 */
export interface EmbeddedEngineOptions {
  readonly directory: string;
  readonly logger: Logger;
  /** Of 127.0.0.1; 0, and absent: any free one. */
  readonly port?: number;
  /** Absent: made up, since nobody else needs to know them. */
  readonly credentials?: EngineCredentials;
  readonly tls?: EngineTls;
  /** Makes the engine the one node of a cluster of this name: see `one-node-cluster.ts`. */
  readonly cluster?: string;
  readonly limits?: Partial<EngineLimits>;
  /** How often in a row a crashed engine is started again. */
  readonly restartsMax?: number;
  readonly signal?: AbortSignal;
}

const defaultRestartsMax = 10;
const restartPauses = { firstMs: 150, maxMs: 5_000 };
/** A life this long was a healthy one: its end counts as the first of a new row. */
const healthyAfterMs = 60_000;
/** After this the process is killed; acknowledged inserts are on the disk by then. */
const closeWithinMs = 10_000;

/** Two fifths of the machine's (or the container's) memory: the service and the page cache live on the same one. */
function memoryBytesMax(): number {
  const machine = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  return Math.max(512 * 2 ** 20, Math.floor(machine * 0.4));
}

const defaultLimits = (): EngineLimits => ({
  readers: 8,
  writers: 2,
  waitingMax: 1_000,
  bodyBytesMax: 512 * 2 ** 20,
  memoryBytesMax: memoryBytesMax(),
  readTimeMsMax: 60_000,
  lockWaitMsMax: 20_000,
});

/**
 * Resolves once the engine serves its port. Rejects with a message for the operator where chdb is not installed, another process has the
 * directory, or the engine ends before; with the reason of `signal` where that has aborted already.
 */
export async function startEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const { logger, signal } = options;
  signal?.throwIfAborted();
  refuseMissing();
  const directory = absolutePath(options.directory);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const start: EngineStart = {
    kind: "start",
    directory,
    port: options.port ?? 0,
    ...(options.credentials ?? { user: "qorgau", password: randomBytes(24).toString("hex") }),
    ...(options.tls ? { tls: options.tls } : {}),
    ...(options.cluster === undefined ? {} : { cluster: options.cluster }),
    database: "qorgau",
    limits: { ...defaultLimits(), ...options.limits },
  };
  const first = startEngineChild(start, logger);
  const abort = () => first.kill();
  signal?.addEventListener("abort", abort, { once: true });
  const port = await first.listening.finally(() => signal?.removeEventListener("abort", abort));
  const supervision = superviseEngine(first, { ...start, port }, options.restartsMax ?? defaultRestartsMax, logger);
  signal?.addEventListener("abort", () => void supervision.close(), { once: true });
  return {
    url: urlOf({ ...start, port }),
    get pid() {
      return supervision.child.pid;
    },
    close: () => supervision.close(),
    exited: supervision.exited,
  };
}

function urlOf({ tls, user, password, port, database }: EngineStart): string {
  return `${tls ? "https" : "http"}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** It is left out where services speak to a server. */
function refuseMissing(): void {
  try {
    createRequire(import.meta.url).resolve("chdb");
  } catch (cause) {
    const reported =
      "The embedded engine (the package chdb) is not installed here: name a ClickHouse server in QORGAU_STORE, or run npm ci.";
    throw new Error(reported, { cause });
  }
}

interface Supervision {
  readonly child: EngineChild;
  readonly exited: Promise<EngineExit>;
  close(): Promise<void>;
}

function superviseEngine(first: EngineChild, start: EngineStart, restartsMax: number, logger: Logger): Supervision {
  const closing = new AbortController();
  let child = first;

  async function liveOn(): Promise<EngineExit> {
    const pauses = growingPauses(restartPauses);
    for (let restarts = 0; ;) {
      const bornAt = performance.now();
      const how = await child.ended;
      if (closing.signal.aborted) return { reason: "closed", message: how };
      if (performance.now() - bornAt > healthyAfterMs) {
        restarts = 0;
        pauses.reset();
      }
      if (restarts >= restartsMax) {
        logger.fatal({ how }, "the store's engine ended again and is not started any more");
        return { reason: "gave_up", message: how };
      }
      restarts += 1;
      logger.error({ how, restarts }, "the store's engine ended and is started again");
      await pauses.wait(closing.signal);
      if (closing.signal.aborted) return { reason: "closed", message: how };
      child = startEngineChild(start, logger);
    }
  }

  const exited = liveOn();
  return {
    get child() {
      return child;
    },
    exited,
    async close() {
      if (!closing.signal.aborted) {
        closing.abort();
        child.close();
        const kill = setTimeout(() => child.kill(), closeWithinMs);
        void exited.finally(() => clearTimeout(kill));
      }
      await exited;
    },
  };
}
