/** What /openapi.json describes is what is answered: schemathesis, all its checks but those that its settings give a reason for, with and without tokens. */
import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testScale, testSeed } from "../../generators/random.ts";
import { areClientsRequired, isInstalled, pythonWithClients } from "../clients/installed-clients.ts";
import { makeToken } from "../program/make-token.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";

const run = promisify(execFile);
const settings = join(import.meta.dirname, "../clients/python/schemathesis");
const examplesPerOperation = 5 * testScale;
const runMsMax = 240_000 * testScale;

let directory: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  for (const name of ["hooks.py", "schemathesis.toml"]) await copyFile(join(settings, name), join(directory, name));
});
afterEach(() => removeDirectory(directory));

/** Ends the test with what schemathesis says where a check fails. */
async function probe(url: string, ...words: readonly string[]): Promise<string> {
  const { python, env } = pythonWithClients();
  const phases = testScale > 1 ? "examples,coverage,fuzzing" : "examples,fuzzing";
  const options = [
    "--phases",
    phases,
    "-n",
    String(examplesPerOperation),
    "--seed",
    String(testSeed),
    "--continue-on-failure",
    "--no-color",
  ];
  try {
    const { stdout } = await run(python, ["-m", "schemathesis.cli", "run", `${url}/openapi.json`, ...options, ...words], {
      cwd: directory,
      env: { ...env, SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: directory },
      timeout: runMsMax,
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    throw new Error((error as { stdout?: string }).stdout ?? String(error), { cause: error });
  }
}

const passed = (said: string) => Number(/(\d+) generated, \1 passed/.exec(said)?.[1] ?? 0);

describe.skipIf(!areClientsRequired() && !isInstalled("python"))("schemathesis", () => {
  test("where nobody is asked", { timeout: runMsMax }, async () => {
    const qorgau = await startQorgau(join(directory, "data"));
    expect(passed(await probe(qorgau.url))).toBeGreaterThan(100);
    expect(await qorgau.stop()).toBe(0);
  });

  test("with tokens", { timeout: runMsMax }, async () => {
    const file = join(directory, "tokens.json");
    const token = await makeToken(file, "--read", "--operate", "--release", "--source", "urn:kz:bin:200140000004");
    const qorgau = await startQorgau(join(directory, "data"), {
      QORGAU_TOKENS_FILE: file,
      // It asks with wrong tokens, too, again and again.
      QORGAU_FAILED_AUTHENTICATIONS_PER_MINUTE: "0",
    });
    expect(passed(await probe(qorgau.url, "--header", `Authorization: Bearer ${token}`))).toBeGreaterThan(100);
    expect(await qorgau.stop()).toBe(0);
  });
});
