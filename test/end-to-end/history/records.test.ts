/** `GET /v1/records` and `GET /v1/explain` on the real program: a reporter sees all that is held of its record, and what a number is made of. */
import type { AcceptedResponse } from "@qorgau/schemas/events/acknowledgement";
import { explainResponseSchema } from "@qorgau/schemas/responses/explain-response";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import { recordResponseSchema } from "@qorgau/schemas/responses/record-response";
import type { HeldRecord } from "@qorgau/schemas/responses/record-response";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { nationalSample } from "../../generators/national-sample.ts";
import { seededRandom, shuffled, testSeed } from "../../generators/random.ts";
import { queryOfRow } from "../../generators/row-queries.ts";
import { getJson, mergePositions, rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

let qorgau: QorgauProcess;
beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
});
afterAll(async () => {
  await qorgau?.stop();
  await removeDirectory(qorgau?.dataDirectory ?? "");
});

let latest = "";
async function send(event: object): Promise<string> {
  const headers = { "content-type": "application/cloudevents+json" };
  const response = await fetch(`${qorgau.url}/v1/events`, { method: "POST", headers, body: JSON.stringify(event) });
  expect(response.status).toBe(202);
  const { position = "" } = (await response.json()) as AcceptedResponse;
  latest = mergePositions(latest, position);
  return position;
}

async function held(source: string, subject: string): Promise<HeldRecord> {
  const responseBody = recordResponseSchema.parse(await getJson(qorgau.url, "/v1/records", { source, subject, atLeast: latest }));
  expect(responseBody.records).toHaveLength(1);
  return responseBody.records[0]!;
}

const enterprise = "urn:kz:bin:200140000004";
const insurer = "urn:kz:insurer:annuity";
const worker = { iin: "850808310738" };
const claimOf = (subject: string, data: object) =>
  caseEvent({ worker, claim: { status: "filed" }, ...data }, { source: insurer, subject, type: "kz.qorgau.claim.reported.v1" });

describe("a reporter sees its record", () => {
  test("revisions, a repetition, a conflict, and the other who tells of the case", async () => {
    const event = (revision: number, data: object) =>
      caseEvent({ worker, ...data }, { subject: "R-1", revision, type: "kz.qorgau.case.corrected.v1" });
    const first = await send(event(1, { severity: "light" }));
    const second = await send(event(2, { severity: "severe" }));
    const again = await send(event(2, { severity: "severe" }));
    const other = await send(event(2, { severity: "severe", daysLost: 9 }));
    await send(claimOf("C-1", { severity: "fatal" }));
    const record = await held(enterprise, "R-1");
    expect(record.statements.map(({ position }) => position)).toEqual([first, second, again, other]);
    expect(record.statements[0]?.reason).toMatchObject({ code: "higher_revision", position: record.standing });
    expect(record.statements[2]?.reason).toMatchObject({ code: "repetition", position: second });
    expect(record.conflict).toBe(true);
    const [loser] = [second, other].filter((position) => position !== record.standing);
    expect(record.statements.find(({ position }) => position === loser)?.reason).toMatchObject({
      code: "conflict",
      position: record.standing,
    });
    expect(record).toMatchObject({
      counts: true,
      code: "counts",
      case: { severity: "fatal", severityDisputed: true, evidence: "reported" },
    });
    expect(record.case?.lead).toMatchObject({ source: enterprise, subject: "R-1" });
    expect(record.case?.otherRecords).toEqual([{ source: insurer, entity: "claim", subject: "C-1", role: "insurer" }]);
    expect((await held(insurer, "C-1")).case?.id).toBe(record.case?.id);
    expect(JSON.stringify(record)).not.toContain(worker.iin);
  });

  test("a withdrawal, at the cuts before and after it", async () => {
    const before = await send(caseEvent({}, { subject: "W-1" }));
    const withdrawn = await send(
      caseEvent({}, { subject: "W-1", revision: 2, type: "kz.qorgau.case.withdrawn.v1", data: { reason: "a double" } }),
    );
    expect(await held(enterprise, "W-1")).toMatchObject({
      withdrawn: true,
      counts: false,
      code: "withdrawn",
      standing: withdrawn,
      case: null,
    });
    const asOf = { source: enterprise, subject: "W-1", asOf: before };
    const [past] = recordResponseSchema.parse(await getJson(qorgau.url, "/v1/records", asOf)).records;
    expect(past).toMatchObject({ withdrawn: false, counts: true, standing: before });
    expect(past?.statements).toHaveLength(1);
  });

  test("a case found not to be work-related, and a record that nobody told of", async () => {
    await send(caseEvent({ workRelated: "no" }, { subject: "N-1" }));
    expect(await held(enterprise, "N-1")).toMatchObject({ counts: false, code: "work_related_no" });
    const unknown = await fetch(`${qorgau.url}/v1/records?source=${enterprise}&subject=never-told`);
    expect([unknown.status, ((await unknown.json()) as { errors: { rule: string }[] }).errors[0]?.rule]).toEqual([404, "QG-0813"]);
  });

  test("exposures: the one that is used, and the one that stands back", async () => {
    await send(exposureEvent({ period: "2026", region: "KZ-35", workers: 900, status: "provisional" }, { subject: "X-a" }));
    await send(exposureEvent({ period: "2026", region: "KZ-35", workers: 1000 }, { subject: "X-b" }));
    expect(await held("urn:test:statistics", "X-a")).toMatchObject({ counts: false, code: "outranked" });
    expect(await held("urn:test:statistics", "X-b")).toMatchObject({
      counts: true,
      exposure: { figures: [{ value: 1000, isUsed: true }] },
    });
  });

  test("as a file", async () => {
    const response = await fetch(`${qorgau.url}/v1/records?source=${enterprise}&subject=R-1&format=csv&atLeast=${latest}`);
    const lines = (await response.text()).trim().split("\r\n");
    expect(lines[0]).toContain("source,subject,entity,position,recordedAt");
    expect(lines).toHaveLength(5);
    const list = await fetch(`${qorgau.url}/v1/records?source=${enterprise}&limit=2&format=csv&atLeast=${latest}`);
    expect((await list.text()).split("\r\n")[0]).toContain("source,entity,subject,position,recordedAt");
    const links = (list.headers.get("link") ?? "").split(", ");
    expect(links).toContainEqual(expect.stringMatching(/^<\?.*cursor=.*>; rel="next"$/));
    expect(links).toContainEqual(expect.stringMatching(/^<records\?.*format=csvw.*>; rel="describedby"/));
  });
});

