/** The rows of a response as lines over time. */
import type { RateDimension, RatesResponse } from "@qorgau/schemas/responses/rates";
import { lineStyles } from "../../charts/line-styles.ts";
import type { TimeSeries } from "../../charts/time-series.ts";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { timePoints } from "./time-points.ts";
import { drawnOf } from "./notes.tsx";

type Code = string | boolean | null | undefined;

interface CodedSeries extends TimeSeries {
  /** Of the dimension; undefined where there is one line. */
  readonly code: Code;
}

/**
 * One line, or one for each code of a dimension in the order of the codes; unknown comes last. A line has a gap in a period in which its code
 * has no row.
 */
export function linesOf(response: Pick<RatesResponse, "rows" | "per" | "measure">, dimension?: RateDimension): readonly CodedSeries[] {
  const { rows, measure } = response;
  const drawn = drawnOf(response);
  if (dimension === undefined) {
    return [{ code: undefined, name: texts.value.measures[measure], ...lineStyles[0]!, points: timePoints(rows, drawn) }];
  }
  const codes = [...new Set(rows.map((row) => row[dimension]))].toSorted(unknownLast);
  const periods = new Map(rows.map((row) => [row.period, row]));
  return codes.map((code, place) => {
    const own = new Map(rows.filter((row) => row[dimension] === code).map((row) => [row.period, row]));
    const whole = [...periods].map(([period, any]) => own.get(period) ?? { ...any, count: null, rate: null, lower: null, upper: null });
    return {
      code,
      name: figures.value.name(dimension, code),
      ...lineStyles[place % lineStyles.length]!,
      points: timePoints(whole, drawn),
    };
  });
}

const unknownLast = (a: Code, b: Code): number => Number(a === null) - Number(b === null) || (String(a) < String(b) ? -1 : 1);

/** How the start of a period is written below the axis. */
export function formatStart(period: string | undefined): (at: Date) => string {
  const { monthOf } = figures.value;
  if (period === "month" || period === "rolling12m") return monthOf;
  if (period === "quarter") return (at) => `${at.getUTCFullYear()}-Q${Math.floor(at.getUTCMonth() / 3) + 1}`;
  return (at) => String(at.getUTCFullYear());
}
