/** Cuts a SQL file into its statements at the semicolons that end one: not at those in strings, names, heredocs or comments. */

/** What starts a stretch that holds no statement's end, and how it ends. Strings and names escape with a backslash or by doubling. */
const stretch =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)|"(?:[^"\\]|\\[\s\S]|"")*(?:"|$)|`(?:[^`\\]|\\[\s\S]|``)*(?:`|$)|\$(\w*)\$[\s\S]*?(?:\$\1\$|$)|;/g;

/** Gives the statements in order, without their semicolons, each comment replaced by a blank. Empty ones are left out. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let from = 0;
  let text = "";
  for (const match of sql.matchAll(stretch)) {
    text += sql.slice(from, match.index);
    from = match.index + match[0].length;
    const isComment = match[0].startsWith("--") || match[0].startsWith("/*");
    if (match[0] === ";") {
      statements.push(text.trim());
      text = "";
    } else text += isComment ? " " : match[0];
  }
  return [...statements, (text + sql.slice(from)).trim()].filter((statement) => statement !== "");
}
