/** A mixed bag of statements for tests of order, repetition and crashes: several reporters, revisions, moves, withdrawals, claims. */
import { iinWithCheckDigit } from "./iin.ts";
import { seededRandom } from "./random.ts";

const regions = ["KZ-10", "KZ-35", "KZ-62", "KZ-63", "KZ-75", undefined];
const sectors = ["B", "05.10", "07", "F", "41.20", "C", "24", undefined];
const enterprises = ["urn:kz:bin:200140000004", "urn:kz:bin:200140000501"];
const insurer = "urn:kz:insurer:annuity";

export interface SampleShares {
  /** Of the records, how many may be corrected, up to twice. */
  readonly corrected: number;
  readonly withdrawn: number;
  /** Told by an insurer as well. */
  readonly claimed: number;
}

/** About 430,000 cases in a million statements. */
const manyCorrections: SampleShares = { corrected: 1, withdrawn: 0.1, claimed: 0.2 };
/** About 800,000 cases in a million statements. */
export const fewCorrections: SampleShares = { corrected: 0.15, withdrawn: 0.03, claimed: 0.07 };

/** About `count` statements, each with an id of its own; every worker's IIN is returned as well, for tests that look for leaks. */
export function nationalSample(seed: number, count: number, shares = manyCorrections): { events: object[]; iins: string[] } {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const events: object[] = [];
  const iins = new Set<string>();
  for (let subject = 0; events.length < count; subject += 1) {
    const iin = random() < 0.8 ? iinWithCheckDigit(random) : undefined;
    if (iin !== undefined) iins.add(iin);
    const worker = iin === undefined ? {} : { worker: { iin } };
    const day = `20${20 + Math.floor(random() * 6)}-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`;
    const facts = () => ({
      occurredAt: random() < 0.9 ? day : `${day.slice(0, 5)}11-21`,
      kind: random() < 0.95 ? "accident" : "disease",
      severity: pick(["light", "light", "severe", "fatal"]),
      employer: { bin: "200140000004" },
      ...(random() < 0.3 ? { accident: `A-${subject - (subject % 5)}` } : {}),
      ...(random() < 0.5 ? { workRelated: pick(["yes", "no", "under_investigation"]) } : {}),
      ...optional("region", pick(regions)),
      ...optional("sector", pick(sectors)),
      ...(random() < 0.5 ? { daysLost: Math.floor(random() * 60) } : {}),
      ...worker,
    });
    const reportCase = (source: string, entity: string, revision: number, data: object, verb: string) =>
      events.push({
        specversion: "1.0",
        id: `${seed}-${events.length}`,
        source,
        type: `kz.qorgau.${entity}.${verb}.v1`,
        subject: `S-${seed}-${subject}`,
        revision,
        data,
      });
    const revisions = 1 + Math.floor(random() < shares.corrected ? random() * 3 : 0);
    const source = pick(enterprises);
    for (let revision = 1; revision <= revisions; revision += 1)
      reportCase(source, "case", revision, facts(), revision === 1 ? "reported" : "corrected");
    if (random() < shares.withdrawn) reportCase(source, "case", revisions + 1, { reason: "double" }, "withdrawn");
    if (random() < shares.claimed) reportCase(insurer, "claim", 1, { ...facts(), claim: { status: "filed" } }, "reported");
  }
  return { events, iins: [...iins] };
}

function optional(name: string, value: string | undefined): object {
  return value === undefined ? {} : { [name]: value };
}
