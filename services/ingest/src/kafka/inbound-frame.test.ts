import { describe, expect, test } from "vitest";
import { judgeText } from "../domain/acceptance.ts";
import { sampleEvent } from "../http/running-endpoint.ts";
import { inboundFrame, languageOfMessage, wantsLeaf } from "./inbound-frame.ts";

const bytesMax = 2000;
const context = {
  nowMs: Date.parse("2026-03-01"),
  keyId: "0badf00d",
  pseudonymise: () => `qg1:0badf00d:${"0".repeat(64)}`,
  reporters: null,
};
const frameOf = (value: Buffer | string | null, headers: Readonly<Record<string, string | Buffer>> = {}) =>
  inboundFrame(
    {
      value: value === null ? null : Buffer.from(value),
      headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
      repeatedHeaders: [],
      unreadable: null,
    },
    bytesMax,
  );
const ruleOf = (frame: ReturnType<typeof frameOf>) => ("fault" in frame ? frame.fault.rule + frame.fault.pointer : null);

describe("what is looked at no further", () => {
  test.each([
    ["no value", null, "QG-0121"],
    ["an empty value", "", "QG-0121"],
    ["one byte too many", "x".repeat(bytesMax + 1), "QG-0106"],
    ["bytes that are no UTF-8", Buffer.from([0x22, 0xc8, 0x22]), "QG-0122"],
  ])("%s", (_name, value, rule) => {
    expect(ruleOf(frameOf(value))).toBe(rule);
  });
});

test.each([
  ["headers", "QG-0711"],
  ["packing", "QG-0712"],
  ["unpacked_size", "QG-0713"],
  ["damaged", "QG-0715"],
] as const)("what could not be read (%s) has its rule", (unreadable, rule) => {
  expect(ruleOf(inboundFrame({ value: null, headers: {}, repeatedHeaders: [], unreadable }, bytesMax))).toBe(rule);
});

test("what fails at one message is its own fault", () => {
  const failures: unknown[] = [];
  const headers = {
    get ce_id(): Buffer {
      throw new RangeError("a header that cannot be read");
    },
  };
  const frame = inboundFrame({ value: Buffer.from("{}"), headers, repeatedHeaders: [], unreadable: null }, bytesMax, (error) =>
    failures.push(error),
  );
  expect(ruleOf(frame)).toBe("QG-0710");
  expect(failures).toHaveLength(1);
});

const { data, ...attributes } = sampleEvent(1);
const binary = Object.fromEntries(
  Object.entries(attributes).flatMap(([name, value]) => (name === "datacontenttype" ? [] : [[`ce_${name}`, String(value)]])),
) as Record<string, string>;

