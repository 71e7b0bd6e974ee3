/** Webhooks over a kill of the whole program, to the receiver of the examples, which passes them on: nothing is lost while either is away. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { MadeWebhook } from "@qorgau/schemas/responses/webhooks";
import { afterAll, expect, test } from "vitest";
import { isGenuine } from "../../../examples/webhook-receiver.ts";
import { caseEvent } from "../../generators/events.ts";
import { rates, sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const settings = { QORGAU_WEBHOOK_LOOPBACK: "yes", QORGAU_WEBHOOK_PAUSE_SECONDS: "1" };
const root = join(import.meta.dirname, "../../..");

let directory: string;
let qorgau: QorgauProcess | undefined;
let receiver: ChildProcess | undefined;
/** In place of Telegram. */
const chats: { readonly chat_id: string; readonly text: string }[] = [];
let status = 500;
const telegram = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    if (status === 200) chats.push(JSON.parse(Buffer.concat(pieces).toString("utf8")) as (typeof chats)[number]);
    response.writeHead(status).end("{}");
  });
});
const portOf = (server: typeof telegram) => (server.address() as AddressInfo).port;

afterAll(async () => {
  receiver?.kill("SIGKILL");
  telegram.close();
  await qorgau?.kill();
  await removeDirectory(directory);
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

test("what was reported while the receiver was away, and the program killed, is passed on once it is back", async () => {
  directory = await temporaryDirectory();
  telegram.listen(0, "127.0.0.1");
  await once(telegram, "listening");
  qorgau = await startQorgau(join(directory, "data"), settings);
  const port = await freePort();
  const body = JSON.stringify({ type: "rates.changed", url: `http://127.0.0.1:${port}/`, parameters: "by=region" });
  const made = await fetch(`${qorgau.url}/v1/webhooks`, { method: "POST", headers: { "content-type": "application/json" }, body });
  const webhook = (await made.json()) as MadeWebhook;
  expect(made.status).toBe(201);
  const { positions } = await sendAll(qorgau.url, [caseEvent({ region: "KZ-35" }, { subject: "N-1" })]);
  const { watermark } = await rates(qorgau.url, { atLeast: positions });
  const attempts = async () =>
    ((await (await fetch(`${qorgau!.url}/v1/webhooks/${webhook.id}/attempts`)).json()) as { rows: { message: string; outcome: string }[] })
      .rows;
  await expect.poll(async () => (await attempts()).length, { timeout: 60_000 }).toBeGreaterThan(0);
  const [first] = await attempts();
  expect(first?.outcome).toBe("unreachable");
  await qorgau.kill();

  qorgau = await startQorgau(join(directory, "data"), settings);
  receiver = spawn(process.execPath, ["examples/webhook-receiver.ts"], {
    cwd: root,
    env: {
      ...process.env,
      WEBHOOK_SECRET: webhook.secret,
      RECEIVER_PORT: String(port),
      TELEGRAM_URL: `http://127.0.0.1:${portOf(telegram)}/sendMessage`,
      TELEGRAM_CHAT: "7",
    },
    stdio: "ignore",
  });
  // The receiver is there, and Telegram is not.
  await expect.poll(async () => (await attempts())[0]?.outcome, { timeout: 60_000 }).toBe("refused");
  status = 200;
  await expect.poll(() => chats.length, { timeout: 60_000 }).toBe(1);
  // A log that was killed may have grown by a tick since.
  expect(chats[0]).toEqual({
    chat_id: "7",
    text: expect.stringMatching(/^(?:\d+ figures have changed|The figures have changed as a whole)\.\nCut: /),
  });
  await expect.poll(async () => (await attempts())[0]?.outcome, { timeout: 60_000 }).toBe("delivered");
  expect((await attempts()).every(({ message }) => message === first?.message)).toBe(true);
  // An attempt is put down before what it has led to.
  const reached = async () => ((await (await fetch(`${qorgau!.url}/v1/webhooks/${webhook.id}`)).json()) as MadeWebhook).watermark;
  await expect.poll(reached, { timeout: 60_000 }).toBe(watermark);
  expect(await qorgau.stop()).toBe(0);
});

test("a receiver without a secret does not start, and takes nothing that is signed with an empty one", () => {
  const run = spawnSync(process.execPath, ["examples/webhook-receiver.ts"], {
    cwd: root,
    env: { ...process.env, WEBHOOK_SECRET: "" },
    encoding: "utf8",
    timeout: 30_000,
  });
  expect([run.status, run.stderr]).toEqual([2, expect.stringContaining("WEBHOOK_SECRET: has to be given")]);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headersBy = (key: Buffer) => ({
    "webhook-id": "msg_1",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${createHmac("sha256", key).update(`msg_1.${timestamp}.{}`).digest("base64")}`,
  });
  const key = Buffer.from("a key of some length");
  expect(isGenuine(`whsec_${key.toString("base64")}`, headersBy(key), "{}")).toBe(true);
  for (const secret of ["", "whsec_"]) expect(isGenuine(secret, headersBy(Buffer.alloc(0)), "{}")).toBe(false);
});
