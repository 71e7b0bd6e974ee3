/**
 * Webhooks from the event to the receiver, on the whole program in this process: what is sent leads from one response to the next, a receiver that is
 * away, slow or hostile loses nothing and holds nobody else, and nothing is sent that the token may not have at that moment.
 */
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "@qorgau/infra/access/grant";
import { makeToken } from "@qorgau/infra/access/token";
import type { StoredToken } from "@qorgau/infra/access/token";
import { changeTokensFile } from "@qorgau/infra/access/tokens-file";
import { createLogger } from "@qorgau/infra/process/logger";
import { readSettings } from "@qorgau/infra/settings/settings";
import type { StartedService } from "@qorgau/infra/service/start-service";
import type { RatesChange } from "@qorgau/schemas/responses/live-events";
import { applyChange } from "@qorgau/schemas/responses/rates-change";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { AttemptsResponse, MadeWebhook, Webhook, WebhooksResponse } from "@qorgau/schemas/responses/webhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { start } from "../../start.ts";
import { caseEvent } from "../generators/events.ts";
import { startTestReceiver } from "./webhook-receiver.ts";
import type { ReceivedMessage, TestReceiver } from "./webhook-receiver.ts";

vi.setConfig({ testTimeout: 60_000 });

const source = "urn:kz:bin:200140000004";
const grants = {
  reporter: { send: [source] },
  reader: { scopes: ["figures"] },
  region: { scopes: ["figures"], limits: { regions: ["KZ-35"] } },
  releaser: { scopes: ["release"] },
  operator: "operate",
  // Receivers on this machine, which those of the tests are, are for operators alone.
  subscriber: { scopes: ["operate"] },
  acknowledged: { own: [source], scopes: ["operate"] },
} as const satisfies Readonly<Record<string, Grant>>;
type Caller = keyof typeof grants;

const tokens = new Map<Caller, string>();
const stored = new Map<Caller, StoredToken>();
let directory: string;
let tokensFile: string;
let service: StartedService;

async function begin(): Promise<void> {
  const settings = readSettings({
    QORGAU_DATA: join(directory, "data"),
    QORGAU_PORT: "0",
    QORGAU_TOKENS_FILE: tokensFile,
    QORGAU_WEBHOOK_LOOPBACK: "yes",
    QORGAU_WEBHOOK_PAUSE_SECONDS: "1",
  });
  service = await start(settings, createLogger({ level: "silent" }));
  await service.started;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "qorgau-webhooks-"));
  tokensFile = join(directory, "tokens.json");
  for (const [caller, grant] of Object.entries(grants) as [Caller, Grant][]) {
    const made = makeToken({ grant, name: caller });
    tokens.set(caller, made.token);
    stored.set(caller, made.stored);
    await changeTokensFile(tokensFile, (before) => [...before, made.stored]);
  }
  await begin();
  await report();
});
afterAll(async () => {
  await service?.stop();
  await rm(directory, { recursive: true, force: true });
});

const receivers: TestReceiver[] = [];
const madeWebhooks: string[] = [];
afterEach(async () => {
  for (const id of madeWebhooks.splice(0)) await ask("operator", `/v1/webhooks/${id}`, { method: "DELETE" });
  for (const receiver of receivers.splice(0)) receiver.close();
});

