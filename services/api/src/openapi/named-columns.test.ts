/**
 * Every coded column of every response, and of the events that cases are counted by, has names for all of its codes in the three languages,
 * or is listed here with the reason why not.
 */
import { namedColumns, nameOfCode } from "@qorgau/schemas/codes/code-names";
import { workerStatuses } from "@qorgau/schemas/codes/enumerations";
import { languages } from "@qorgau/schemas/languages";
import { expect, test } from "vitest";
import { componentSchemas } from "./components.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Read alike in every language, or by programs alone. */
const unnamed: Readonly<Record<string, string>> = {
  ageBand: "ages in digits",
  size: "numbers of workers in digits",
  period: "a year, a quarter or a month in digits; of a question, as it was asked",
  by: "the names of columns",
  figure: "the name of a column",
  dimension: "the name of a column",
  stratum: "severities that two lists are held against each other in, which /docs explains",
  measure: "as it was asked",
  per: "as it was asked",
  yearOf: "as it was asked",
  regionOf: "as it was asked",
  interval: "as it was asked",
  compare: "as it was asked",
  smooth: "as it was asked",
  deathWithin: "as it was asked",
  comparedBy: "as it was asked, or the one that the measure has",
  wordsAdjusted: "the name of a procedure",
  mode: "the name of a rounding",
  scope: "which list `code` is of: its names stand in `codeName`",
  layer: "as it was asked",
  of: "whether programs send it or are given it",
  name: "figures of the yearly report, which its workbook names; of other answers a name in itself, and no column can be both",
  code: "what happened to a row, told in words beside it (`text`)",
  reason: "a fault of a figure or of a link, which /docs explains",
  intervalReason: "the same",
  casesReason: "the same",
  rejectedReason: "the same",
  rateReason: "the same",
  infringementsReason: "the same",
  penaltiesReason: "the same",
  detector: "the name of a procedure",
  rateFrom: "whose rate gaps are held against, which /docs explains",
  delaysFrom: "whose delays a nowcast is made by, which /docs explains",
  heterogeneity: "whether there are smoothed figures, and why not, which /docs explains",
  field: "the name of a member of an event",
  part: "which part of a report or of an explanation a line is, which /docs explains",
  type: "the name of a type of events",
  rule: "a permanent rule id",
  warning: "a permanent rule id",
  level: "of the service, for its operator",
  state: "of the service, for its operator",
  access: "of the service, for its operator",
  action: "of the service, for its operator",
  outcome: "what came of an attempt, for who operates a receiver",
  causes: "the list whose first is the column `cause`",
  sectorScheme: "the name of a classification",
  from: "a severity before it rose; of other answers a day, and no column can be both",
  to: "the same",
  specversion: "CloudEvents' own",
  datacontenttype: "CloudEvents' own",
};

/** The codes that the document allows, by the name of the member that holds them; lists and nested objects are gone through. */
function codesIn(schemas: readonly unknown[]): Map<string, Set<string>> {
  const codes = new Map<string, Set<string>>();
  const look = (schema: unknown, member: string): void => {
    if (Array.isArray(schema)) for (const one of schema) look(one, member);
    if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return;
    const { properties, items, anyOf, enum: values = [] } = schema as Schema & { enum?: readonly unknown[] };
    for (const value of values) if (typeof value === "string") codes.set(member, (codes.get(member) ?? new Set()).add(value));
    for (const [name, one] of Object.entries((properties ?? {}) as Schema)) look(one, name);
    look(items, member);
    look(anyOf, member);
  };
  look(schemas, "");
  return codes;
}

const codes = codesIn(Object.values(componentSchemas()));
/** `method` and `status` name other things in other places: those of an interval, of an event's result, and of a worker (`workerStatus`). */
const ofOthers: Readonly<Record<string, readonly string[]>> = {
  method: ["garwood", "fay_feuer", "tiwari"],
  status: ["accepted", "rejected", "retry", ...workerStatuses],
};

test("the test sees the codes", () => {
  expect(codes.size).toBeGreaterThan(40);
  expect([...(codes.get("hazard") ?? [])]).toContain("roof_fall");
});

test("each of them is called something in every language, or is one of those that are not", () => {
  const missing = [...codes].flatMap(([column, values]) =>
    Object.hasOwn(unnamed, column)
      ? []
      : [...values]
          .filter((code) => !(ofOthers[column] ?? []).includes(code))
          .flatMap((code) => languages.filter((one) => nameOfCode(column, code, one) === null).map((one) => `${column} ${code} ${one}`)),
  );
  expect(missing).toEqual([]);
  expect(Object.keys(unnamed).filter((column) => namedColumns.includes(column))).toEqual([]);
});
