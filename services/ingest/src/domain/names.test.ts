/**
 * What two readers, or two eyes, would take for different things or for the same (NUMBERS 4.5, 4.6, 4.7): every text
 * of an event, and the pointer of its fault.
 */
import { parseReporters } from "@qorgau/schemas/events/reporters";
import { nameRules } from "@qorgau/schemas/rules/name-rules";
import { describe, expect, test } from "vitest";
import { type AcceptanceContext, judge, judgeText } from "./acceptance.ts";
import { storablePart } from "./storable-part.ts";

const iin = "850808310738";
const context: AcceptanceContext = {
  nowMs: Date.parse("2026-11-22T17:30:00Z"),
  keyId: "0a1b2c3d",
  pseudonymise: () => `qg1:0a1b2c3d:${"a".repeat(64)}`,
  reporters: null,
};

type Members = Readonly<Record<string, unknown>>;
const data = { occurredAt: "2026-02-03", kind: "accident", severity: "fatal", employer: { bin: "200140000004" } };
const event = (changes: Members = {}) => ({
  specversion: "1.0",
  id: "e-1",
  source: "urn:kz:bin:200140000004",
  type: "kz.qorgau.case.reported.v1",
  subject: "WS-1",
  revision: 1,
  data,
  ...changes,
});
const withData = (members: Members) => event({ data: { ...data, ...members } });
const aClaim = (actNumber: string) =>
  event({ type: "kz.qorgau.claim.reported.v1", data: { ...data, claim: { status: "filed", actNumber } } });
const aWithdrawal = (changes: Members) => event({ type: "kz.qorgau.case.withdrawn.v1", data: {}, ...changes });

const reported = (one: unknown, by: AcceptanceContext = context) => {
  const verdict = judge(one, by);
  return verdict.accepted ? [] : verdict.errors.map(({ rule, pointer }) => [rule, pointer]);
};
const reportedOfText = (text: string) => {
  const verdict = judgeText(Buffer.from(text), context);
  return verdict.accepted ? [] : verdict.errors.map(({ rule, pointer }) => [rule, pointer]);
};

/** Every member that names something: its pointer, and the event with it. */
const named: ReadonlyArray<readonly [pointer: string, make: (name: string) => unknown]> = [
  ["/id", (id) => event({ id })],
  ["/subject", (subject) => event({ subject })],
  ["/source", (name) => event({ source: `urn:kz:mine:${name}` })],
  ["/data/accident", (accident) => withData({ accident })],
  ["/data/worker/ref", (ref) => withData({ worker: { ref } })],
  ["/data/sameAs/subject", (subject) => withData({ sameAs: { source: "urn:kz:x:y", subject } })],
  ["/data/sameAs/source", (name) => withData({ sameAs: { source: `urn:kz:mine:${name}`, subject: "K" } })],
];
/** Beside these every text that is stored. */
const texts: typeof named = [
  ...named,
  ["/data/claim/actNumber", aClaim],
  ["/data/reason", (reason) => aWithdrawal({ data: { reason } })],
  ["/data/mining/mine", (mine) => withData({ mining: { mine } })],
];

describe.each(named)("a name at %s", (pointer, make) => {
  test.each([
    ["WS\u00ad-1", "QG-0232"],
    ["WS\u200b-1", "QG-0232"],
    ["e\u0301", "QG-0233"],
    ["WS\u2028-1", "QG-0232"],
    ["WS-1\ufe0f", "QG-0232"],
  ])("%j is refused by %s", (name, rule) => expect(reported(make(name))).toEqual([[rule, pointer]]));

  test("with white space at its end is refused", () => {
    expect(reported(make("WS-1 "))).toEqual([["QG-0231", pointer]]);
  });

  test("composed, in any script, is taken", () => {
    expect(reported(make("Шахта-№7-é-Қ"))).toEqual([]);
  });
});

test("each of these rules is broken here", () => {
  const broken = new Set(["QG-0230", "QG-0231", "QG-0232", "QG-0233"]);
  expect(Object.keys(nameRules).filter((rule) => !broken.has(rule))).toEqual([]);
});

test("a record with an old name can be withdrawn", () => {
  for (const subject of ["WS-1 ", "WS\u200b-1", "e\u0301"]) expect(reported(aWithdrawal({ subject, id: subject }))).toEqual([]);
  // An identifier or a broken text is none the better for that.
  expect(reported(aWithdrawal({ subject: `x${iin}` }))).toEqual([["QG-0301", "/subject"]]);
  expect(reported(aWithdrawal({ subject: "a\u0000" }))).toEqual([["QG-0206", "/subject"]]);
});

