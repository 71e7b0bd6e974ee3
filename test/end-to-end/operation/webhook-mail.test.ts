/** Webhooks of the real program, by the receiver of the examples that passes them on by mail, to a mail server of the test's own. */
import { spawn, spawnSync } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { MadeWebhook } from "@qorgau/schemas/responses/webhooks";
import { afterAll, expect, test } from "vitest";
import { isOnPath } from "../../broker/broker-at-hand.ts";
import { caseEvent } from "../../generators/events.ts";
import { areClientsRequired } from "../clients/installed-clients.ts";
import { sendAll } from "../program/client.ts";
import { removeDirectory, startQorgau, temporaryDirectory } from "../program/qorgau-process.ts";
import type { QorgauProcess } from "../program/qorgau-process.ts";

const isLeftOut = !areClientsRequired() && !isOnPath("python3", process.env["PATH"] ?? "");
if (isLeftOut) process.stderr.write("NOT RUN: the mail receiver of the examples, for want of python3. CI runs it.\n");

interface Mail {
  readonly recipients: readonly string[];
  readonly text: string;
}
const mails: Mail[] = [];
let takesMail = false;
/** As much of SMTP (RFC 5321) as a client needs that sends one mail. */
const mailServer = createServer((socket) => {
  void serve(socket).catch(() => socket.destroy());
});

async function serve(socket: Socket): Promise<void> {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let recipients: string[] = [];
  let text: string[] | null = null;
  say("220 test");
  for await (const line of createInterface({ input: socket })) {
    if (text !== null && line === ".") {
      mails.push({ recipients, text: text.join("\n") });
      text = null;
      say("250 taken");
    } else if (text !== null) text.push(line.replace(/^\./, ""));
    else if (/^DATA$/i.test(line)) {
      text = [];
      say("354 go on");
    } else if (/^QUIT/i.test(line)) {
      say("221 bye");
      socket.end();
    } else if (/^RCPT TO:/i.test(line)) {
      recipients = [...recipients, /<([^>]*)>/.exec(line)?.[1] ?? ""];
      say("250 known");
    } else say(/^MAIL/i.test(line) && !takesMail ? "451 not now" : "250 yes");
  }
}

let directory: string;
let qorgau: QorgauProcess | undefined;
let receiver: ChildProcess | undefined;
afterAll(async () => {
  receiver?.kill("SIGKILL");
  mailServer.close();
  await qorgau?.kill();
  if (directory !== undefined) await removeDirectory(directory);
});

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

const program = join(import.meta.dirname, "../../../examples/webhook_mail.py");

test.skipIf(isLeftOut).each([
  [{ WEBHOOK_SECRET: "" }, "WEBHOOK_SECRET: has to be given"],
  [{ WEBHOOK_SECRET: "whsec_" }, "WEBHOOK_SECRET: has to be given"],
  [{ MAIL_TO: "" }, "MAIL_TO: has to be given"],
  [{ SMTP_SERVER: "mail.example.kz:smtp" }, "SMTP_SERVER: "],
  [{ RECEIVER_PORT: "70000" }, "RECEIVER_PORT: 70000 is no port"],
])("a setting that is missing or wrong ends it with a line: %o", (changes, line) => {
  const settings = { WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", MAIL_TO: "safety@example.kz", ...changes };
  const { status, stderr } = spawnSync("python3", [program], { env: { ...process.env, ...settings }, encoding: "utf8", timeout: 30_000 });
  expect([status, stderr.trimEnd().split("\n")]).toEqual([2, [expect.stringContaining(`webhook_mail.py: ${line}`)]]);
});

test.skipIf(isLeftOut)("a mail server that is named without a port has the one of SMTP", () => {
  const code = "import sys; sys.dont_write_bytecode = True; import webhook_mail; print(*webhook_mail.SMTP_SERVER)";
  const settings = { WEBHOOK_SECRET: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", MAIL_TO: "safety@example.kz" };
  const serverOf = (named: string) =>
    spawnSync("python3", ["-c", code], {
      cwd: join(program, ".."),
      env: { ...process.env, ...settings, SMTP_SERVER: named },
      encoding: "utf8",
      timeout: 30_000,
    }).stdout.trim();
  expect(["mail.example.kz", "mail.example.kz:2525", "[::1]", ""].map(serverOf)).toEqual([
    "mail.example.kz 25",
    "mail.example.kz 2525",
    "::1 25",
    "127.0.0.1 25",
  ]);
});

test.skipIf(isLeftOut)(
  "what has changed comes as one mail, once the mail server takes it, and what is not signed comes to nothing",
  async () => {
    directory = await temporaryDirectory();
    const smtpPort = await listening(mailServer);
    const probe = createServer();
    const port = await listening(probe);
    probe.close();
    await once(probe, "close");
    qorgau = await startQorgau(join(directory, "data"), { QORGAU_WEBHOOK_LOOPBACK: "yes", QORGAU_WEBHOOK_PAUSE_SECONDS: "1" });
    const url = `http://127.0.0.1:${port}/`;
    const body = JSON.stringify({ type: "rates.changed", url, parameters: "by=region" });
    const made = await fetch(`${qorgau.url}/v1/webhooks`, { method: "POST", headers: { "content-type": "application/json" }, body });
    expect(made.status).toBe(201);
    const webhook = (await made.json()) as MadeWebhook;
    // The receiver has the secret before still: messages are signed by both.
    const rotated = await fetch(`${qorgau.url}/v1/webhooks/${webhook.id}/secret`, { method: "POST" });
    expect([rotated.status, ((await rotated.json()) as MadeWebhook).secret === webhook.secret]).toEqual([200, false]);
    const settings = {
      WEBHOOK_SECRET: webhook.secret,
      RECEIVER_PORT: String(port),
      SMTP_SERVER: `127.0.0.1:${smtpPort}`,
      MAIL_TO: "safety@example.kz",
    };
    receiver = spawn("python3", [program], {
      env: { ...process.env, ...settings },
      stdio: "ignore",
    });
    await sendAll(qorgau.url, [caseEvent({ region: "KZ-35" }, { subject: "N-1" })]);
    const attempts = async () =>
      (
        (await (await fetch(`${qorgau!.url}/v1/webhooks/${webhook.id}/attempts`)).json()) as {
          rows: { message: string; outcome: string }[];
        }
      ).rows;
    // The receiver is there, and its mail server takes nothing yet.
    await expect.poll(async () => (await attempts())[0]?.outcome, { timeout: 60_000 }).toBe("refused");
    expect(mails).toEqual([]);
    takesMail = true;
    await expect.poll(async () => (await attempts())[0]?.outcome, { timeout: 60_000 }).toBe("delivered");
    const [delivered] = await attempts();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.recipients).toEqual(["safety@example.kz"]);
    expect(mails[0]?.text).toMatch(/^Subject: Qorgau: (?:the )?figures have changed/m);
    expect(mails[0]?.text).toContain(`Message-ID: <${delivered?.message}@qorgau>`);
    expect(mails[0]?.text).toMatch(/^cut: \d+:\d+/m);

    const forged = await fetch(url, {
      method: "POST",
      headers: { "webhook-id": "msg_1", "webhook-timestamp": String(Math.floor(Date.now() / 1000)), "webhook-signature": "v1,AAAA" },
      body: "{}",
    });
    expect(forged.status).toBe(401);
    expect(mails).toHaveLength(1);
  },
);
