/** The conformance kit, copied away as others would take it, against the real program: fresh, and with statements. And it tells what does not hold. */
import { execFile } from "node:child_process";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePorts } from "../../broker/free-ports.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const root = join(import.meta.dirname, "..", "..", "..");
let directory: string;
let qorgau: QorgauProcess;
beforeAll(async () => {
  directory = await temporaryDirectory();
  await cp(join(root, "conformance"), join(directory, "kit"), { recursive: true });
  qorgau = await startQorgau(join(directory, "data"));
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function runKit(...words: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(directory, "kit", "run.mjs"), ...words], { cwd: directory }, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : -1, stdout, stderr }),
    );
  });
}
const notHeld = ({ stdout }: Outcome) => stdout.slice(Math.max(0, stdout.indexOf("not ok")));

test("a fresh server holds to every case; one with statements, those of runs before among them, to all that do not need a fresh one", async () => {
  const fresh = await runKit("--url", qorgau.url, "--empty");
  expect(fresh.code, notHeld(fresh)).toBe(0);
  expect(fresh.stdout).toMatch(/^# \d\d passed, 0 failed, 0 skipped$/m);
  const again = await runKit(
    "--url",
    qorgau.url,
    ...["1-", "3-records/two", "4-rates/family", "5-cuts/w", "6-year"].flatMap((name) => ["--only", name]),
  );
  expect(again.code, notHeld(again)).toBe(0);
  expect(again.stdout).toMatch(/^# 10 passed, 0 failed, 3 skipped$/m);
});

test("a figure that is another in its last digit is told, with the step and the place", async () => {
  const file = join(directory, "kit", "cases", "4-rates.json");
  const cases = await readFile(file, "utf8");
  const planted = cases.replace('"rate": 0.305411', '"rate": 0.305412');
  expect(planted).not.toBe(cases);
  await writeFile(join(directory, "4-rates.json"), planted);
  const { code, stdout } = await runKit(
    "--url",
    qorgau.url,
    "--only",
    "4-rates/interval",
    "--only",
    "4-rates/hours",
    join(directory, "4-rates.json"),
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^not ok 1 - 4-rates\/interval: .*\n {2}---\n {2}step: 2\n {2}request: "GET .*\/v1\/rates\?.*\n {2}differences:\n {4}- "\/rows\/0\/rate: expected 0.305412, found 0.305411"\n {2}\.\.\.$/m,
  );
  expect(stdout).toMatch(/^ok 2 - 4-rates\/hours/m);
  expect(stdout).toContain("# 1 passed, 1 failed, 0 skipped");
});

/** What `/healthz` says, expected otherwise, in every way in which something can be expected; `{"alive":true}`. */
const wrong: Readonly<Record<string, object>> = {
  status: { status: 204 },
  value: { body: { alive: "true" } },
  missing: { body: { alive: true, well: true } },
  null: { body: { alive: null } },
  absent: { body: { alive: { $absent: true } } },
  any: { body: { alive: { $any: "string" } } },
  anyValue: { body: { well: { $any: "value" } } },
  pattern: { body: { alive: { $pattern: "true" } } },
  near: { body: { alive: { $near: [1, 1] } } },
  least: { body: { alive: { $least: 0 } } },
  oneOf: { body: { alive: { $oneOf: [false, null] } } },
  contains: { body: { $contains: [true] } },
  length: { body: { $length: 1 } },
  exactly: { body: { $exactly: {} } },
  not: { body: { alive: { $not: true } } },
  severalMatchers: { body: { alive: { $any: "boolean", $oneOf: [false] } } },
  list: { body: [true] },
  notAnObject: { body: { alive: { well: true } } },
  header: { headers: { "content-type": "text/plain" } },
  headerMissing: { headers: { "x-none": { $any: "string" } } },
  text: { text: '{"alive": true}' },
};

test("every kind of expectation can fail", async () => {
  const step = { request: { path: "/healthz" } };
  const right = { status: 200, headers: { "content-type": { $pattern: "json" } }, body: { alive: true }, text: '{"alive":true}' };
  const cases = [
    ...Object.entries({ ...wrong, right }).map(([id, expect]) => ({ id, title: id, steps: [{ ...step, expect }] })),
    { id: "saved", title: "saved", steps: [{ ...step, save: { nothing: "/well" } }] },
    {
      id: "later",
      title: "later",
      steps: [
        { ...step, save: { it: "text" } },
        { ...step, expect: { text: { $not: "${it}" } } },
      ],
    },
  ];
  const file = join(directory, "wrong.json");
  await writeFile(file, JSON.stringify({ title: "wrong", cases }));
  const { code, stdout } = await runKit("--url", qorgau.url, "--json", file);
  const { cases: results } = JSON.parse(stdout) as { cases: { name: string; outcome: string }[] };
  expect([code, results.filter(({ outcome }) => outcome !== "failed").map(({ name }) => name)]).toEqual([1, ["wrong/right"]]);
  expect(results).toHaveLength(cases.length);
});

test("what it cannot run it refuses, by its exit code", async () => {
  const file = join(directory, "unknown.json");
  await writeFile(file, JSON.stringify({ cases: [{ id: "a", title: "a", steps: [{ request: { path: "/${nothing}" } }] }] }));
  const refused = [
    ["--url", "nowhere"],
    ["--url", qorgau.url, "--colour"],
    ["--url", qorgau.url, "--only", "none-such"],
    ["--url", qorgau.url, file],
  ];
  for (const words of refused)
    expect(await runKit(...words), words.join(" ")).toMatchObject({ code: 2, stderr: expect.stringContaining("Usage: ") as string });
  expect(await runKit("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("Usage: ") as string });
  const [port] = await freePorts(1);
  expect(await runKit("--url", `http://127.0.0.1:${port}`, "--timeout", "1")).toMatchObject({ code: 3, stdout: "" });
});
