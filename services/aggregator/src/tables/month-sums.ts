/** Month cells against the case rows that they are the sum of. */
import { caseCellLength, figureNames, monthDimensions } from "@qorgau/schemas/rows/published";
import type { Figures } from "@qorgau/schemas/rows/published";
import type { Store } from "@qorgau/infra/store/store";
import { z } from "zod";

/** The cell that a row's columns name, whatever the row says of itself. */
const namedCell = `concatWithSeparator('|', substring(toString(date), 1, 7), ${monthDimensions.join(", ")})`;
/** Cases whose cell is of the month. */
const ofMonth = "startsWith(published.cell, {first:String})";
/** A scan of all cases: 600 ms for ten million (decision 0001), more on a busy machine. */
const scanTimeoutMs = 60_000;

/**
 * The month cells whose figures are not the sums of their case rows; of all cells, or of one. Where a row's columns name another cell than
 * its own, both are among them. The query names the table once: a table named twice may be two tables, while they change places.
 */
export async function wrongMonths(store: Store, only?: string): Promise<string[]> {
  const month = only === undefined ? "" : "AND published.cell = {month:String}";
  const cases = only === undefined ? "" : `AND ${ofMonth} AND ${namedCell} = {month:String}`;
  const signed = figureNames.map((name) => `if(grain = 'month', 1, -1) * toInt64(published.${name}) AS ${name}_`).join(", ");
  const rows = await store.query({
    sql: `SELECT groupUniqArrayArray([named, own]) AS cells FROM (
            SELECT ${namedCell} AS named, if(grain = 'month', published.cell, named) AS own, ${signed} FROM published FINAL
            WHERE (grain = 'month' ${month}) OR (grain = 'case' AND cases > 0 ${cases}))
          GROUP BY named
          HAVING ${figureNames.map((name) => `sum(${name}_) != 0`).join(" OR ")}`,
    params: only === undefined ? {} : { month: only, first: only.slice(0, 7) },
    row: z.object({ cells: z.array(z.string()) }),
    timeoutMs: scanTimeoutMs,
  });
  return [...new Set(rows.flatMap(({ cells }) => cells))];
}

/** The cells of all cases that any row says was in this month, by its cell or by its date; superseded and past rows included. */
export async function casesEverIn(store: Store, month: string): Promise<string[]> {
  const rows = await store.query({
    sql: `SELECT DISTINCT substring(published.cell, 1, ${caseCellLength}) AS case
          FROM published
          WHERE grain IN ('case', 'case_version') AND (${ofMonth} OR startsWith(toString(date), {first:String}))`,
    params: { first: month.slice(0, 7) },
    row: z.object({ case: z.string() }),
    timeoutMs: scanTimeoutMs,
  });
  return rows.map((row) => row.case);
}

/** What the case rows of these month cells add up to, those of some cases left out. A cell without any is left out. */
export async function monthSums(store: Store, months: readonly string[], without: readonly string[]): Promise<Map<string, Figures>> {
  if (months.length === 0) return new Map();
  const days = months.map((month) => month.slice(0, 7)).sort();
  const rows = await store.query({
    sql: `SELECT ${namedCell} AS named, ${figureNames.map((name) => `toFloat64(sum(published.${name})) AS ${name}_`).join(", ")}
          FROM published FINAL
          WHERE grain = 'case' AND cases > 0 AND cell >= {first:String} AND cell < {last:String}
            AND named IN {months:Array(String)} AND cell NOT IN {without:Array(String)}
          GROUP BY named`,
    params: { months, without, first: days.at(0) ?? "", last: `${days.at(-1)}~` },
    row: z.record(z.string(), z.union([z.string(), z.number()])),
    timeoutMs: scanTimeoutMs,
  });
  return new Map(
    rows.map((row) => [String(row["named"]), Object.fromEntries(figureNames.map((name) => [name, Number(row[`${name}_`])])) as Figures]),
  );
}
