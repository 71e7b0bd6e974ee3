/** `examples/claim.sh` against the real service: a claim's whole life is accepted, and seen in `/v1/claims` and `/v1/records`. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { claimLife } from "@qorgau/schemas/claim-life";
import type { ClaimsResponse } from "@qorgau/schemas/responses/claims-response";
import type { RecordResponse } from "@qorgau/schemas/responses/record-response";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

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

test("a claim is filed, recognised, paid, corrected and withdrawn, and each step is seen", async () => {
  const { stdout } = await promisify(execFile)(join(examples, "claim.sh"), [qorgau.url]);
  const steps = stdout.split(/^== .*\n/m).slice(1);
  const reported = steps.map((step) => {
    const [sent, claims, record] = step
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    const { rows } = claims as ClaimsResponse;
    const statements = (record as RecordResponse).records.flatMap((held) => held.statements);
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
});
