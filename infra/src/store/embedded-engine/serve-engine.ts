/** `npm run engine`: the embedded engine as a process of its own, for whoever wants a store at a URL and has no ClickHouse server. */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runCommand, UsageError } from "../../cli/run-command.ts";
import { createLogger } from "../../process/logger.ts";
import { startEmbeddedEngine } from "./embedded-engine.ts";
import type { EmbeddedEngine, EmbeddedEngineOptions } from "./embedded-engine.ts";
import { isClusterName } from "./one-node-cluster.ts";

const help = `Serves the embedded engine over ClickHouse's HTTP interface on 127.0.0.1, in the foreground, for a Qorgau that runs elsewhere on this
machine: QORGAU_STORE=http://qorgau@127.0.0.1:PORT/qorgau and QORGAU_STORE_PASSWORD_FILE=DIR/password. One machine alone; a real
deployment has ClickHouse servers. No statement reads or writes files or addresses, and web pages are not answered.

  npm run engine -- --data DIR [options]

  --data DIR            folder of its tables; one engine at a time has it
  --port P              TCP port (8123); 0 takes a free one
  --user NAME           who may ask (qorgau)
  --password-file FILE  the password; absent: one is made up and kept in DIR/password, for QORGAU_STORE_PASSWORD_FILE
  --tls-cert FILE       PEM, with --tls-key: served over https
  --tls-key FILE        PEM
  --cluster NAME        as the one node of a cluster of this name, for QORGAU_STORE_CLUSTER=NAME; Replicated engines become plain ones
  --memory-mib N        the most memory of the engine (two fifths of the machine's)
  --help                this text

Ctrl+C waits for what runs and ends it.
`;

const commandLine = {
  data: { type: "string" },
  port: { type: "string", default: "8123" },
  user: { type: "string", default: "qorgau" },
  "password-file": { type: "string" },
  "tls-cert": { type: "string" },
  "tls-key": { type: "string" },
  cluster: { type: "string" },
  "memory-mib": { type: "string" },
} as const;

interface ServeOptions extends EmbeddedEngineOptions {
  readonly passwordFile: string;
}

async function readOptions(words: readonly string[]): Promise<ServeOptions> {
  const { values } = parseArgs({ args: [...words], options: commandLine });
  const { data, user, cluster, "tls-cert": certFile, "tls-key": keyFile, "memory-mib": memoryMib } = values;
  const port = Number(values.port);
  if (data === undefined || data === "") throw new UsageError("--data names the folder of the tables.");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError("--port is a TCP port from 0 to 65535.");
  if ((certFile === undefined) !== (keyFile === undefined)) throw new UsageError("--tls-cert and --tls-key go together.");
  if (memoryMib !== undefined && !/^[1-9]\d{2,6}$/.test(memoryMib)) throw new UsageError("--memory-mib is a number from 100 on.");
  if (cluster !== undefined && !isClusterName(cluster)) throw new UsageError("--cluster is a name of letters, digits, _ and -.");
  const passwordFile = values["password-file"] ?? (await ownPasswordFile(data));
  const password = (await readFile(passwordFile, "utf8")).replace(/\r?\n$/, "");
  if (password === "") throw new UsageError("The file of the password is empty.");
  const tls = certFile && keyFile ? { tls: { cert: await readFile(certFile, "utf8"), key: await readFile(keyFile, "utf8") } } : {};
  const limits = memoryMib === undefined ? {} : { limits: { memoryBytesMax: Number(memoryMib) * 2 ** 20 } };
  const ofCluster = cluster === undefined ? {} : { cluster };
  return {
    directory: data,
    port,
    credentials: { user, password },
    passwordFile,
    ...tls,
    ...limits,
    ...ofCluster,
    logger: createLogger({ level: "warn" }),
  };
}

/** Made at the first start and stored beside the tables, readable by its owner alone. */
async function ownPasswordFile(directory: string): Promise<string> {
  const file = join(directory, "password");
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `${randomBytes(24).toString("hex")}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return file;
}

/** One line of JSON, for a program that starts this one; the password is not in it. */
function announce(engine: EmbeddedEngine, passwordFile: string): void {
  const url = new URL(engine.url);
  url.password = "";
  process.stdout.write(`${JSON.stringify({ msg: "listening", url: url.href, passwordFile, pid: engine.pid })}\n`);
}

async function main(words: readonly string[]): Promise<number> {
  const options = await readOptions(words);
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => stopping.abort());
  const engine = await startEmbeddedEngine({ ...options, signal: stopping.signal }).catch((cause: Error) => {
    throw new Error(`The engine cannot start: ${cause.message}`, { cause });
  });
  announce(engine, options.passwordFile);
  const { reason, message } = await engine.exited;
  if (reason === "gave_up") process.stderr.write(`The engine ended: ${message}\n`);
  return reason === "closed" ? 0 : 1;
}

await runCommand({ help, run: main, exitCodeOf: () => 1 });
