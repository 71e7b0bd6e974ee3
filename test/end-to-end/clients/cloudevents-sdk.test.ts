/** The official CloudEvents SDK for JavaScript with its defaults, against the real program: what it emits is accepted and counted. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { acceptedAnswerSchema, problemDocumentSchema } from "@qorgau/schemas/events/acknowledgement";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rates } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

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

/** The bodies of the answers. */
function emit(events: readonly object[], ...mode: "structured"[]): Promise<unknown[]> {
  const program = join(import.meta.dirname, "cloudevents-sdk-client.js");
  const { promise, resolve, reject } = Promise.withResolvers<unknown[]>();
  const client = execFile(process.execPath, [program, `${qorgau.url}/v1/events`, ...mode], (error, stdout) => {
    if (error === null) resolve((JSON.parse(stdout) as string[]).map((body) => JSON.parse(body) as unknown));
    else reject(error);
  });
  client.stdin?.end(JSON.stringify(events));
  return promise;
}

const event = (subject: string, changes: object = {}) => ({
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.case.reported.v1",
  subject,
  revision: 1,
  time: "2026-02-03T12:10:00+05:00",
  data: {
    occurredAt: "2026-02-03T07:40:00+05:00",
    kind: "accident",
    severity: "severe",
    region: "KZ-35",
    employer: { bin: "200140000004" },
    injury: { type: "010" },
  },
  ...changes,
});

test("both modes are accepted and counted, and what is refused says why in the body", async () => {
  const binary = await emit([event("binary-1"), event("binary-2", { datacontenttype: "application/json" })]);
  const structured = await emit([event("structured-1")], "structured");
  const accepted = [...binary, ...structured].map((body) => acceptedAnswerSchema.parse(body));
  const watermark = new Map<string, number>();
  for (const { position } of accepted) {
    const [partition = "", offset = ""] = position!.split(":");
    watermark.set(partition, Math.max(Number(offset), watermark.get(partition) ?? 0));
  }
  const atLeast = [...watermark].map(([partition, offset]) => `${partition}:${offset}`).join(",");
  const { rows } = await rates(qorgau.url, { atLeast, region: "KZ-35", from: "2026-01-01", to: "2026-12-31" });
  expect(rows[0]).toMatchObject({ period: "2026", count: 3 });

  const [withdrawn, wrong] = await emit([
    event("binary-1", { type: "kz.qorgau.case.withdrawn.v1", revision: 2, data: {} }),
    event("binary-3", { revision: 0 }),
  ]);
  expect(acceptedAnswerSchema.parse(withdrawn).status).toBe("accepted");
  expect(problemDocumentSchema.parse(wrong).errors).toMatchObject([{ rule: "QG-0215", pointer: "/revision" }]);
});
