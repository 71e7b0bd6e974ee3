/** Values over time: a line for each series with its interval as a band, breaks as rules, what is not over yet dashed. */
import { areaY, axisX, axisY, dot, line, plot, ruleX, ruleY, text } from "@observablehq/plot";
import { chartOf } from "./plot-figure.tsx";
import type { Draw } from "./plot-figure.tsx";

export interface TimePoint {
  /** The first day of the period. */
  readonly at: Date;
  readonly value: number | null;
  readonly lower?: number | null;
  readonly upper?: number | null;
  /** The period is not over. */
  readonly running: boolean;
  /** Told where one points at it. */
  readonly label: string;
}

interface TimeSeries {
  readonly name: string;
  /** A colour of the sheet: `var(--accent)`. */
  readonly colour: string;
  readonly points: readonly TimePoint[];
}

export interface TimeSeriesChart {
  readonly series: readonly TimeSeries[];
  /** What the values are: stands above the axis. */
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly formatDate: (at: Date) => string;
  /** Days on which an area changed. */
  readonly breaks?: readonly Date[];
  readonly height?: number;
}

const narrow = 480;

/** Draws a chart of series over time. Names stand at the ends of the lines, so that they are told by place and not by colour alone. */
export function timeSeries({ series, unit, format, formatDate, breaks = [], height = 260 }: TimeSeriesChart): Draw {
  return chartOf({ series, unit, breaks, height }, (width) => {
    const named = series.length > 1;
    return plot({
      width,
      height,
      className: "plot",
      marginLeft: 52,
      marginRight: named && width > narrow ? 110 : 16,
      marginBottom: 28,
      x: { type: "utc" },
      y: { zero: true, nice: true },
      marks: [
        ruleY([0]),
        axisY({ label: unit, labelArrow: "none", ticks: 5, tickFormat: (value: number) => format(value), tickSize: 3 }),
        axisX({ label: null, ticks: Math.max(2, Math.floor(width / 110)), tickFormat: (at: Date) => formatDate(at) }),
        ruleX(breaks, { stroke: "var(--soft)", strokeDasharray: "1 4" }),
        ...series.flatMap(({ name, colour, points }) => marksOf({ name, colour, points, named: named && width > narrow, format })),
      ],
    });
  });
}

function marksOf({
  name,
  colour,
  points,
  named,
  format,
}: TimeSeries & { readonly named: boolean; readonly format: (value: number) => string }) {
  const banded = points.filter(({ lower, upper }) => typeof lower === "number" && typeof upper === "number");
  const firstRunning = points.findIndex(({ running }) => running);
  const over = firstRunning === -1 ? points : points.slice(0, firstRunning);
  // From the last that is over, so that the lines meet.
  const running = firstRunning === -1 ? [] : points.slice(Math.max(0, firstRunning - 1));
  const last = points.findLast(({ value }) => value !== null);
  return [
    ...(banded.length > 1 ? [areaY(banded, { x: "at", y1: "lower", y2: "upper", fill: colour, fillOpacity: 0.15 })] : []),
    line(over, { x: "at", y: "value", stroke: colour, strokeWidth: 2 }),
    line(running, { x: "at", y: "value", stroke: colour, strokeWidth: 2, strokeDasharray: "4 4" }),
    dot(points, {
      x: "at",
      y: "value",
      r: points.length > 40 ? 1.5 : 3,
      fill: ({ running }: TimePoint) => (running ? "var(--card)" : colour),
      stroke: colour,
      title: ({ label, value }: TimePoint) => `${name}, ${label}: ${value === null ? "" : format(value)}`,
    }),
    ...(named && last !== undefined
      ? [text([last], { x: "at", y: "value", text: () => name, textAnchor: "start", dx: 8, fill: colour, lineWidth: 9 })]
      : []),
  ];
}
