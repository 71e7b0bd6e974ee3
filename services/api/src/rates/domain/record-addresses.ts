/** Where the cases behind the rows of a method are: the addresses of `/v1/explain` that show them, at the cut of the answer. */
import type { MethodStatement } from "@qorgau/schemas/responses/methods/method-explanation";
import { methodRecordsMax } from "@qorgau/schemas/responses/methods/method-explanation";
import { rateDimensions, unknownCode } from "@qorgau/schemas/responses/rates";
import { yearOf } from "../../time/calendar.ts";
import type { Span } from "../../time/span.ts";

type Sent = Pick<URLSearchParams, "get">;
type Codes = Readonly<Partial<Record<string, string | number | boolean | null | undefined>>>;
type Records = MethodStatement["records"];

/** What narrows a question of rates to cases: filters, and which day and region of a case count. */
const narrowing = [...rateDimensions, "site", "regionOf", "deathWithin", "lostDays", "withoutAccident"];

/** Calendar years of the days, each with its own of them: a row of `/v1/explain` is of one year at the most. */
function byYear({ from, to }: Span): Span[] {
  const years = Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, place) => yearOf(from) + place);
  return years.map((year) => ({
    from: year === yearOf(from) ? from : `${year}-01-01`,
    to: year === yearOf(to) ? to : `${year}-12-31`,
  }));
}

export interface RecordsRequest {
  readonly watermark: string;
  /** Of occurrence. */
  readonly days: Span;
  /** Of the row, by dimension; null where unknown. What the request filters by otherwise stays. */
  readonly codes: Codes;
  /** What the cases are counted by: measure, severity and the like. */
  readonly counted: Codes;
}

/** One for each calendar year of the days. `sent`: the parameters of the request. */
export function recordAddresses(sent: Sent, { watermark, days, codes, counted }: RecordsRequest): Records {
  const named = Object.entries(codes).flatMap(([name, code]) => (code === undefined ? [] : [[name, String(code ?? unknownCode)] as const]));
  const label = named.map(([, code]) => code);
  return byYear(days).map(({ from, to }) => {
    const parameters = new URLSearchParams();
    for (const name of narrowing) if (sent.get(name) !== null && sent.get(name) !== undefined) parameters.set(name, sent.get(name)!);
    for (const [name, code] of [...Object.entries(counted), ...named]) if (code !== undefined) parameters.set(name, String(code));
    for (const [name, text] of Object.entries({ per: "none", period: "year", from, to, asOf: watermark })) parameters.set(name, text);
    return { row: [from === to ? from : `${from}/${to}`, ...label].join(" "), address: `/v1/explain?${parameters.toString()}` };
  });
}

/** The codes of a row in these dimensions; undefined where it has none. */
export function codesOfRow(row: object, dimensions: readonly string[]): Codes {
  const all = new Map<string, unknown>(Object.entries(row));
  return Object.fromEntries(dimensions.map((dimension) => [dimension, all.get(dimension) as Codes[string]]));
}

/** Of the first rows, as many as an answer has room for. */
export function recordsOfRows<Row>(rows: readonly Row[], recordsOf: (row: Row) => Records): Records {
  return rows.slice(0, methodRecordsMax).flatMap(recordsOf).slice(0, methodRecordsMax);
}
