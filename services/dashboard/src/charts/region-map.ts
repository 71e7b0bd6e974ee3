/** Values of the regions, as a map and as tiles of one size. */
import { cell, geo, plot, text } from "@observablehq/plot";
import { geoConicEqualArea } from "d3-geo";
import type { GeoProjection } from "d3-geo";
import { areasOn, areaShapes, tiles } from "../map/areas.ts";
import type { Area } from "../map/areas.ts";
import { levelOf, limitsOf } from "./levels.ts";
import { chartOf } from "./plot-figure.tsx";
import type { Draw } from "./plot-figure.tsx";

export interface RegionValue {
  readonly code: string;
  readonly value: number | null;
  /** The whole of what is known of it, in a line: told where one points at the region, and to those who do not see it. */
  readonly label: string;
  /** Where the region's own page is. */
  /** Null where it leads nowhere. */
  readonly address: string | null;
}

export interface RegionChart {
  readonly values: readonly RegionValue[];
  /** YYYY-MM-DD: the regions of that day are drawn. */
  readonly day: string;
  readonly format: (value: number) => string;
  /** The short name of a region. */
  readonly name: (code: string) => string;
}

/** Of the map, which is wider than high at these latitudes. */
const heightOfWidth = 0.58;
const labelsFrom = 620;

const shadeOf = (value: number | null, limits: readonly number[]) =>
  value === null ? "var(--missing)" : `var(--level-${levelOf(value, limits)})`;
const inkOf = (value: number | null, limits: readonly number[]) =>
  value !== null && levelOf(value, limits) > 3 ? "var(--level-ink-strong)" : "var(--level-ink)";

/** The limits between the shades of a chart's values, for its legend. */
export function limitsOfRegions(values: readonly RegionValue[]): readonly number[] {
  return limitsOf(values.flatMap(({ value }) => (value === null ? [] : [value])));
}

const margin = 4;
const fitted = new WeakMap<readonly Area[], Map<number, GeoProjection>>();

/** The projection that makes these areas fill a map of this width. To find it goes through every point, so it is kept. */
function projectionOf(shapes: readonly Area[], width: number): GeoProjection {
  const ofShapes = fitted.get(shapes) ?? new Map<number, GeoProjection>();
  fitted.set(shapes, ofShapes);
  const known = ofShapes.get(width);
  if (known !== undefined) return known;
  const corners: [[number, number], [number, number]] = [
    [margin, margin],
    [width - margin, Math.round(width * heightOfWidth) - margin],
  ];
  const all = { type: "FeatureCollection" as const, features: [...shapes] };
  const projection = geoConicEqualArea().parallels([43, 53]).rotate([-67, 0]).fitExtent(corners, all);
  ofShapes.set(width, projection);
  return projection;
}

/** A map: each region shaded by its value, one without a value with no shade and a dash. Every region is a link to its page. */
export function regionMap({ values, day, format, name }: RegionChart): Draw {
  const byCode = new Map(values.map((one) => [one.code, one]));
  const limits = limitsOfRegions(values);
  const shapes = areaShapes(day);
  const valueOf = (code: string) => byCode.get(code)?.value ?? null;
  return chartOf({ values, day }, (width) =>
    plot({
      width,
      height: Math.round(width * heightOfWidth),
      className: "plot",
      margin,
      projection: projectionOf(shapes, width),
      color: { type: "identity" },
      marks: [
        geo(shapes, {
          geometry: (shape) => shape,
          fill: ({ id }) => shadeOf(valueOf(id), limits),
          stroke: "var(--card)",
          strokeWidth: 1,
          href: ({ id }) => byCode.get(id)?.address,
          title: ({ id }) => byCode.get(id)?.label ?? name(id),
          ariaLabel: "areas",
        }),
        ...(width < labelsFrom
          ? []
          : [
              text(shapes, {
                x: ({ centroid }) => centroid[0],
                y: ({ centroid }) => centroid[1],
                text: ({ id }) => (valueOf(id) === null ? "–" : format(valueOf(id)!)),
                fill: ({ id }) => inkOf(valueOf(id), limits),
                fontSize: 11,
                pointerEvents: "none",
              }),
            ]),
      ],
    }),
  );
}

/** The same on tiles of one size, where the three cities are seen as well as the rest. */
export function regionTiles({ values, day, format, name }: RegionChart): Draw {
  const byCode = new Map(values.map((one) => [one.code, one]));
  const limits = limitsOfRegions(values);
  const shown = [...areasOn(day).keys()].flatMap((code) => {
    const [column, row] = tiles[code] ?? [];
    return column === undefined || row === undefined ? [] : [{ code, column, row, value: byCode.get(code)?.value ?? null }];
  });
  return chartOf({ values, day }, (width) =>
    plot({
      width,
      height: Math.round(Math.min(width, 760) * 0.5),
      className: "plot",
      margin: 2,
      x: { axis: null, type: "band", domain: [0, 1, 2, 3, 4, 5, 6], padding: 0.06 },
      y: { axis: null, type: "band", domain: [0, 1, 2, 3], padding: 0.06 },
      color: { type: "identity" },
      marks: [
        cell(shown, {
          x: "column",
          y: "row",
          rx: 4,
          fill: ({ value }) => shadeOf(value, limits),
          href: ({ code }) => byCode.get(code)?.address,
          title: ({ code }) => byCode.get(code)?.label ?? name(code),
        }),
        text(shown, {
          x: "column",
          y: "row",
          text: ({ code, value }) => `${width < labelsFrom ? code.slice(3) : name(code)}\n${value === null ? "–" : format(value)}`,
          fill: ({ value }) => inkOf(value, limits),
          fontSize: width < labelsFrom ? 10 : 11,
          lineWidth: 9,
          pointerEvents: "none",
        }),
      ],
    }),
  );
}
