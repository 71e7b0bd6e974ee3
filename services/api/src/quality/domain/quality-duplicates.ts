/**
 * Likely duplicates: cases of one worker within three days, or without worker of one employer and day by reporters who do
 * not report each other's. They are listed here and never merged by themselves. Each is compared with one earlier case alone, so that a list is
 * as long as its cases and not as their pairs.
 */
import type { CaseReport } from "@qorgau/schemas/cases/links/case-identity";
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { LikelyDuplicate } from "@qorgau/schemas/responses/quality-response";
import { daysAfter } from "./quality-dates.ts";
import { rowKey } from "./quality-page.ts";
import type { KeyedRow } from "./quality-page.ts";

/** How many days apart two cases of a worker may be to be the same one stated with two dates. */
export const nearDays = 3;

export interface DuplicatesFinder {
  /** The likely duplicates among these cases, of them and of those of the days before. Cases come in order of days. */
  readonly find: (cases: readonly FoldedCase[]) => KeyedRow<LikelyDuplicate>[];
}

/** What is remembered of a case until three days later: not its statements. */
interface Remembered {
  readonly date: string;
  readonly id: string;
  readonly isDisease: boolean;
  readonly lead: Pick<CaseReport, "source" | "entity" | "subject">;
  readonly sources: ReadonlySet<string>;
}

/** Remembers the last case of each worker for three days, so that `find` must be given the slices in order of days. */
export function createDuplicatesFinder(): DuplicatesFinder {
  const lastOfWorker = new Map<string, Remembered>();
  return {
    find: (cases) => {
      const ordered = cases.toSorted((left, right) => (rowKey(left.derived.date, left.id) < rowKey(right.derived.date, right.id) ? -1 : 1));
      forgetBefore(lastOfWorker, ordered[0]?.derived.date);
      return [...duplicatesByWorker(ordered, lastOfWorker), ...duplicatesByEmployer(ordered)];
    },
  };
}

function forgetBefore(lastOfWorker: Map<string, Remembered>, date: string | undefined): void {
  if (date === undefined) return;
  const oldest = daysAfter(date, -nearDays);
  for (const [worker, one] of lastOfWorker) if (one.date < oldest) lastOfWorker.delete(worker);
}

function duplicatesByWorker(ordered: readonly FoldedCase[], lastOfWorker: Map<string, Remembered>): KeyedRow<LikelyDuplicate>[] {
  const found = new Map<string, KeyedRow<LikelyDuplicate>>();
  for (const folded of ordered) {
    const one = remember(folded);
    for (const worker of workersOf(folded)) {
      const earlier = lastOfWorker.get(worker);
      lastOfWorker.set(worker, one);
      if (earlier === undefined || daysAfter(earlier.date, nearDays) < one.date) continue;
      const areRelated = one.date === earlier.date && one.isDisease !== earlier.isDisease;
      const duplicate = duplicateOf(one, earlier, areRelated ? "same_worker_other_kind" : "same_worker");
      found.set(duplicate.key, duplicate);
    }
  }
  return [...found.values()];
}

/** The same reference within a source that made it itself, or a pseudonym that identifies everywhere. */
function workersOf({ statements }: FoldedCase): Set<string> {
  const workers = statements.flatMap(({ statement: { source, data, derived } }) =>
    data.worker === undefined ? [] : [derived.globalWorker ? data.worker.ref : JSON.stringify([source, data.worker.ref])],
  );
  return new Set(workers);
}

/** The employer is the merged one. A reporter that reports both cases takes them for two. */
function duplicatesByEmployer(ordered: readonly FoldedCase[]): KeyedRow<LikelyDuplicate>[] {
  const anonymous = ordered.filter((one) => one.data.employer.bin !== undefined && workersOf(one).size === 0);
  const groups = Map.groupBy(anonymous, ({ derived, data }) => `${derived.date} ${data.employer.bin}`);
  return [...groups.values()].flatMap((group) => duplicatesOfGroup(group.map(remember)));
}

function duplicatesOfGroup(group: readonly Remembered[]): KeyedRow<LikelyDuplicate>[] {
  // One case of each set of reporters will do to be set against: the first.
  const firsts = new Map<string, Remembered>();
  return group.flatMap((one) => {
    const earlier = [...firsts.values()].find(({ sources }) => ![...sources].some((source) => one.sources.has(source)));
    const reporters = JSON.stringify([...one.sources].sort());
    if (!firsts.has(reporters)) firsts.set(reporters, one);
    return earlier === undefined ? [] : [duplicateOf(one, earlier, "same_bin_and_date")];
  });
}

function remember({ id, data, derived, statements }: FoldedCase): Remembered {
  const { source, entity, subject } = statements[0].statement;
  const sources = new Set(statements.map((one) => one.statement.source));
  return { id, date: derived.date, isDisease: data.kind === "disease", lead: { source, entity, subject }, sources };
}

function duplicateOf(one: Remembered, earlier: Remembered, reason: LikelyDuplicate["reason"]): KeyedRow<LikelyDuplicate> {
  const row: LikelyDuplicate = {
    date: one.date,
    case: one.id,
    ...one.lead,
    reason,
    otherDate: earlier.date,
    otherCase: earlier.id,
    otherSource: earlier.lead.source,
    otherEntity: earlier.lead.entity,
    otherSubject: earlier.lead.subject,
  };
  return { key: rowKey(one.date, one.id, reason, earlier.id), row };
}
