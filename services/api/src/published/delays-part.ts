/** How counts are read by delay: of each period of occurrence, what was registered in which later one. */
import type { NowcastPeriod } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import { accidentsOf } from "../rates/domain/accident-figure.ts";
import { dayColumns } from "./chosen-columns.ts";
import { codeOf, conditionsOf, isCounting } from "./counts-part.ts";
import { partFrom } from "./figure-source.ts";
import type { FigureSource } from "./figure-source.ts";
import { chunk } from "./snapshot-statement.ts";
import type { SnapshotPart } from "./snapshot-statement.ts";

/** The first day of the period that a day is in. Not by toStartOfMonth and its like: those give a Date, which does not reach back before 1970. */
const periodStarts: Readonly<Record<NowcastPeriod | "day", (day: string) => string>> = {
  day: (day) => day,
  month: (day) => `makeDate32(toYear(${day}), toMonth(${day}), 1)`,
  week: (day) => `addDays(${day}, 1 - toDayOfWeek(${day}))`,
};

/** The sources of a case's records, as an expression. */
export const reportersOfCase = "arrayDistinct(arrayMap(record -> record[1], JSONExtract(payload, 'records', 'Array(Array(String))')))";

export interface DelaysRead {
  /** Of the part. */
  readonly name: string;
  readonly occurredBy: NowcastPeriod | "day";
  readonly registeredBy: NowcastPeriod | "day";
  /** The first day of occurrence. */
  readonly first: string;
  /** The first day of the month that is marked. */
  readonly month: string;
  /** Whether the victims are read beside what the measure counts. */
  readonly hasVictims?: true;
  /** Whether the codes are followed by `fatal`, or nothing of what nobody died of. */
  readonly isFatalApart?: true;
  /** Whether the counts are by each dimension of `by` alone, and not by all of them: a code comes behind the name of its dimension. */
  readonly isByEach?: true;
  /** Whether each case that counts is by itself, its records (JSON) after its codes. */
  readonly isByCase?: true;
  /** The first day of a period: what was registered before it is read as registered in it, so that there are fewer combinations. */
  readonly registeredFrom?: string;
}

/** No day is as late; a reporter that is not among those that began has no case. */
const never = "toInt32(2147483647)";

function amountOf({ measure, commutingLeftOut }: RatesQuery): string {
  if (measure === "accidents") return accidentsOf(commutingLeftOut);
  return measure === "fatal" ? "if(severity = 'fatal', cases, 0)" : "cases";
}

/** So many combinations of cell, period and period of registration are read; by each dimension so many of each. */
export const delaysMax = 120_000;

/**
 * `texts`: the two periods' first days, whether it is of the marked month, whether the filters pass it, then its codes, joined by `|`; `figures`: how much the
 * measure counts of it, and how much of that is a backlog: of before the month in which each of its reporters first registered anything that is read; then the
 * same of victims, if they are read. All cases of the query's country and kind are read, since reporters and delays are the country's.
 */
export function delaysPart(
  query: RatesQuery,
  source: FigureSource,
  { name, occurredBy, registeredBy, first, month, hasVictims, isFatalApart, isByEach, isByCase, registeredFrom }: DelaysRead,
): SnapshotPart {
  const { by, choices, filters } = query;
  const unbounded = { ...query, from: null, to: null, period: "month" } as const;
  const wanted = conditionsOf(unbounded, "case", source);
  const { country, kind } = filters;
  const wide = conditionsOf(
    { ...unbounded, filters: { ...(country === undefined ? {} : { country }), ...(kind === undefined ? {} : { kind }) } },
    "case",
    source,
  );
  const [occurred, registered] = [dayColumns.accident, dayColumns.registration];
  const amount = amountOf(query);
  const monthOf = periodStarts.month;
  const earliest = `{registered_${name}:Date32}`;
  const ofRegistration = periodStarts[registeredBy](registered);
  const codes = [
    `toString(${periodStarts[occurredBy](occurred)})`,
    `toString(${registeredFrom === undefined ? ofRegistration : `if(${registered} < ${earliest}, ${earliest}, ${ofRegistration})`})`,
    `if(${occurred} >= {marked_${name}:Date32}, 'running', '')`,
  ];
  const passes = ["true", ...wanted.conditions].join(" AND ");
  const ownCodes = by.map((dimension) => `if(${passes}, ${codeOf(dimension, choices)}, '')`);
  const key = [
    ...codes,
    `if(${passes}, 'in', 'out')`,
    ...(isByEach === true ? [`arrayJoin([${ownCodes.map((code, place) => `concat('${by[place]}|', ${code})`).join(", ")}])`] : ownCodes),
    ...(isFatalApart === true ? ["if(severity = 'fatal', 'fatal', '')"] : []),
    ...(isByCase === true ? [`if(${amount} > 0, JSONExtractRaw(payload, 'records'), '')`] : []),
  ];
  const ofCells = (cell: string) => `${cell} >= {first_${name}:String}`;
  const conditions = [
    ...source.ofGrain("case", ofCells),
    "cases > 0",
    isCounting(query),
    `${occurred} >= {first_${name}:Date32}`,
    ...wide.conditions,
  ];
  const sums = ["delayed", "backlog", ...(hasVictims === true ? ["victims", "victims_backlog"] : [])];
  const sumsOf = (figure: string) => [`sum(${figure})`, `sumIf(${figure}, is_backlog)`];
  const summed = [...sumsOf("figure"), ...(hasVictims === true ? sumsOf("victim") : [])];
  return partFrom(
    source,
    (rows) => ({
      name,
      texts: "groupArray(delay_key)",
      figures: `[${sums.map((column) => `groupArray(${column})`).join(", ")}]`,
      from: `FROM (
            WITH (
              SELECT (groupArray(reporter), groupArray(first_month))
              FROM (
                SELECT arrayJoin(${reportersOfCase}) AS reporter, toInt32(min(${monthOf(registered)})) AS first_month
                FROM ${rows}
                WHERE ${conditions.join(" AND ")}
                GROUP BY reporter)) AS began
            SELECT delay_key, ${summed.map((sum, place) => `toFloat64(${sum}) AS ${sums[place]}`).join(", ")}
            FROM (
              SELECT arrayStringConcat([${key.join(", ")}], '|') AS delay_key, ${amount} AS figure, cases AS victim,
                     toInt32(${monthOf(occurred)}) < arrayMin(arrayMap(reporter -> transform(reporter, began.1, began.2, ${never}), ${reportersOfCase})) AS is_backlog
              FROM ${rows}
              WHERE ${conditions.join(" AND ")})
            WHERE ${hasVictims === true ? "victim" : "figure"} > 0
            GROUP BY delay_key
            LIMIT {delays_limit:UInt32})
            GROUP BY ${chunk}`,
      parameters: {
        ...wide.parameters,
        ...wanted.parameters,
        ...source.parameters,
        [`marked_${name}`]: month,
        [`first_${name}`]: first,
        ...(registeredFrom === undefined ? {} : { [`registered_${name}`]: registeredFrom }),
        delays_limit: String((isByEach === true ? by.length : 1) * delaysMax + 1),
      },
    }),
    ofCells,
  );
}
