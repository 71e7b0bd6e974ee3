/**
 * Which records may report a case of one row, straight from the journal: so the response is a function of the statements below the
 * cut and does not depend on how the log was cut into flushes.
 *
 * An attribute of a case is that of its highest-ranking active statement wherever that states it (NUMBERS, section 4.2). So if a case is in the
 * row at any cut, then its highest-ranking statement there is dated within the row's days, and states of every attribute that the row narrows
 * either nothing or the row's code; its severity is not above the row's, since the gravest counts. A record is a
 * candidate if any statement it ever made could be that one. Whether a case really is in the row, the fold decides.
 */
import { cutParameters, withinCut } from "@qorgau/infra/store/journal/journal";
import type { Store } from "@qorgau/infra/store/store";
import { severities } from "@qorgau/schemas/codes/enumerations";
import type { RateChoices } from "@qorgau/schemas/responses/rate-choices";
import type { CaseDimension } from "@qorgau/schemas/rows/published";
import type { Watermark } from "@qorgau/schemas/watermark";
import { z } from "zod";
import { firstOfMonth, monthOf, yearOf } from "../time/calendar.ts";
import { isSeverity } from "./domain/explain-row.ts";
import type { ListedCodes, NamedRow } from "./domain/explain-row.ts";
import type { Span } from "../time/span.ts";

interface Conditions extends Bound {
  /** Quick conditions that leave out most other records. */
  readonly likely: readonly string[];
}

