import { expect, test } from "vitest";
import { z } from "zod";
import { flag, listOf, orEmpty, orNull, setOf, wholeNumber } from "./parameter-forms.ts";
import { faultsOfNames, readParameters, readValues } from "./read-parameters.ts";
import { refusals, refusedBy } from "./refusals.ts";

const parameters = z.object({
  per: z.enum(["year", "month"]).default("year"),
  by: orEmpty(listOf(z.enum(["region", "sector"]))),
  ids: setOf(z.string().regex(/^[a-f]$/), 2)
    .optional()
    .register(refusals, { rule: "QG-0629", facts: { idsMax: 2 } }),
  limit: wholeNumber(1, 1000)
    .default(100)
    .register(refusals, { rule: "QG-0816", facts: { limitMax: 1000 } }),
  running: flag({ description: "Whether it runs." }),
  day: orNull(z.string().refine((text) => text.startsWith("2"), refusedBy("QG-0605"))),
});

const read = (search: string) => readParameters(parameters, new URLSearchParams(search), ["format"]);
const faultsOf = (search: string) => read(search).faults.map(({ rule, pointer }) => `${rule} ${pointer}`);

test("what is not sent has its default, and what is sent is read from its text", () => {
  expect(read("format=csv")).toEqual({
    values: { per: "year", by: [], ids: undefined, limit: 100, running: false, day: null },
    faults: [],
  });
  expect(read("per=month&by=sector,region&ids=a,a&limit=7&running=true&day=2026").values).toEqual({
    per: "month",
    by: ["sector", "region"],
    ids: ["a", "a"],
    limit: 7,
    running: true,
    day: "2026",
  });
});

test.each([
  ["per=week", ["QG-0603 per"]],
  ["by=region,planet", ["QG-0603 by"]],
  ["by=", ["QG-0603 by"]],
  ["by=planet,planet", ["QG-0603 by"]],
  ["by=region,region", ["QG-0612 by"]],
  ["by=region,region,planet", ["QG-0603 by", "QG-0612 by"]],
  ["ids=a,b,c", ["QG-0629 ids"]],
  ["ids=A,B,C", ["QG-0629 ids"]],
  ["limit=0", ["QG-0816 limit"]],
  ["limit=1001", ["QG-0816 limit"]],
  ["limit=1.5", ["QG-0816 limit"]],
  ["limit=00007", ["QG-0816 limit"]],
  ["limit=", ["QG-0816 limit"]],
  ["running=yes", ["QG-0603 running"]],
  ["day=1926", ["QG-0605 day"]],
  ["planet=x&per=week&per=year", ["QG-0601 planet", "QG-0602 per", "QG-0603 per"]],
])("%s is refused by %j", (search, faults) => {
  expect(faultsOf(search)).toEqual(faults);
});

test("a faulty parameter is read as one that was not sent, and what was sent is never repeated", () => {
  const { values, faults } = read("per=850808310738&limit=850808310738&850808310738=1");
  expect(values).toMatchObject({ per: "year", limit: 100 });
  expect(JSON.stringify(faults)).not.toContain("850808310738");
  expect(faults.find(({ pointer }) => pointer === "per")?.message).toContain("year, month");
});

test("a refusal stays with a parameter that is described in other words", () => {
  const described = z.object({ limit: parameters.shape.limit.meta({ description: "Rows of a page." }) });
  expect(readValues(described, new Map([["limit", "x"]])).faults).toMatchObject([{ rule: "QG-0816", pointer: "limit" }]);
});

test("members of a body are pointed at by JSON pointers", () => {
  const sent = new Map([
    ["per", "week"],
    ["planet", "x"],
  ]);
  expect(readParameters(parameters, sent, [], "/").faults.map(({ pointer }) => pointer)).toEqual(["/planet", "/per"]);
});

test("a name may hold anything: it is cut and masked", () => {
  const [fault] = faultsOfNames(new URLSearchParams([["x".repeat(100), ""]]), ["per"]);
  expect(fault).toMatchObject({ rule: "QG-0601", pointer: "x".repeat(64) });
});

test("a parameter that names no rule is a mistake of ours, not of the caller", () => {
  const unnamed = z.object({ size: wholeNumber(1, 9) });
  expect(() => readValues(unnamed, new Map([["size", "x"]]))).toThrow("does not say by which rule");
});
