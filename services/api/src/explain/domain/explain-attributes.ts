/** Which statement each attribute of a merged case comes from (merging rules 2, NUMBERS, section 4). */
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import { ofOneEmployer, statesFault } from "@qorgau/schemas/cases/merge-case";
import type { LoggedReport } from "@qorgau/schemas/cases/merge-case";
import { positionOf } from "./record-position.ts";

/** Merged member by member; of every other attribute the whole is one statement's. */
const memberwise = ["employer", "worker", "injury", "fault", "notified", "mining"] as const;
/** What concerns one record alone is not merged. */
const ofOneRecord = ["accident", "sameAs", "claim"];

/** Returns, by the name of the attribute (`region`, `mining.mine`), the position (`0:812`) of the statement that it is taken from. */
export function attributeSources(folded: FoldedCase): Record<string, string> {
  const { statements, data } = folded;
  const sources: Record<string, string> = {};
  const isTaken = takenTogether(folded);
  for (const logged of statements) {
    const position = positionOf(logged);
    for (const name of statedNames(logged.statement.data)) if (isTaken(name, logged)) sources[name] ??= position;
  }
  const gravest = statements.find(({ statement }) => statement.data.severity === data.severity);
  if (gravest !== undefined) sources["severity"] = positionOf(gravest);
  return sources;
}

/** Whether an attribute may be taken from a statement: what belongs together comes from one, and what is not heeded from none. */
function takenTogether({ statements, diedBefore, workRelatedDisputed }: FoldedCase): (name: string, logged: LoggedReport) => boolean {
  const ofFault = statements.find(({ statement }) => statesFault(statement.data));
  const ofSector = statements.find(({ statement }) => statement.data.sector !== undefined);
  const ofEmployer = new Set(ofOneEmployer(statements.map(({ statement }) => statement)));
  return (name, logged) => {
    if (name === "diedOn") return diedBefore === null;
    if (name === "workRelated") return !workRelatedDisputed;
    if (name === "sectorScheme") return logged === ofSector;
    if (name.startsWith("fault.")) return logged === ofFault;
    return !name.startsWith("employer.") || ofEmployer.has(logged.statement);
  };
}

function statedNames(data: object): string[] {
  return Object.entries(data).flatMap(([name, value]) => {
    if (value === undefined || ofOneRecord.includes(name)) return [];
    if (!(memberwise as readonly string[]).includes(name)) return [name];
    return Object.keys(value as object)
      .filter((member) => `${name}.${member}` !== "worker.ref")
      .map((member) => `${name}.${member}`);
  });
}