function ask(caller: Caller, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("authorization", `Bearer ${tokens.get(caller)}`);
  if (init.body !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json");
  return fetch(`${service.url}${path}`, { ...init, headers });
}
const post = (caller: Caller, path: string, body: object) => ask(caller, path, { method: "POST", body: JSON.stringify(body) });
const jsonOf = async <Value>(response: Promise<Response>): Promise<Value> => (await (await response).json()) as Value;
const rulesOf = async (response: Response) =>
  ((await response.json()) as { errors: { rule: string; pointer: string }[] }).errors.map(({ rule, pointer }) => `${rule} ${pointer}`);

let subjects = 0;
/** Appended and published; gives the position. */
async function report(region = "KZ-35", data: object = {}): Promise<string> {
  const event = caseEvent({ region, ...data }, { source, subject: `N-${(subjects += 1)}` });
  const sent = await ask("reporter", "/v1/events", {
    method: "POST",
    headers: { "content-type": "application/cloudevents+json" },
    body: JSON.stringify(event),
  });
  const { position } = (await sent.json()) as { readonly position: string };
  expect((await ask("reader", `/v1/rates?atLeast=${position}`)).status).toBe(200);
  return position;
}

const parameters = "by=region&period=month";
interface Subscribed extends TestReceiver {
  readonly webhook: MadeWebhook;
}
async function subscribe(
  type = "rates.changed",
  caller: Caller = "operator",
  followed = type === "rates.changed" ? parameters : "",
): Promise<Subscribed> {
  let webhook: MadeWebhook | null = null;
  const receiver = await startTestReceiver(() => [webhook?.secret ?? ""]);
  receivers.push(receiver);
  const response = await post(caller, "/v1/webhooks", { type, url: receiver.url, ...(followed === "" ? {} : { parameters: followed }) });
  expect(response.status, await response.clone().text()).toBe(201);
  webhook = (await response.json()) as MadeWebhook;
  madeWebhooks.push(webhook.id);
  return { ...receiver, webhook };
}
const webhookOf = (id: string, caller: Caller = "operator") => jsonOf<Webhook>(ask(caller, `/v1/webhooks/${id}`));
const responseAt = (watermark: string) => jsonOf<RatesResponse>(ask("reader", `/v1/rates?${parameters}&asOf=${watermark}`));

/** The response that the messages make of the one that the subscription began with; fails where the chain is broken. */
async function followed({ webhook, taken }: Subscribed): Promise<RatesResponse> {
  let response: RatesResponse | null = await responseAt(webhook.watermark);
  for (const { json } of taken) {
    response =
      json.type === "rates.snapshot"
        ? (json.data as unknown as RatesResponse)
        : applyChange(response!, json.data as unknown as RatesChange);
    expect(response).not.toBe(null);
  }
  return response!;
}
const last = ({ taken }: TestReceiver): ReceivedMessage => taken.at(-1)!;
const reached = (receiver: Subscribed, position: string) =>
  expect
    .poll(async () => (await ask("reader", `/v1/rates?asOf=${last(receiver)?.json.data.watermark ?? ""}&atLeast=${position}`)).status, {
      timeout: 15_000,
    })
    .toBe(200);

test("changes lead from the response of one watermark to that of the next, signed and in order", async () => {
  const receiver = await subscribe();
  await report();
  await receiver.until("taken", 1);
  await reached(receiver, await report("KZ-10"));
  expect(receiver.taken.length).toBeGreaterThan(1);
  expect(await followed(receiver)).toEqual(await responseAt(last(receiver).json.data.watermark));
  const { rows } = await jsonOf<AttemptsResponse>(ask("operator", `/v1/webhooks/${receiver.webhook.id}/attempts`));
  expect(rows.map(({ message, outcome, status }) => ({ message, outcome, status }))).toEqual(
    receiver.taken.toReversed().map(({ id }) => ({ message: id, outcome: "delivered", status: 204 })),
  );
});

test("receivers that are away, refuse, hang, drop, redirect or have no end lose nothing, and one beside them gets everything meanwhile", async () => {
  const behaviours = ["refuses", "hangs", "drops", "redirects", "endless"] as const;
  const away = await subscribe();
  await away.away();
  const failing = await Promise.all(
    behaviours.map(async (behaviour) => {
      const receiver = await subscribe();
      receiver.behave(behaviour);
      return receiver;
    }),
  );
  const healthy = await subscribe();
  await report();
  for (const receiver of failing) await receiver.until("attempts", 1);
  await reached(healthy, await report("KZ-10"));
  for (const receiver of failing) expect(receiver.taken).toEqual([]);
  expect((await webhookOf(failing[0]!.webhook.id)).failingSince).not.toBe(null);

  const newest = await report("KZ-63");
  await away.back();
  for (const receiver of failing) receiver.behave("takes");
  const expected = await jsonOf<RatesResponse>(ask("reader", `/v1/rates?${parameters}`));
  for (const receiver of [away, ...failing]) {
    await reached(receiver, newest);
    expect((await followed(receiver)).rows).toEqual(expected.rows);
    // The first message was tried with one id until it was taken.
    expect(receiver.attempts[0]).toBe(receiver.taken[0]!.id);
  }
  const { state, failingSince } = await webhookOf(away.webhook.id);
  expect([state, failingSince]).toEqual(["active", null]);
});

test("a receiver that asks to be left alone for a second is, and then has everything", async () => {
  const receiver = await subscribe();
  receiver.behave("throttles");
  const newest = await report();
  await receiver.until("attempts", 3);
  receiver.behave("takes");
  await reached(receiver, newest);
  const { rows } = await jsonOf<AttemptsResponse>(ask("operator", `/v1/webhooks/${receiver.webhook.id}/attempts`));
  const throttled = rows.toReversed().filter(({ status }) => status === 429);
  expect(throttled.length).toBeGreaterThan(2);
  // By the schedule alone each would be half a second at least, a second at most. A timer may be a millisecond early.
  const begun = throttled.map(({ at }) => Date.parse(at));
  for (const [place, at] of begun.slice(1).entries()) expect(at - begun[place]!).toBeGreaterThanOrEqual(999);
});

test("a message that was under way when the process ended comes again with its id and its bytes, and then what came after it", async () => {
  const receiver = await subscribe();
  receiver.behave("refuses");
  await report();
  await receiver.until("attempts", 1);
  await service.stop();
  receiver.behave("takes");
  await begin();
  await receiver.until("taken", 1);
  expect(receiver.taken[0]!.id).toBe(receiver.attempts[0]);
  await reached(receiver, await report("KZ-10"));
  expect((await followed(receiver)).rows).toEqual((await responseAt(last(receiver).json.data.watermark)).rows);
});

describe("the rights of the token at each delivery", () => {
  const hold = (caller: Caller, change: (token: StoredToken) => StoredToken | null) =>
    changeTokensFile(tokensFile, (before) => [
      ...before.filter(({ id, replaces }) => ![id, replaces].includes(stored.get(caller)!.id)),
      ...[change(stored.get(caller)!)].filter((one) => one !== null),
    ]);
  const succeed = async (caller: "subscriber" | "reader") => {
    const heir = makeToken({ grant: grants[caller], name: "heir", replaces: stored.get(caller)!.id });
    await hold(caller, (token) => ({ ...token, expiresAt: "2026-01-01T00:00:00.000Z" }));
    await changeTokensFile(tokensFile, (before) => [...before, heir.stored]);
    tokens.set(caller, heir.token);
    stored.set(caller, heir.stored);
    await expect.poll(async () => (await ask(caller, "/v1/status")).status).toBe(200);
  };
  const stateOf = async (id: string) => {
    const { state, reason } = await webhookOf(id);
    return [state, reason];
  };

  test.each([
    ["is revoked", () => null, "token_unknown"],
    ["has expired", (token: StoredToken) => ({ ...token, expiresAt: "2026-01-01T00:00:00.000Z" }), "token_expired"],
    ["has lost its scope", (token: StoredToken) => ({ ...token, grant: { scopes: ["release"] } as Grant }), "not_permitted"],
    [
      "is limited to another region",
      (token: StoredToken) => ({ ...token, grant: { scopes: ["figures"], limits: { regions: ["KZ-10"] } } as Grant }),
      "not_permitted",
    ],
    [
      "is revoked, and another has taken its place,",
      ({ id, grant }: StoredToken) => makeToken({ grant, name: "heir", replaces: id }).stored,
      "token_unknown",
    ],
  ] as const)("of one that %s nothing is sent, its state says why, and nothing is lost once it is back", async (_what, change, reason) => {
    const receiver = await subscribe("rates.changed", "subscriber", "region=KZ-35&period=month");
    await hold("subscriber", change);
    await expect.poll(async () => (await ask("subscriber", "/v1/rates?region=KZ-35&period=month")).status).not.toBe(200);
    await report();
    await expect.poll(() => stateOf(receiver.webhook.id), { timeout: 15_000 }).toEqual(["suspended", reason]);
    const beside = await subscribe();
    await reached(beside, await report());
    expect(receiver.attempts).toEqual([]);
    await hold("subscriber", (token) => token);
    await receiver.until("taken", 1);
    expect(await stateOf(receiver.webhook.id)).toEqual(["active", null]);
    expect(receiver.taken[0]!.json.data.since).toBe(receiver.webhook.watermark);
  });

  test("are those of the token that has taken its place once it has expired", async () => {
    const receiver = await subscribe("rates.changed", "subscriber");
    await succeed("subscriber");
    await report();
    await receiver.until("taken", 1);
    await expect.poll(async () => (await webhookOf(receiver.webhook.id)).owner).toBe(stored.get("subscriber")!.id);
  });

  test("show a subscription to the token that has taken its place", async () => {
    const made = await post("reader", "/v1/webhooks", { type: "release.made", url: "https://receiver.example.kz/" });
    const { id } = (await made.json()) as MadeWebhook;
    madeWebhooks.push(id);
    await succeed("reader");
    expect((await ask("reader", `/v1/webhooks/${id}`)).status).toBe(200);
  });

  test("are an operator's where the receiver is on this machine", async () => {
    const receiver = await subscribe("rates.changed", "subscriber");
    await hold("subscriber", (token) => ({ ...token, grant: { scopes: ["figures"] } }));
    await expect.poll(async () => (await ask("subscriber", "/v1/audit")).status).toBe(403);
    await report();
    const attempts = () => jsonOf<AttemptsResponse>(ask("operator", `/v1/webhooks/${receiver.webhook.id}/attempts`));
    await expect.poll(async () => (await attempts()).rows[0]?.outcome, { timeout: 15_000 }).toBe("address_refused");
    expect(receiver.attempts).toEqual([]);
    await hold("subscriber", (token) => token);
    await receiver.until("taken", 1);
  });

  test("decide what may be subscribed to at all", async () => {
    const url = "https://receiver.example.kz/";
    const refused = async (caller: Caller, body: object) => {
      const response = await post(caller, "/v1/webhooks", body);
      return [response.status, ...(await rulesOf(response))];
    };
    expect(await refused("reporter", { type: "rates.changed", url })).toEqual([403, "QG-0853 /type"]);
    expect(await refused("region", { type: "rates.changed", url, parameters: "by=region" })).toEqual([403, "QG-0846 region"]);
    expect(await refused("region", { type: "signals.changed", url })).toEqual([403, expect.stringContaining("QG-084")]);
    expect(await refused("reporter", { type: "events.accepted", url, parameters: "source=urn:kz:insurer:annuity" })).toEqual([
      403,
      "QG-0847 source",
    ]);
    expect(await refused("reporter", { type: "release.made", url })).toEqual([403, "QG-0853 /type"]);
    const released = await post("releaser", "/v1/webhooks", { type: "release.made", url });
    expect(released.status).toBe(201);
    madeWebhooks.push(((await released.json()) as MadeWebhook).id);
    expect(await refused("operator", { type: "events.accepted", url, parameters: `source=${source}` })).toEqual([403, "QG-0853 /type"]);
  });
});

test("what was accepted of an own source is acknowledged by its positions, and the audit trail holds it", async () => {
  const receiver = await subscribe("events.accepted", "acknowledged", `source=${source}`);
  const positions = [await report(), await report("KZ-10"), await report()];
  await reached(receiver, positions.at(-1)!);
  const events = receiver.taken.flatMap(
    ({ json }) => (json.data as unknown as { events: { position: string; subject: string; status: string }[] }).events,
  );
  expect(events.map(({ position }) => position).toSorted()).toEqual(positions.toSorted());
  expect(events.map(({ subject, status }) => `${subject} ${status}`).toSorted()).toEqual(
    [2, 1, 0].map((back) => `N-${subjects - back} accepted`).toSorted(),
  );
  const { rows } = await jsonOf<{ rows: { route: string; records: number | null; token: string }[] }>(
    ask("operator", "/v1/audit?limit=1000"),
  );
  const read = rows.filter(({ route }) => route === `/v1/webhooks/${receiver.webhook.id}`);
  expect(read.reduce((sum, { records }) => sum + (records ?? 0), 0)).toBe(3);
  expect(new Set(read.map(({ token }) => token))).toEqual(new Set([stored.get("acknowledged")!.id]));
});

test("an accident that several died of is a change of the signals, worked out from the cut before it", async () => {
  const { watermark } = await jsonOf<RatesResponse>(ask("reader", `/v1/rates?${parameters}`));
  const fatal = { severity: "fatal", accident: "A-1" };
  await report("KZ-35", fatal);
  await report("KZ-35", fatal);
  const receiver = await subscribe("signals.changed");
  expect((await post("operator", `/v1/webhooks/${receiver.webhook.id}/replay`, { from: watermark })).status).toBe(200);
  await receiver.until("taken", 1);
  expect(receiver.taken[0]!.json).toMatchObject({
    type: "signals.changed",
    data: { since: watermark, raised: [], withdrawn: [], groupFatalities: [{ region: "KZ-35", dead: 2 }] },
  });
});

test("its signal stands in the feed of who may see it, by region", async () => {
  const feedOf = async (caller: Caller, search: string) => {
    const response = await ask(caller, `/v1/feed?of=signals${search}`);
    return response.status === 200
      ? [200, [...(await response.text()).matchAll(/<entry>/g)].length]
      : [response.status, await rulesOf(response)];
  };
  await expect.poll(() => feedOf("region", "&region=KZ-35"), { timeout: 30_000 }).toEqual([200, 1]);
  await report("KZ-10", { severity: "fatal", accident: "A-2" });
  await report("KZ-10", { severity: "fatal", accident: "A-2" });
  await expect.poll(() => feedOf("reader", ""), { timeout: 30_000 }).toEqual([200, 2]);
  expect(await feedOf("reader", "&region=KZ-10")).toEqual([200, 1]);
  expect(await feedOf("region", "&region=KZ-35")).toEqual([200, 1]);
  const own = await (await ask("region", "/v1/feed?of=signals&region=KZ-35")).text();
  const related = /rel="related"[^>]*href="([^"]*)"/.exec(own)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const signals = await jsonOf<SignalsResponse>(ask("region", `/v1/${related}`));
  expect(signals.groupFatalities).toMatchObject([{ region: "KZ-35", dead: 2 }]);
  for (const search of ["", "&region=KZ-10", "&region=KZ-35,KZ-10", "&sector=B"])
    expect([search, ...(await feedOf("region", search))]).toEqual([search, 403, [expect.stringMatching(/^QG-084[68] /)]]);
  expect(await feedOf("releaser", "")).toEqual([403, [expect.stringMatching(/^QG-0853 /)]]);
  expect((await ask("releaser", "/v1/feed")).status).toBe(200);
  expect(await rulesOf(await ask("reader", "/v1/feed?region=KZ-35"))).toEqual(["QG-0647 region"]);
});

