/** What the endpoint writes is read as it stands; what it cannot have written is refused by a rule, and nothing of it is repeated. */
import { expect, test } from "vitest";
import { seededStatements } from "../../../test/generators/statements.ts";
import { contentOfRecord } from "./logged-content.ts";
import { recordName } from "../events/statement.ts";
import type { Statement } from "../events/statement.ts";

const statements = seededStatements(7, 400).map(({ statement }) => statement);
const { keyId } = statements[0]!;
const log = { keyId, isItsPartition: true };
const judge = (statement: Statement, key = recordName(statement), more: Partial<typeof log> = {}) =>
  contentOfRecord({ key, value: JSON.stringify(statement) }, { ...log, ...more });

test("statements are read as they were written", () => {
  for (const statement of statements) expect(judge(statement)).toEqual({ kind: "statement", statement });
});

const active = (entity: Statement["entity"]) =>
  statements.find((one) => one.entity === entity && !one.withdrawn && (entity === "exposure" || "worker" in one.data)) as Statement;

/** A statement with one thing changed, as JSON would carry it. */
function changed(
  entity: Statement["entity"],
  change: (statement: { data: Record<string, unknown>; derived: Record<string, unknown> } & Record<string, unknown>) => void,
): Statement {
  const copy = JSON.parse(JSON.stringify(active(entity))) as Parameters<typeof change>[0];
  change(copy);
  return copy as unknown as Statement;
}

test.each<[string, string, Statement]>([
  ["a number out of every range", "QG-0937/data/daysLost", changed("case", (it) => void (it.data["daysLost"] = 1e300))],
  ["days of more than a hundred years", "QG-0937/data/daysLost", changed("case", (it) => void (it.data["daysLost"] = 36_526))],
  ["half a day", "QG-0931/data/daysLost", changed("case", (it) => void (it.data["daysLost"] = 0.5))],
  ["negative workers", "QG-0931/data/workers", changed("exposure", (it) => void (it.data["workers"] = -1))],
  ["a number nobody asked for", "QG-0937/data/made", changed("exposure", (it) => void (it.data["made"] = -1e12))],
  ["a revision of none", "QG-0937/revision", changed("case", (it) => void (it["revision"] = 0))],
  ["a foreign key", "QG-0934/keyId", changed("case", (it) => void (it["keyId"] = "ffffffff"))],
  [
    "a worker of a foreign key",
    "QG-0934/data/worker/ref",
    changed("case", (it) => ((it.derived["globalWorker"] = true), void (it.data["worker"] = { ref: "qg1:ffffffff:00" }))),
  ],
  ["an IIN as subject", "QG-0935/subject", changed("case", (it) => void (it["subject"] = "N1 850808310738"))],
  ["an IIN as employer", "QG-0935/data/employer/bin", changed("case", (it) => void (it.data["employer"] = { bin: "850808310738" }))],
  ["an IIN as a name", "QG-0935/data", changed("case", (it) => void (it.data["850808310738"] = 1))],
  [
    "a date that is none",
    "QG-0936/data/occurredAt",
    changed("case", (it) => void (it.data["occurredAt"] = it.derived["date"] = "2026-02-30")),
  ],
  [
    "a date of no store",
    "QG-0936/data/occurredAt",
    changed("case", (it) => void (it.data["occurredAt"] = it.derived["date"] = "9999-01-01")),
  ],
  ["another date than that of occurrence", "QG-0936/derived/date", changed("case", (it) => void (it.derived["date"] = "2001-01-01"))],
  ["a period without end", "QG-0936/derived", changed("exposure", (it) => void (it.derived["to"] = "2026-13-01"))],
  ["a role that its entity cannot have", "QG-0938/role", changed("claim", (it) => void (it["role"] = "inspectorate"))],
  ["statistics telling of a case", "QG-0938/role", changed("case", (it) => void (it["role"] = "statistics"))],
  ["a role that is none", "QG-0931/role", changed("case", (it) => void (it["role"] = "king"))],
  ["a type of another entity", "QG-0931/type", changed("case", (it) => void (it["type"] = "kz.qorgau.claim.reported.v1"))],
  ["an entity that is none", "QG-0931/entity", changed("case", (it) => void (it["entity"] = "toString"))],
  ["half of a surrogate pair", "QG-0931/data/accident", changed("case", (it) => void (it.data["accident"] = "\ud800"))],
  ["a list where data are", "QG-0931/data", changed("case", (it) => void (it.data = [] as never))],
  ["no derivations", "QG-0931/derived", changed("case", (it) => void Reflect.deleteProperty(it, "derived"))],
])("%s is refused by its rule", (_name, rule, statement) => {
  const content = judge(statement);
  expect(content.kind === "refused" ? content.fault.rule + content.fault.pointer : content).toBe(rule);
  expect(JSON.stringify(content)).not.toContain("850808310738");
});

