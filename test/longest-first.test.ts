import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import type { TestSpecification, Vitest } from "vitest/node";
import { LongestFirst, longest } from "./longest-first.ts";

const root = join(import.meta.dirname, "..");

test("every name of a long file is that of a test file", () => {
  const names = ["infra/src", "clients", "services", "test"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) => basename(path)),
  );
  expect(longest.filter((name) => !names.includes(name))).toEqual([]);
});

test("groups stay one after the other, and long files come first in each", async () => {
  const specification = (group: number, moduleId: string) =>
    ({ moduleId, project: { name: `${group}`, config: { sequence: { groupOrder: group } } } }) as unknown as TestSpecification;
  const cache = { getFileTestResults: () => undefined, getFileStats: () => undefined };
  const sequencer = new LongestFirst({ cache, config: { root } } as unknown as Vitest);
  const given = [
    specification(1, "/of/quick.test.ts"),
    specification(1, `/of/${longest[1]}`),
    specification(0, "/of/first.test.ts"),
    specification(1, `/of/${longest[0]}`),
  ];
  expect((await sequencer.sort(given)).map(({ moduleId }) => basename(moduleId))).toEqual([
    "first.test.ts",
    longest[0],
    longest[1],
    "quick.test.ts",
  ]);
});
