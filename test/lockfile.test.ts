/** `npm ci` refuses a lock file that leaves out the packages of other platforms, and a lock file names no registry. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingPackages } from "./complete-lockfile.ts";

const lock = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package-lock.json"), "utf8")) as {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
};

test("the packages of every platform are locked; otherwise run: node test/complete-lockfile.ts", () => {
  expect(Object.values(lock.packages).some(({ optionalDependencies }) => optionalDependencies !== undefined)).toBe(true);
  expect(missingPackages(lock.packages)).toEqual({});
});

test("no address of a registry is recorded", () => {
  const addresses = Object.values(lock.packages).map(({ resolved }) => resolved ?? "");
  expect(addresses.filter((address) => address.includes("://"))).toEqual([]);
});
