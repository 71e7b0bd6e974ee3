import type { Release } from "@qorgau/schemas/responses/releases";
import { expect, test } from "vitest";
import { numberReleases } from "./number-releases.ts";

const recorded = (name: string, position: string) => ({ name, position }) as unknown as Omit<Release, "number">;

test("releases are numbered in the order of the log, and the first of a name stands", () => {
  const releases = numberReleases([recorded("a", "0:3"), recorded("b", "0:5"), recorded("a", "0:6"), recorded("c", "0:9")]);
  expect(releases.map(({ number, name, position }) => [number, name, position])).toEqual([
    [1, "a", "0:3"],
    [2, "b", "0:5"],
    [3, "c", "0:9"],
  ]);
});

test("a release is superseded by the first that says so of it; the second in the race is none, and leaves its name free", () => {
  const successor = (name: string, supersedes: string) => ({ name, supersedes, position: "0:9" }) as unknown as Omit<Release, "number">;
  const recordedThen = [recorded("a", "0:3"), successor("b", "a"), successor("c", "a"), successor("d", "b"), successor("c", "d")];
  expect(numberReleases(recordedThen).map(({ number, name, supersededBy }) => [number, name, supersededBy])).toEqual([
    [1, "a", "b"],
    [2, "b", "d"],
    [3, "d", "c"],
    [4, "c", undefined],
  ]);
});
