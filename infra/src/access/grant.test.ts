import { expect, test } from "vitest";
import { grantSchema, grantText, rightsOf } from "./grant.ts";
import type { Grant } from "./grant.ts";

const source = "urn:kz:bin:200140000004";

test.each([
  [{ source }, true],
  ["read", true],
  ["operate", true],
  ["write", false],
  [{ source: "no uri" }, false],
  [{ source: "urn:kz:iin:850808310738" }, false],
  [{ source, read: true }, false],
  [{ send: [source], scopes: ["figures"], limits: { employers: ["200140000004"] } }, true],
  [{ own: [source] }, true],
  [{}, false],
  [{ scopes: [] }, false],
  [{ scopes: ["send"] }, false],
  [{ scopes: ["figures", "cases", "inspect"], limits: { regions: ["KZ-35", "KZ-62"], sectors: ["B", "24"] } }, true],
  [{ scopes: ["figures"], limits: {} }, false],
  [{ scopes: ["figures"], limits: { regions: ["KZ-99"] } }, false],
  [{ scopes: ["figures"], limits: { regions: [] } }, false],
  [{ scopes: ["figures"], limits: { sectors: ["mmc"] } }, false],
  [{ scopes: ["figures"], limits: { employers: ["850808310738"] } }, false],
  // What would not be held: whoever operates sees everything, and a source has no limits.
  [{ scopes: ["operate"], limits: { regions: ["KZ-35"] } }, false],
  [{ scopes: ["release", "figures"], limits: { regions: ["KZ-35"] } }, false],
  [{ send: [source], limits: { regions: ["KZ-35"] } }, false],
])("%j is a grant: %s", (grant, isOne) => {
  expect(grantSchema.safeParse(grant).success).toBe(isOne);
});

test.each<[Grant, readonly string[], string]>([
  ["read", ["figures", "cases"], "figures, cases"],
  ["operate", ["figures", "cases", "inspect", "release", "operate"], "figures, cases, inspect, release, operate"],
  [{ scopes: ["figures", "operate"] }, ["figures", "cases", "inspect", "release", "operate"], "figures, cases, inspect, release, operate"],
  [{ source }, ["send", "own"], `send and own ${source}`],
  [{ own: [source] }, ["own"], `own ${source}`],
  [
    { send: [source], scopes: ["figures"], limits: { employers: ["200140000004"], regions: ["KZ-35"] } },
    ["figures", "send", "own"],
    `send and own ${source}; figures in KZ-35 of 200140000004`,
  ],
])("%j carries %j", (grant, scopes, text) => {
  expect([...rightsOf(grant).scopes]).toEqual(scopes);
  expect(grantText(grant)).toBe(text);
});

test("whoever sends for a source sees what concerns it, by whatever case its URN is written in", () => {
  expect(rightsOf({ source: "URN:KZ:bin:200140000004" })).toMatchObject({
    sends: ["urn:kz:bin:200140000004"],
    owns: ["urn:kz:bin:200140000004"],
  });
  expect(rightsOf({ send: [source], own: [source, "urn:x:y"] })).toMatchObject({
    sends: [source],
    owns: [source, "urn:x:y"],
    limits: null,
  });
});
