/** One life of the engine's process, from its start to its end, which always has a reason. */
import { fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Logger } from "../../process/logger.ts";
import type { EngineStart, FromEngine, ToEngine } from "./engine-messages.ts";

/** One process of the engine. `close` ends it once what runs has ended; `kill` ends it at once (SIGKILL). */
export interface EngineChild {
  readonly pid: number;
  /** The port it serves; rejects where it could not start, or ended before. */
  readonly listening: Promise<number>;
  /** Never rejects: how it ended. */
  readonly ended: Promise<string>;
  close(): void;
  kill(): void;
}

const program = fileURLToPath(new URL("./engine-process.ts", import.meta.url));

/** Starts the process and sends it `start` over its channel. Where it cannot start, `listening` rejects and `ended` says why. */
export function startEngineChild(start: EngineStart, logger: Logger): EngineChild {
  const child = fork(program, [], {
    execArgv: [],
    cwd: start.directory,
    env: childEnvironment(start),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    serialization: "json",
  });
  const lastLines = logLines(child, logger);
  const send = (message: ToEngine): void => {
    if (child.connected) child.send(message, () => undefined);
  };

  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve([signal ?? `exit code ${code}`, ...lastLines].join("; ")));
  });
  const listening = new Promise<number>((resolve, reject) => {
    child.on("message", (message: FromEngine) => {
      if (message.kind === "listening") return resolve(message.port);
      lastLines.push(message.message);
      reject(new Error(message.message));
      child.kill("SIGKILL");
    });
    void ended.then((how) => reject(new Error(`The store's engine ended before it was ready: ${how}`)));
  });
  listening.catch(() => undefined);
  send(start);
  return {
    pid: child.pid ?? 0,
    listening,
    ended,
    close: () => send({ kind: "close" }),
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Only what it needs: keys and tokens of the service are none of the engine's business. */
function childEnvironment({ limits }: EngineStart): NodeJS.ProcessEnv {
  const stored = ["PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "NODE_COMPILE_CACHE"];
  const environment = Object.fromEntries(stored.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  // Each running statement holds a thread of the pool; the rest is for unpacking and packing bodies.
  return { ...environment, TZ: "UTC", UV_THREADPOOL_SIZE: String(limits.readers + limits.writers + 4) };
}

const linesStored = 5;

/** Logs what the process writes, and stores the last lines for the message about its end. */
function logLines(child: ReturnType<typeof fork>, logger: Logger): string[] {
  const last: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      if (line.trim() === "") return;
      logger.debug({ line }, "the store's engine says");
      if (last.push(line) > linesStored) last.shift();
    });
  }
  return last;
}
