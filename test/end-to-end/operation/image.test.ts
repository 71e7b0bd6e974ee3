/** The image that has nothing but the program: as a folder whose root this user may change to, and as a container where docker is at hand. */
import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePorts } from "../../broker/free-ports.ts";
import { caseEvent } from "../../generators/events.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, temporaryDirectory } from "../program/qorgau-process.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..", "..");

function succeeds(program: string, words: readonly string[]): boolean {
  try {
    execFileSync(program, words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
const isRootOnGlibc = process.getuid?.() === 0 && process.platform === "linux" && succeeds("getconf", ["GNU_LIBC_VERSION"]);
const hasDocker = isRootOnGlibc && succeeds("docker", ["version"]);

/** It installs the dependencies once more, from the cache of npm. */
const makingMsMax = 240_000;

let directory: string;
let folder: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
  folder = join(directory, "image");
  if (!isRootOnGlibc) return;
  // In a process of its own: it copies and installs in one piece, in which a worker would answer nobody.
  const program = join(root, "infra/src/deployment/image/build-image.ts");
  await run(process.execPath, [program, "--embedded", "--out", folder], { cwd: root, timeout: makingMsMax });
});
afterAll(() => removeDirectory(directory));

test.skipIf(!isRootOnGlibc).each(["ingest", "aggregator", "api"])(
  "nothing but what is in it is needed by the %s service (skipped without the right to change the root)",
  async (service) => {
    const { stdout } = await run("chroot", [
      join(folder, "files"),
      "/usr/local/bin/node",
      `/qorgau/services/${service}/src/main.ts`,
      "--help",
    ]);
    expect(stdout).toContain("QORGAU_PORT");
  },
);

test.skipIf(!hasDocker)(
  "as a container it accepts an event, counts it, is found healthy and stops when it is told (skipped without docker)",
  async () => {
    const tag = `qorgau-test-${process.pid}`;
    const [port = 0] = await freePorts(1);
    await run("docker", ["build", "--tag", tag, folder]);
    const words = [
      "run",
      "--detach",
      "--network",
      "host",
      "--env",
      `QORGAU_PORT=${port}`,
      "--env",
      "QORGAU_DATA=/var/lib/qorgau",
      tag,
      "node",
      "start.ts",
    ];
    const id = (await run("docker", words)).stdout.trim();
    try {
      const url = `http://127.0.0.1:${port}`;
      await expect.poll(() => fetch(`${url}/readyz`).then(({ status }) => status, String), { timeout: 120_000 }).toBe(200);
      const { positions } = await sendAll(url, [caseEvent({ severity: "fatal" })]);
      const { rows } = await rates(url, {
        measure: "fatal",
        per: "none",
        period: "year",
        from: "2000-01-01",
        to: "2099-12-31",
        atLeast: positions,
      });
      expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(1);
      const inspected = async (member: string) => (await run("docker", ["inspect", "--format", `{{.State.${member}}}`, id])).stdout.trim();
      await expect.poll(() => inspected("Health.Status"), { timeout: 60_000, interval: 1000 }).toBe("healthy");
      await run("docker", ["stop", id]);
      expect(await inspected("ExitCode")).toBe("0");
    } finally {
      await run("docker", ["rm", "--force", id]);
      await run("docker", ["rmi", tag]);
    }
  },
);