describe.each(texts)("an IIN at %s", (pointer, make) => {
  test.each(
    pointer === "/data/mining/mine"
      ? [`x${iin}`, "850808-310738"]
      : [
          `ИИН${iin}`,
          `x${iin}`,
          "850808-310738",
          "850808.310738",
          "８５０８０８310738",
          "85080%38310738",
          "٨٥٠٨٠٨٣١٠٧٣٨",
          "8\ufe0f50808310738",
        ],
  )("as %s is refused, and stands in no answer", (text) => {
    const verdict = judge(make(text), context);
    expect(verdict.accepted).toBe(false);
    expect(reported(make(text)).map(([rule, at]) => [rule, at])).toEqual([["QG-0301", pointer]]);
    expect(JSON.stringify(verdict)).not.toContain("310738");
    expect(JSON.stringify(storablePart(Buffer.from(JSON.stringify(make(text))), context))).not.toContain("310738");
  });
});

test("what merely looks like one is taken", () => {
  for (const subject of ["x850808310730", "850808-310730", `0b1f0c2d-1234-4234-8234-${iin}`, "a".repeat(32) + iin, "2026-02-03 12.10"]) {
    expect(reported(event({ subject }))).toEqual([]);
  }
});

describe("a member name twice in one object", () => {
  const text = JSON.stringify(event());
  test.each([
    ["at the top", text.replace('"revision":1', '"revision":1,"revision":2'), "/revision"],
    ["in the data", text.replace('"severity":"fatal"', '"severity":"fatal","severity":"light"'), "/data/severity"],
    ["with the same value", text.replace('"severity":"fatal"', '"severity":"fatal","severity":"fatal"'), "/data/severity"],
    ["spelt otherwise", text.replace('"severity":"fatal"', '"severity":"fatal","sever\\u0069ty":"light"'), "/data/severity"],
    ["deeper", text.replace('"bin":"200140000004"', '"bin":"200140000004","bin":"990140000004"'), "/data/employer/bin"],
    ["in what is dropped", text.replace('"severity"', '"x":{"y":[{"z":1,"z":2}]},"severity"'), "/data/x/y/0/z"],
    ["in an extension", text.replace('"revision"', '"ext":{"a":1,"a":2},"revision"'), "/ext/a"],
    ["the data themselves", text.replace('"data":', '"data":{},"data":'), "/data"],
    ["with an IIN as name", text.replace('"revision"', `"${iin}":1,"${iin}":2,"revision"`), "/#"],
  ])("%s is refused", (_where, twice, pointer) => {
    expect(twice).not.toBe(text);
    expect(reportedOfText(twice)).toEqual([["QG-0230", pointer]]);
    expect(storablePart(Buffer.from(twice), context)).toBeNull();
  });

  test("of an id nobody can say which is meant", () => {
    const verdict = judgeText(Buffer.from(text.replace('"id":"e-1"', '"id":"e-0","id":"e-1"')), context);
    expect(verdict).toMatchObject({ accepted: false, id: null, reported: { source: "urn:kz:bin:200140000004" } });
  });

  test("of an event that has it once is none", () => expect(reportedOfText(text)).toEqual([]));
});

describe("the scheme and the namespace of a URN", () => {
  test("are read without regard to case, in a source, in sameAs, in the list and of who sends", () => {
    const verdict = judge(
      event({ source: "URN:KZ:bin:200140000004", data: { ...data, sameAs: { source: "Urn:Kz:x:Y", subject: "K" } } }),
      context,
    );
    expect(verdict).toMatchObject({
      accepted: true,
      reported: { source: "urn:kz:bin:200140000004" },
      statement: { data: { sameAs: { source: "urn:kz:x:Y" } } },
    });
    const reporters = parseReporters(JSON.stringify([{ source: "URN:kz:bin:200140000004", role: "clinic", name: "Clinic" }]));
    expect(judge(event({ source: "urn:KZ:bin:200140000004" }), { ...context, reporters })).toMatchObject({ statement: { role: "clinic" } });
    expect(reported(event(), { ...context, speakers: ["URN:KZ:bin:200140000004"] })).toEqual([]);
  });
});