interface Bound {
  readonly conditions: readonly string[];
  /** Of the columns that the journal has beside the text. */
  readonly likely?: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Record keys in ascending order, at most `limit`. Rejects with a `StoreError`. */
export async function candidateRecords(store: Store, named: NamedRow, cut: Watermark, limit: number): Promise<bigint[]> {
  if (cut.size === 0) return [];
  const { conditions, parameters, likely } = named.query.choices.yearOf === "accident" ? conditionsOf(named) : conditionsOfDay(named);
  const rows = await store.query({
    sql: `
      SELECT toString(record_key) AS key
      FROM journal
      PREWHERE entity IN ('case', 'claim') AND ${likely.join(" AND ")}
      WHERE ${withinCut}
        ${conditions.map((one) => `AND ${one}`).join("\n        ")}
      ORDER BY record_key
      LIMIT 1 BY record_key
      LIMIT {limit:UInt32}`,
    params: { ...cutParameters(cut), limit, ...parameters },
    row: z.object({ key: z.string() }),
  });
  return rows.map(({ key }) => BigInt(key));
}

/** Statements are written as compact JSON, so that a look for the text of the month passes most of them over. */
function monthsOf({ from, to }: Span): string[] {
  const months: string[] = [];
  for (let first = `${from.slice(0, 7)}-01`; first <= to; first = firstOfMonth(yearOf(first), monthOf(first) + 1)) {
    months.push(first.slice(0, 7));
  }
  return months;
}

const data = (...path: string[]) => extracted("data", ...path);
const derived = (name: string) => extracted("derived", name);

/** As JSON writes it; '' where there is none. */
function raw(...path: string[]): string {
  return `JSONExtractRaw(statement, ${path.map((name) => `'${name}'`).join(", ")})`;
}

function extracted(...path: string[]): string {
  return `JSONExtractString(statement, ${path.map((name) => (/^\d$/.test(name) ? name : `'${name}'`)).join(", ")})`;
}

/** Where a statement says what of a dimension; '' where it says nothing. */
const stated: Readonly<Record<Exclude<CaseDimension, "severity" | "evidence">, string>> = {
  // Without a region the country is the rule's, not the statement's.
  country: `if(${data("region")} = '', '', ${derived("country")})`,
  region: "region",
  sector: "section",
  division: derived("division"),
  kind: data("kind"),
  work_related: data("workRelated"),
  method: data("mining", "method"),
  commodity: data("mining", "commodity"),
  hazard: data("mining", "hazard"),
  mine: data("mining", "mine"),
  contractor: raw("data", "mining", "contractor"),
  sex: data("worker", "sex"),
  age_band: data("worker", "ageBand"),
  cause: data("causes", "1"),
  registration_region: derived("employerRegion"),
  circumstance: data("circumstance"),
  road_traffic: raw("data", "roadTraffic"),
  worker_status: data("worker", "status"),
  migrant: raw("data", "worker", "migrant"),
  size: data("employer", "size"),
  employer: data("employer", "bin"),
};

/**
 * With another day than that of the occurrence a case is found by the record that states the day, or became known on it, of which nothing else is
 * known: any other record may outrank it in all that the row narrows.
 */
function conditionsOfDay({ days, query }: NamedRow): Conditions {
  const within = (text: string) => `${text} BETWEEN {first:String} AND {last:String}`;
  const parameters = { first: days.from, last: days.to };
  if (query.choices.yearOf === "death") {
    const diedOn = data("diedOn");
    const texts = monthsOf(days).flatMap((month) => [`"date":"${month}-`, `"diedOn":"${month}-`]);
    return {
      likely: ["multiSearchAny(statement, {dates:Array(String)})"],
      conditions: [`(${within(diedOn)} OR ${diedOn} = '' AND ${within(derived("date"))})`],
      parameters: { ...parameters, dates: texts },
    };
  }
  const texts = monthsOf(days).map((month) => `"enteredOn":"${month}-`);
  const known = "formatDateTime(effective_at + INTERVAL 5 HOUR, '%Y-%m-%d')";
  return {
    likely: [`(${within(known)} OR multiSearchAny(statement, {dates:Array(String)}))`],
    conditions: [`(${within(known)} OR ${within(data("notified", "enteredOn"))})`],
    parameters: { ...parameters, dates: texts },
  };
}

function conditionsOf(named: NamedRow): Conditions {
  const { days, sector, query } = named;
  const { measure, choices } = query;
  const bounds = named.listed.map((one, place) => boundOf(one, choices, `listed_${place}`));
  if (isSeverity(measure)) bounds.push(boundOf({ column: "severity", codes: [measure] }, choices, "measured"));
  if (sector !== undefined) {
    bounds.push({
      ...(sector.divisions.length === 0 ? { likely: [`${stated.sector} IN {sections:Array(String)}`] } : {}),
      conditions: [`(${stated.sector} IN {sections:Array(String)} OR ${stated.division} IN {divisions:Array(String)})`],
      parameters: { sections: ["", ...sector.sections], divisions: sector.divisions },
    });
  }
  return {
    likely: ["occurred BETWEEN {first:Date32} AND {last:Date32}", ...bounds.flatMap(({ likely = [] }) => likely)],
    conditions: bounds.flatMap(({ conditions }) => conditions),
    parameters: Object.assign({ first: days.from, last: days.to }, ...bounds.map(({ parameters }) => parameters)) as Bound["parameters"],
  };
}

function boundOf({ column, codes }: ListedCodes, { deathWithin }: RateChoices, name: string): Bound {
  if (column === "evidence") {
    return { conditions: codes.includes("reported") ? [] : ["entity = 'claim'"], parameters: {} };
  }
  if (column === "work_related") {
    // A stated `no` without effect reads `under_investigation`.
    const reported = codes.includes("under_investigation") ? ["", "no", ...codes] : ["", ...codes];
    return { conditions: [`${stated.work_related} IN {${name}:Array(String)}`], parameters: { [name]: reported } };
  }
  // With `deathWithin` a death may be counted as severe.
  if (column === "severity" && deathWithin !== null) return { conditions: [], parameters: {} };
  if (column === "severity") {
    const gravest = Math.max(...codes.map((code) => severities.findIndex((severity) => severity === code)));
    return {
      conditions: [`${data("severity")} IN {${name}:Array(String)}`],
      parameters: { [name]: severities.slice(0, gravest + 1) },
    };
  }
  const condition = `${stated[column]} IN {${name}:Array(String)}`;
  const isOfColumn = column === "region" || column === "sector";
  return {
    conditions: isOfColumn ? [] : [condition],
    ...(isOfColumn ? { likely: [condition] } : {}),
    parameters: { [name]: ["", ...codes] },
  };
}
