import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { createLogger } from "../process/logger.ts";
import { acceptedEncoding } from "./compress-responses.ts";
import { createHttpServer } from "./http-server.ts";
import { sendBytes } from "./responses/send-bytes.ts";

test.each([
  [undefined, null],
  ["", null],
  ["identity", null],
  ["gzip", "gzip"],
  ["x-gzip", "gzip"],
  ["gzip, deflate, br, zstd", "br"],
  ["br;q=0.5, gzip;q=0.8", "gzip"],
  ["gzip;q=0, br;q=0", null],
  ["*", "br"],
  ["*;q=0.1, gzip;q=0", "br"],
  ["identity;q=1, gzip;q=0.5", null],
  ["deflate", null],
])("Accept-Encoding: %s is %s", (header, encoding) => {
  expect(acceptedEncoding(header)).toBe(encoding);
});

describe("an answer", () => {
  const rows = JSON.stringify({ rows: Array.from({ length: 500 }, (_, index) => ({ period: "2026", count: index })) });
  const server = createHttpServer({ logger: createLogger({ level: "silent" }) });
  server.get("/figures", { config: { scope: ["figures"] } }, (_request, reply) =>
    sendBytes(reply, { body: rows, mediaType: "application/json; charset=utf-8" }, { immutable: false }),
  );
  server.get("/little", { config: { scope: ["figures"] } }, () => ({ rows: [] }));
  server.get("/workbook", { config: { scope: ["figures"] } }, (_request, reply) =>
    reply.type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").send(Buffer.alloc(5_000)),
  );
  afterAll(() => server.close());
  const ask = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

  test("is compressed as asked, and the same when unpacked", async () => {
    const plain = await ask("/figures");
    expect([plain.headers["content-encoding"], plain.headers.vary, plain.body]).toEqual([undefined, undefined, rows]);
    const zipped = await ask("/figures", { "accept-encoding": "gzip" });
    expect([zipped.headers["content-encoding"], zipped.headers.vary]).toEqual(["gzip", "Accept-Encoding"]);
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(rows);
    expect(Number(zipped.headers["content-length"])).toBe(zipped.rawPayload.length);
    expect(zipped.rawPayload.length).toBeLessThan(rows.length / 4);
    const packed = await ask("/figures", { "accept-encoding": "gzip, deflate, br" });
    expect([packed.headers["content-encoding"], brotliDecompressSync(packed.rawPayload).toString()]).toEqual(["br", rows]);
  });

  test("that is little, or packed already, is left as it is", async () => {
    for (const url of ["/little", "/workbook", "/nothing"]) {
      expect((await ask(url, { "accept-encoding": "gzip" })).headers["content-encoding"]).toBeUndefined();
    }
  });

  test("of live figures has a tag, and who knows it is told so, in whatever encoding it was", async () => {
    const tags = [];
    for (const encoding of ["identity", "gzip", "br"]) {
      const { headers } = await ask("/figures", { "accept-encoding": encoding });
      expect(headers["cache-control"]).toBe("no-cache");
      tags.push(String(headers["etag"]));
    }
    expect(new Set(tags).size).toBe(3);
    for (const tag of tags) {
      const again = await ask("/figures", { "if-none-match": tag, "accept-encoding": "gzip" });
      expect([again.statusCode, again.body, again.headers["etag"]]).toEqual([304, "", tag]);
    }
    // As proxies and other clients write it: marked as weak, in a list, or any tag at all.
    for (const known of [`W/${tags[1]}`, `"another",W/"weak" , ${tags[0]}`, "*"]) {
      expect((await ask("/figures", { "if-none-match": known })).statusCode, known).toBe(304);
    }
    for (const unknown of ['"another"', "", '""', tags[0]!.slice(1, -1), `${tags[0]!.slice(0, -1)}-zip"`]) {
      expect((await ask("/figures", { "if-none-match": unknown })).statusCode, unknown).toBe(200);
    }
  });
});