test("releases and their revisions are sent, and stand in the feed", async () => {
  const receiver = await subscribe("release.made");
  await report();
  expect((await post("operator", "/v1/releases", { name: "annual-2026", year: 2026 })).status).toBe(201);
  const revision = { name: "annual-2026-b", year: 2026, supersedes: "annual-2026", reason: "Late reports & <corrections>" };
  expect((await post("operator", "/v1/releases", revision)).status).toBe(201);
  await receiver.until("taken", 2);
  const sent = receiver.taken.map(({ json }) => (json.data as unknown as { release: { name: string; supersedes?: string } }).release);
  expect(sent.map(({ name, supersedes }) => [name, supersedes])).toEqual([
    ["annual-2026", undefined],
    ["annual-2026-b", "annual-2026"],
  ]);
  const [first, second] = receiver.taken.map(({ json }) => json.data);
  expect([first!.since, second!.since]).toEqual([receiver.webhook.watermark, first!.watermark]);
  const feed = await ask("reader", "/v1/feed?lang=kk");
  const text = await feed.text();
  expect([feed.status, feed.headers.get("content-type")]).toEqual([200, "application/atom+xml; charset=utf-8"]);
  expect(text.match(/<entry>/g)).toHaveLength(2);
  expect(text).toContain("Late reports &amp; &lt;corrections&gt;");
});

