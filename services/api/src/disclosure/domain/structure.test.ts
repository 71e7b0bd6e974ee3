/** Which cells are confidential by their structure (METHODS, section 9.2), from statements of exposure. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exposureBook } from "../../exposure/domain/exposure-book.ts";
import { stated } from "../../rates/figures-model-fixture.ts";
import { confidentialPlaces, isConfidential, placeKey, structureOf } from "./structure.ts";
import type { Place, Structure } from "./structure.ts";

const place = (region: string | null, sector: string | null, division: string | null = null): Place => ({ region, sector, division });
const bin = (one: number) => `2001400000${String(one).padStart(2, "0")}`;
const employs = (one: number, workers: number, at: Partial<{ region: string; section: string; division: string }>, period = "2025") =>
  stated({ period, workers, employer: { bin: bin(one) } }, { region: null, section: null, division: null, ...at });
const inAll = (workers: number, at: Partial<{ region: string; section: string; division: string }>) =>
  stated({ period: "2025", workers }, at);

const coal = { region: "KZ-35", section: "B", division: "05" };
const structure = (...statements: readonly ReturnType<typeof stated>[]) => structureOf(exposureBook(statements));

describe("a cell", () => {
  test.each<[string, Structure, Place, boolean]>([
    ["a mining division without headcounts", structure(), place("KZ-35", null, "05"), true],
    ["another division without", structure(), place("KZ-35", null, "24"), false],
    ["a section without", structure(), place("KZ-35", "B"), false],
    ["a mining division of three alike", structure(...[1, 2, 3].map((one) => employs(one, 100, coal))), place("KZ-35", null, "05"), false],
    ["of two", structure(...[1, 2].map((one) => employs(one, 100, coal))), place("KZ-35", null, "05"), true],
    ["of two in its section too", structure(...[1, 2].map((one) => employs(one, 100, coal))), place("KZ-35", "B"), true],
    ["of three, one of 81 %", structure(employs(1, 81, coal), employs(2, 10, coal), employs(3, 9, coal)), place("KZ-35", null, "05"), true],
    [
      "of three, one of 80 %",
      structure(employs(1, 80, coal), employs(2, 10, coal), employs(3, 10, coal)),
      place("KZ-35", null, "05"),
      false,
    ],
    [
      "a mining division of which some headcounts are known",
      structure(...[1, 2, 3].map((one) => employs(one, 100, coal)), inAll(400, coal)),
      place("KZ-35", null, "05"),
      true,
    ],
    [
      "a section of one among many",
      structure(employs(1, 100, coal), inAll(5_000, { region: "KZ-35", section: "B" })),
      place("KZ-35", "B"),
      false,
    ],
    [
      "a section that one rules",
      structure(employs(1, 4_100, coal), inAll(5_000, { region: "KZ-35", section: "B" })),
      place("KZ-35", "B"),
      true,
    ],
  ])("%s", (_name, known, at, expected) => {
    expect(isConfidential(known, at)).toBe(expected);
  });

  test("counts an enterprise once, by its widest statement and its latest period", () => {
    const twice = structure(
      employs(1, 10, { ...coal, division: "07" }),
      employs(1, 300, { region: "KZ-35", section: "B" }),
      employs(1, 5, coal, "2023"),
      employs(1, 20, coal),
    );
    expect(twice.headcounts(place("KZ-35", "B"))).toEqual([300]);
    expect(twice.headcounts(place("KZ-35", null, "05"))).toEqual([20]);
    expect(twice.headcounts(place(null, "B"))).toEqual([300]);
    expect(twice.headcounts(place("KZ-10", "B"))).toEqual([]);
  });
});

describe("a table", () => {
  const metals = ["24", "25", "26"].map((division) => place("KZ-35", null, division));
  const known = structure(
    inAll(5_000, { region: "KZ-35", section: "C" }),
    ...[1, 2].map((one) => employs(one, 50, { region: "KZ-35", section: "C", division: "24" })),
    ...metals.map(({ division }, one) => inAll(100 * (one + 1), { region: "KZ-35", section: "C", division: division! })),
  );

  test("hides with a cell that is alone the one with the fewest workers beside it", () => {
    expect([...confidentialPlaces(known, metals)].toSorted()).toEqual([placeKey(metals[0]!), placeKey(metals[1]!)].toSorted());
  });

  test("never leaves one confidential cell alone under a shown total, whatever the structure, and in whatever order it comes", () => {
    const regions = ["KZ-10", "KZ-35", "KZ-63"];
    const sectors = ["B", "C", "F"];
    const places = regions.flatMap((region) => sectors.map((sector) => place(region, sector)));
    const firms = fc.array(
      fc.record({ region: fc.constantFrom(...regions), section: fc.constantFrom(...sectors), workers: fc.integer({ min: 1, max: 500 }) }),
      {
        maxLength: 25,
      },
    );
    fc.assert(
      fc.property(firms, fc.shuffledSubarray(places, { minLength: places.length }), (some, shuffled) => {
        const drawn = structure(...some.map(({ workers, ...at }, one) => employs(one, workers, at)));
        const confidential = confidentialPlaces(drawn, places);
        expect(confidentialPlaces(drawn, shuffled)).toEqual(confidential);
        for (const one of places) if (isConfidential(drawn, one)) expect(confidential.has(placeKey(one))).toBe(true);
        for (const region of regions) {
          const own = sectors.filter((sector) => confidential.has(placeKey(place(region, sector))));
          if (!isConfidential(drawn, place(region, null))) expect([region, own.length === 1]).toEqual([region, false]);
        }
      }),
    );
  });
});
