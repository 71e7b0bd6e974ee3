/** A folder that the demo has filled: every answer and file that `/openapi.json` documents says so, whatever its form. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { markMadeUp } from "@qorgau/clients/demo/made-up";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings } from "@qorgau/infra/settings/settings";
import type { StartedService } from "@qorgau/infra/service/start-service";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { start } from "../../start.ts";
import { sendAll } from "../end-to-end/program/client.ts";
import { caseEvent, exposureEvent } from "../generators/events.ts";

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}

const source = "urn:kz:bin:200140000004";
let directory: string;
let service: StartedService;
let atLeast: string;
let webhookId: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-made-up-"));
  await markMadeUp(directory);
  service = await start(readSettings({ QORGAU_DATA: directory, QORGAU_PORT: "0" }), createLogger({ level: "silent" }));
  await service.started;
  ({ positions: atLeast } = await sendAll(service.url, [
    caseEvent({ severity: "fatal", region: "KZ-35", accident: "A-1" }, { source, subject: "N-1" }),
    caseEvent({ severity: "fatal", region: "KZ-35", accident: "A-1" }, { source, subject: "N-2" }),
    exposureEvent({ period: "2026", workers: 1000, basis: "employed", status: "final" }),
  ]));
  expect((await fetch(`${service.url}/v1/rates?atLeast=${atLeast}`)).status).toBe(200);
  const released = await fetch(`${service.url}/v1/releases`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "annual-2026", year: 2026 }),
  });
  expect(released.status).toBeLessThan(300);
  const subscribed = await fetch(`${service.url}/v1/webhooks`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ type: "release.made", url: "https://receiver.example.kz/" }),
  });
  ({ id: webhookId } = (await subscribed.json()) as { id: string });
  // Of a record that a checkpoint covers.
  needed["partition"] = atLeast.split(":")[0]!;
  const proof = `${service.url}/v1/proofs?partition=${needed["partition"]}&offset=0`;
  await vi.waitFor(async () => expect((await fetch(proof)).status).toBe(200), { timeout: 60_000, interval: 100 });
  // Two dead of one accident are a signal of the log.
  const signals = async () => ((await (await fetch(`${service.url}/v1/signals`)).json()) as { recorded: { id: string }[] }).recorded;
  await vi.waitFor(async () => expect(await signals()).toHaveLength(1), { timeout: 60_000, interval: 100 });
  inAddress["signal"] = (await signals())[0]!.id;
});
afterAll(async () => {
  await service?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** What a request cannot be without, and what the parts of an address are. */
const needed: Record<string, string> = { source, subject: "N-1" };
/** Of which a request needs one of several. */
const beside: Readonly<Record<string, string>> = { "/v1/proofs": "offset=0&" };
const inAddress: Record<string, string> = { year: "2026", id: "annual-2026", programme: "union" };

async function tablesOf(): Promise<string[]> {
  const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: Record<string, { readonly get?: Operation }> };
  return Object.entries(paths).flatMap(([template, { get }]) => {
    if (get === undefined || !Object.hasOwn(get.responses["200"]?.content ?? {}, "text/csv")) return [];
    const required = (get.parameters ?? []).filter((one) => one.in === "query" && one.required === true);
    const query = required.map(({ name }) => `${name}=${needed[name] ?? ""}&`).join("") + (beside[template] ?? "");
    const names: typeof inAddress = template.startsWith("/v1/webhooks/") ? { id: webhookId } : inAddress;
    return [`${template.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? "")}?${query}`];
  });
}

test("a release of made-up figures says so in its stored bytes, in every form, and holds", async () => {
  const verified = await (await fetch(`${service.url}/v1/releases/annual-2026?verify=true`)).json();
  expect(verified).toMatchObject({ intact: true, holds: true, identical: true });
  const stored = await fetch(`${service.url}/v1/releases/annual-2026`);
  const rollup = await fetch(
    `${service.url}/v1/rollups/annual/2026?asOf=${((await stored.clone().json()) as { watermark: string }).watermark}`,
  );
  expect(await stored.text()).toBe(await rollup.text());
});

test("the report of the inspection has the cases of the release, and a workbook in each language", async () => {
  const report = `${service.url}/v1/reports/c81/2026`;
  const found = (await (await fetch(report)).json()) as { readonly cases: object[] };
  expect(found).toMatchObject({
    release: { name: "annual-2026" },
    casesReason: null,
    totals: [
      { kind: "accident", fatal: 2, nonFatal: 0, released: 2 },
      { kind: "disease", released: 0 },
      { kind: "poisoning", released: 0 },
    ],
  });
  expect(found.cases).toContainEqual({ kind: "accident", by: "sector", code: "B", fatal: 2, nonFatal: 0 });
  for (const lang of ["kk", "ru", "en"]) {
    const workbook = await fetch(`${report}?format=xlsx&lang=${lang}`);
    expect(workbook.headers.get("content-disposition")).toContain(`qorgau-c81-2026-made-up-${lang}.xlsx`);
    expect((await workbook.bytes()).length).toBeGreaterThan(4000);
  }
});

test("every documented table says that it is made up, as JSON, as CSV and as a workbook", async () => {
  const said = await Promise.all(
    (await tablesOf()).map(async (address) => {
      const [json, csv, workbook] = await Promise.all(
        ["json", "csv", "xlsx"].map((form) => fetch(`${service.url}${address}format=${form}`)),
      );
      const responses = [json!, csv!, workbook!];
      const [columns = ""] = (await csv!.text()).split("\r\n");
      const isNamed = (response: Response) => response.headers.get("content-disposition")?.includes("-made-up") === true;
      return {
        address,
        statuses: responses.map(({ status }) => status),
        headers: responses.map(({ headers }) => headers.get("qorgau-made-up")),
        member: ((await json!.json()) as { readonly madeUp?: boolean }).madeUp,
        column: columns.split(",").includes("madeUp"),
        files: [isNamed(csv!), isNamed(workbook!)],
      };
    }),
  );
  expect(said.length).toBeGreaterThan(14);
  expect(said).toEqual(
    said.map(({ address }) => ({
      address,
      statuses: [200, 200, 200],
      headers: ["demo", "demo", "demo"],
      member: true,
      column: true,
      files: [true, true],
    })),
  );
});
