/** Plausible mistakes, each in one sentence of the naive model: a comparison that does not notice one of them is worth nothing. */
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { sentences } from "./naive-model.ts";

const utf16 = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
const yearOf = ({ statement }: LoggedStatement) =>
  "derived" in statement && "date" in statement.derived ? statement.derived.date.slice(0, 4) : "";

export const plantedFaults: Readonly<Record<string, Partial<typeof sentences>>> = {
  "withdrawals ignored": { reads: (one) => !one.statement.withdrawn },
  "the last to arrive wins": { replaces: (a, b) => a.offset > b.offset },
  "partitioned by year": { replaces: (a, b) => yearOf(a) === yearOf(b) && sentences.replaces(a, b) },
  "of equal contents the last stands": {
    replaces: (a, b) => (a.statement.content === b.statement.content ? a.offset > b.offset : sentences.replaces(a, b)),
  },
  "of equal revisions the first stands": {
    replaces: (a, b) => (a.statement.revision === b.statement.revision ? a.offset < b.offset : sentences.replaces(a, b)),
  },
  "a worker's cases are one, whatever their dates": {
    workerDay: (one) => (one.derived.globalWorker ? one.data.worker!.ref : sentences.workerDay(one)),
  },
  "a source's reference identifies everywhere": {
    workerDay: (one) => (one.data.worker ? `${one.data.worker.ref} ${one.derived.date}` : null),
  },
  "a claim is a case of its own": {
    own: (one, active, rules) => (one.data.worker ? "" : `${one.entity} `) + sentences.own(one, active, rules),
  },
  "an accident and a disease of a day are one case": { class: () => "accident" },
  "poisoning is a class of its own": { class: ({ data }) => data.kind },
  "a diagnosis tells nothing apart": { diagnosis: () => undefined },
  "a diagnosis counts to its last character": { diagnosis: ({ data }) => data.diagnosis },
  "a disease without diagnosis joins the greatest": { smallest: (diagnoses) => diagnoses.toSorted().at(-1) },
  "a disease without diagnosis joins none": { smallest: () => undefined },
  "sameAs followed through": {
    named: (one, active) => {
      const named = sentences.named(one, active);
      return (named && sentences.named(named, active)) ?? named;
    },
  },
  "sameAs without effect": { identity: (one, _, own) => own(one) },
  "anybody joins any case": { joins: () => true },
  "nobody joins another source's case": { joins: (one, named) => one.source === named.source },
  "a day apart is too far": { daysApart: (a, b) => 4 * sentences.daysApart(a, b) },
  "no day is too far": { daysApart: () => 0 },
  "who joined a case leads it": { isHeldBy: () => false },
  "order by UTF-16": { bytes: utf16 },
  "severity from the highest-standing": { severity: (reported) => reported[0]!.data.severity },
  "workRelated as the first statement has it": { workRelated: (reported) => reported[0]!.data.workRelated ?? "under_investigation" },
  "workRelated as the highest-standing has it": {
    workRelated: (reported) => reported.find(({ data }) => data.workRelated)?.data.workRelated ?? "under_investigation",
  },
  "workRelated as anyone has it": {
    workRelated: (reported, holders) =>
      reported.some(({ data }) => data.workRelated === "no") ? "no" : sentences.workRelated(reported, holders),
  },
  "who joined a case votes on it": { workRelated: (reported) => sentences.workRelated(reported, reported) },
  "a share of the fault from each": {
    fault: (reported) => ({
      employerPercent: reported.find(({ data }) => data.fault?.employerPercent !== undefined)?.data.fault?.employerPercent,
      workerPercent: reported.find(({ data }) => data.fault?.workerPercent !== undefined)?.data.fault?.workerPercent,
    }),
  },
  "size and region of any enterprise": { ofEnterprise: (reported) => reported },
  "a death before the occurrence": { dayOfDeath: (reported) => reported.find(({ data }) => data.diedOn)?.data.diedOn ?? "" },
  "an accident's name without its date": { accidentName: ({ source, data }) => data.accident && `${source} ${data.accident}` },
  "an accident's name without its source": { accidentName: ({ data, derived }) => data.accident && `${data.accident} ${derived.date}` },
  "accidents joined by names shared directly alone": { isWhole: () => true },
  "a death is of the year of its accident": { diedOn: (reported) => reported[0]!.derived.date },
  "registered by the statements that stand": {
    reportsOf: ({ statement }, reported) => reported.some((one) => one.content === statement.content),
  },
  "a commuter on their own way is the lead at work": { isLeftOut: () => false },
  "a commuter found to be at work is left out": { isLeftOut: (one) => sentences.isLeftOut({ ...one, workRelated: "under_investigation" }) },
  "registered by the leading record": { reportsOf: (logged, reported) => sentences.reportsOf(logged, reported.slice(0, 1)) },
  "registered on a day in UTC": { dayOf: (stamp) => stamp.slice(0, 10) },
  "victims that do not count": { isVictim: () => true },
  "a lead that is not the gravest": { lead: () => 0 },
};

/** The same of the bounds of links, seen where those are small. */
export const plantedBoundFaults: Readonly<Record<string, Partial<typeof sentences>>> = {
  "a bound that nothing passes": { isTooMany: () => false },
  "a bound that is passed by itself": { isTooMany: (count, bound) => count >= bound },
  "whoever names the same record, of any source": {
    namesTheSame: (a, b) => sentences.namesTheSame({ ...a, source: "" }, { ...b, source: "" }),
  },
  "all that a source names together": { namesTheSame: (a, b) => a.source === b.source && Boolean(a.data.sameAs && b.data.sameAs) },
};
