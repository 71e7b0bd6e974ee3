import { createHttpServer } from "@qorgau/infra/http/http-server";
import { createLogger } from "@qorgau/infra/process/logger";
import type { Store } from "@qorgau/infra/store/store";
import { afterAll, describe, expect, it } from "vitest";
import { createWatermarkGate } from "../past/await-watermark.ts";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";
import { writePageCursor } from "../paging/domain/page-cursor.ts";
import { requestOf } from "./domain/record-parameters.ts";
import { writeRowCursor } from "../paging/domain/row-cursor.ts";
import type { RowAddress } from "../paging/domain/row-cursor.ts";
import { createJournalReader } from "../explain/journal-reader.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import { createRatesReader } from "../rates/rates-reader.ts";
import { explainRoutes } from "../explain/explain-routes.ts";
import type { ExplainedMethods } from "../explain/explained-method.ts";
import { createRequestCut } from "../http/request-cut.ts";
import { recordsRoutes } from "./records-routes.ts";
import { revisionsRoutes } from "../revisions/revisions-routes.ts";

/** A store that must not be read: these requests are refused before. */
const store: Store = {
  query: () => Promise.reject(new Error("asked")),
  insert: () => Promise.reject(new Error("written")),
  insertIf: () => Promise.reject(new Error("written")),
  command: () => Promise.reject(new Error("written")),
  close: () => Promise.resolve(),
};
const cut = { asOf: null, watermark: new Map([[0, 7]]), live: false };
const cuts: CutResolver = { live: () => Promise.resolve(cut), resolve: () => Promise.resolve(cut) };
const requestCut = createRequestCut({
  cuts,
  gate: createWatermarkGate({ read: () => Promise.resolve({ watermark: cut.watermark, version: null }) }),
});
const journal = createJournalReader({ store, reader: createRatesReader({ store }) });
const server = createHttpServer({ logger: createLogger({ level: "silent" }) });
recordsRoutes(server, { journal, cuts, requestCut });
// None of the questions here is of a method.
explainRoutes(server, { journal, methods: {} as ExplainedMethods, requestCut });
revisionsRoutes(server, { journal, requestCut });
afterAll(() => server.close());

const ask = (url: string) => server.inject({ url });

function cursorOf(address: RowAddress, search: string, offset: number): string {
  const parsed = parseRatesQuery(new URLSearchParams(search));
  if ("errors" in parsed) throw new Error(search);
  return writeRowCursor(address, parsed.query, { watermark: new Map([[0, offset]]), after: 1n });
}

/** Of all records of `urn:x`, at another cut than the server's. */
const listCursor = writePageCursor(requestOf({ source: "urn:x", entity: null }), { watermark: new Map([[0, 6]]), after: "1:0:1" });

describe("questions that are refused", () => {
  it.each([
    ["/v1/records", "QG-0812 source"],
    ["/v1/records?subject=1", "QG-0812 source"],
    ["/v1/records?source=urn:x&limit=0", "QG-0816 limit"],
    ["/v1/records?source=urn:x&cursor=x", "QG-0817 cursor"],
    [`/v1/records?source=urn:y&cursor=${listCursor}`, "QG-0817 cursor"],
    [`/v1/records?source=urn:x&entity=case&cursor=${listCursor}`, "QG-0817 cursor"],
    [`/v1/records?source=urn:x&asOf=0:7&cursor=${listCursor}`, "QG-0831 cursor"],
    ["/v1/records?source=urn:x&subject=1&limit=7", "QG-0601 limit"],
    [`/v1/records?source=urn:x&subject=1&cursor=${listCursor}`, "QG-0601 cursor"],
    ["/v1/records?source=urn:x&subject=", "QG-0812 subject"],
    ["/v1/records?source=urn:x&subject=1&entity=person", "QG-0603 entity"],
    ["/v1/records?source=urn:x&subject=1&subject=2", "QG-0602 subject"],
    ["/v1/records?source=urn:x&subject=1&region=KZ-35", "QG-0601 region"],
    ["/v1/records?source=urn:x&subject=1&asOf=now", "QG-0801 asOf"],
    ["/v1/explain?limit=0", "QG-0816 limit"],
    ["/v1/explain?limit=1001", "QG-0816 limit"],
    ["/v1/revisions?limit=ten", "QG-0816 limit"],
    ["/v1/revisions?limit=1&limit=2", "QG-0602 limit"],
    ["/v1/explain?cursor=x", "QG-0817 cursor"],
    [`/v1/explain?asOf=0:7&cursor=${cursorOf("/v1/explain", "", 6)}`, "QG-0817 cursor"],
    [`/v1/explain?region=KZ-19&cursor=${cursorOf("/v1/explain", "region=KZ-35", 7)}`, "QG-0817 cursor"],
    [`/v1/explain?measure=fatal&cursor=${cursorOf("/v1/explain", "", 7)}`, "QG-0817 cursor"],
    [`/v1/explain?exposureBasis=contracts&cursor=${cursorOf("/v1/explain", "", 7)}`, "QG-0817 cursor"],
    [`/v1/revisions?cursor=${cursorOf("/v1/explain", "", 7)}`, "QG-0817 cursor"],
    ["/v1/revisions?measure=all&cursor=x&colour=red", "QG-0817 cursor, QG-0601 colour, QG-0603 measure"],
  ])("%s is %s", async (url, rules) => {
    const response = await ask(url);
    const errors = response.json().errors as { rule: string; pointer: string }[];
    expect([response.statusCode, errors.map(({ rule, pointer }) => `${rule} ${pointer}`).join(", ")]).toEqual([400, rules]);
  });

  it("never echoes what looks like an IIN, and looks nothing up by it", async () => {
    for (const name of ["source=850808310738&subject=1", "source=urn:x&subject=N-850808310738", "source=urn:x&subject=%38%350808310738"]) {
      const response = await ask(`/v1/records?${name}`);
      expect([response.statusCode, response.json().errors[0].rule]).toEqual([400, "QG-0811"]);
      expect(response.body).not.toContain("850808310738");
    }
  });
});