test("the key is the record's name, and its partition the key's", () => {
  const statement = statements[0]!;
  const rule = (content: ReturnType<typeof judge>) => (content.kind === "refused" ? content.fault.rule : content.kind);
  expect(rule(judge(statement, "another"))).toBe("QG-0933");
  expect(rule(judge(statement, ""))).toBe("QG-0933");
  expect(rule(judge(statement, recordName(statement), { isItsPartition: false }))).toBe("QG-0933");
});

const deep = (length: number) => "[".repeat(length) + "]".repeat(length);
test.each([
  ["", "QG-0930"],
  ["{", "QG-0930"],
  ["null", "QG-0930"],
  ["[]", "QG-0930"],
  ["{}", "QG-0930"],
  ['{"entity":7}', "QG-0930"],
  [`"${"x".repeat(2 ** 21)}"`, "QG-0930"],
  [`{"entity":"case","deep":${deep(200_000)}}`, "QG-0931"],
  ['{"type":"kz.qorgau.release.made.v1"}', "QG-0931"],
  ['{"type":"kz.qorgau.batch.made.v1"}', "QG-0931"],
  ['{"type":"kz.qorgau.signal.raised.v1","data":{"acknowledgement":{}}}', "QG-0931"],
  ['{"type":"kz.qorgau.signal.acknowledged.v1","data":{"signal":{}}}', "QG-0931"],
  ['{"type":"kz.qorgau.release.made.v1","data":{"release":{},"forms":{"json":7}}}', "QG-0931"],
])("no statement: %.60s", (value, rule) => {
  expect(contentOfRecord({ key: "", value }, log)).toMatchObject({ kind: "refused", fault: { rule } });
});

test("ticks, releases, batches and signals are told from statements", () => {
  expect(contentOfRecord({ key: "", value: '{"type":"kz.qorgau.tick.made.v1"}' }, log)).toEqual({ kind: "tick" });
  const release = { type: "kz.qorgau.release.made.v1", data: { release: { name: "annual-2025" }, forms: {} } };
  expect(contentOfRecord({ key: "", value: JSON.stringify(release) }, log)).toEqual({ kind: "release" });
  const batch = { type: "kz.qorgau.batch.made.v1", data: { batch: { watermark: "0:1" } } };
  expect(contentOfRecord({ key: "", value: JSON.stringify(batch) }, log)).toEqual({ kind: "batch" });
  const signal = { type: "kz.qorgau.signal.raised.v1", data: { signal: { id: "a" } } };
  expect(contentOfRecord({ key: "", value: JSON.stringify(signal) }, log)).toEqual({ kind: "signal" });
  const acknowledged = { type: "kz.qorgau.signal.acknowledged.v1", data: { acknowledgement: { revision: 1 } } };
  expect(contentOfRecord({ key: "", value: JSON.stringify(acknowledged) }, log)).toEqual({ kind: "signal" });
  const judged = { type: "kz.qorgau.signals.judged.v1", data: { judgement: { monday: "2026-06-01" } } };
  expect(contentOfRecord({ key: "", value: JSON.stringify(judged) }, log)).toEqual({ kind: "signal" });
});

test("what an engine cannot hand on is refused", () => {
  expect(contentOfRecord({ key: "", value: "", flaw: "unreadable" }, log)).toMatchObject({ kind: "refused", fault: { rule: "QG-0932" } });
  expect(contentOfRecord({ key: "", value: "", flaw: "displaced" }, log)).toMatchObject({ kind: "refused", fault: { rule: "QG-0939" } });
});
