import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer } from "node:net";
import { once } from "node:events";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { isReceiver, postOutside } from "./post-outside.ts";

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

const requests: string[] = [];
async function receiver(respond: (response: ServerResponse) => void): Promise<string> {
  requests.length = 0;
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    request.resume();
    respond(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}
const posted = { headers: { "content-type": "application/json" }, body: "{}" };
const post = (url: string, options: Partial<Parameters<typeof postOutside>[2]> = {}) =>
  postOutside(url, posted, { loopback: true, timeoutMs: 10_000, ...options }).then(({ outcome, status }) => ({ outcome, status }));

describe("what is no receiver", () => {
  test.each([
    "http://example.kz/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://a.localhost./",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://0177.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://10.0.0.1/",
    "https://user:secret@example.kz/",
    "https://user@example.kz/",
    "https://example.kz/#part",
    "https://example.kz:25/",
    "https://8.8.8.8:1023/",
    "ftp://example.kz/",
    "file:///etc/passwd",
    "gopher://example.kz/",
  ])("%s", (url) => expect(isReceiver(new URL(url), { loopback: false })).toBe(false));

  test("is this machine only where that is let through", () => {
    for (const url of ["http://127.0.0.1:8090/", "https://[::1]/", "http://localhost/"])
      expect([true, false].map((loopback) => isReceiver(new URL(url), { loopback }))).toEqual([true, false]);
    expect(isReceiver(new URL("http://10.0.0.1/"), { loopback: true })).toBe(false);
    for (const url of ["https://example.kz/hook?key=1", "https://example.kz:443/", "https://example.kz:1024/"])
      expect([url, isReceiver(new URL(url), { loopback: false })]).toEqual([url, true]);
  });
});

describe("a name", () => {
  test.each([
    ["a private address", ["10.0.0.1"]],
    ["a public and a private one", ["8.8.8.8", "192.168.1.1"]],
    ["this machine", ["127.0.0.1"]],
    ["this machine by IPv6", ["::ffff:127.0.0.1"]],
    ["the metadata of a cloud", ["169.254.169.254"]],
  ])("that leads to %s is not connected to", async (_what, addresses) => {
    const resolve = () => Promise.resolve(addresses);
    expect(await post("https://rebound.example.kz/", { loopback: false, resolve })).toEqual({ outcome: "address_refused", status: null });
  });

  test("is resolved once, and the connection is made to what was judged", async () => {
    const url = new URL(await receiver(() => undefined));
    let [looks, connections] = [0, 0];
    server!.on("connection", () => (connections += 1));
    url.protocol = "https:";
    url.hostname = "rebound.test";
    const resolve = () => Promise.resolve([(looks += 1) === 1 ? "127.0.0.1" : "10.0.0.1"]);
    // The receiver speaks no TLS: that it was reached is what is looked for.
    expect((await post(url.href, { resolve })).status).toBe(null);
    expect([looks, connections]).toEqual([1, 1]);
    url.protocol = "http:";
    expect(await post(url.href, { resolve: () => Promise.resolve(["10.0.0.1"]) })).toEqual({ outcome: "address_refused", status: null });
  });

  test("that is not known is unreachable, and a slow server of names costs the time of an attempt", async () => {
    expect(await post("https://unknown.test/", { resolve: () => Promise.reject(new Error("ENOTFOUND")) })).toEqual({
      outcome: "unreachable",
      status: null,
    });
    expect(await post("https://slow.test/", { timeoutMs: 30, resolve: () => new Promise(() => {}) })).toEqual({
      outcome: "timed_out",
      status: null,
    });
  });
});

describe("a receiver", () => {
  test.each([
    [204, "delivered"],
    [200, "delivered"],
    [500, "refused"],
    [404, "refused"],
    [410, "gone"],
  ] as const)("that responds %s: %s", async (status, outcome) => {
    expect(await post(await receiver((response) => response.writeHead(status).end("x")))).toEqual({ outcome, status });
  });

  test.each([
    [429, "7", 7_000],
    [503, "7", 7_000],
    [503, new Date(0).toUTCString(), 0],
    [503, "soon", null],
    [429, null, null],
    // None of these is too busy.
    [500, "7", null],
    [202, "7", null],
  ] as const)("that responds %s with Retry-After %j asks for %s ms", async (status, header, expected) => {
    const url = await receiver((response) => response.writeHead(status, header === null ? {} : { "retry-after": header }).end());
    expect((await postOutside(url, posted, { loopback: true })).retryAfterMs).toBe(expected);
  });

  test("that redirects to this machine is not followed", async () => {
    const url = await receiver((response) => response.writeHead(307, { location: "/other" }).end());
    expect(await post(url)).toEqual({ outcome: "redirected", status: 307 });
    expect(requests).toEqual(["POST /hook"]);
  });

  test("that never responds takes the time of one attempt", async () => {
    expect(await post(await receiver(() => undefined), { timeoutMs: 50 })).toEqual({ outcome: "timed_out", status: null });
  });

  test("whose body has no end has responded all the same", async () => {
    const endless = (response: ServerResponse) => {
      response.writeHead(200);
      const write = () => {
        while (!response.destroyed && response.write("x".repeat(16_384)));
        if (!response.destroyed) response.once("drain", write);
      };
      write();
    };
    expect(await post(await receiver(endless))).toEqual({ outcome: "delivered", status: 200 });
  });

  test("whose body drips has responded all the same, and is left at the end of the time", async () => {
    const url = await receiver((response) => void response.writeHead(200).write("x"));
    expect(await post(url, { timeoutMs: 1_000 })).toEqual({ outcome: "delivered", status: 200 });
  });

  test("that drops the connection, or speaks something else, is unreachable", async () => {
    expect(await post(await receiver((response) => response.destroy()))).toEqual({ outcome: "unreachable", status: null });
    const other = createTcpServer((socket) => socket.end("220 mail ready\r\n")).listen(0, "127.0.0.1");
    await once(other, "listening");
    expect(await post(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`)).toEqual({ outcome: "unreachable", status: null });
    other.close();
  });

  test("is not sent to by way of a proxy of the environment", async () => {
    const url = await receiver((response) => response.writeHead(204).end());
    vi.stubEnv("http_proxy", "http://127.0.0.1:1");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await post(url)).toEqual({ outcome: "delivered", status: 204 });
  });
});
