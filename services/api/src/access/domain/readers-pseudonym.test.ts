import type { RecordResponse } from "@qorgau/schemas/responses/record-response";
import { expect, test } from "vitest";
import { readersPseudonym, withReadersPseudonyms } from "./readers-pseudonym.ts";

const pseudonym = `qg1:0a1b2c3d:${"5".repeat(64)}`;
const responseOf = (...data: object[]) => ({ records: [{ statements: data.map((one) => ({ data: one })) }] }) as unknown as RecordResponse;

test("is the same for one reader, another for another, and none of the log's", () => {
  const made = readersPseudonym("a", pseudonym);
  expect(made).toMatch(/^qg1:reader:[0-9a-f]{64}$/);
  expect(readersPseudonym("a", pseudonym)).toBe(made);
  expect(readersPseudonym("b", pseudonym)).not.toBe(made);
  expect(readersPseudonym("a", pseudonym.replace("5", "6"))).not.toBe(made);
});

test("stands in each statement in place of the log's, and nothing else changes", () => {
  const others = [{ worker: { ref: "N-17", sex: "male" } }, { severity: "light" }, { worker: { occupation: "7111" } }];
  const shown = withReadersPseudonyms(responseOf({ worker: { ref: pseudonym, sex: "male" }, severity: "light" }, ...others), "a");
  expect(shown).toEqual(responseOf({ worker: { ref: readersPseudonym("a", pseudonym), sex: "male" }, severity: "light" }, ...others));
});
