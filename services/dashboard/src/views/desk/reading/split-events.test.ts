import { expect, test } from "vitest";
import { eventsOfArray, eventsOfLines, formOf } from "./split-events.ts";

test("a text is an array, lines or a table by how it begins", () => {
  expect(formOf('[{"id":"1"}]')).toBe("array");
  expect(formOf('\n{\n  "id": "1"\n}')).toBe("array");
  expect(formOf('{"id":"1"}')).toBe("lines");
  expect(formOf('{"id":"1"}\n\n{"id":"2"}')).toBe("lines");
  expect(formOf("subject;severity\n1;light")).toBe("table");
});

test("lines keep their number; blank ones are nothing", () => {
  expect(eventsOfLines('{"id":"1"}\r\n\n{"id":')).toEqual([
    { row: 1, text: '{"id":"1"}' },
    { row: 3, text: '{"id":' },
  ]);
});

test("elements of an array are told apart whatever their strings hold, each on one line", () => {
  const events = [{ id: 'a"],{', data: { list: [1, [2]] } }, { id: "\\" }, 7];
  const rows = eventsOfArray(JSON.stringify(events, null, 2));
  expect(rows.map(({ text }) => JSON.parse(text) as unknown)).toEqual(events);
  expect(rows.map(({ row }) => row)).toEqual([1, 2, 3]);
  expect(rows.every(({ text }) => !text.includes("\n"))).toBe(true);
});

test("one event over several lines is one row", () => {
  expect(eventsOfArray('{\n  "id": "1",\n  "data": {}\n}')).toEqual([{ row: 1, text: '{   "id": "1",   "data": {} }' }]);
});

test("what is broken comes after what is not", () => {
  expect(eventsOfArray('[{"id":"1"},{"id":"2"')).toEqual([
    { row: 1, text: '{"id":"1"}' },
    { row: 2, text: '{"id":"2"' },
  ]);
});
