/**
 * The code says what the field says: no identifier and no name of a file holds a word that a reader from event streaming or official statistics
 * would not know. Names that the wire, stored rows, metrics or log lines have keep theirs, each with its reason.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** What the code used to say, and the field's word for it. */
const fieldTerms: Readonly<Record<string, string>> = {
  door: "ingest endpoint",
  turn: "publisher lease",
  told: "reported",
  tell: "report, addFault",
  tells: "reports",
  telling: "report",
  tellings: "reports",
  untold: "unreported",
  heads: "journal progress",
  standing: "published, effective",
  stands: "published, effective",
  stood: "effective",
  living: "active",
  question: "request parameters",
  answer: "response",
  asked: "requested",
  kept: "stored, checkpoint",
  closure: "linked statements",
  passing: "transient",
  doubles: "likely duplicates",
  knot: "linked group",
  usual: "default",
  patience: "wait",
};

/** Of several words that mean something else apart. */
const formerPhrases =
  /^(?:when there|wait until there|spare waiting|wait out|only others|logged other|share roles|base cut|moving house|moved cases?|shared anew)$/;

const contractNames: Readonly<Record<string, string>> = {
  significantAsked: "member of an assessment",
  minorAsked: "member of an assessment",
  told: "column of /v1/clocks",
  toldCount: "column of /v1/quality",
  toldDays: "column of /v1/quality",
  toldMedianDays: "column of /v1/quality",
  toldP90Days: "column of /v1/quality",
  firstToldAt: "column of /v1/claims/unmatched",
  standingSeverity: "column of /v1/quality",
  doubles: "table of /v1/quality",
  standing: "member of /v1/records",
  stands: "member of /v1/records",
  notTold: "member of a log line",
  answer_unread: "label of qorgau_http_refusals_total",
  no_answer: "code that `npm run rebuild` exits by",
  turn_lost: "code of an error",
  turn_not_held: "code of an error",
  door_failed: "code of an error",
  answer_unavailable: "code of an error",
  answer_queue_full: "code of an error",
  answer_refused: "code of an error",
  answer_not_found: "code of an error",
  answer_conflict: "code of an error",
  RatesAnswer: "schema of /openapi.json",
  ExplainAnswer: "schema of /openapi.json",
  RevisionsAnswer: "schema of /openapi.json",
  RecordAnswer: "schema of /openapi.json",
  BatchAnswer: "schema of /openapi.json",
};

const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");

const isFormer = (word: string) => Object.hasOwn(fieldTerms, word) || (word.endsWith("s") && Object.hasOwn(fieldTerms, word.slice(0, -1)));

/** Identifiers of TypeScript, outside comments, texts and regular expressions; what stands in `${}` of a text counts. */
function identifiersOf(text: string): Set<string> {
  const token =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=[=(,:[!&|?{};\n]\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])*\/[a-z]*|[`{}]|[A-Za-z_$][\w$]*/g;
  const found = new Set<string>();
  // What each closing brace ends: a block, or a hole in a text.
  const open: string[] = [];
  const skipText = (from: number): number => {
    for (let at = from; at < text.length; at += 1) {
      if (text[at] === "\\") at += 1;
      else if (text[at] === "`") return at + 1;
      else if (text.startsWith("${", at)) {
        open.push("${");
        return at + 2;
      }
    }
    return text.length;
  };
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [one] = match;
    if (one === "`") token.lastIndex = skipText(token.lastIndex);
    else if (one === "{") open.push("{");
    else if (one === "}") {
      if (open.pop() === "${") token.lastIndex = skipText(token.lastIndex);
    } else if (/^[A-Za-z_$]/.test(one)) found.add(one);
  }
  return found;
}

function formerNamesIn(path: string, text: string): string[] {
  const isWrong = (name: string) => {
    const words = wordsOf(name);
    return words.some(isFormer) || formerPhrases.test(words.join(" "));
  };
  const identifiers = [...identifiersOf(text)].filter((name) => !Object.hasOwn(contractNames, name) && isWrong(name));
  return [...(isWrong(basename(path).replace(/\.tsx?$/, "")) ? [path] : []), ...identifiers.map((name) => `${path}: ${name}`)];
}

const files = ["schemas", "infra", "clients", "services", "test"].flatMap((tree) =>
  readdirSync(join(root, tree), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes("node_modules"))
    .map((path) => join(tree, path)),
);

test("identifiers are seen, texts and comments are not", () => {
  const text = 'const door = `turn ${told({ a: "kept" })} asked`; // answer\n/* living */ const re = /question/; door.heads;';
  expect([...identifiersOf(text)].filter((name) => wordsOf(name).some(isFormer))).toEqual(["door", "told", "heads"]);
});

test.each(["openDoor", "lastTurn", "CaseTelling", "askedCut", "whenThere", "row_question"])("%s would be found", (name) => {
  expect(formerNamesIn("a/b.ts", `const ${name} = 1;`)).toEqual([`a/b.ts: ${name}`]);
  expect(formerNamesIn(`a/${name}.ts`, "")).toEqual([`a/${name}.ts`]);
});

test("no identifier and no name of a file holds a word that the field does not have", () => {
  expect(files.length).toBeGreaterThan(500);
  const own = join("test", "field-terms.test.ts");
  expect(files.filter((path) => path !== own).flatMap((path) => formerNamesIn(path, readFileSync(join(root, path), "utf8")))).toEqual([]);
});
