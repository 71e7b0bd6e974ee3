import { describe, expect, it } from "vitest";
import { bindArrays } from "./array-params.ts";

describe("binding arrays", () => {
  it("puts integers into the statement, and leaves every other parameter to the client", () => {
    const { sql, params } = bindArrays("SELECT {a:Array(UInt64)}, {b:String}", { a: [1, 2n, "18446744073709551615", -4], b: "x" });
    expect(sql).toBe("SELECT _CAST('[1,2,18446744073709551615,-4]', 'Array(UInt64)'), {b:String}");
    expect(params).toEqual({ b: "x" });
  });

  it("escapes texts as elements and as a literal", () => {
    const { sql } = bindArrays("{a:Array(String)}", { a: ["it's", "back\\slash", "{b:String}"] });
    expect(sql).toBe(String.raw`_CAST('[\'it\\\'s\',\'back\\\\slash\',\'{b:String}\']', 'Array(String)')`);
  });

  it("binds one array wherever it is named, and none that is not given", () => {
    const { sql } = bindArrays("{a:Array(Int8)} {a:Array(Int8)} {c:Array(Int8)}", { a: [] });
    expect(sql).toBe("_CAST('[]', 'Array(Int8)') _CAST('[]', 'Array(Int8)') {c:Array(Int8)}");
  });

  it("makes a subquery of many elements behind IN, and of none elsewhere", () => {
    const a = Array.from({ length: 1001 }, (_, index) => index);
    const [few, many] = [bindArrays("x NOT IN {a:Array(UInt8)}", { a: [1] }).sql, bindArrays("x NOT IN {a:Array(UInt8)}", { a }).sql];
    expect(few).toBe("x NOT IN _CAST('[1]', 'Array(UInt8)')");
    expect(many).toBe(`x NOT IN (SELECT arrayJoin(_CAST('[${a.join(",")}]', 'Array(UInt8)')))`);
    expect(bindArrays("has({a:Array(UInt8)}, x)", { a }).sql).toMatch(/^has\(_CAST/);
  });

  it.each(["1); DROP TABLE journal", "", "0x10", "1e3", "١", null, Number.NaN, 2 ** 53, { toString: () => "1" }])(
    "refuses %j as integer",
    (value) => {
      expect(() => bindArrays("{a:Array(UInt64)}", { a: [value] })).toThrow(TypeError);
    },
  );
});
