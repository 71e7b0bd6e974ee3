/** The real program as a process of its own, on a free port and a data folder of its own. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { endLogsOf, logSettingsOf } from "./log-profile.ts";
import { endStoresOf, storeSettingsOf } from "./store-profile.ts";

const root = join(import.meta.dirname, "..", "..", "..");

export interface QorgauProcess {
  readonly url: string;
  readonly dataDirectory: string;
  /** Everything the process wrote, standard output and standard error. */
  output(): string;
  /** Resolves once the process is gone, however it went. */
  readonly gone: Promise<void>;
  /** For signals, and for what the program says of itself. */
  readonly pid: number;
  /** SIGKILL, and nothing else; resolves once the process is gone. */
  kill(): Promise<void>;
  /** SIGTERM unless told; resolves with the exit code. */
  stop(signal?: "SIGTERM" | "SIGINT"): Promise<number | null>;
}

export const temporaryDirectory = () => mkdtemp(join(tmpdir(), "qorgau-test-"));
export async function removeDirectory(directory: string): Promise<void> {
  await Promise.all([endLogsOf(directory), endStoresOf(directory)]);
  await rm(directory, { recursive: true, force: true });
}

/** Of a program with this data folder, by the switches `QORGAU_TEST_LOG` and `QORGAU_TEST_STORE`; no server is started for what is given. */
export async function profileSettings(
  dataDirectory: string,
  given: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const [ofLog, ofStore] = await Promise.all([
    "QORGAU_LOG" in given ? {} : logSettingsOf(dataDirectory),
    "QORGAU_STORE" in given ? {} : storeSettingsOf(dataDirectory),
  ]);
  return { QORGAU_DATA: dataDirectory, ...ofLog, ...ofStore, ...given };
}

/** It ended before it listened. */
export class EndedEarly extends Error {
  /** Of the signal that ended it; null where it went by itself. */
  readonly signal: NodeJS.Signals | null;
  constructor(signal: NodeJS.Signals | null, message: string) {
    super(message);
    this.signal = signal;
  }
}

/** Resolves once it listens; rejects with what it said where it ends before. */
export async function startQorgau(
  dataDirectory: string,
  environment: Readonly<Record<string, string>> = {},
  commandLine: readonly string[] = ["start.ts"],
): Promise<QorgauProcess> {
  const settings = await profileSettings(dataDirectory, environment);
  const child = spawn(process.execPath, commandLine, {
    cwd: root,
    // What a test sends is all that the log holds, unless it asks for signals.
    env: { ...withoutSettings(process.env), QORGAU_PORT: "0", QORGAU_FALSE_ALARMS: "none", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      lines.push(line);
      const found = listeningUrl(line);
      if (found !== null) resolve(found);
    });
    createInterface({ input: child.stderr }).on("line", (line) => lines.push(line));
    child.once("exit", (code, signal) =>
      reject(new EndedEarly(signal, `the program ended (${code ?? signal}) before it listened:\n${lines.join("\n")}`)),
    );
  });
  return {
    url,
    dataDirectory,
    output: () => lines.join("\n"),
    pid: child.pid!,
    gone: hasExited(child) ? Promise.resolve() : once(child, "exit").then(() => {}),
    kill: () => end(child, "SIGKILL").then(() => {}),
    stop: (signal = "SIGTERM") => end(child, signal),
  };
}

function listeningUrl(line: string): string | null {
  if (!line.startsWith("{")) return null;
  const entry = JSON.parse(line) as { msg?: string; url?: string };
  return entry.msg === "listening" && entry.url !== undefined ? entry.url : null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (hasExited(child)) return child.exitCode;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
  return child.exitCode;
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("QORGAU_")));
}
