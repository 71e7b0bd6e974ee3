/**
 * Every route that is registered is asked: none answers 5xx but 503; alarms find their counters. The whole program in this process, so that its
 * routes can be seen.
 */
import { channel } from "node:diagnostics_channel";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings } from "@qorgau/infra/settings/settings";
import type { StartedService } from "@qorgau/infra/service/start-service";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { start } from "../../start.ts";
import { caseEvent } from "../generators/events.ts";

const routes = new Map<string, { readonly method: string; readonly url: string }>();
let directory: string;
let service: StartedService;

/** fastify tells of every instance on this channel, before anything is registered on it. */
function noteRoutes(message: unknown): void {
  const { fastify } = message as { readonly fastify: HttpServer };
  fastify.addHook("onRoute", ({ method, url }) => {
    // What refuses every method is registered under TRACE too, which fetch does not know.
    for (const one of [method].flat()) if (one !== "TRACE") routes.set(`${one} ${url}`, { method: one, url });
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-every-route-"));
  channel("fastify.initialization").subscribe(noteRoutes);
  const settings = readSettings({ QORGAU_DATA: directory, QORGAU_PORT: "0" });
  service = await start(settings, createLogger({ level: "silent" }));
  await service.started;
  channel("fastify.initialization").unsubscribe(noteRoutes);
});
afterAll(async () => {
  await service?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** What stands for the parameters of an address; where one is unknown the test has to be told. */
const parameters: Readonly<Record<string, readonly string[]>> = {
  ":year": ["2026", "26"],
  ":id": ["annual-2026", "1"],
  ":flow": ["DF_INJ", "x"],
  ":key": ["Q..INJ_FATL_RT.ECO_ISIC4_TOTAL.SEX_T.AGE_T.MIG_STATUS_TOTAL", "x"],
  ":provider": ["all"],
  ":artefact": ["datastructure", "x"],
  ":agency": ["KZOSH"],
  ":version": ["latest"],
  ":programme": ["union", "risk_map"],
  ":signal": ["0".repeat(64), "x"],
  ":code": ["INJ_FATL_RT", "hsw_n2_01", "x"],
  ":name": ["kz.qorgau.case.reported.v1.json", "x"],
  "*": ["logo.svg", "x"],
};

/** A double colon is one that is meant. */
function addressesOf(url: string): string[] {
  const name = /(?<!:):\w+|\*$/.exec(url)?.[0];
  if (name === undefined) return [url.replace("::", ":")];
  const samples = parameters[name];
  if (samples === undefined) throw new Error(`what stands for ${name} in ${url}?`);
  return samples.flatMap((sample) => addressesOf(url.replace(name, sample)));
}

async function responsesOf(): Promise<string[]> {
  const reported: string[] = [];
  for (const { method, url } of routes.values()) {
    for (const address of addressesOf(url)) {
      for (const accept of ["*/*", "text/csv"]) {
        const response = await fetch(`${service.url}${address}`, { method, headers: { accept }, redirect: "manual" });
        // A stream of events has no end.
        if (response.headers.get("content-type") === "text/event-stream") await response.body?.cancel();
        else await response.bytes();
        reported.push(`${method} ${address} ${response.status}`);
      }
    }
  }
  return reported;
}

const failed = (responses: readonly string[]) => responses.filter((one) => / 5\d\d$/.test(one) && !one.endsWith(" 503"));

test("the test sees the routes", () => {
  const seen = [...routes.keys()];
  expect(seen).toEqual(expect.arrayContaining(["GET /v1/rates", "GET /docs/yaml", "POST /v1/events", "GET /healthz", "GET /"]));
  expect(seen.length).toBeGreaterThan(50);
});

test("every counter that an alarm asks for is there at 0 from the start, with the labels that it asks for", async () => {
  const { groups } = parse(await readFile(join(import.meta.dirname, "../../infra/prometheus/qorgau-alarms.yml"), "utf8")) as {
    readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
  };
  const requested = groups.flatMap(({ rules }) =>
    rules.flatMap(({ expr }) => [...expr.matchAll(/\b(qorgau_\w+_total)(?:\{([^}]*)\})?/g)].map(([, name, labels]) => ({ name, labels }))),
  );
  expect(requested.length).toBeGreaterThan(7);
  const samples = (await (await fetch(`${service.url}/metrics`)).text()).split("\n");
  for (const { name = "", labels = "" } of requested) {
    const matching = [...labels.matchAll(/(\w+)(=~|!=|=)"([^"]*)"/g)].map(([, label = "", how, value = ""]) => (sample: string) => {
      const reported = new RegExp(`[{,]${label}="([^"]*)"`).exec(sample)?.[1] ?? "";
      return how === "=~" ? new RegExp(`^(?:${value})$`).test(reported) : (reported === value) === (how === "=");
    });
    const found = samples.filter((sample) => sample.startsWith(`${name}{`) || sample.startsWith(`${name} `));
    const labelled = found.filter((sample) => matching.every((isMatching) => isMatching(sample)));
    expect([name, labels, labelled.length > 0, labelled.every((sample) => sample.endsWith(" 0"))]).toEqual([name, labels, true, true]);
  }
});

test("no registered route answers 5xx but 503, of an empty log and of one with a case", async () => {
  expect(failed(await responsesOf())).toEqual([]);
  const sent = await fetch(`${service.url}/v1/events`, {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify(caseEvent()),
  });
  const { position } = (await sent.json()) as { readonly position: string };
  expect((await fetch(`${service.url}/v1/rates?atLeast=${position}`)).status).toBe(200);
  const responses = await responsesOf();
  expect(failed(responses)).toEqual([]);
  expect(responses.filter((one) => one.endsWith(" 200")).length).toBeGreaterThan(50);
});

test("the contract as YAML is the same document", async () => {
  const response = await fetch(`${service.url}/docs/yaml`);
  expect(response.status).toBe(200);
  // Any JSON text is YAML too.
  expect(JSON.parse(await response.text())).toEqual(await (await fetch(`${service.url}/openapi.json`)).json());
});