test("the cases of a row add up to it, for rows drawn from a mixed bag of statements", async () => {
  const random = seededRandom(testSeed);
  const { positions } = await sendAll(qorgau.url, nationalSample(testSeed, 4000).events);
  latest = mergePositions(latest, positions);
  const tables = [
    { by: ["region", "severity"], others: { measure: "injured" } },
    { by: ["sector"], others: { measure: "accidents", period: "month" } },
    { by: ["division", "evidence"], others: { measure: "days_lost", per: "case" } },
    { by: ["workRelated", "sex", "ageBand"], others: { measure: "lost_time", period: "quarter", kind: "any" } },
  ] as const;
  for (const { by, others } of tables) {
    const { rows, watermark } = await rates(qorgau.url, { ...others, by: by.join(","), atLeast: latest });
    const drawn = shuffled(rows, random).slice(0, 5);
    for (const row of drawn) {
      const pages = await pagesOf({ ...Object.fromEntries(queryOfRow(row, by, others)), asOf: watermark, limit: "50" });
      const counts = pages.flatMap(({ cases }) => cases).map(({ count }) => count);
      expect(pages[0]?.row.count).toBe(row.count);
      expect(
        counts.reduce((sum, count) => sum + count, 0),
        `seed ${testSeed}, ${JSON.stringify(row)}`,
      ).toBe(row.count);
    }
  }
});

test("a question of several rows is refused with what to do; a page names the next", async () => {
  const several = await fetch(`${qorgau.url}/v1/explain?by=region&atLeast=${latest}`);
  expect([several.status, ((await several.json()) as { errors: { rule: string }[] }).errors[0]?.rule]).toEqual([400, "QG-0814"]);
  const none = await fetch(`${qorgau.url}/v1/revisions?by=mine&mine=nowhere&from=2026-01-01&to=2026-12-31`);
  expect([none.status, ((await none.json()) as { errors: { rule: string }[] }).errors[0]?.rule]).toEqual([404, "QG-0815"]);
  const first = await fetch(`${qorgau.url}/v1/explain?from=2024-01-01&to=2024-12-31&limit=3&format=csv`);
  expect((await first.text()).trim().split("\r\n")).toHaveLength(4);
  const link = /^<(.*)>; rel="next"$/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
  const second = await fetch(new URL(link, first.url));
  expect((await second.text()).trim().split("\r\n")).toHaveLength(4);
});

async function pagesOf(parameters: Record<string, string>): Promise<ExplainResponse[]> {
  const pages = [explainResponseSchema.parse(await getJson(qorgau.url, "/v1/explain", parameters))];
  for (let cursor = pages[0]!.nextCursor; cursor !== null; cursor = pages.at(-1)!.nextCursor) {
    pages.push(explainResponseSchema.parse(await getJson(qorgau.url, "/v1/explain", { ...parameters, cursor })));
  }
  return pages;
}
