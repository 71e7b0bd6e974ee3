import * as fc from "fast-check";
import { expect, test } from "vitest";
import { readPageCursor, writePageCursor } from "./page-cursor.ts";
import type { PagedRequest } from "./page-cursor.ts";

const digits = /^\d{1,20}$/;
const requestParameters: PagedRequest = ["/v1/explain", { filters: { region: ["KZ-35"] } }];
const cursor = { watermark: new Map([[0, 812]]), after: "18446744073709551615" };

test("a cursor reads as it was written", () => {
  expect(readPageCursor(writePageCursor(requestParameters, cursor), requestParameters, digits)).toEqual(cursor);
});

test("a cursor of another address or another question is none", () => {
  const text = writePageCursor(requestParameters, cursor);
  expect(readPageCursor(text, ["/v1/revisions", requestParameters[1]], digits)).toBeNull();
  expect(readPageCursor(text, ["/v1/explain", { filters: { region: ["KZ-19"] } }], digits)).toBeNull();
});

test("neither its cut nor its place can be changed, whatever is put there", () => {
  const [binding, cut, after] = JSON.parse(Buffer.from(writePageCursor(requestParameters, cursor), "base64url").toString()) as string[];
  for (const changed of [
    [binding, "0:811", after],
    [binding, cut, "1"],
    [binding, cut, "one"],
    [binding, "", after],
    [binding, cut],
    [cut, after],
  ]) {
    const text = Buffer.from(JSON.stringify(changed)).toString("base64url");
    expect(readPageCursor(text, requestParameters, digits), text).toBeNull();
  }
});

test("text that only decodes to a cursor is none", () => {
  const text = writePageCursor(requestParameters, cursor);
  for (const other of ["", "x", `${text}=`, `${text}%`, ` ${text}`])
    expect(readPageCursor(other, requestParameters, digits), other).toBeNull();
  fc.assert(fc.property(fc.string(), (other) => readPageCursor(other, requestParameters, digits) === null));
});
