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
  /** Whether each case that counts is by itself, its records (JSON) after its codes. */
  readonly isByCase?: true;
  /** The first day of a period: what was registered before it is read as registered in it, so that there are fewer combinations. */
  readonly registeredFrom?: string;
}

function amountOf({ measure, commutingLeftOut }: RatesQuery): string {
  if (measure === "accidents") return accidentsOf(commutingLeftOut);
  return measure === "fatal" ? "if(severity = 'fatal', cases, 0)" : "cases";
}

/** So many combinations of cell, period and period of registration are read. */
export const delaysMax = 120_000;

/**
 * `texts`: the two periods' first days, whether it is of the marked month, whether the filters pass it, then its codes, joined by `|`; `figures`: how much the
 * measure counts of it, and how much of that is a backlog: of before the month in which each of its reporters first registered anything that is read; then the
 * same of victims, if they are read. All cases of the query's country and kind are read, since reporters and delays are the country's.
 */
export function delaysPart(
  query: RatesQuery,
  source: FigureSource,
  { name, occurredBy, registeredBy, first, month, hasVictims, isFatalApart, isByCase, registeredFrom }: DelaysRead,
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
  const key = [
    ...codes,
    `if(${passes}, 'in', 'out')`,
    ...by.map((dimension) => `if(${passes}, ${codeOf(dimension, choices)}, '')`),
    ...(isFatalApart === true ? ["if(severity = 'fatal', 'fatal', '')"] : []),
    ...(isByCase === true ? [`if(${amount} > 0, JSONExtractRaw(payload, 'records'), '')`] : []),
  ];
  return partFrom(source, (rows) => ({
    name,
    texts: "groupArray(delay_key)",
    figures: `[${["delayed", "backlog", ...(hasVictims === true ? ["victims", "victims_backlog"] : [])].map((column) => `groupArray(${column})`).join(", ")}]`,
    from: `FROM (
            SELECT delay_key, toFloat64(sum(amount)) AS delayed, toFloat64(sumIf(amount, occurred_in < began)) AS backlog${hasVictims === true ? ", toFloat64(sum(counted)) AS victims, toFloat64(sumIf(counted, occurred_in < began)) AS victims_backlog" : ""}
            FROM (
              SELECT any(key) AS delay_key, any(figure) AS amount, any(victim) AS counted, any(month_of) AS occurred_in, min(first_month) AS began
              FROM (
                SELECT cell, key, figure, victim, month_of, min(registered_in) OVER (PARTITION BY reporter) AS first_month
                FROM (
                  SELECT cell, arrayStringConcat([${key.join(", ")}], '|') AS key, ${amount} AS figure, cases AS victim, ${monthOf(occurred)} AS month_of,
                         ${monthOf(registered)} AS registered_in, arrayJoin(${reportersOfCase}) AS reporter
                  FROM ${rows}
                  WHERE ${[...source.ofGrain("case"), "cases > 0", isCounting(query), `${occurred} >= {first_${name}:Date32}`, ...wide.conditions].join(" AND ")}))
              GROUP BY cell)
            WHERE ${hasVictims === true ? "counted" : "amount"} > 0
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
      delays_limit: String(delaysMax + 1),
    },
  }));
}