test("a receiver that is gone is sent nothing more until it is replayed, from where it came to or from before", async () => {
  const receiver = await subscribe();
  receiver.behave("gone");
  await report();
  await expect.poll(async () => (await webhookOf(receiver.webhook.id)).state, { timeout: 15_000 }).toBe("disabled");
  receiver.behave("takes");
  await report("KZ-10");
  const replay = (body: object) => post("operator", `/v1/webhooks/${receiver.webhook.id}/replay`, body);
  expect((await jsonOf<Webhook>(replay({}))).state).toBe("active");
  await reached(receiver, await report());
  const before = receiver.taken.length;
  expect((await followed(receiver)).rows).toEqual((await responseAt(last(receiver).json.data.watermark)).rows);

  const again = await replay({ from: receiver.webhook.watermark });
  expect([again.status, ((await again.json()) as Webhook).watermark]).toEqual([200, receiver.webhook.watermark]);
  await receiver.until("taken", before + 1);
  expect(last(receiver).json.data.since).toBe(receiver.webhook.watermark);
  expect(await rulesOf(await replay({ from: "0:999999" }))).toEqual(["QG-0956 /from"]);
  expect(await rulesOf(await replay({ from: "x" }))).toEqual(["QG-0956 /from"]);
});

describe("a new secret", () => {
  const rotate = (id: string, body: object, caller: Caller = "operator") => post(caller, `/v1/webhooks/${id}/secret`, body);

  test("signs beside the one before for the time that is stated, so that a receiver may have either, and then alone", async () => {
    const receiver = await subscribe();
    let known = [receiver.webhook.secret];
    receiver.checkBy(() => known);
    const response = await rotate(receiver.webhook.id, { previousSeconds: 3_600 });
    expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const rotated = (await response.json()) as MadeWebhook;
    expect(rotated.secret).not.toBe(receiver.webhook.secret);
    const leftMs = Date.parse(rotated.previousSecretUntil!) - Date.now();
    expect([leftMs > 3_000_000, leftMs <= 3_600_000]).toEqual([true, true]);
    await reached(receiver, await report());
    known = [rotated.secret];
    await reached(receiver, await report("KZ-10"));
    expect(receiver.signatures).toEqual(receiver.signatures.map(() => 2));

    // A second change states less. The receiver has the first one when that ends, and gets what it has not taken once it has the newest.
    known = [receiver.webhook.secret];
    const newestSecret = (await jsonOf<MadeWebhook>(rotate(receiver.webhook.id, { previousSeconds: 1 }))).secret;
    await expect.poll(async () => (await webhookOf(receiver.webhook.id)).previousSecretUntil, { timeout: 30_000 }).toBe(null);
    const before = receiver.taken.length;
    const newest = await report("KZ-63");
    const attempts = () => jsonOf<AttemptsResponse>(ask("operator", `/v1/webhooks/${receiver.webhook.id}/attempts`));
    await expect.poll(async () => (await attempts()).rows[0]?.outcome, { timeout: 15_000 }).toBe("unreachable");
    expect(receiver.taken.length).toBe(before);
    known = [newestSecret];
    await reached(receiver, newest);
    expect(receiver.signatures.at(-1)).toBe(1);
    expect((await followed(receiver)).rows).toEqual((await responseAt(last(receiver).json.data.watermark)).rows);
  });

  test("ends the one before at once where nothing is left to it, over a restart too", async () => {
    const receiver = await subscribe();
    const { secret } = await jsonOf<MadeWebhook>(rotate(receiver.webhook.id, { previousSeconds: 0 }));
    await service.stop();
    await begin();
    receiver.checkBy(() => [secret]);
    await reached(receiver, await report());
    expect(new Set(receiver.signatures)).toEqual(new Set([1]));
    expect((await webhookOf(receiver.webhook.id)).previousSecretUntil).toBe(null);
  });

  test("is refused where the time is none, and put down in the audit trail", async () => {
    const { webhook } = await subscribe();
    for (const previousSeconds of [-1, 1.5, 604_801, "day", [1], null])
      expect(await rulesOf(await rotate(webhook.id, { previousSeconds }))).toEqual(["QG-0958 /previousSeconds"]);
    expect(await rulesOf(await rotate(webhook.id, { seconds: 1 }))).toEqual(["QG-0601 /seconds"]);
    const acts = async () => {
      const { rows } = await jsonOf<{ rows: { route: string; action: string; parameters: string }[] }>(
        ask("operator", "/v1/audit?limit=1000"),
      );
      return rows.filter(({ route, action }) => action === "operate" && route.includes(webhook.id) && route.endsWith("/secret"));
    };
    expect((await rotate(webhook.id, {})).status).toBe(200);
    expect((await rotate(webhook.id, { previousSeconds: 0 })).status).toBe(200);
    expect((await ask("operator", `/v1/webhooks/${webhook.id}/secret`, { method: "POST" })).status).toBe(200);
    const put = (await acts()).map(({ parameters }) => Number(new URLSearchParams(parameters).get("previousSeconds")));
    expect(put.toSorted((a, b) => a - b)).toEqual([0, 86_400, 86_400]);
    expect((await ask("operator", `/v1/webhooks/${webhook.id}`).then((response) => response.text())).includes("whsec_")).toBe(false);
  });
});

