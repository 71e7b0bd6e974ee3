import { describe, expect, it } from "vitest";
import { splitStatements } from "./split-statements.ts";

describe("splitting a file into statements", () => {
  it("cuts at semicolons, drops comments and what is empty", () => {
    expect(splitStatements("-- first; one\nA 1;\n;\n/* ; */ B 2 -- end;\n;C")).toEqual(["A 1", "B 2", "C"]);
    expect(splitStatements("  \n-- nothing\n")).toEqual([]);
  });

  it.each([
    "SELECT ';'",
    "SELECT 'it''s; fine', 'a\\';b'",
    'SELECT ";" AS "a;""b"',
    "SELECT `a;\\`b`",
    "SELECT '-- no; comment', '/* ; */'",
    "SELECT $text$ ; ' -- $other$ ; $text$",
    "SELECT $$;$$",
  ])("leaves %s whole", (statement) => {
    expect(splitStatements(`${statement};\n${statement} -- it's; a comment\n;`)).toEqual([statement, statement]);
  });

  it("leaves a stretch that never ends as one statement, for the store to refuse", () => {
    expect(splitStatements("SELECT 'a; b")).toEqual(["SELECT 'a; b"]);
  });
});
