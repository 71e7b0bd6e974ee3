/** Once before all suites: the page is built where its sources have changed since, so that no test sees an older one. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, "..", "..", "services", "dashboard", "build.mjs")]);
}
