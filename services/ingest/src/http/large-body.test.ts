/**
 * A body of any length in constant memory, from a client that reads its response only after it has sent everything. 96 MiB here; with
 * QORGAU_TEST_BODY_MIB=1024 the gigabyte of the promise.
 */
import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleEvent } from "./running-endpoint.ts";

const mebibyte = 1024 * 1024;
const bodyMebibytes = Number(process.env["QORGAU_TEST_BODY_MIB"] ?? 96);
/** Between 45 and 52 MiB were seen for 96: what the collector leaves lying, whatever the length of the body. */
const growthBytesMax = 64 * mebibyte;
const linesPerPiece = 400;

let endpoint: ChildProcess;
let port: number;

beforeAll(async () => {
  // The engine lets its space for young objects grow with the load; held small, what grows is what the ingest endpoint holds.
  const execArgv = ["--max-semi-space-size=4"];
  endpoint = fork(join(import.meta.dirname, "endpoint-process.ts"), { execArgv, stdio: ["ignore", "inherit", "inherit", "ipc"] });
  [{ port }] = (await once(endpoint, "message")) as [{ port: number }];
}, 30_000);

afterAll(async () => {
  endpoint.disconnect();
  await once(endpoint, "exit");
});

async function memory(): Promise<{ nowBytes: number; peakBytes: number }> {
  endpoint.send("memory");
  const [responseBody] = (await once(endpoint, "message")) as [{ nowBytes: number; peakBytes: number }];
  return responseBody;
}

/** Every seventh line is no JSON, every eleventh no valid event. */
function lineOf(index: number): string {
  if (index % 7 === 3) return `{"id":"broken-${index}","source":`;
  if (index % 11 === 5) return JSON.stringify(sampleEvent(index, { subject: "" }));
  return JSON.stringify(sampleEvent(index));
}

interface Tally {
  accepted: number;
  rejected: number;
  results: number;
  inOrder: boolean;
}

async function send(bytesMin: number): Promise<{ lines: number; tally: Tally }> {
  const outgoing = request({ port, method: "POST", path: "/v1/events", headers: { "content-type": "application/x-ndjson" } });
  const response = once(outgoing, "response");
  let lines = 0;
  for (let bytes = 0; bytes < bytesMin; lines += linesPerPiece) {
    const piece = Buffer.from(Array.from({ length: linesPerPiece }, (_, offset) => `${lineOf(lines + offset)}\n`).join(""));
    bytes += piece.length;
    if (!outgoing.write(piece)) await once(outgoing, "drain");
  }
  outgoing.end();
  const [incoming] = (await response) as [IncomingMessage];
  expect(incoming.statusCode).toBe(200);
  return { lines, tally: await readTally(incoming) };
}

async function readTally(incoming: IncomingMessage): Promise<Tally> {
  const tally: Tally = { accepted: Number.NaN, rejected: Number.NaN, results: 0, inOrder: true };
  let rest = "";
  for await (const chunk of incoming.setEncoding("utf8") as AsyncIterable<string>) {
    rest += chunk;
    if (Number.isNaN(tally.accepted)) {
      const counts = /^\{"accepted":(\d+),"rejected":(\d+),"retry":0,/.exec(rest);
      [tally.accepted, tally.rejected] = [Number(counts?.[1]), Number(counts?.[2])];
    }
    const end = rest.lastIndexOf('{"index":');
    for (const [, index] of rest.slice(0, end).matchAll(/\{"index":(\d+),/g)) {
      tally.inOrder &&= Number(index) === tally.results;
      tally.results += 1;
    }
    rest = rest.slice(end);
  }
  expect(rest.endsWith("}]}\n")).toBe(true);
  tally.results += 1;
  return tally;
}

test(
  `a body of ${bodyMebibytes} MiB does not grow the process`,
  async () => {
    // What the first events cost (compiled code, caches, the heap's usual size) is no matter of the body's length.
    await send(32 * mebibyte);
    const before = await memory();
    const begun = performance.now();
    const { lines, tally } = await send(bodyMebibytes * mebibyte);
    const seconds = (performance.now() - begun) / 1000;
    const { peakBytes } = await memory();
    const growthBytes = peakBytes - before.nowBytes;
    if (bodyMebibytes > 96) {
      process.stdout.write(
        `${lines} lines, ${tally.accepted} accepted, ${seconds.toFixed(1)} s, ${Math.round(lines / seconds)} events/s; ` +
          `memory ${Math.round(before.nowBytes / mebibyte)} MiB before, ${Math.round(growthBytes / mebibyte)} MiB more at the peak\n`,
      );
    }
    const refused = Array.from({ length: lines }, (_, index) => index).filter((index) => index % 7 === 3 || index % 11 === 5).length;
    expect(tally).toEqual({ accepted: lines - refused, rejected: refused, results: lines, inOrder: true });
    expect(growthBytes).toBeLessThan(growthBytesMax);
  },
  bodyMebibytes * 1000 + 30_000,
);
