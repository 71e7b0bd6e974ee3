/** Values over time: a line for each series with its interval as a band, breaks as rules, what is not over yet dashed. */
import { areaY, axisX, axisY, dot, line, plot, ruleX, ruleY } from "@observablehq/plot";
import type { LineStyle } from "./line-styles.ts";
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
  /** Of another line, which this one begins at: it has its point there. */
  readonly isJoin?: true;
}

export interface TimeSeries extends LineStyle {
  readonly name: string;
  readonly points: readonly TimePoint[];
  /** Drawn thicker than the others. */
  readonly bold?: boolean;
  /** What is expected in place of what is known: dotted, with hollow points. */
  readonly isExpected?: boolean;
}

export interface TimeSeriesChart {
  readonly series: readonly TimeSeries[];
  /** What the values are: stands above the axis. */
  readonly unit: string;
  readonly format: (value: number) => string;
  /** For the axis, whose values are round. */
  readonly formatTick: (value: number) => string;
  readonly formatDate: (at: Date) => string;
  /** Days on which an area changed. */
  readonly breaks?: readonly Date[];
  readonly height?: number;
}

/** Of a period's name below the axis. */
const labelWidth = 110;

/** Of the periods that there are, as many as there is room to write, the last one among them. */
function ticksOf(series: readonly TimeSeries[], width: number): readonly Date[] {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at.getTime())))].sort((a, b) => a - b);
  const step = Math.ceil(times.length / Math.max(2, Math.floor(width / labelWidth)));
  return times.filter((_, place) => (times.length - 1 - place) % step === 0).map((time) => new Date(time));
}

/** Draws a chart of series over time. Lines differ by the shape of their points as well as by colour; a legend names them. */
export function timeSeries({ series, unit, format, formatTick, formatDate, breaks = [], height = 260 }: TimeSeriesChart): Draw {
  return chartOf({ series, unit, breaks, height }, (width) =>
    plot({
      width,
      height,
      className: "plot",
      marginLeft: 52,
      marginRight: 24,
      marginBottom: 28,
      x: { type: "utc" },
      y: { zero: true, nice: true },
      marks: [
        ruleY([0]),
        axisY({ label: unit, labelArrow: "none", ticks: 5, tickFormat: (value: number) => formatTick(value), tickSize: 3 }),
        axisX({ label: null, ticks: ticksOf(series, width), tickFormat: (at: Date) => formatDate(at) }),
        ruleX(breaks, { stroke: "var(--soft)", strokeDasharray: "1 4" }),
        ...series.flatMap((one) => marksOf({ ...one, format })),
      ],
    }),
  );
}

/** A line that goes on from another one's last point before it, which keeps its own dot: what is known there is not expected. */
export function continued(line: readonly TimePoint[], points: readonly TimePoint[]): readonly TimePoint[] {
  const [first] = points;
  const before = line.filter(({ at }) => first !== undefined && at < first.at).slice(-1);
  return [...before.map((point) => ({ ...point, isJoin: true as const })), ...points];
}

/** Those that a line has a dot at. */
export const dottedPoints = (points: readonly TimePoint[]): readonly TimePoint[] => points.filter(({ isJoin }) => isJoin !== true);

function marksOf({
  name,
  colour,
  symbol,
  points,
  bold = false,
  isExpected = false,
  format,
}: TimeSeries & { readonly format: (value: number) => string }) {
  const strokeWidth = bold ? 3.5 : 2;
  const isBanded = points.some(({ lower, upper }) => typeof lower === "number" && typeof upper === "number");
  const firstRunning = points.findIndex(({ running }) => running);
  const over = firstRunning === -1 ? points : points.slice(0, firstRunning);
  // From the last that is over, so that the lines meet.
  const running = firstRunning === -1 ? [] : points.slice(Math.max(0, firstRunning - 1));
  return [
    ...(isBanded ? [areaY(points, { x: "at", y1: "lower", y2: "upper", fill: colour, fillOpacity: 0.15 })] : []),
    line(over, { x: "at", y: "value", stroke: colour, strokeWidth, ...(isExpected ? { strokeDasharray: "1 4" } : {}) }),
    line(running, { x: "at", y: "value", stroke: colour, strokeWidth, strokeDasharray: "4 4" }),
    dot(dottedPoints(points), {
      x: "at",
      y: "value",
      r: points.length > 40 ? 1.5 : 3,
      symbol,
      fill: ({ running }: TimePoint) => (running || isExpected ? "var(--card)" : colour),
      stroke: colour,
      title: ({ label, value }: TimePoint) => `${name}, ${label}: ${value === null ? "" : format(value)}`,
    }),
  ];
}
