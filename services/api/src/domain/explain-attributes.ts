/** Which statement each attribute of a merged case comes from (merging rules 1, DESIGN, section 3). */
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import { positionOf } from "./record-position.ts";

/** Merged member by member; of every other attribute the whole is one statement's. */
const memberwise = ["employer", "worker", "injury", "fault", "notified", "mining"] as const;
/** What concerns one record alone is not merged. */
const ofOneRecord = ["accident", "sameAs", "claim"];

/** By the name of the attribute (`region`, `mining.mine`), the position of the statement. */
export function attributeSources({ statements, data }: FoldedCase): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const logged of statements) {
    const position = positionOf(logged);
    for (const name of statedNames(logged.statement.data)) sources[name] ??= position;
  }
  const gravest = statements.find(({ statement }) => statement.data.severity === data.severity);
  if (gravest !== undefined) sources["severity"] = positionOf(gravest);
  return sources;
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
