/** Views of others are of definitions: where too few cases state what one needs, the view is refused and not approximated (METHODS, section 10). */
import type { RatesQuery, RatesRow } from "@qorgau/schemas/responses/rates";
import { fault } from "@qorgau/schemas/rules/rules";
import type { RequestedCut } from "../past/requested-cut.ts";
import { ResponseError } from "../published/response-error.ts";
import { parseRatesQuery } from "../rates/domain/parameters/rates-query.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import type { Dataflow, Requirement } from "./domain/data-structure.ts";
import type { SeriesTable } from "./domain/series-query.ts";

const shareMin = 0.8;

/** How many cases of a year state it, and how many there are. */
interface Stated {
  readonly period: string;
  readonly stated: number;
  readonly cases: number;
}

/**
 * Rejects with a `ResponseError` (refused, QG-0726) where in a year of the request less than 80 % of the cases of the dataflow state what its definition
 * needs, and as the reader does. The cases are those of Kazakhstan whatever the key divides.
 */
export async function refuseUnmet(
  reader: RatesReader,
  { id, requirements }: Dataflow,
  tables: readonly SeriesTable[],
  past: RequestedCut | undefined,
): Promise<void> {
  const [table] = tables;
  if (table === undefined) return;
  const { from, to, measure } = table.query;
  const severity = measure === "fatal" ? "fatal" : "severe,light";
  const days = { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
  const ask = async (parameters: Record<string, string>) =>
    (await reader.rates(queryOf({ per: "none", period: "year", ...days, ...parameters }), past)).rows;
  const byMember = async (by: "circumstance" | "migrant") => statedOf(await ask({ measure: "injured", severity, by }), by);
  const shares: Readonly<Record<Requirement, () => Promise<readonly Stated[]>>> = {
    circumstance: () => byMember("circumstance"),
    migrant: () => byMember("migrant"),
    async daysLost() {
      const cases = new Map((await ask({ measure: "injured", severity })).map(({ period, count }) => [period, count ?? 0]));
      const rows = await ask({ measure: "days_lost" });
      return rows.map(({ period, unstated }) => ({
        period,
        stated: (cases.get(period) ?? 0) - (unstated ?? 0),
        cases: cases.get(period) ?? 0,
      }));
    },
    async diedOn() {
      const query = queryOf({ measure: "fatal", per: "none", period: "year", deathWithin: "365d", ...days });
      const { rows, deathsUndated = 0 } = await reader.rates(query, past);
      const cases = rows.reduce((sum, { count }) => sum + (count ?? 0), 0);
      const [first, last] = [rows[0]?.period ?? "", rows.at(-1)?.period ?? ""];
      return [{ period: first === last ? first : `${first}/${last}`, stated: cases - deathsUndated, cases }];
    },
  };
  for (const member of requirements) {
    for (const { period, stated, cases } of await shares[member]()) {
      if (cases > 0 && stated < shareMin * cases)
        throw new ResponseError("answer_refused", [fault("QG-0726", "flow", { id, member, period, stated, cases })]);
    }
  }
}

function queryOf(parameters: Readonly<Record<string, string>>): RatesQuery {
  const parsed = parseRatesQuery(new URLSearchParams(parameters));
  if ("errors" in parsed) throw new Error(parsed.errors.map(({ message }) => message).join(" "));
  return parsed.query;
}

function statedOf(rows: readonly RatesRow[], by: "circumstance" | "migrant"): Stated[] {
  const years = new Map<string, Stated>();
  for (const row of rows) {
    const { period } = row;
    const { stated = 0, cases = 0 } = years.get(period) ?? {};
    const count = row.count ?? 0;
    years.set(period, { period, stated: stated + (row[by] === null ? 0 : count), cases: cases + count });
  }
  return [...years.values()];
}
