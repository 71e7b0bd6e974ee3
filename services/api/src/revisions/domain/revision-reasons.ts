/** What one event did to the cases of a row, and why, in words. */
import type { FigureRow } from "@qorgau/schemas/cases/case-figures";
import type { ChangeReason, RevisionCode } from "@qorgau/schemas/responses/revisions-response";
import type { Contribution, Criterion } from "../../explain/domain/explain-row.ts";
import { noContribution } from "../../explain/domain/explain-row.ts";

/** A case after one of the statements, with what it adds to the row. */
export interface CaseState {
  readonly id: string;
  readonly row: FigureRow;
  /** The names of its active records. */
  readonly records: readonly string[];
  readonly contribution: Contribution;
}

/** By case id. */
export type CaseStates = ReadonlyMap<string, CaseState>;

/** What one statement changed of what a case adds to the row, and why. */
export interface CaseChange {
  readonly case: string;
  readonly delta: Contribution;
  readonly reasons: readonly ChangeReason[];
}

export interface Event {
  /** Whether its record had no statement before. */
  readonly isFirst: boolean;
}

/** Those whose contribution changed. A case whose identity changed, its worker or date corrected, is followed from the old id to the new. */
export function caseChanges(before: CaseStates, after: CaseStates, event: Event, criteria: readonly Criterion[]): CaseChange[] {
  const changes: CaseChange[] = [];
  for (const [old, now] of lineages(before, after)) {
    const delta = difference(old?.contribution ?? noContribution, now?.contribution ?? noContribution);
    if (Object.values(delta).every((change) => change === 0)) continue;
    const id = (now ?? old)!.id;
    changes.push({ case: id, delta, reasons: reasonsOf(old, now, { before, after, event, criteria }) });
  }
  return changes;
}

type Lineage = readonly [old: CaseState | undefined, now: CaseState | undefined];

function lineages(before: CaseStates, after: CaseStates): Lineage[] {
  const vanished = new Map([...before].filter(([id]) => !after.has(id)));
  const lines: Lineage[] = [];
  for (const [id, now] of after) {
    const old = before.get(id) ?? holderOf(now, vanished.values());
    if (old !== undefined) vanished.delete(old.id);
    lines.push([old, now]);
  }
  return [...lines, ...[...vanished.values()].map((old): Lineage => [old, undefined])];
}

/** The case that holds a record of `state`. */
function holderOf(state: CaseState, candidates: Iterable<CaseState>): CaseState | undefined {
  return [...candidates].find(({ records }) => records.some((name) => state.records.includes(name)));
}

function difference(old: Contribution, now: Contribution): Contribution {
  return {
    count: now.count - old.count,
    casesWithDays: now.casesWithDays - old.casesWithDays,
    shouldState: now.shouldState - old.shouldState,
    unstated: now.unstated - old.unstated,
  };
}

interface Surroundings {
  readonly before: CaseStates;
  readonly after: CaseStates;
  readonly event: Event;
  readonly criteria: readonly Criterion[];
}

function reasonsOf(
  old: CaseState | undefined,
  now: CaseState | undefined,
  { before, after, event, criteria }: Surroundings,
): ChangeReason[] {
  if (old !== undefined && now !== undefined) return differences(old.row, now.row, criteria);
  if (old !== undefined) {
    const holder = holderOf(old, after.values());
    if (holder === undefined) return [reason("withdrawn", "withdrawn", null, null)];
    return [reason("merged", `told by several: the same case as ${holder.id}, which counts once`, old.id, holder.id)];
  }
  const origin = holderOf(now!, before.values());
  if (origin !== undefined) return [reason("separated", `no longer the same case as ${origin.id}`, origin.id, now!.id)];
  if (event.isFirst) return [reason("reported", "reported", null, null)];
  return [reason("reported_again", "reported again after a withdrawal", null, null)];
}

/** The criteria that the case began or ceased to meet; where all are met as before, the days it adds. */
function differences(old: FigureRow, now: FigureRow, criteria: readonly Criterion[]): ChangeReason[] {
  const turned = criteria.filter(({ holds }) => holds(old) !== holds(now));
  if (turned.length === 0) return [valueReason("days_lost", daysLost(old), daysLost(now))];
  const reasons = turned.map(({ code, value }) => valueReason(code, value(old), value(now)));
  return reasons.filter(({ code }, place) => reasons.findIndex((other) => other.code === code) === place);
}

function daysLost({ figures }: FigureRow): string {
  return figures.days_lost_cases === 0 ? "" : String(figures.days_lost);
}

const names: Readonly<Partial<Record<RevisionCode, string>>> = {
  work_related: "work relation",
  days_lost: "days lost",
  age_band: "age band",
  death_date: "day of death",
  registration_date: "day of registration",
  registration_region: "region of registration",
};

function valueReason(code: RevisionCode, before: string, after: string): ChangeReason {
  const reported = { before: before === "" ? null : before, after: after === "" ? null : after };
  return { code, text: changeInWords(code, reported.before ?? "unknown", reported.after ?? "unknown"), ...reported };
}

function changeInWords(code: RevisionCode, before: string, after: string): string {
  if (code === "work_related" && after === "no") return "not work-related";
  if (code === "accident_lead") return after === "lead" ? "its accident is counted here now" : "its accident is counted at another victim";
  return `${names[code] ?? code} ${before} → ${after}`;
}

function reason(code: RevisionCode, text: string, before: string | null, after: string | null): ChangeReason {
  return { code, text, before, after };
}
