/** Values beside each other in a given order: a point each, and its interval as a line. */
import { axisX, dot, gridX, plot, ruleX, ruleY, text } from "@observablehq/plot";
import { chartOf } from "./plot-figure.tsx";
import type { Draw } from "./plot-figure.tsx";

export interface IntervalDot {
  readonly name: string;
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** The whole of what is known of it, in a line. */
  readonly label: string;
  /** Where its own page is; null where it has none. */
  readonly address: string | null;
  readonly running: boolean;
}

const rowHeight = 34;
const fontSize = 12;
/** A narrow chart breaks long names into two lines. */
const narrow = 520;

/** Each name stands above its point, so that there is room for it on a narrow screen too. */
export function intervalDots({
  dots,
  unit,
  formatTick,
}: {
  dots: readonly IntervalDot[];
  unit: string;
  formatTick: (value: number) => string;
}): Draw {
  const places = dots.map((one, place) => ({ ...one, place }));
  const drawn = places.filter(({ value }) => value !== null);
  return chartOf({ dots, unit }, (width) => {
    const isNarrow = width < narrow;
    return plot({
      width,
      height: dots.length * (rowHeight + (isNarrow ? fontSize : 0)) + 50,
      className: "plot",
      marginLeft: 24,
      marginRight: 28,
      marginTop: 8,
      marginBottom: 36,
      x: { zero: true, nice: true },
      y: { axis: null, type: "band", domain: places.map(({ place }) => place) },
      marks: [
        gridX({ stroke: "var(--rule)", strokeOpacity: 1 }),
        ruleX([0]),
        axisX({
          label: unit,
          labelArrow: "none",
          ticks: Math.max(2, Math.floor(width / 120)),
          tickFormat: (value: number) => formatTick(value),
        }),
        text(places, {
          x: 0,
          y: "place",
          text: ({ name, value }) => (value === null ? `${name} –` : name),
          textAnchor: "start",
          lineAnchor: "bottom",
          fontSize,
          lineWidth: isNarrow ? (width - 60) / fontSize : Infinity,
          dx: 4,
          dy: isNarrow ? 2 : -2,
          href: "address",
          fill: "var(--ink)",
          title: "label",
        }),
        ruleY(
          drawn.filter(({ lower, upper }) => lower !== null && upper !== null),
          { y: "place", x1: "lower", x2: "upper", stroke: "var(--accent)", strokeWidth: 2, dy: isNarrow ? 12 : 8 },
        ),
        dot(drawn, {
          x: "value",
          y: "place",
          r: 4.5,
          dy: isNarrow ? 12 : 8,
          fill: ({ running }) => (running ? "var(--card)" : "var(--accent)"),
          stroke: "var(--accent)",
          strokeWidth: 2,
          title: "label",
        }),
      ],
    });
  });
}
