/** A Java process does not notice that its parent is gone; one small watcher for all of them does. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";
import type { Writable } from "node:stream";

let watcher: { readonly stdin: Writable } | null = null;

/** Kills `child` when this process ends, even by SIGKILL. */
export function endWithThisProcess(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const { stdin } = (watcher ??= startWatcher());
  stdin.write(`+ ${pid}\n`);
  child.once("exit", () => stdin.write(`- ${pid}\n`));
}

/** A session of its own, since what ends this process, a key in a terminal say, may be meant for all of its session. */
function startWatcher(): { readonly stdin: Writable } {
  const child = spawn("sh", [join(import.meta.dirname, "end-with-this-process.sh")], {
    detached: true,
    stdio: ["pipe", "ignore", "inherit"],
  });
  child.unref();
  (child.stdin as Socket).unref();
  return child;
}
