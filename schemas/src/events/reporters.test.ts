import { expect, test } from "vitest";
import { parseReporters, ReportersError } from "./reporters.ts";

const enterprise = { source: "urn:kz:bin:200140000004", role: "enterprise", name: "Mine No. 7", topic: "mine-7" };

function faultsOf(list: unknown): readonly string[] {
  try {
    parseReporters(typeof list === "string" ? list : JSON.stringify(list));
  } catch (error) {
    if (error instanceof ReportersError) return error.faults;
    throw error;
  }
  return [];
}

test("the list is found by source", () => {
  const clinic = { source: "urn:kz:clinic:3", role: "clinic", name: "Clinic" };
  const reporters = parseReporters(JSON.stringify([enterprise, clinic]));
  expect([...reporters.keys()]).toEqual([enterprise.source, clinic.source]);
  expect(reporters.get(enterprise.source)).toEqual(enterprise);
  expect(parseReporters("[]").size).toBe(0);
});

test("all faults are told at once, by their places", () => {
  const faults = faultsOf([
    enterprise,
    { ...enterprise, name: "" },
    { source: "no uri", role: "boss", name: "x", topic: "Mine 7" },
    { source: "urn:kz:iin:850808310738", role: "clinic", name: "x", topc: "typo" },
    7,
  ]);
  const places = faults.map((fault) => fault.split(":")[0]);
  expect(places).toEqual(expect.arrayContaining(["/1/name", "/2/source", "/2/role", "/2/topic", "/3/source", "/3", "/4"]));
  expect(faults.join()).not.toContain("850808310738");
});

test("a reporter's enterprises and mines are named by BIN and by mine, and by no IIN", () => {
  const reported = { ...enterprise, bins: ["200140000004", `qg1:0a1b2c3d:${"0".repeat(64)}`], mines: ["kostenko", "no-7"] };
  expect(parseReporters(JSON.stringify([reported])).get(enterprise.source)).toEqual(reported);
  const faults = faultsOf([{ ...enterprise, bins: ["850808310738", "20014000000"], mines: ["Kostenko", "x".repeat(65)] }]);
  expect(faults.map((fault) => fault.split(":")[0])).toEqual(["/0/bins/0", "/0/bins/1", "/0/mines/0", "/0/mines/1"]);
  expect(faults.join()).not.toContain("850808310738");
  expect(faultsOf([{ ...enterprise, bins: [], mines: [] }])).toHaveLength(2);
});

test("a source and a topic are taken once", () => {
  expect(faultsOf([enterprise, { ...enterprise, topic: "other" }])).toEqual(["/1/source: is already taken by an earlier reporter"]);
  expect(faultsOf([enterprise, { ...enterprise, source: "urn:x:y" }])).toEqual(["/1/topic: is already taken by an earlier reporter"]);
});

test.each(["", "{", "{}", "null"])("%j is no list", (text) => {
  expect(faultsOf(text)).toHaveLength(1);
});

test("a member name that stands twice is refused, since another reader would see another list", () => {
  const twice = JSON.stringify([enterprise]).replace('"role":', '"role":"inspectorate","r\\u006fle":');
  expect(faultsOf(twice)).toEqual(["/0/role: this member name stands twice in its object"]);
});

test("sources that look equal are one, or none", () => {
  expect([...parseReporters(JSON.stringify([{ ...enterprise, source: "URN:KZ:bin:200140000004" }])).keys()]).toEqual([enterprise.source]);
  const doubled = faultsOf([enterprise, { ...enterprise, topic: "other", source: "URN:kz:bin:200140000004" }]);
  expect(doubled).toEqual(["/1/source: is already taken by an earlier reporter"]);
  for (const source of ["urn:kz:e\u0301", "urn:kz:a\u200b", "urn:kz:a\u00ad"]) {
    expect(faultsOf([{ ...enterprise, source }])).toEqual([expect.stringMatching(/^\/0\/source: must be composed/)]);
  }
  expect(faultsOf([{ ...enterprise, name: "ИП ИИН850808310738" }])).toEqual([expect.stringMatching(/^\/0\/name: .*IIN/)]);
});
