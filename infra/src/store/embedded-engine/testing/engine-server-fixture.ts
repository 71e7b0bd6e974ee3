/** `npm run engine` as tests use it: a ClickHouse endpoint with user and password that is killed and comes back at the same port. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { freePorts } from "../../../../../test/broker/free-ports.ts";

export interface EngineServer {
  /** `http://user:password@127.0.0.1:port/qorgau`, https where it was given a certificate. */
  readonly url: string;
  /** kill -9 of the engine and of what watches over it; resolves once they are gone. */
  kill(): Promise<void>;
  /** Comes back at its port, with its tables. */
  start(): Promise<void>;
  /** For good; its tables go as well, unless they are in a folder that was given. */
  close(): Promise<void>;
}

export interface EngineServerOptions {
  /** PEM files. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  readonly memoryMib?: number;
  /** It is the one node of this cluster. */
  readonly cluster?: string;
  /** An existing folder, for whoever wants to look into its files; it stays. */
  readonly directory?: string;
}

const program = fileURLToPath(new URL("../serve-engine.ts", import.meta.url));
/** With signs that mean something in a URL and in a header. */
const password = "p:a/s%s@w ö?#rd";
const user = "qorgau";

interface Life {
  readonly process: ChildProcess;
  readonly url: URL;
  readonly enginePid: number;
}

export async function startEngineServer(how: EngineServerOptions = {}): Promise<EngineServer> {
  const { tls, memoryMib = 2_048, cluster } = how;
  const directory = how.directory ?? (await mkdtemp(join(tmpdir(), "qorgau-server-")));
  const passwordFile = join(directory, "password");
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  const tlsOptions = tls ? ["--tls-cert", tls.certFile, "--tls-key", tls.keyFile] : [];
  const options = ["--data", join(directory, "data"), "--user", user, "--password-file", passwordFile, "--memory-mib", String(memoryMib)];
  if (cluster !== undefined) options.push("--cluster", cluster);
  const [port] = await freePorts(1);
  options.push("--port", String(port));
  let life = await live([...options, ...tlsOptions]);
  const url = new URL(life.url.href);
  url.password = encodeURIComponent(password);

  const kill = async () => {
    process.kill(life.enginePid, "SIGKILL");
    await end(life.process, "SIGKILL");
  };
  return {
    url: url.href,
    kill,
    async start() {
      life = await live([...options, ...tlsOptions]);
    },
    async close() {
      await end(life.process, "SIGTERM");
      if (how.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}

async function live(words: readonly string[]): Promise<Life> {
  const child = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", "pipe"] });
  // A run of tests that is broken off leaves nothing behind.
  process.once("exit", () => child.kill("SIGKILL"));
  const said: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
  const announced = once(createInterface({ input: child.stdout }), "line") as Promise<[string]>;
  const ended = once(child, "exit").then(() => Promise.reject(new Error(`the engine ended before it listened:\n${said.join("\n")}`)));
  ended.catch(() => undefined);
  const [line] = await Promise.race([announced, ended]);
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  return { process: child, url: new URL(url), enginePid: pid };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}