describe("a subscription", () => {
  test("shows its secret once, and is its own caller's and the operator's alone", async () => {
    const made = await post("reader", "/v1/webhooks", { type: "release.made", url: "https://receiver.example.kz/" });
    const webhook = (await made.json()) as MadeWebhook;
    madeWebhooks.push(webhook.id);
    expect(webhook.secret).toMatch(/^whsec_/);
    const listed = async (caller: Caller) => (await jsonOf<WebhooksResponse>(ask(caller, "/v1/webhooks"))).rows.map(({ id }) => id);
    expect([await listed("reader"), await listed("region"), await listed("operator")]).toEqual([[webhook.id], [], [webhook.id]]);
    for (const path of [`/v1/webhooks/${webhook.id}`, `/v1/webhooks`, `/v1/webhooks/${webhook.id}/attempts`])
      expect(await (await ask("reader", path)).text()).not.toContain("whsec_");
    for (const [path, method] of [
      ["", "GET"],
      ["", "DELETE"],
      ["/attempts", "GET"],
      ["/replay", "POST"],
      ["/secret", "POST"],
    ] as const)
      expect([path, method, (await ask("region", `/v1/webhooks/${webhook.id}${path}`, { method })).status]).toEqual([path, method, 404]);
    const folder = join(directory, "data", "webhooks");
    const names = (await readdir(folder)).filter((name) => name.startsWith(webhook.id));
    expect(names.length).toBeGreaterThan(0);
    if (process.platform !== "win32") for (const name of names) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
    expect((await post("reader", `/v1/webhooks/${webhook.id}/replay`, {})).status).toBe(200);
    expect((await ask("reader", `/v1/webhooks/${webhook.id}`, { method: "DELETE" })).status).toBe(204);
    expect((await readdir(folder)).filter((name) => name.startsWith(webhook.id))).toEqual([]);
  });

  test.each([
    [{}, ["QG-0603 /type", "QG-0951 /url"]],
    [{ type: "rates.changed", url: "https://10.0.0.1/" }, ["QG-0951 /url"]],
    [{ type: "rates.changed", url: "http://receiver.example.kz/" }, ["QG-0951 /url"]],
    [{ type: "rates.changed", url: "https://receiver.example.kz:25/" }, ["QG-0951 /url"]],
    [{ type: "rates.changed", url: "http://127.0.0.1:8090/" }, ["QG-0951 /url"]],
    [{ type: "rates.changed", url: "https://a:b@receiver.example.kz/" }, ["QG-0951 /url"]],
    [{ type: "rates.changed", url: "https://receiver.example.kz/850808310738" }, ["QG-0951 /url"]],
    [{ type: "rates.changed", url: "https://receiver.example.kz/", parameters: "by=colour&asOf=0:1" }, ["QG-0601 asOf", "QG-0603 by"]],
    [{ type: "signals.changed", url: "https://receiver.example.kz/", parameters: "asOf=0:1" }, ["QG-0601 asOf"]],
    [{ type: "release.made", url: "https://receiver.example.kz/", parameters: "year=2026" }, ["QG-0601 year"]],
    [{ type: "events.accepted", url: "https://receiver.example.kz/" }, ["QG-0812 source"]],
    [{ type: "rates.changed", url: "https://receiver.example.kz/", secret: "mine" }, ["QG-0601 /secret"]],
    [[], ["QG-0950 "]],
  ])("%j is refused", async (body, rules) => {
    const response = await post("reader", "/v1/webhooks", body);
    expect([response.status, await rulesOf(response)]).toEqual([400, rules]);
  });

  test("is one of twenty of a token at most", async () => {
    const body = { type: "release.made", url: "https://receiver.example.kz/" };
    for (let count = 0; count < 20; count += 1) {
      const made = await post("reader", "/v1/webhooks", body);
      expect(made.status).toBe(201);
      madeWebhooks.push(((await made.json()) as MadeWebhook).id);
    }
    const tooMany = await post("reader", "/v1/webhooks", body);
    expect([tooMany.status, await rulesOf(tooMany)]).toEqual([409, ["QG-0953 "]]);
  });
});
