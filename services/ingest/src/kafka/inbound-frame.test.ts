import { describe, expect, test } from "vitest";
import { judgeText } from "../domain/acceptance.ts";
import { sampleEvent } from "../http/running-door.ts";
import { inboundFrame } from "./inbound-frame.ts";

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
] as const)("what could not be read (%s) has its rule", (unreadable, rule) => {
  expect(ruleOf(inboundFrame({ value: null, headers: {}, unreadable }, bytesMax))).toBe(rule);
});

test("what fails at one message is its own fault: data nested deeper than can be written", () => {
  const failures: unknown[] = [];
  const value = Buffer.from("[".repeat(100_000) + "]".repeat(100_000));
  const frame = inboundFrame({ value, headers: { ce_id: Buffer.from("1") }, unreadable: null }, value.length, (error) =>
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
    expect(ruleOf(frameOf(twice, binary))).toBe("QG-0230/data/severity");
  });

  test("data cannot pretend to be attributes", () => {
    const frame = frameOf('{"severity":"light"},"type":"kz.qorgau.tick.made.v1"', binary);
    expect(ruleOf(frame)).toBe("QG-0101/data");
  });

  test("a header that is no UTF-8 is told, and so is an event that is too large with its headers", () => {
    expect(ruleOf(frameOf("{}", { ...binary, ce_subject: Buffer.from([0xc8]) }))).toBe("QG-0122");
    expect(ruleOf(frameOf("{}", { ...binary, ce_subject: "x".repeat(bytesMax) }))).toBe("QG-0106");
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
