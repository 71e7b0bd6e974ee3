/** Plausible mistakes, each in one sentence of the naive model: a comparison that does not notice one of them is worth nothing. */
import type { LoggedStatement } from "@qorgau/schemas/statement";
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
    own: (one) => (one.data.worker && one.derived.globalWorker ? one.data.worker.ref : sentences.own(one)),
  },
  "a source's reference identifies everywhere": {
    own: (one) => (one.data.worker ? `${one.data.worker.ref} ${one.derived.date}` : sentences.own(one)),
  },
  "a claim is a case of its own": { own: (one) => (one.data.worker ? sentences.own(one) : `${one.entity} ${sentences.own(one)}`) },
  "sameAs followed through": {
    identity: (one, living, own) => sentences.identity(one, living, (named) => sentences.identity(named, living, own)),
  },
  "sameAs without effect": { identity: (one, _, own) => own(one) },
  "order by UTF-16": { bytes: utf16 },
  "severity from the highest-standing": { severity: (told) => told[0]!.data.severity },
  "workRelated as the first statement has it": { workRelated: (told) => told[0]!.data.workRelated ?? "under_investigation" },
  "workRelated as anyone has it": {
    workRelated: (told) => (told.some(({ data }) => data.workRelated === "no") ? "no" : sentences.workRelated(told)),
  },
  "an accident's name without its date": { accidentName: ({ source, data }) => data.accident && `${source} ${data.accident}` },
  "an accident's name without its source": { accidentName: ({ data, derived }) => data.accident && `${data.accident} ${derived.date}` },
  "accidents joined by names shared directly alone": { isWhole: () => true },
  "a death is of the year of its accident": { diedOn: (told) => told[0]!.derived.date },
  "registered by the statements that stand": { tellsOf: ({ statement }, told) => told.some((one) => one.content === statement.content) },
  "registered by the leading record": { tellsOf: (logged, told) => sentences.tellsOf(logged, told.slice(0, 1)) },
  "registered on a day in UTC": { dayOf: (stamp) => stamp.slice(0, 10) },
  "victims that do not count": { isVictim: () => true },
  "a lead that is not the gravest": { lead: () => 0 },
};
