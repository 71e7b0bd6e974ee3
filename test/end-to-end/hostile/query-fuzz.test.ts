/** Invariant 7 for whoever asks: whatever the address, the program goes on, and answers neither 5xx but 503 nor a rule that is none. */
import { rules } from "@qorgau/schemas/rules/rules";
import { afterAll, beforeAll, expect, test } from "vitest";
import { caseEvent, exposureEvent } from "../../generators/events.ts";
import { queryAddress, readRoutes, strayIin } from "../../generators/query-strings.ts";
import { seededRandom, testScale, testSeed } from "../../generators/random.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const addresses = 1000 * testScale;
const atOnce = 8;
const ruleIds = new Set(Object.keys(rules));

let qorgau: QorgauProcess;
beforeAll(async () => {
  qorgau = await startQorgau(await temporaryDirectory());
  const regions = ["KZ-35", "KZ-75", "KZ-10"];
  const events = [
    ...Array.from({ length: 200 }, (_, place) => caseEvent({ region: regions[place % 3], severity: place % 20 === 0 ? "fatal" : "light" })),
    exposureEvent({ period: "2026", region: "KZ-35", sector: "B", workers: 1000, basis: "contracts", status: "final" }),
  ];
  const sent = await fetch(`${qorgau.url}/v1/events?results=rejected`, {
    method: "POST",
    headers: { "content-type": "application/x-ndjson" },
    body: events.map((event) => JSON.stringify(event)).join("\n"),
  });
  const { accepted, positions } = (await sent.json()) as { readonly accepted: number; readonly positions: string };
  expect(accepted).toBe(events.length);
  expect((await fetch(`${qorgau.url}/v1/rates?atLeast=${positions}`)).status).toBe(200);
  await fetch(`${qorgau.url}/v1/releases`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "annual-2026", year: 2026 }),
  });
});
afterAll(async () => {
  expect(await qorgau.stop()).toBe(0);
  await removeDirectory(qorgau.dataDirectory);
});

interface Reported {
  readonly status: number;
  readonly route: string;
}

async function ask(address: string): Promise<Reported> {
  const response = await fetch(`${qorgau.url}${address}`, { redirect: "manual" });
  const body = await textOf(response);
  const about = `GET ${address.slice(0, 600)} (seed ${testSeed})`;
  expect(response.status < 500 || response.status === 503, `${response.status} ${about}\n${body.slice(0, 300)}`).toBe(true);
  if (response.status >= 400) {
    const { errors } = JSON.parse(body) as { readonly errors?: readonly { readonly rule: string; readonly message: string }[] };
    for (const { rule, message } of errors ?? []) {
      expect(ruleIds.has(rule), `${rule} ${about}`).toBe(true);
      expect(message, about).not.toMatch(/\{\w+\}/);
    }
    if (!address.startsWith("/readyz")) expect(errors?.length, about).toBeGreaterThan(0);
  }
  expect(body, about).not.toContain(strayIin);
  return { status: response.status, route: new URL(`${qorgau.url}${address}`).pathname };
}

/** Of a stream of events, which has no end, what comes first. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get("content-type") !== "text/event-stream") return response.text();
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  await reader.cancel();
  return value;
}

test(`${addresses} addresses from a grammar: no 5xx but 503, and the program goes on`, { timeout: 300_000 + addresses * 100 }, async () => {
  const random = seededRandom(testSeed);
  const reported: Reported[] = [];
  let begun = 0;
  const asking = async () => {
    while (begun < addresses) {
      begun += 1;
      reported.push(await ask(queryAddress(random)));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, asking));
  const byStatus = Object.entries(Object.groupBy(reported, ({ status }) => status)).map(([status, some]) => `${status}: ${some?.length}`);
  console.info(`${addresses} addresses, seed ${testSeed}: ${byStatus.join(", ")}`);
  // The grammar reaches every route, and answers as well as refusals.
  for (const route of Object.keys(readRoutes)) {
    if (!route.includes("ODD"))
      expect(
        reported.some((one) => one.route === route),
        route,
      ).toBe(true);
  }
  const share = (status: number) => reported.filter((one) => one.status === status).length / reported.length;
  expect([share(200) > 0.1, share(400) > 0.2, share(503) < 0.1]).toEqual([true, true, true]);
  expect((await fetch(`${qorgau.url}/healthz`)).status).toBe(200);
});
