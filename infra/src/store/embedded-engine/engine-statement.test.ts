import { describe, expect, it } from "vitest";
import { insertRows, statementOf } from "./engine-statement.ts";

describe("telling statements apart", () => {
  it.each([
    ["SELECT 1", "read"],
    ["-- a note\n/* and more */ WITH 1 AS one SELECT one", "read"],
    ["(SELECT 1) UNION ALL (SELECT 2)", "read"],
    ["explain SELECT 1", "read"],
    ["CREATE TABLE t (a UInt8) ENGINE = Memory", "write"],
    ["INSERT INTO t SELECT 1", "write"],
    ["INSERT INTO t VALUES (1)", "write"],
    ["SET a = 1", "write"],
  ])("%s is a %s", (sql, kind) => {
    expect(statementOf(sql)).toEqual({ kind, sql });
  });

  it("takes an INSERT with rows to pieces", () => {
    expect(statementOf("INSERT INTO journal FORMAT JSONEachRow\n")).toEqual({
      kind: "insert",
      table: "journal",
      columns: undefined,
      format: "JSONEachRow",
    });
    expect(statementOf("-- x\ninsert into `db`.`t` ( a, `b` ) format jsoneachrow;")).toEqual({
      kind: "insert",
      table: "db.t",
      columns: ["a", "b"],
      format: "JSONEachRow",
    });
  });

  it("takes the condition out of an INSERT that has one", () => {
    const sql = "INSERT INTO t SELECT * FROM input('a Enum8(\\'b\\' = 0), c String') WHERE throwIf(1 != (SELECT 1)) = 0 FORMAT JSONEachRow";
    expect(statementOf(sql)).toEqual({
      kind: "insert",
      table: "t",
      columns: undefined,
      format: "JSONEachRow",
      condition: "throwIf(1 != (SELECT 1)) = 0",
    });
  });

  it("takes the columns of an INSERT with a condition", () => {
    const sql = "INSERT INTO t (a, c) SELECT * FROM input('a UInt8, c String') WHERE throwIf(NOT 1) = 0 FORMAT JSONCompactEachRow";
    const expected = { kind: "insert", table: "t", columns: ["a", "c"], format: "JSONCompactEachRow", condition: "throwIf(NOT 1) = 0" };
    expect(statementOf(sql)).toEqual(expected);
  });

  it.each([
    "INSERT INTO t FORMAT CSV",
    "INSERT INTO t SELECT a FROM input('a String') WHERE 1 FORMAT JSONEachRow",
    "INSERT INTO t SELECT * FROM input('a String') WHERE 1 FORMAT CSV",
    "INSERT INTO t FORMAT JSONEachRow {}",
    "INSERT INTO t FORMAT JSONEachRow\n\nDROP TABLE t",
    "INSERT INTO FUNCTION file('x') FORMAT JSONEachRow",
    "INSERT INTO t (a) SETTINGS x = 1 FORMAT JSONEachRow",
    "INSERT INTO `t``; DROP TABLE t` FORMAT JSONEachRow",
  ])("refuses %j", (sql) => {
    expect(() => statementOf(sql)).toThrow();
  });

  it("makes rows one line and changes nothing else", () => {
    const rows = insertRows(Buffer.from('{"a":"\\n"}\r\n\n{"b":"қ"}\n'));
    expect(rows.toString()).toBe('{"a":"\\n"}   {"b":"қ"} ');
  });
});
