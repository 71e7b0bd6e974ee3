/** `--help` and `--check-config` of every process: all faults told, nothing started, no secret shown. */
import { existsSync } from "node:fs";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeDirectory, temporaryDirectory } from "../program/qorgau-process.ts";
import { runCommand } from "../program/run-command.ts";

const programs = {
  all: "start.ts",
  ingest: "services/ingest/src/main.ts",
  aggregator: "services/aggregator/src/main.ts",
  api: "services/api/src/main.ts",
} as const;
const shared = { QORGAU_LOG: "kafka://127.0.0.1:9", QORGAU_STORE: "http://qorgau:secret-word@127.0.0.1:9/qorgau" };

let directory: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => removeDirectory(directory));

const check = (program: string, environment: Readonly<Record<string, string>>) => runCommand([program, "--check-config"], environment);

test.each(Object.values(programs))("%s tells its settings, and what it does not know is a wrong command line", async (program) => {
  const help = await runCommand([program, "--help"]);
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining("QORGAU_LISTEN"), stderr: "" });
  expect(await runCommand([program, "--halp"])).toMatchObject({ code: 2, stderr: expect.stringContaining("--halp is no option") });
});

test("the embedded default is in order, and checking it makes nothing", async () => {
  const data = join(directory, "never-made");
  const outcome = await check(programs.all, { QORGAU_DATA: data });
  expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining(`QORGAU_LOG=file:${join(data, "log")}   (not given)`) });
  expect(existsSync(data)).toBe(false);
});

test("the demo does not run where reporters are told apart, and says why", async () => {
  const data = join(directory, "no-demo");
  const settings = {
    QORGAU_DATA: data,
    QORGAU_TOKENS_FILE: join(directory, "tokens.json"),
    QORGAU_REPORTERS_FILE: join(directory, "list"),
  };
  for (const words of [["--demo"], ["--demo", "--check-config"]]) {
    const outcome = await runCommand([programs.all, ...words], settings);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/The demo cannot run with QORGAU_TOKENS_FILE: .*[^]*The demo cannot run with QORGAU_REPORTERS_FILE: /);
  }
  expect(existsSync(data)).toBe(false);
  const withoutDemo = await check(programs.all, settings);
  expect(withoutDemo.stderr).not.toContain("demo");
});

test("one environment serves all processes, and no password is shown", async () => {
  const key = join(directory, "pseudonym.key");
  await writeFile(key, `${"5a".repeat(32)}\n`, { mode: 0o600 });
  for (const program of Object.values(programs)) {
    const outcome = await check(program, { ...shared, QORGAU_PSEUDONYM_KEY_FILE: key });
    expect(outcome).toMatchObject({ code: 0 });
    expect(outcome.stdout + outcome.stderr).not.toContain("secret-word");
  }
});

describe("faults", () => {
  test.each(["ingest", "aggregator", "api"] as const)("%s alone cannot have the embedded log, and says why", async (name) => {
    const outcome = await check(programs[name], {});
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("the embedded log belongs to one process alone") });
  });

  test.each(["aggregator", "api"] as const)("%s alone cannot have the embedded store", async (name) => {
    const outcome = await check(programs[name], { ...shared, QORGAU_STORE: `chdb:${directory}/store` });
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("the embedded engine belongs to one process alone") });
  });

  test("several ingest endpoints must not each make a pseudonym key", async () => {
    const outcome = await check(programs.ingest, shared);
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining("QORGAU_PSEUDONYM_KEY_FILE is needed here") });
  });

  test("those of the files are told together, without a value of theirs", async () => {
    const files = join(directory, "files");
    await mkdir(files);
    const path = (name: string) => join(files, name);
    await writeFile(path("key"), "not a key: 850808310738");
    await writeFile(path("reporters"), '[{"source":"850808310738"}]');
    await writeFile(path("tokens"), "{", { mode: 0o600 });
    const outcome = await check(programs.all, {
      QORGAU_PSEUDONYM_KEY_FILE: path("key"),
      QORGAU_REPORTERS_FILE: path("reporters"),
      QORGAU_TOKENS_FILE: path("tokens"),
    });
    expect(outcome.code).toBe(1);
    for (const name of ["key", "reporters", "tokens"]) expect(outcome.stderr).toMatch(new RegExp(name));
    expect(outcome.stderr).not.toContain("850808310738");
    expect(outcome.stdout).toBe("");
  });

  test.runIf(process.platform !== "win32")("a secret that others can read is refused, and how to mend it is told", async () => {
    const secret = join(directory, "open-secret");
    await writeFile(secret, `${"5a".repeat(32)}\n`, { mode: 0o644 });
    const kafka = { QORGAU_KAFKA_USER: "qorgau", QORGAU_KAFKA_PASSWORD_FILE: secret };
    const outcome = await check(programs.all, {
      ...shared,
      ...kafka,
      QORGAU_PSEUDONYM_KEY_FILE: secret,
      QORGAU_STORE_PASSWORD_FILE: secret,
    });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr.split("\n").filter((line) => line.includes(`chmod 600 ${secret}`))).toHaveLength(3);
    await chmod(secret, 0o600);
    expect(await check(programs.all, { ...shared, ...kafka, QORGAU_PSEUDONYM_KEY_FILE: secret })).toMatchObject({ code: 0 });
  });

  test("a mistyped name is refused, one of another process is let be", async () => {
    expect(await check(programs.all, { QORGAU_PROT: "80" })).toMatchObject({ code: 1, stderr: expect.stringContaining("QORGAU_PROT") });
    expect(await check(programs.api, { ...shared, QORGAU_REPORTERS_FILE: "/nowhere" })).toMatchObject({ code: 0 });
  });
});
