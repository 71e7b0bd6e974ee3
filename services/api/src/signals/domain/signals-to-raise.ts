/** Which signals of a cut the log does not hold yet, as they are put into it (METHODS, section 3): pure. */
import { groupFatality } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { LoggedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { SignalRow, SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { sha256 } from "@qorgau/schemas/sha256";
import { membersOfAccident, seriesKey } from "./recorded-signals.ts";
import type { RaisedSignal } from "./recorded-signals.ts";
import { levelOf } from "./signals.ts";
import type { KnownGroupFatality } from "./signals.ts";

const methods = 1;

type Identity = Pick<LoggedSignal, "measure" | "scope" | "region" | "sector" | "detector" | "from" | "to" | "watermark"> & {
  /** Of an accident: several of one day and place are told apart by it. */
  readonly accident?: string;
};

const idOf = ({ measure, scope, region, sector, detector, from, to, watermark, accident = "" }: Identity): string =>
  sha256(JSON.stringify([measure, scope, region, sector, accident, detector, methods, from, to, watermark]));

/** So many weeks back an accident that became known only later to be of then still raises a signal of the gap before it. */
export const weeksBack = 52;

/**
 * The signals of one Monday that are not `known` yet (`seriesKey`), computed from `response`, which is of the cut they were judged by. Of gaps also those of
 * Mondays before, where an accident was known only later to be of then: a severe case that turned fatal, a report of last week's entry. Series that are
 * alarmed by the gap before the same accident are one signal, that of the narrowest series; the others are its parents.
 */
export function seriesToRaise(response: SignalsResponse, monday: string, known: ReadonlySet<string>): LoggedSignal[] {
  const due = response.rows.filter((row) => row.raised === monday || (row.raised < monday && row.detector === "days_between"));
  const narrowest = due.filter((row) => !known.has(seriesKey(row)) && !due.some((other) => isParentOf(row, other)));
  return narrowest.map((row) => ({
    ...loggedOf(row, response),
    raised: monday,
    parents: due.filter((other) => isParentOf(other, row)).map(seriesOf),
  }));
}

const seriesOf = ({ measure, scope, region, sector }: SignalRow) => ({ measure, scope, region, sector });

/** Whether both tell of the accident that ends a gap, and all accidents of `narrow` are of `wide` as well. */
function isParentOf(wide: SignalRow, narrow: SignalRow): boolean {
  if (wide.detector !== "days_between" || narrow.detector !== "days_between" || wide.to !== narrow.to || wide === narrow) return false;
  if (wide.measure === "fatal_accidents") return false;
  if (wide.scope === "country") return narrow.scope !== "country";
  return (
    wide.scope === narrow.scope && wide.region === narrow.region && wide.sector === narrow.sector && narrow.measure === "fatal_accidents"
  );
}

function loggedOf(row: SignalRow, response: SignalsResponse): Omit<LoggedSignal, "parents"> {
  const { watermark, falseAlarms, declared, lagWeeks, exposureBasis, rules } = response;
  const series = response.series.find(
    (one) => one.measure === row.measure && one.scope === row.scope && one.region === row.region && one.sector === row.sector,
  );
  const { expectedWeekly = null, reference = null, limit = null, alpha = null, runLength = null } = series ?? {};
  return {
    id: idOf({ ...row, watermark }),
    ...row,
    monday: row.raised,
    watermark,
    dead: null,
    level: null,
    exposureBasis,
    parameters: { expectedWeekly, reference, limit, alpha, runLength, falseAlarms, declared, lagWeeks },
    rules,
    methods,
  };
}

/** At most so many at once: a history that is brought in has some hundreds. */
const atOnceMax = 500;

/**
 * Accidents that several died of which the log holds no signal of, and those of which it holds another number of dead; the earliest first. `day` is that
 * of the cut.
 */
export function groupFatalitiesToRaise(
  known: readonly KnownGroupFatality[],
  raised: readonly RaisedSignal[],
  { watermark, day }: { readonly watermark: string; readonly day: string },
): LoggedSignal[] {
  const deadOf = new Map<string, number>();
  for (const { members, states } of raised) for (const member of members) deadOf.set(member, states.at(-1)?.dead ?? 0);
  return known
    .toReversed()
    .filter(({ accident, cases, dead }) => {
      const told = membersOfAccident({ accident, cases: [...cases] }).flatMap((member) => deadOf.get(member) ?? []);
      return !told.includes(dead);
    })
    .slice(0, atOnceMax)
    .map(({ occurred, region, sector, dead, victims, accident, cases }): LoggedSignal => {
      const about = {
        measure: "fatal_accidents",
        scope: "accident",
        region: region === "" ? null : region,
        sector: sector === "" ? null : sector,
        detector: groupFatality,
        from: occurred,
        to: occurred,
        watermark,
      } as const;
      return {
        id: idOf({ ...about, accident }),
        ...about,
        raised: day,
        monday: null,
        observed: 1,
        victims,
        dead,
        level: levelOf(dead),
        expected: null,
        statistic: null,
        limit: null,
        p: null,
        exposure: null,
        parameters: null,
        rules: mergingRules,
        methods,
        parents: [],
        accident,
        cases: [...cases],
      };
    });
}
