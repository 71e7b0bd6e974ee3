/** The claims of `examples`, in four languages, against the real service: a claim's whole life is accepted, and seen in `/v1/claims` and `/v1/records`. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { claimLife } from "@qorgau/schemas/claim-life";
import type { ClaimsResponse } from "@qorgau/schemas/responses/claims-response";
import type { RecordResponse } from "@qorgau/schemas/responses/record-response";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isOnPath } from "../../broker/broker-at-hand.ts";
import { areClientsRequired, homeOf } from "../clients/installed-clients.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const run = promisify(execFile);
const examples = join(import.meta.dirname, "..", "..", "..", "examples");
const directory = await temporaryDirectory();
let qorgau: QorgauProcess;
beforeAll(async () => {
  qorgau = await startQorgau(directory);
});
afterAll(async () => {
  await qorgau.kill();
  await removeDirectory(directory);
});

test("the files of examples/claim are the steps that the API's documents show", async () => {
  const names = (await readdir(join(examples, "claim"))).toSorted();
  expect(names.map((name) => name.replace(/^\d-(\w+)\.json$/, "$1"))).toEqual(Object.keys(claimLife));
  const files = await Promise.all(names.map((name) => readFile(join(examples, "claim", name), "utf8")));
  expect(files.map((file) => JSON.parse(file) as unknown)).toEqual(Object.values(claimLife));
});

/** The examples as their own comments say that they are run; `claim.sh` has the subject of its files. */
const programs = {
  sh: { words: [join(examples, "claim.sh")], subject: "C-2026-0004" },
  TypeScript: { words: [process.execPath, join(examples, "claim.mts")], subject: "C-2026-0005" },
  Python: { words: ["python3", join(examples, "claim.py")], subject: "C-2026-0006" },
  Java: { words: ["java", join(examples, "Claim.java")], subject: "C-2026-0007" },
} as const;
type Language = keyof typeof programs;

/** Of the statements of each claim, as the log holds them. */
const contents = new Map<Language, readonly string[]>();

function isLeftOut(language: Language): boolean {
  const [tool] = programs[language].words;
  const isMissing = !tool.includes("/") && !isOnPath(tool, process.env["PATH"] ?? "");
  if (isMissing && !areClientsRequired()) process.stderr.write(`NOT RUN: the example in ${language}, for want of ${tool}. CI runs it.\n`);
  return isMissing && !areClientsRequired();
}

/** A runtime of Java without a compiler does not take a source file: there the compiler of the clients in Java is asked first. */
async function wordsOf(language: Language): Promise<readonly string[]> {
  const { words } = programs[language];
  if (language !== "Java" || (await run("java", ["--list-modules"])).stdout.includes("jdk.compiler@")) return words;
  const classes = join(directory, "classes");
  const compiler = ["-cp", join(homeOf("java"), "jars", "*"), "org.eclipse.jdt.internal.compiler.batch.Main"];
  await run("java", [...compiler, "-17", "-d", classes, join(examples, "Claim.java")]);
  return ["java", "-cp", classes, "Claim"];
}

const languages = Object.keys(programs) as Language[];
test.for(languages.filter((language) => !isLeftOut(language)))(
  "%s: a claim is filed, recognised, paid, corrected and withdrawn, and each step is seen",
  async (language) => {
    const { subject } = programs[language];
    const [program = "", ...words] = await wordsOf(language);
    const { stdout } = await run(program, [...words, qorgau.url, ...(language === "sh" ? [] : [subject])]);
    const [validated, ...steps] = stdout
      .split(/^== .*\n/m)
      .slice(1)
      .map((step) =>
        step
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as unknown),
      );
    expect(validated).toMatchObject([
      { status: 422, errors: [{ rule: "QG-0460", pointer: "/data/claim/status" }] },
      { subject, status: "accepted" },
    ]);
    expect(validated?.[1]).not.toHaveProperty("position");
    const reported = steps.map(([sent, claims, record]) => {
      const { rows } = claims as ClaimsResponse;
      const statements = (record as RecordResponse).records.flatMap((held) => held.statements);
      contents.set(
        language,
        statements.map(({ content }) => content),
      );
      return {
        sent: (sent as { status: string }).status,
        rows: rows.map(({ status, claims: count, paidKzt }) => [status, count, paidKzt]),
        stands: statements.filter(({ stands: isEffective }) => isEffective).map(({ type, revision }) => [type, revision]),
      };
    });
    expect(reported).toEqual([
      { sent: "accepted", rows: [["filed", 1, 0]], stands: [["kz.qorgau.claim.reported.v1", 1]] },
      { sent: "accepted", rows: [["recognised", 1, 0]], stands: [["kz.qorgau.claim.changed.v1", 2]] },
      { sent: "accepted", rows: [["paid", 1, 1250000]], stands: [["kz.qorgau.claim.changed.v1", 3]] },
      { sent: "accepted", rows: [["paid", 1, 1205000]], stands: [["kz.qorgau.claim.corrected.v1", 4]] },
      { sent: "accepted", rows: [], stands: [["kz.qorgau.claim.withdrawn.v1", 5]] },
    ]);
  },
);

test("the log holds the same of each claim, whoever sent it", () => {
  expect(contents.size).toBeGreaterThan(1);
  expect(new Set([...contents.values()].map((one) => one.join())).size).toBe(1);
});
