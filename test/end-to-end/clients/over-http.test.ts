/** Clients of HTTP in Python and TypeScript, with their defaults, against the real program. */
import { join } from "node:path";
import { acceptedAnswerSchema, problemDocumentSchema } from "@qorgau/schemas/events/acknowledgement";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mergePositions, rates } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";
import { areClientsRequired, isInstalled, runPython } from "./installed-clients.ts";

let directory: string;
let qorgau: QorgauProcess;
beforeAll(async () => {
  directory = await temporaryDirectory();
  qorgau = await startQorgau(join(directory, "data"));
});
afterAll(async () => {
  await qorgau?.kill();
  await removeDirectory(directory);
});

const isLeftOut = (language: "python" | "typescript") => !areClientsRequired() && !isInstalled(language);

test.skipIf(isLeftOut("python"))("the SDK for Python with requests: both modes are accepted and counted", async () => {
  const { refused, ...answers } = await runPython<Record<string, object>>("send_over_http.py", [`${qorgau.url}/v1/events`]);
  expect(problemDocumentSchema.parse(refused).errors).toMatchObject([{ rule: "QG-0421", pointer: "/data/severity" }]);
  expect(Object.entries(answers).filter(([, answer]) => !("status" in answer) || answer.status !== "accepted")).toEqual([]);
  const accepted = Object.values(answers).map((answer) => acceptedAnswerSchema.parse(answer));
  const atLeast = accepted.map(({ position }) => position ?? "").reduce(mergePositions);
  const { rows } = await rates(qorgau.url, { atLeast, region: "KZ-35", from: "2026-01-01", to: "2026-12-31" });
  expect([accepted.length, rows[0]]).toMatchObject([14, { count: 14 }]);
});
