/**
 * A disk that takes no more, and then does again: appends are turned away, reading goes on, and the log recovers by itself. The faults
 * are the system's own: a limit on the size of files for any user of Linux, a small file system and unchangeable files for root.
 */
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { EventLog, LogRecord } from "../event-log.ts";
import { readToEnd } from "../read-to-end.ts";
import { openEmbeddedEventLog } from "./embedded-event-log.ts";

describe("embedded event log on a disk in trouble", () => {
  it.skipIf(!canRun("prlimit", "--version"))("recovers when files may grow again", async () => {
    const directory = await mkdtemp(join(tmpdir(), "qorgau-limit-"));
    await passThrough(directory, { break: () => limitFileSize("2000000"), mend: () => limitFileSize("unlimited") });
    await rm(directory, { recursive: true });
  });

  it.skipIf(!canMount())("recovers when a full disk has room again", async () => {
    await onSmallDisk(async (disk) => {
      const ballast = join(disk, "ballast");
      await passThrough(join(disk, "log"), {
        break: () => execFileSync("fallocate", ["-l", "14M", ballast]),
        mend: () => execFileSync("rm", [ballast]),
      });
    });
  });

  it.skipIf(!canProtectFiles())("recovers when protected files are writable again", async () => {
    const directory = await mkdtemp(join(tmpdir(), "qorgau-protected-"));
    await passThrough(directory, { break: () => protectFiles(directory, "+i"), mend: () => protectFiles(directory, "-i") });
    await rm(directory, { recursive: true });
  });
});

const value = "x".repeat(10_000);

async function passThrough(directory: string, disk: { break: () => void; mend: () => void }): Promise<void> {
  const log = await openEmbeddedEventLog({ directory });
  const acknowledged = new Set<string>();
  try {
    await appendOnce(log, acknowledged, "before");
    disk.break();
    try {
      await appendUntilRefused(log, acknowledged);
      // It stays refused for as long as the disk does, a commit too, and what is there can be read.
      await expect(log.append([{ key: "a", value: value.repeat(100) }])).rejects.toMatchObject({
        code: "log_unavailable",
        retryable: true,
      });
      expectHeld(await readToEnd(log), acknowledged);
    } finally {
      disk.mend();
    }
    await appendOnce(log, acknowledged, "after");
    await log.commit("aggregator", await log.end());
    expectHeld(await readToEnd(log), acknowledged);
  } finally {
    await log.close();
  }
  const again = await openEmbeddedEventLog({ directory });
  expectHeld(await readToEnd(again), acknowledged);
  await again.close();
}

async function appendOnce(log: EventLog, acknowledged: Set<string>, key: string): Promise<void> {
  for (const { partition, offset } of await log.append([{ key, value }])) acknowledged.add(`${partition}:${offset} ${key}`);
}

async function appendUntilRefused(log: EventLog, acknowledged: Set<string>): Promise<void> {
  for (let n = 0; n < 5000; n++) {
    try {
      await appendOnce(log, acknowledged, `record-${n}`);
    } catch (error) {
      expect(error).toMatchObject({ code: "log_unavailable", retryable: true });
      return;
    }
  }
  expect.unreachable("the disk never refused");
}

function expectHeld(records: readonly LogRecord[], acknowledged: ReadonlySet<string>): void {
  const held = new Set(records.map(({ partition, offset, key }) => `${partition}:${offset} ${key}`));
  expect([...acknowledged].filter((one) => !held.has(one))).toEqual([]);
}

/** The soft limit of this process: a write beyond it fails with EFBIG. */
function limitFileSize(bytes: string): void {
  execFileSync("prlimit", ["--pid", String(process.pid), `--fsize=${bytes}:`]);
}

async function onSmallDisk(use: (disk: string) => Promise<void>): Promise<void> {
  const disk = await mkdtemp(join(tmpdir(), "qorgau-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m", "none", disk]);
  try {
    await use(disk);
  } finally {
    execFileSync("umount", [disk]);
    await rm(disk, { recursive: true });
  }
}

/** An unchangeable file (chattr +i) takes writes from nobody, and SQLite opens it read-only. */
function protectFiles(directory: string, flag: "+i" | "-i"): void {
  for (const name of ["log.sqlite", "log.sqlite-wal"]) execFileSync("chattr", [flag, join(directory, name)]);
}

function canProtectFiles(): boolean {
  const file = join(tmpdir(), `qorgau-protected-${process.pid}`);
  writeFileSync(file, "");
  try {
    return canRun("chattr", "+i", file) && canRun("chattr", "-i", file);
  } finally {
    rmSync(file);
  }
}

function canMount(): boolean {
  return process.platform === "linux" && process.getuid?.() === 0 && canRun("mount", "--version") && canRun("fallocate", "--version");
}

function canRun(command: string, ...parameters: string[]): boolean {
  try {
    execFileSync(command, parameters, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
