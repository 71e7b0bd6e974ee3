import { describe, expect, it } from "vitest";
import { EngineError, engineErrorOf, errorText, httpStatusOf } from "./engine-error.ts";

describe("errors of the engine", () => {
  it.each([
    ["Code: 60. DB::Exception: Table x does not exist. (UNKNOWN_TABLE)", 60, "UNKNOWN_TABLE", "Table x does not exist."],
    [
      "Code: 27. DB::Exception: Code: 27. DB::Exception: Bad (a). (CANNOT_PARSE) (version 26.7.2.1). (CANNOT_PARSE)",
      27,
      "CANNOT_PARSE",
      "Bad (a).",
    ],
  ])("are told once, in ClickHouse's words: %s", (text, code, type, message) => {
    const error = engineErrorOf(new Error(text));
    expect([error.code, error.type, error.message]).toEqual([code, type, message]);
    expect(errorText(error)).toBe(`Code: ${code}. DB::Exception: ${message} (${type})\n`);
  });

  it("that are none of ClickHouse's have a code all the same", () => {
    expect(errorText(engineErrorOf(new Error("boom")))).toBe("Code: 1002. DB::Exception: boom (UNKNOWN_EXCEPTION)\n");
    expect(httpStatusOf(engineErrorOf("boom"))).toBe(500);
  });

  it("stay what they are", () => {
    const error = new EngineError(516, "AUTHENTICATION_FAILED", "No.");
    expect(engineErrorOf(error)).toBe(error);
    expect(httpStatusOf(error)).toBe(403);
  });
});
