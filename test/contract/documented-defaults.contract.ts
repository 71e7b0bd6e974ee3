/** What /openapi.json says of a parameter that is left out holds where it is said aloud: clients made of the document say every default. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings } from "@qorgau/infra/settings/settings";
import type { StartedService } from "@qorgau/infra/service/start-service";
import { afterAll, beforeAll, expect, test } from "vitest";
import { start } from "../../start.ts";
import { sendAll } from "../end-to-end/program/client.ts";
import { caseEvent, exposureEvent } from "../generators/events.ts";

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: { readonly default?: unknown; readonly examples?: readonly unknown[] };
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses?: Readonly<Record<string, { readonly content?: object }>>;
}
type Paths = Readonly<Record<string, { readonly get?: Operation }>>;

let directory: string;
let service: StartedService;
let atLeast: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-documented-defaults-"));
  service = await start(readSettings({ QORGAU_DATA: directory, QORGAU_PORT: "0" }), createLogger({ level: "silent" }));
  await service.started;
  const claim = { status: "paid", capacityLossPercent: 30 };
  const source = "urn:kz:insurer:annuity";
  ({ positions: atLeast } = await sendAll(service.url, [
    caseEvent({ severity: "fatal" }),
    caseEvent({ claim }, { source, subject: "C-1", type: "kz.qorgau.claim.reported.v1" }),
    exposureEvent({ period: "2026", workers: 1000, basis: "employed", status: "final" }),
  ]));
});
afterAll(async () => {
  await service?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** A stream has no end to compare; its figures are those of `/v1/rates`, which reads the same parameters. */
const isStream = ({ responses }: Operation) => Object.hasOwn(responses?.["200"]?.content ?? {}, "text/event-stream");

const inAddress: Readonly<Record<string, string>> = { year: "2026", id: "annual-2026", programme: "union" };
/** Needed, but not the same for every question. */
const needed: Readonly<Record<string, string>> = { source: "urn:kz:insurer:annuity", subject: "C-1" };
/** They name a place that only an answer of before has, or a cut that was not. */
const ofOtherResponses = ["cursor", "asOf", "atLeast"];

const valuesOf = ({ schema }: Parameter, value: unknown): string => [value ?? schema.default].flat().join(",");

async function responseOf(path: string, query: readonly (readonly [name: string, value: string])[]): Promise<string> {
  const words = new URLSearchParams({ ...Object.fromEntries(query), atLeast });
  const response = await fetch(`${service.url}${path}?${words.toString()}`);
  return `${response.status} ${Buffer.from(await response.arrayBuffer()).toString("base64")}`;
}

test("said aloud, defaults change no answer, and refuse no other parameter", async () => {
  const { paths } = (await (await fetch(`${service.url}/openapi.json`)).json()) as { paths: Paths };
  const changed: string[] = [];
  let requested = 0;
  // What the document says in the same words of several addresses is read by the same code.
  const seen = new Set<string>();
  const isNew = (parameter: Parameter) => seen.size < seen.add(JSON.stringify(parameter)).size;
  for (const [template, { get }] of Object.entries(paths)) {
    if (get === undefined || isStream(get)) continue;
    const parameters = (get.parameters ?? []).filter((one) => one.in === "query");
    const defaults = parameters.filter(({ schema }) => schema.default !== undefined);
    // Without an `atLeast` there is nothing to wait for, nor anything that a cut is asked of.
    if (defaults.length === 0 || !parameters.some(({ name }) => name === "atLeast")) continue;
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => inAddress[name] ?? "");
    const base = parameters.filter(({ required }) => required === true).map(({ name }) => [name, needed[name] ?? ""] as const);
    const others = parameters.filter((one) => one.required !== true && !ofOtherResponses.includes(one.name) && isNew(one));
    const saidBeside = (other: Parameter | null) =>
      defaults.filter(({ name }) => name !== other?.name).map((one) => [one.name, valuesOf(one, undefined)] as const);
    const alone = await Promise.all([responseOf(path, base), responseOf(path, [...base, ...saidBeside(null)])]);
    expect([path, alone[1]]).toEqual([path, alone[0]]);
    for (const other of others) {
      const own = [...base, [other.name, valuesOf(other, other.schema.examples?.[0])] as const];
      const response = await responseOf(path, [...own, ...saidBeside(other)]);
      requested += 1;
      // Refused by itself, such as a cause together with a denominator, it may be refused beside them.
      if (response.startsWith("5")) changed.push(`${path} ${other.name} ${response.slice(0, 3)}`);
      else if (!response.startsWith("200 ") && response !== (await responseOf(path, own))) changed.push(`${path} ${other.name}`);
    }
  }
  expect(changed).toEqual([]);
  expect(requested).toBeGreaterThan(40);
});
