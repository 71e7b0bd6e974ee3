import { parseArgs } from "node:util";
import { afterEach, expect, test, vi } from "vitest";
import { runCommand, UsageError } from "./run-command.ts";

class ExpectedError extends Error {}

/** What a command with these words and this work prints, and its exit code. */
async function outcomeOf(words: readonly string[], run: (words: readonly string[]) => Promise<number>) {
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  const before = process.exitCode;
  process.exitCode = undefined;
  try {
    await runCommand({ help: "the help\n", run, exitCodeOf: (error) => (error instanceof ExpectedError ? 3 : undefined) }, words);
    return { ...printed, exitCode: process.exitCode };
  } finally {
    process.exitCode = before;
    vi.restoreAllMocks();
  }
}

afterEach(() => vi.restoreAllMocks());

test("the exit code is the one that the work gives", async () => {
  expect(await outcomeOf(["a"], async (words) => words.length)).toEqual({ stdout: "", stderr: "", exitCode: 1 });
});

test.each([["--help"], ["add", "-h"]])("%s prints the help and does nothing else", async (...words) => {
  const run = vi.fn(async () => 9);
  expect(await outcomeOf(words, run)).toEqual({ stdout: "the help\n", stderr: "", exitCode: undefined });
  expect(run).not.toHaveBeenCalled();
});

test("a wrong command line is told with the help behind it", async () => {
  const refused = await outcomeOf([], () => Promise.reject(new UsageError("Name a file.")));
  expect(refused).toEqual({ stdout: "", stderr: "Name a file.\n\nthe help\n", exitCode: 2 });
  const unknown = await outcomeOf(["--nonsense"], async (words) => Object.keys(parseArgs({ args: [...words] })).length);
  expect(unknown).toMatchObject({ stderr: expect.stringMatching(/--nonsense.*\n\nthe help\n$/s), exitCode: 2 });
});

test("an expected error is told alone; a fault of the program is thrown further", async () => {
  const expected = await outcomeOf([], () => Promise.reject(new ExpectedError("The file is gone.")));
  expect(expected).toEqual({ stdout: "", stderr: "The file is gone.\n", exitCode: 3 });
  await expect(outcomeOf([], () => Promise.reject(new TypeError("a mistake")))).rejects.toThrow("a mistake");
});
