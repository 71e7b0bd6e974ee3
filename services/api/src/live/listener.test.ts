/** A listener over a real socket: whole frames, and no more of them than the caller reads. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openListener } from "./listener.ts";
import type { Listener } from "./listener.ts";

const server = createServer();
let client: Socket;
let response: ServerResponse;

beforeEach(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  client.pause();
  client.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  [, response] = (await once(server, "request")) as [unknown, ServerResponse];
});
afterEach(async () => {
  client.destroy();
  server.close();
  await once(server, "close");
});

const frameOf = (letter: string, length: number) => Buffer.alloc(length, letter);
const more = 4 * 2 ** 20;
const frame = frameOf("m", more);

/** Writes until the socket takes no more. */
function fill(listener: Listener): number {
  let frames = 0;
  for (; listener.isReady(); frames += 1) listener.write(frame);
  return frames;
}

test("who does not read holds one frame, and has no further one", () => {
  const listener = openListener(response, { onReady: () => {}, onUnread: () => {} });
  const frames = fill(listener);
  const held = response.writableLength;
  for (let place = 0; place < 100; place += 1) listener.write(frame);
  expect(frames).toBeGreaterThan(0);
  expect(response.writableLength).toBe(held);
  expect(held).toBeLessThan(2 * 64 * 1024 + 1024);
});

test("once it is read the listener is ready, and what came was whole", async () => {
  const isReady = Promise.withResolvers<void>();
  const listener = openListener(response, { onReady: isReady.resolve, onUnread: () => {} });
  const frames = fill(listener);
  const received: Buffer[] = [];
  client.on("data", (bytes) => received.push(bytes));
  client.resume();
  await isReady.promise;
  listener.write(frameOf("z", 3));
  listener.end();
  await once(client, "end");
  const text = Buffer.concat(received).toString("latin1");
  // Without the head and the lengths of chunks.
  const body = text
    .slice(text.indexOf("\r\n\r\n"))
    .split(/[^mz]+/)
    .join("");
  expect(body.length).toBe(frames * more + 3);
  expect(body.endsWith("mzzz")).toBe(true);
});

test("who does not read for too long is left, and so is what was for it", async () => {
  const onUnread = vi.fn();
  // What the system takes for the caller may be more than one frame.
  const listener: Listener = openListener(response, { onReady: () => fill(listener), onUnread, unreadMsMax: 20 });
  fill(listener);
  await once(response, "close");
  expect(onUnread).toHaveBeenCalledOnce();
  listener.write(frameOf("b", 3));
  expect(listener.isReady()).toBe(false);
});

test("one that has left takes nothing, and ends as often as it is told to", async () => {
  const listener = openListener(response, { onReady: () => {}, onUnread: () => {} });
  client.destroy();
  await once(response, "close");
  listener.write(frameOf("b", 3));
  listener.end();
  listener.end();
  expect(listener.isReady()).toBe(false);
});
