/**
 * The statement of a request. An INSERT with rows is separate from every other statement, because chDB reads the rows as part of the statement: a
 * blank line ends them, and what follows would run as SQL. The rows of a client therefore never reach the engine with a line break in them
 * (`insertRows`), and their statement is taken to pieces and put together anew.
 */
import { EngineError } from "./engine-error.ts";

/** A statement by its kind: `read` runs on the readers, the others on the writers. */
export type EngineStatement = { readonly kind: "read" | "write"; readonly sql: string } | InsertWithRows;

export interface InsertWithRows {
  readonly kind: "insert";
  readonly table: string;
  readonly columns: readonly string[] | undefined;
  readonly format: InsertFormat;
  /** What has to be true of no row, but of the store, as the insert begins. */
  readonly condition?: string;
}

/** Formats in which a line break is only ever white space between values, so that a blank does as well. */
const insertFormats = ["JSONEachRow", "JSONCompactEachRow"] as const;
export type InsertFormat = (typeof insertFormats)[number];

const leadingComments = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;
const insertWithRows =
  /^INSERT\s+INTO\s+(?:TABLE\s+)?((?:\w+|`\w+`)(?:\.(?:\w+|`\w+`))?)\s*(?:\(\s*((?:\w+|`\w+`)(?:\s*,\s*(?:\w+|`\w+`))*)\s*\))?\s*FORMAT\s+(\w+)\s*;?\s*$/i;

/** The rows come from `input`, which chDB does not have for rows in the body; its structure says nothing that the table does not. */
const insertIf =
  /^INSERT\s+INTO\s+(\w+)(?:\s*\(\s*(\w+(?:\s*,\s*\w+)*)\s*\))?\s+SELECT\s+\*\s+FROM\s+input\('(?:[^'\\]|\\.)*'\)\s+WHERE\s+(\S.*?)\s+FORMAT\s+(\w+)\s*;?\s*$/is;

/**
 * Gives the kind of the statement. Throws an EngineError: 62 for an INSERT that holds its rows, 73 for rows of an unknown format, 497 for a
 * statement that reads or writes a file.
 */
export function statementOf(sql: string): EngineStatement {
  refuseFiles(sql);
  const bare = sql.replace(leadingComments, "");
  if (/^INSERT\b/i.test(bare)) return insertOf(bare);
  return { kind: /^(?:SELECT|WITH|SHOW|DESC|DESCRIBE|EXPLAIN|EXISTS|\()/i.test(bare) ? "read" : "write", sql };
}

/** Texts, quoted names, comments and heredocs: what is left of a statement without them are its words. */
const quoted =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"((?:[^"\\]|\\[\s\S]|"")*)"|`((?:[^`\\]|\\[\s\S]|``)*)`|--[^\n]*|#[ !][^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\3\$/g;
const ofFiles = /\bINTO\s+OUTFILE\b|\bFROM\s+INFILE\b|\bfile\s*\(/i;

/** An escape may spell any letter. */
const mayBeFile = /^file$|\\/i;

/**
 * The engine's grants (`engine-config.ts`) let no statement at a file, but for these: the function `file`, and the clauses by which
 * ClickHouse's own client reads and writes one, which chDB takes as well.
 */
function refuseFiles(sql: string): void {
  if (!/file|\\/i.test(sql)) return;
  const words = sql.replace(quoted, (_all, doubly?: string, backtick?: string) => {
    const name = doubly ?? backtick;
    if (name === undefined) return " ";
    return mayBeFile.test(name) ? "file" : "_";
  });
  if (ofFiles.test(words)) throw new EngineError(497, "ACCESS_DENIED", "No statement reads or writes a file of this machine.");
}

function insertOf(sql: string): EngineStatement {
  const match = insertWithRows.exec(sql);
  if (match) {
    return { kind: "insert", table: match[1]!.replaceAll("`", ""), columns: columnsOf(match[2]), format: formatOf(match[3]!) };
  }
  const conditional = insertIf.exec(sql);
  if (conditional) {
    const [, table = "", columns, condition = "", format = ""] = conditional;
    return { kind: "insert", table, columns: columnsOf(columns), format: formatOf(format), condition };
  }
  if (/\bFORMAT\s+\w+/i.test(sql)) {
    throw new EngineError(62, "SYNTAX_ERROR", "Rows of an INSERT are taken only from the body, the statement standing in the URL.");
  }
  return { kind: "write", sql };
}

function columnsOf(names: string | undefined): readonly string[] | undefined {
  return names?.split(",").map((name) => name.trim().replaceAll("`", ""));
}

function formatOf(requested: string): InsertFormat {
  const format = insertFormats.find((name) => name.toLowerCase() === requested.toLowerCase());
  if (!format) throw new EngineError(73, "UNKNOWN_FORMAT", `Rows are taken as ${insertFormats.join(" or ")}.`);
  return format;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const blank = 0x20;

/** Makes the rows one line, in place. JSON allows no bare line break inside a string, so no value changes. */
export function insertRows(body: Buffer): Buffer {
  for (const lineBreak of [lineFeed, carriageReturn]) {
    for (let at = body.indexOf(lineBreak); at !== -1; at = body.indexOf(lineBreak, at + 1)) body[at] = blank;
  }
  return body;
}
