import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { LoggedStatement } from "../../events/statement.ts";
import { expose, reportCase, withdraw } from "../../../../test/generators/reported-by-hand.ts";
import { linkKeys, recordKey } from "./links.ts";

const shared = (left: LoggedStatement, right: LoggedStatement): number => {
  const keys = new Set(linkKeys(left.statement));
  return linkKeys(right.statement).filter((key) => keys.has(key)).length;
};
const ivanov = { ref: "qg1:k:ivanov" };

test("a record's key is the first eight bytes of the SHA-256 of its name", () => {
  const digest = createHash("sha256").update('["urn:e","case","1"]').digest();
  expect(recordKey({ source: "urn:e", entity: "case", subject: "1" })).toBe(digest.readBigUInt64BE(0));
});

test("every statement holds its record's key first, a withdrawal and an exposure no other", () => {
  const key = recordKey({ source: "urn:e", entity: "case", subject: "1" });
  expect(linkKeys(reportCase({}, { worker: ivanov, accident: "A" }).statement)[0]).toBe(key);
  expect(linkKeys(withdraw({ revision: 2 }).statement)).toEqual([key]);
  expect(linkKeys(expose({ subject: "2" }, 1).statement)).toHaveLength(1);
});

test("a worker and a date link records of different sources, a source's own reference does not", () => {
  const [one, other] = [{ source: "urn:e" }, { source: "urn:f" }];
  expect(shared(reportCase(one, { worker: ivanov }), reportCase(other, { worker: ivanov }))).toBe(1);
  expect(shared(reportCase(one, { worker: ivanov }), reportCase(other, { worker: ivanov, occurredAt: "2026-02-04" }))).toBe(0);
  expect(shared(reportCase(one, { worker: { ref: "7" } }), reportCase(other, { worker: { ref: "7" } }))).toBe(0);
});

test("without a worker a source's case and claim of one subject are linked, other subjects are not", () => {
  expect(shared(reportCase(), reportCase({ entity: "claim" }))).toBe(1);
  expect(shared(reportCase(), reportCase({ subject: "2" }))).toBe(0);
});

test("sameAs links to the record it names, also to its withdrawal", () => {
  const pointing = reportCase({ source: "urn:f" }, { sameAs: { source: "urn:e", subject: "1", entity: "claim" } });
  expect(shared(pointing, reportCase({ entity: "claim" }, { worker: ivanov }))).toBe(1);
  expect(shared(pointing, withdraw({ entity: "claim", revision: 2 }))).toBe(1);
  expect(shared(pointing, reportCase({ entity: "case" }, { worker: ivanov }))).toBe(0);
});

test("a source's accident of one day links its victims", () => {
  const victim = (subject: string, source: string, occurredAt = "2026-02-03") =>
    reportCase({ source, subject }, { accident: "A", occurredAt });
  expect(shared(victim("1", "urn:e"), victim("2", "urn:e"))).toBe(1);
  expect(shared(victim("1", "urn:e"), victim("2", "urn:f"))).toBe(0);
  expect(shared(victim("1", "urn:e"), victim("2", "urn:e", "2026-02-04"))).toBe(0);
});
