/**
 * The regions as areas on a map and as tiles. Before 2022-06-08 the three that were split are drawn whole; Turkistan and Shymkent are one
 * before 2018-06-19. Boundaries: see ATTRIBUTION.md.
 */
import { regions, southKazakhstan } from "@qorgau/schemas/codes/regions";
import type { Feature, MultiPolygon, Polygon } from "geojson";
import { geoCentroid } from "d3-geo";
import { merge } from "topojson-client";
import type { GeometryCollection, MultiPolygon as MultiShape, Polygon as Shape, Topology } from "topojson-specification";
import shapes from "./regions.topo.json";

export type Area = Feature<MultiPolygon | Polygon, null> & {
  readonly id: string;
  /** Of its surface: longitude and latitude, in degrees. */
  readonly centroid: readonly [number, number];
};

const topology = shapes as unknown as Topology<{ regions: GeometryCollection }>;

/** The codes of the regions that existed on a day, with the codes of today's areas that each was made of. */
export function areasOn(day: string): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, string[]>();
  for (const { id } of topology.objects.regions.geometries) {
    const of = regionOn(String(id), day);
    parts.set(of, [...(parts.get(of) ?? []), String(id)]);
  }
  return parts;
}

function regionOn(code: string, day: string): string {
  const region = regions.find(({ iso }) => iso === code);
  if (region === undefined || region.validFrom === null || day >= region.validFrom) return code;
  return region.splitFrom ?? southKazakhstan.iso;
}

const shapesBefore = new Map<string, readonly Area[]>();

/** The areas of the regions that existed on a day (YYYY-MM-DD), by code. Those of the same regions are made once. */
export function areaShapes(day: string): readonly Area[] {
  const areas = areasOn(day);
  const key = [...areas.keys()].join();
  const shapes = shapesBefore.get(key) ?? makeShapes(areas);
  shapesBefore.set(key, shapes);
  return shapes;
}

function makeShapes(areas: ReadonlyMap<string, readonly string[]>): readonly Area[] {
  const geometries = topology.objects.regions.geometries as (Shape | MultiShape)[];
  return [...areas].map(([id, parts]) => {
    const geometry = merge(
      topology,
      geometries.filter((one) => parts.includes(String(one.id))),
    );
    return { type: "Feature", id, properties: null, geometry, centroid: geoCentroid(geometry) };
  });
}

/** Column and row of each region's tile: about where it lies, with the three cities as large as the rest. */
export const tiles: Readonly<Record<string, readonly [number, number]>> = {
  "KZ-39": [2, 0],
  "KZ-59": [3, 0],
  "KZ-55": [4, 0],
  "KZ-27": [0, 1],
  "KZ-15": [1, 1],
  "KZ-11": [2, 1],
  "KZ-71": [3, 1],
  "KZ-35": [4, 1],
  "KZ-10": [5, 1],
  "KZ-63": [6, 1],
  "KZ-23": [0, 2],
  "KZ-43": [1, 2],
  "KZ-62": [2, 2],
  "KZ-31": [3, 2],
  "KZ-19": [4, 2],
  "KZ-33": [5, 2],
  "KZ-47": [0, 3],
  "KZ-61": [2, 3],
  "KZ-79": [3, 3],
  "KZ-75": [4, 3],
  "KZ-YUZ": [2, 3],
};
