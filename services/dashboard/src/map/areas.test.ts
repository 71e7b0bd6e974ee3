import { regions } from "@qorgau/schemas/codes/regions";
import { expect, test } from "vitest";
import { areasOn, areaShapes, tiles } from "./areas.ts";

test("the regions of a day: twenty today, seventeen before 2022-06-08, sixteen before 2018-06-19", () => {
  const codes = regions.map(({ iso }) => iso).toSorted();
  expect([...areasOn("2022-06-08").keys()].toSorted()).toEqual(codes);
  const before = areasOn("2022-06-07");
  expect(before.size).toBe(17);
  expect(before.get("KZ-35")).toEqual(["KZ-35", "KZ-62"]);
  const south = areasOn("2018-06-18");
  expect(south.size).toBe(16);
  expect(south.get("KZ-YUZ")).toEqual(["KZ-61", "KZ-79"]);
});

test("every area of every day has a shape and a tile", () => {
  for (const day of ["2018-06-18", "2022-06-07", "2026-01-01"]) {
    const shapes = areaShapes(day);
    expect(shapes.map(({ id }) => id)).toEqual([...areasOn(day).keys()]);
    expect(shapes.every(({ geometry }) => geometry.coordinates.length > 0)).toBe(true);
    const places = shapes.map(({ id }) => String(tiles[id]));
    expect(new Set(places).size).toBe(shapes.length);
    expect(places).not.toContain("undefined");
  }
});