describe("binary mode", () => {
  test("says the same as structured mode", () => {
    const [first, second] = [
      frameOf(JSON.stringify(sampleEvent(1))),
      frameOf(JSON.stringify(data), { ...binary, "content-type": "application/json" }),
    ];
    const [structured, inHeaders] = [first, second].map((frame) => judgeText((frame as { bytes: Uint8Array }).bytes, context));
    expect(structured).toMatchObject({ accepted: true });
    expect(inHeaders).toEqual(structured);
  });

  test("data in which a name stands twice are refused, as in structured mode", () => {
    const twice = JSON.stringify(data).replace('"severity":', '"severity":"fatal","severity":');
    const verdict = judgeText((frameOf(twice, binary) as { bytes: Uint8Array }).bytes, context);
    expect(verdict).toMatchObject({ accepted: false, errors: [{ rule: "QG-0230", pointer: "/data/severity" }] });
  });

  test("data cannot pretend to be attributes", () => {
    const frame = frameOf('{"severity":"light"},"type":"kz.qorgau.tick.made.v1"', binary);
    expect(ruleOf(frame)).toBe("QG-0101/data");
  });

  test("a header that is no UTF-8 is told, and so is an event that is too large with its headers", () => {
    expect(ruleOf(frameOf("{}", { ...binary, ce_subject: Buffer.from([0xc8]) }))).toBe("QG-0122");
    expect(ruleOf(frameOf("{}", { ...binary, ce_subject: "x".repeat(bytesMax) }))).toBe("QG-0106");
  });

  test("an attribute whose header stands twice is refused: two readers would see two events", () => {
    const headers = Object.fromEntries(Object.entries(binary).map(([name, text]) => [name, Buffer.from(text)]));
    const record = { value: Buffer.from(JSON.stringify(data)), headers, unreadable: null };
    expect(ruleOf(inboundFrame({ ...record, repeatedHeaders: ["trace", "ce_subject"] }, bytesMax))).toBe("QG-0119/subject");
    expect(ruleOf(inboundFrame({ ...record, repeatedHeaders: ["trace"] }, bytesMax))).toBeNull();
  });

  test("headers named like no attribute add nothing to the event", () => {
    const frame = frameOf(JSON.stringify(data), { ...binary, ce_data: "x", ce_data_base64: "eA==", ce___proto__: "x", ce_Subject: "y" });
    expect(judgeText((frame as { bytes: Uint8Array }).bytes, context)).toMatchObject({ accepted: true, warnings: [] });
  });

  test("the data's media type may stand among the attributes, and data nested deeply are judged as in structured mode", () => {
    const named = frameOf(JSON.stringify(data), { ...binary, ce_datacontenttype: "application/json" });
    expect(judgeText((named as { bytes: Uint8Array }).bytes, context)).toMatchObject({ accepted: true });
    const depth = bytesMax / 4;
    const nested = frameOf("[".repeat(depth) + "]".repeat(depth), binary);
    expect(judgeText((nested as { bytes: Uint8Array }).bytes, context)).toMatchObject({ accepted: false, errors: [{ pointer: "/data" }] });
  });

  test("a content type of CloudEvents' own makes it structured, whatever else is in the headers", () => {
    const text = JSON.stringify(sampleEvent(1));
    const frame = frameOf(text, { ...binary, "content-type": "application/cloudevents+json; charset=UTF-8" });
    expect(frame).toEqual({ bytes: Buffer.from(text) });
  });

  test("a data type other than JSON is refused by its rule", () => {
    const frame = frameOf("{}", { ...binary, "content-type": "text/plain" }) as { bytes: Uint8Array };
    const verdict = judgeText(frame.bytes, context);
    expect(verdict).toMatchObject({
      accepted: false,
      errors: expect.arrayContaining([expect.objectContaining({ rule: "QG-0217" })]) as unknown,
    });
  });
});

test.each<[string, Record<string, Buffer>, string]>([
  ["no header", {}, "en"],
  ["a language", { "accept-language": Buffer.from("kk") }, "kk"],
  ["capitals, and a list", { "ACCEPT-Language": Buffer.from("de;q=1, en;q=0.2, ru;q=0.8") }, "ru"],
  ["an empty one", { "accept-language": Buffer.alloc(0) }, "en"],
  ["bytes that are no text", { "accept-language": Buffer.from([0xff, 0x00, 0x2c, 0x3b]) }, "en"],
  ["more than is looked at", { "accept-language": Buffer.from(`${"de,".repeat(1_000_000)}kk`) }, "en"],
])("the language that a message asks for: %s", (_name, headers, language) => {
  expect(languageOfMessage({ headers })).toBe(language);
});

test("a message asks for its leaf by a header of just this value", () => {
  expect(wantsLeaf({ headers: { leaves: Buffer.from("true") } })).toBe(true);
  expect(wantsLeaf({ headers: {} })).toBe(false);
  for (const value of [Buffer.from("false"), Buffer.alloc(0), Buffer.alloc(1_000_000)]) {
    expect(wantsLeaf({ headers: { leaves: value } })).toBe(false);
  }
});
