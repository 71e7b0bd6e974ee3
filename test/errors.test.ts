/** Errors carry a code of one closed list, the page that explains the codes names each of them, and nobody decides by a message. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CodedError } from "@qorgau/schemas/coded-error";
import { errorCodes } from "@qorgau/schemas/error-codes";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const trees = ["schemas/src", "infra/src", "clients/src", "services/ingest/src", "services/aggregator/src", "services/api/src"];
const sources = trees
  .flatMap((tree) => readdirSync(join(root, tree), { recursive: true, encoding: "utf8" }).map((path) => `${tree}/${path}`))
  .filter((path) => path.endsWith(".ts") && !/\.(test|contract|kafka)\.ts$|\/testing\//.test(path))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

const linesOf = (form: RegExp): string[] =>
  sources.flatMap(({ path, text }) => [...text.matchAll(form)].map(([line]) => `${path}: ${line.trim()}`));

test("the page of codes is the list of codes", () => {
  const page = readFileSync(join(root, "docs/errors.md"), "utf8");
  const rows = [...page.matchAll(/^\| `(\w+)` \| (yes|no) \| (.*) \|$/gm)].map(([, code, later, meaning]) => [code, later, meaning]);
  expect(rows.length).toBeGreaterThan(50);
  expect(rows).toEqual(Object.entries(errorCodes).map(([code, { retryable, meaning }]) => [code, retryable ? "yes" : "no", meaning]));
});

test("an error says its code, whether the same may succeed later, and what it follows from", () => {
  class AwayError extends CodedError<"store_unavailable"> {}
  const cause = new Error("ECONNREFUSED");
  const error = new AwayError("store_unavailable", "away", { cause });
  expect(error).toMatchObject({ name: "AwayError", code: "store_unavailable", retryable: true, cause });
  expect(new CodedError("store_denied", "wrong password").retryable).toBe(false);
});

test("every error has the one base", () => {
  // What the embedded engine says is passed on in ClickHouse's own words and numbers.
  expect(linesOf(/class \w+ extends Error\b/g)).toEqual([
    "infra/src/store/embedded-engine/engine-error.ts: class EngineError extends Error",
  ]);
});

test("every code is thrown somewhere", () => {
  const all = sources.filter(({ path }) => path !== "schemas/src/error-codes.ts").map(({ text }) => text);
  const unused = Object.keys(errorCodes).filter((code) => !all.some((text) => text.includes(`"${code}"`)));
  expect(unused).toEqual([]);
});

/** What processes and threads of this program send each other, and receivers of webhooks are sent, is called a message as well. */
const betweenProcesses = [
  "infra/src/log/embedded/writer-thread.ts",
  "services/ingest/src/http/endpoint-process.ts",
  "services/api/src/webhooks/deliveries.ts",
];

test("nobody decides by a message, but where a library gives nothing else", () => {
  const form = /\bmessage\)? ===? |\bmessage\)?\.(?:includes|startsWith|endsWith|match)\(|\btest\([\w.]*\bmessage\)/;
  const deciding = sources.filter(({ path, text }) => form.test(text) && !betweenProcesses.includes(path)).map(({ path }) => path);
  expect(deciding).toEqual(["infra/src/kafka/kafka-error.ts", "infra/src/store/clickhouse-errors.ts"]);
});

test("the read API throws errors of its own below HTTP: problem documents are made in http/ and by what reads a request", () => {
  const isOfHttp = /\/http\/|-(?:routes|parameters|request|question)\.ts$/;
  const making = sources.filter(
    ({ path, text }) => path.startsWith("services/api/") && text.includes("new ProblemError(") && !isOfHttp.test(path),
  );
  expect(making.map(({ path }) => path)).toEqual([]);
});
