/** The same chart over time for each of many, on one scale: a field each, in the given order. */
import { areaY, axisX, axisY, dot, line, plot, ruleY, text } from "@observablehq/plot";
import { chartOf } from "./plot-figure.tsx";
import type { Draw } from "./plot-figure.tsx";
import type { TimePoint } from "./time-series.ts";

interface Multiple {
  readonly name: string;
  /** Where its own page is; null where it has none. */
  readonly address: string | null;
  readonly points: readonly TimePoint[];
}

interface SmallMultiples {
  readonly multiples: readonly Multiple[];
  readonly format: (value: number) => string;
  readonly formatTick: (value: number) => string;
  readonly formatDate: (at: Date) => string;
}

const fieldWidth = 190;
const fieldHeight = 130;
/** Room for a name of several lines. */
const nameHeight = 46;
const nameSize = 11;
const marginLeft = 44;

export function smallMultiples({ multiples, format, formatTick, formatDate }: SmallMultiples): Draw {
  return chartOf(multiples, (width) => {
    const columns = Math.max(1, Math.floor(width / fieldWidth));
    const placed = multiples.map((one, place) => ({ ...one, column: place % columns, row: Math.floor(place / columns) }));
    const points = placed.flatMap(({ points: own, ...field }) => own.map((point) => ({ ...point, ...field })));
    const times = points.map(({ at }) => at.getTime());
    const ends = [new Date(Math.min(...times)), new Date(Math.max(...times))];
    const field = { fx: "column", fy: "row" };
    const perField = { ...field, z: "name" };
    return plot({
      width,
      height: (Math.floor((multiples.length - 1) / columns) + 1) * fieldHeight + 20,
      className: "plot",
      marginLeft,
      marginTop: 0,
      marginBottom: 20,
      x: { type: "utc" },
      y: { zero: true, nice: true, insetTop: nameHeight },
      fx: { axis: null, padding: 0.08 },
      fy: { axis: null, padding: 0.04 },
      marks: [
        ruleY([0]),
        axisY({ label: null, ticks: 3, tickSize: 2, tickFormat: (value: number) => formatTick(value) }),
        ...ends.map((end, place) =>
          axisX({
            label: null,
            ticks: [end],
            tickFormat: (at: Date) => formatDate(at),
            tickSize: 3,
            fontSize: 10,
            textAnchor: place === 0 ? "start" : "end",
          }),
        ),
        text(placed, {
          ...field,
          frameAnchor: "top-left",
          text: "name",
          href: "address",
          title: "name",
          lineWidth: ((width - marginLeft) / columns / nameSize) * 0.8,
          dy: 4,
          fill: "var(--ink)",
          fontWeight: 600,
          fontSize: nameSize,
        }),
        areaY(points, { ...perField, x: "at", y1: "lower", y2: "upper", fill: "var(--accent)", fillOpacity: 0.15 }),
        line(points, { ...perField, x: "at", y: "value", stroke: "var(--accent)", strokeWidth: 1.75 }),
        dot(points, {
          ...field,
          x: "at",
          y: "value",
          r: 2.2,
          fill: ({ running }) => (running ? "var(--card)" : "var(--accent)"),
          stroke: "var(--accent)",
          title: ({ name, label, value }) => `${name}, ${label}: ${value === null ? "" : format(value)}`,
        }),
      ],
    });
  });
}
