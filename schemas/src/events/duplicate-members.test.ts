import * as fc from "fast-check";
import { expect, test } from "vitest";
import { duplicateMember } from "./duplicate-members.ts";

const find = (text: string) => duplicateMember(text, JSON.parse(text));

test.each([
  ['{"a":1,"a":2}', "/a"],
  ['{"a":1,"a":1}', "/a"],
  ['{"a":1,"\\u0061":1}', "/a"],
  ['{"severity":"fatal" , "sever\\u0069ty" :"light"}', "/severity"],
  ['{"data":{"x":[{"a":1},{"b":{"c":1,"c":2}}]}}', "/data/x/1/b/c"],
  ['[{"a":1},{"a":1,"b":"\\"a\\":","a":{}}]', "/1/a"],
  ['{"":1,"":2}', "/"],
  ['{"a/b~":1,"a/b~":2}', "/a~1b~0"],
  ['{"__proto__":1,"__proto__":2}', "/__proto__"],
  ['{"a\\\\":1,"a\\\\":2}', "/a\\"],
  ['{"\\ud800":1,"\\uD800":2}', "/\ufffd"],
  ['{"850808310738":1,"850808310738":2}', "/#"],
  [`{"${"x".repeat(600)}":{"a":1,"a":2}}`, ""],
  ['{"a":{"a":{"a":1}},"a":0}', "/a"],
  ['{"1":0,"1":0}', "/1"],
])("%s has it twice at %s", (text, pointer) => expect(find(text)).toBe(pointer));

test.each([
  "{}",
  "[]",
  "null",
  '"a:b"',
  '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":1}]}',
  '{"a":":","b":"\\":\\"","c":"\\\\"}',
  '{"a":1,"A":2,"\\u00e1":3,"a\\u0301":4}',
  '{"__proto__":{"a":1},"constructor":1,"toString":2}',
  '["a","a","a:a"]',
])("%s has every name once", (text) => expect(find(text)).toBeNull());

test("whatever JSON.stringify writes has every name once, and with one member told twice it has not", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (value, name) => {
      expect(find(JSON.stringify(value))).toBeNull();
      const twice = `{${JSON.stringify(name)}:${JSON.stringify(value)},"other ${name.length}":1,${JSON.stringify(name)}:0}`;
      expect(find(twice)).not.toBeNull();
    }),
    { numRuns: 500 },
  );
});

test("depth is no matter", () => {
  const depth = 100_000;
  expect(find(`${"[".repeat(depth)}${"]".repeat(depth)}`)).toBeNull();
  expect(find(`${'{"a":'.repeat(5000)}{"b":1,"b":2}${"}".repeat(5000)}`)).toMatch(/^(\/a){100,256}$/);
});
