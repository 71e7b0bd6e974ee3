/**
 * A receiver of Qorgau's webhooks that passes them on as messages of Telegram or as mail. It needs Node 24 alone.
 *
 *   WEBHOOK_SECRET=whsec_…                     as POST /v1/webhooks answered it, or /v1/webhooks/{id}/secret since
 *   RECEIVER_PORT=8090                         on 127.0.0.1: put what ends TLS before it
 *   TELEGRAM_URL=https://api.telegram.org/bot<token>/sendMessage and TELEGRAM_CHAT=<chat id>, or
 *   MAIL_TO=safety@example.kz                  by the machine's own sendmail (MAIL_COMMAND=/usr/sbin/sendmail)
 *
 *   npm exec -c "node examples/webhook-receiver.ts"
 */
import { spawn } from "node:child_process";
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

interface Message {
  readonly type: string;
  readonly madeUp?: boolean;
  readonly data: {
    readonly since?: string;
    readonly watermark: string;
    readonly changed?: readonly unknown[];
    readonly removed?: readonly unknown[];
    readonly raised?: readonly {
      readonly raised: string;
      readonly scope: string;
      readonly region: string | null;
      readonly sector: string | null;
    }[];
    readonly release?: { readonly name: string; readonly year: number; readonly supersedes?: string; readonly reason?: string };
    readonly events?: readonly unknown[];
  };
}

const bodyBytesMax = 64 * 2 ** 20;
/** What is older was recorded and sent again by somebody else. */
const ageSecondsMax = 5 * 60;

/** Whether the message is of who has the secret, and of now. The libraries of Standard Webhooks do the same. */
export function isGenuine(secret: string, headers: IncomingHttpHeaders, body: string, nowMs = Date.now()): boolean {
  const [id, timestamp, signatures] = ["id", "timestamp", "signature"].map((name) => String(headers[`webhook-${name}`] ?? "")) as [
    string,
    string,
    string,
  ];
  if (!(Math.abs(nowMs / 1000 - Number(timestamp)) <= ageSecondsMax)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  // Everybody has an empty one.
  if (key.length === 0) return false;
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(" ").some((one) => {
    const sent = Buffer.from(one.replace(/^v1,/, ""), "base64");
    return one.startsWith("v1,") && sent.length === expected.length && timingSafeEqual(sent, expected);
  });
}

/** What people read. */
export function textOf({ type, data, madeUp = false }: Message): string {
  const { changed = [], removed = [], raised = [], events = [], release } = data;
  const texts: Readonly<Record<string, () => string>> = {
    "rates.changed": () => `${changed.length + removed.length} figures have changed.`,
    "rates.snapshot": () => "The figures have changed as a whole.",
    "signals.changed": () => ["Look at:", ...raised.map((one) => `${one.raised} ${one.region ?? one.sector ?? one.scope}`)].join("\n"),
    "release.made": () =>
      release?.supersedes === undefined
        ? `The figures of ${release?.year} are released as ${release?.name}.`
        : `The figures of ${release.year} are revised: ${release.name} supersedes ${release.supersedes}. ${release.reason ?? ""}`,
    "events.accepted": () => `${events.length} of your events are accepted.`,
  };
  const text = texts[type]?.() ?? `Something new: ${type}.`;
  return `${madeUp ? "(made-up figures) " : ""}${text}\nCut: ${data.watermark}`;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request) {
    bytes += (piece as Buffer).length;
    if (bytes > bodyBytesMax) throw new Error("the body is too long");
    pieces.push(piece as Buffer);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** Rejects where the text was not taken: then the message comes again. */
async function passOn(text: string, { TELEGRAM_URL: url, TELEGRAM_CHAT: chat, MAIL_TO: mailTo, MAIL_COMMAND: command }: NodeJS.ProcessEnv) {
  if (url !== undefined) {
    const body = JSON.stringify({ chat_id: chat, text });
    const signal = AbortSignal.timeout(5_000);
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body, signal });
    if (!response.ok) throw new Error(`Telegram: ${response.status}`);
  } else if (mailTo !== undefined) {
    const mail = spawn(command ?? "/usr/sbin/sendmail", ["-t"], { stdio: ["pipe", "inherit", "inherit"] });
    mail.stdin.end(`To: ${mailTo}\nSubject: Qorgau\nContent-Type: text/plain; charset=utf-8\n\n${text}\n`);
    const [code] = (await once(mail, "close")) as [number | null];
    if (code !== 0) throw new Error(`sendmail: ${code}`);
  } else process.stdout.write(`${text}\n`);
}

/** Takes each message once: one that comes again is acknowledged and not passed on. */
export function startReceiver(environment: NodeJS.ProcessEnv) {
  const { WEBHOOK_SECRET: secret = "", RECEIVER_PORT: port = "8090" } = environment;
  const known = new Set<string>();
  const server = createServer((request, response) => {
    const receive = async () => {
      const body = await bodyOf(request);
      if (request.method !== "POST" || !isGenuine(secret, request.headers, body)) return 401;
      const id = String(request.headers["webhook-id"]);
      if (known.has(id)) return 204;
      await passOn(textOf(JSON.parse(body) as Message), environment);
      known.add(id);
      if (known.size > 10_000) known.delete([...known][0]!);
      return 204;
    };
    receive()
      .catch((error: unknown) => {
        process.stderr.write(`${String(error)}\n`);
        return 502;
      })
      .then((status) => response.writeHead(status).end())
      .catch(() => undefined);
  });
  return server.listen(Number(port), "127.0.0.1");
}

if (import.meta.main) {
  if ((process.env["WEBHOOK_SECRET"] ?? "") === "") {
    process.stderr.write("webhook-receiver.ts: WEBHOOK_SECRET: has to be given\n");
    process.exit(2);
  }
  startReceiver(process.env);
}
