/** A cursor of each address that has pages goes on with the one request it was given for: with another it is refused (QG-0817), whatever differs. */
import { expect, test } from "vitest";
import { auditCursor, parseAuditQuery } from "./audit/domain/audit-query.ts";
import { parseUnmatchedQuery, requestOf as requestOfClaims } from "./claims/domain/claims-query.ts";
import { parseDeadLettersQuery, requestOf as requestOfDeadLetters } from "./dead-letters/domain/dead-letters-query.ts";
import { writePageCursor } from "./paging/domain/page-cursor.ts";
import type { PagedRequest } from "./paging/domain/page-cursor.ts";

const watermark = new Map([[0, 812]]);
const written = (requestParameters: PagedRequest, after: string) => writePageCursor(requestParameters, { watermark, after });
const days = { from: "2026-01-01", to: "2026-12-31" };
const [insurer, reporter] = ["urn:kz:insurer:annuity", "urn:kz:bin:200140000004"];
const letter = "2026-02-01T10:00:00.000Z qorgau.inbound.mine.v1/0/17";

type Parse = (sent: URLSearchParams) => { readonly errors?: readonly { readonly rule: string; readonly pointer: string }[] };
interface Paged {
  readonly parse: Parse;
  readonly request: string;
  readonly cursor: string;
  /** The same address, asked for something else. */
  readonly others: readonly string[];
}

const addresses: Readonly<Record<string, Paged>> = {
  "the worklist of claims": {
    parse: parseUnmatchedQuery as Parse,
    request: `unmatched=true&source=${insurer}&from=${days.from}&to=${days.to}`,
    cursor: written(requestOfClaims({ source: insurer, ...days }), "2026-02-01 C-1"),
    others: [
      `unmatched=true&source=urn:kz:insurer:other&from=${days.from}&to=${days.to}`,
      `unmatched=true&from=${days.from}&to=${days.to}`,
      `unmatched=true&source=${insurer}&from=2025-01-01&to=${days.to}`,
      `unmatched=true&source=${insurer}&from=${days.from}`,
    ],
  },
  "the dead letters": {
    parse: parseDeadLettersQuery as Parse,
    request: `source=${reporter}`,
    cursor: written(requestOfDeadLetters(reporter), letter),
    others: [`source=${insurer}`, "source=urn:kz:bin:200140000005"],
  },
  "the audit trail": {
    parse: parseAuditQuery as Parse,
    request: `from=${days.from}&to=${days.to}&token=0a1b2c3d`,
    cursor: auditCursor({ ...days, token: "0a1b2c3d" }, { day: "2026-02-01", offset: 4096 }),
    others: [
      `from=${days.from}&to=${days.to}&token=0a1b2c3e`,
      `from=${days.from}&to=${days.to}`,
      `from=2026-01-02&to=${days.to}&token=0a1b2c3d`,
      `from=${days.from}&token=0a1b2c3d`,
    ],
  },
};

test.each(Object.entries(addresses))("a cursor of %s", (_name, { parse, request, cursor, others }) => {
  const faultsOf = (search: string, text: string) =>
    (parse(new URLSearchParams(`${search}&cursor=${text}`)).errors ?? []).map(({ rule, pointer }) => `${rule} ${pointer}`);
  expect(faultsOf(request, cursor)).toEqual([]);
  // How long a page is does not decide which rows there are.
  expect(faultsOf(`${request}&limit=7`, cursor)).toEqual([]);
  for (const other of others) expect([other, faultsOf(other, cursor)]).toEqual([other, ["QG-0817 cursor"]]);
  for (const { cursor: foreign } of Object.values(addresses))
    if (foreign !== cursor) expect(faultsOf(request, foreign)).toEqual(["QG-0817 cursor"]);
});
