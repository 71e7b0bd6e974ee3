/** PostgreSQL, where the machine has it: a server of its own with a folder of its own, reached by a socket there and ended with the measurement. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { caseColumns } from "./peer.ts";
import type { Peer } from "./peer.ts";

const debianFolder = "/usr/lib/postgresql";

/** The newest of Debian's. */
function programs(): string | null {
  if (!existsSync(debianFolder)) return null;
  const versions = readdirSync(debianFolder).toSorted((a, b) => Number(b) - Number(a));
  return versions.map((version) => join(debianFolder, version, "bin")).find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

/** The server refuses to run as root, and Debian's package makes a user for it. */
function serverUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (option: string) => Number(execFileSync("id", [option, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

const startMsMax = 30_000;

export async function openPostgres(files: readonly string[]): Promise<Peer | { readonly missing: string }> {
  const folder = programs();
  if (folder === null) return { missing: "PostgreSQL; on Debian `apt-get install postgresql` brings it." };
  const data = mkdtempSync(join(tmpdir(), "qorgau-bench-postgres-"));
  const user = serverUser();
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid!);
  const quiet = { stdio: "ignore", cwd: data, ...user } as const;
  execFileSync(join(folder, "initdb"), ["-D", data, "-U", "bench", "-A", "trust", "--no-sync"], quiet);
  const settings = ["shared_buffers=1GB", "max_wal_size=8GB", "listen_addresses=", `unix_socket_directories=${data}`];
  const server = spawn(join(folder, "postgres"), ["-D", data, ...settings.flatMap((one) => ["-c", one])], quiet);
  const psql = (words: readonly string[]) =>
    execFileSync(join(folder, "psql"), ["-X", "-q", "-h", data, "-U", "bench", "-d", "postgres", "-v", "ON_ERROR_STOP=1", ...words], {
      stdio: ["ignore", "pipe", "ignore"],
    });
  for (const endMs = performance.now() + startMsMax; ; await delay(100)) {
    try {
      psql(["-c", "SELECT 1"]);
      break;
    } catch (error) {
      if (performance.now() > endMs) throw error;
    }
  }
  psql(["-c", `CREATE TABLE cases (${caseColumns.map(([name, type]) => `${name} ${type}`).join(", ")})`]);
  for (const file of files) psql(["-c", `\\copy cases FROM '${file}' (FORMAT csv, NULL '\\N')`]);
  for (const column of ["date", "death_date"]) psql(["-c", `CREATE INDEX ON cases (${column})`]);
  psql(["-c", "VACUUM ANALYZE cases"]);
  const session = openSession(join(folder, "psql"), data);
  return {
    name: "PostgreSQL",
    ask: session.ask,
    async [Symbol.asyncDispose]() {
      session.close();
      server.kill("SIGINT");
      if (server.exitCode === null) await once(server, "exit");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** One session, so that no time goes into connecting: its own clock says how long a statement took. */
function openSession(program: string, host: string) {
  const child = spawn(program, ["-X", "-q", "-A", "-t", "-h", host, "-U", "bench", "-d", "postgres", "-v", "ON_ERROR_STOP=1"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.write("\\timing on\n");
  return {
    async ask(sql: string) {
      child.stdin.write(`SELECT sum(counted) FROM (${sql}) AS rows;\n`);
      let counted = Number.NaN;
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error("psql ended");
        const ms = /^Time: ([\d.]+) ms/.exec(value)?.[1];
        if (ms !== undefined) return { counted, ms: Number(ms) };
        if (value !== "") counted = Number(value);
      }
    },
    close: () => void child.stdin.end(),
  };
}
