/** A funnel: areas by size and rate, between the limits within which chance alone would leave them. */
import type { FunnelLimits } from "@qorgau/schemas/responses/funnel-response";
import { axisX, axisY, dot, line, plot, ruleY, text } from "@observablehq/plot";
import { chartOf } from "./plot-figure.tsx";
import type { Draw } from "./plot-figure.tsx";

interface FunnelPoint {
  readonly name: string;
  /** Its exposure, or how many are expected of it. */
  readonly size: number;
  /** Its rate, or its count over what is expected. */
  readonly value: number;
  readonly isInside: boolean;
  /** The whole of what is known of it, in a line. */
  readonly label: string;
  readonly address: string | null;
}

interface LimitsOfSize {
  readonly size: number;
  readonly limits: FunnelLimits;
}

interface FunnelChart {
  readonly points: readonly FunnelPoint[];
  readonly curves: readonly LimitsOfSize[];
  readonly target: number;
  readonly unit: string;
  readonly sizeUnit: string;
  readonly formatTick: (value: number) => string;
}

/** The dashed limits are those of 99.8 %, the dotted ones of 95 %. Areas beyond are drawn as filled diamonds and named. */
export function funnel({ points, curves, target, unit, sizeUnit, formatTick }: FunnelChart): Draw {
  const limit = (name: keyof FunnelLimits, strokeDasharray: string) =>
    line(curves, { x: "size", y: ({ limits }: LimitsOfSize) => limits[name], stroke: "var(--soft)", strokeDasharray });
  return chartOf({ points, curves, target, unit, sizeUnit }, (width) =>
    plot({
      width,
      height: 380,
      className: "plot",
      marginLeft: 52,
      marginRight: 24,
      marginBottom: 38,
      x: { type: "log" },
      y: { zero: true, nice: true },
      marks: [
        ruleY([0]),
        ruleY([target], { stroke: "var(--ink)" }),
        limit("lower998", "6 4"),
        limit("upper998", "6 4"),
        limit("lower95", "1 4"),
        limit("upper95", "1 4"),
        axisY({ label: unit, labelArrow: "none", ticks: 5, tickFormat: (value: number) => formatTick(value), tickSize: 3 }),
        axisX({
          label: sizeUnit,
          labelArrow: "none",
          ticks: Math.max(2, Math.floor(width / 160)),
          tickFormat: (value: number) => formatTick(value),
        }),
        dot(points, {
          x: "size",
          y: "value",
          r: 5,
          symbol: ({ isInside }: FunnelPoint) => (isInside ? "circle" : "diamond"),
          fill: ({ isInside }: FunnelPoint) => (isInside ? "var(--card)" : "var(--grave)"),
          stroke: ({ isInside }: FunnelPoint) => (isInside ? "var(--accent)" : "var(--grave)"),
          strokeWidth: 2,
          href: "address",
          title: "label",
        }),
        text(
          points.filter(({ isInside }) => !isInside),
          {
            x: "size",
            y: "value",
            text: "name",
            dy: -11,
            fill: "var(--ink)",
            stroke: "var(--card)",
            strokeWidth: 4,
            fontSize: 11,
            pointerEvents: "none",
          },
        ),
      ],
    }),
  );
}
