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
    own: (one, living, rules) => (one.data.worker ? "" : `${one.entity} `) + sentences.own(one, living, rules),
  },
  "an accident and a disease of a day are one case": { class: () => "accident" },
  "poisoning is a class of its own": { class: ({ data }) => data.kind },
  "a diagnosis tells nothing apart": { diagnosis: () => undefined },
  "a diagnosis counts to its last character": { diagnosis: ({ data }) => data.diagnosis },
  "a disease without diagnosis joins the greatest": { smallest: (diagnoses) => diagnoses.toSorted().at(-1) },
  "a disease without diagnosis joins none": { smallest: () => undefined },
  "sameAs followed through": {
    named: (one, living) => {
      const named = sentences.named(one, living);
      return (named && sentences.named(named, living)) ?? named;
    },
  },
  "sameAs without effect": { identity: (one, _, own) => own(one) },
  "anybody joins any case": { joins: () => true },
  "nobody joins another source's case": { joins: (one, named) => one.source === named.source },
  "a day apart is too far": { daysApart: (a, b) => 4 * sentences.daysApart(a, b) },
  "no day is too far": { daysApart: () => 0 },
  "who joined a case leads it": { isHeldBy: () => false },
  "order by UTF-16": { bytes: utf16 },
  "severity from the highest-standing": { severity: (told) => told[0]!.data.severity },
  "workRelated as the first statement has it": { workRelated: (told) => told[0]!.data.workRelated ?? "under_investigation" },
  "workRelated as the highest-standing has it": {
    workRelated: (told) => told.find(({ data }) => data.workRelated)?.data.workRelated ?? "under_investigation",
  },
  "workRelated as anyone has it": {
    workRelated: (told, holders) => (told.some(({ data }) => data.workRelated === "no") ? "no" : sentences.workRelated(told, holders)),
  },
  "who joined a case votes on it": { workRelated: (told) => sentences.workRelated(told, told) },
  "a share of the fault from each": {
    fault: (told) => ({
      employerPercent: told.find(({ data }) => data.fault?.employerPercent !== undefined)?.data.fault?.employerPercent,
      workerPercent: told.find(({ data }) => data.fault?.workerPercent !== undefined)?.data.fault?.workerPercent,
    }),
  },
  "size and region of any enterprise": { ofEnterprise: (told) => told },
  "a death before the occurrence": { dayOfDeath: (told) => told.find(({ data }) => data.diedOn)?.data.diedOn ?? "" },
  "an accident's name without its date": { accidentName: ({ source, data }) => data.accident && `${source} ${data.accident}` },
  "an accident's name without its source": { accidentName: ({ data, derived }) => data.accident && `${data.accident} ${derived.date}` },
  "accidents joined by names shared directly alone": { isWhole: () => true },
  "a death is of the year of its accident": { diedOn: (told) => told[0]!.derived.date },
  "registered by the statements that stand": { tellsOf: ({ statement }, told) => told.some((one) => one.content === statement.content) },
  "a commuter on their own way is the lead at work": { isLeftOut: () => false },
  "a commuter found to be at work is left out": { isLeftOut: (one) => sentences.isLeftOut({ ...one, workRelated: "under_investigation" }) },
  "registered by the leading record": { tellsOf: (logged, told) => sentences.tellsOf(logged, told.slice(0, 1)) },
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
