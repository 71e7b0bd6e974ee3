/**
 * Event sets with the margins that the statistics bureau (BNS) printed of form 7-ТПЗ, where diseases and poisonings are among the victims.
 * What the margins have in common is not published: whoever is left over is a light accident in a region and a section nobody printed.
 */
import { caseEvent } from "./events.ts";

type Quota = Readonly<Record<string, number>>;

export interface BureauYear {
  readonly year: number;
  readonly victims: number;
  readonly dead: number;
  /** In accidents with two or more victims. */
  readonly inGroups?: number;
  readonly diseases?: number;
  readonly poisonings?: number;
  readonly women?: number;
  readonly regions?: Quota;
  /** By section. */
  readonly sectors?: Quota;
  /** Of the dead. */
  readonly deadByRegion?: Quota;
  readonly deadBySector?: Quota;
}

/** A victim a statement, in the year's own month of March. */
export function* bureauEvents(year: BureauYear): Generator<object> {
  const { victims, dead } = year;
  const region = placesOf(victims, dead, year.regions ?? {}, year.deadByRegion ?? {}, "KZ-23");
  // The lists of regions and of sections run against each other, so that cells mix.
  const sector = placesOf(victims, dead, year.sectors ?? {}, year.deadBySector ?? {}, "G", true);
  for (let index = 0; index < victims; index += 1) {
    const fromEnd = victims - 1 - index;
    const { diseases = 0, poisonings = 0, inGroups = 0, women = 0 } = year;
    const kind = fromEnd < diseases ? "disease" : fromEnd < diseases + poisonings ? "poisoning" : "accident";
    yield caseEvent({
      occurredAt: `${year.year}-03-${String(1 + (index % 28)).padStart(2, "0")}`,
      kind,
      severity: index < dead ? "fatal" : "light",
      region: region[index],
      sector: sector[index],
      worker: { ref: `${year.year}-${index}`, sex: index % 5 === 0 && index / 5 < women ? "female" : "male" },
      ...(index < inGroups ? groupOf(year.year, index, inGroups) : {}),
    });
  }
}

/** Pairs, and a three where the number is odd: an accident has one date. */
function groupOf(year: number, index: number, inGroups: number): object {
  const group = Math.min(Math.floor(index / 2), Math.floor(inGroups / 2) - 1);
  return { accident: `G-${year}-${group}`, occurredAt: `${year}-03-${String(1 + (group % 28)).padStart(2, "0")}` };
}

/** The code of each victim: the dead first, by their own quota; the living fill up what is printed of all. */
function placesOf(victims: number, dead: number, all: Quota, ofDead: Quota, rest: string, backwards = false): string[] {
  const deadCodes = filled(dead, ofDead, rest);
  const counted = new Map<string, number>();
  for (const code of deadCodes) counted.set(code, (counted.get(code) ?? 0) + 1);
  const living = Object.fromEntries(Object.entries(all).map(([code, count]) => [code, count - (counted.get(code) ?? 0)]));
  const codes = [deadCodes, filled(victims - dead, living, rest)];
  return (backwards ? codes.map((list) => list.toReversed()) : codes).flat();
}

function filled(count: number, quota: Quota, rest: string): string[] {
  const codes = Object.entries(quota).flatMap(([code, times]) => Array.from({ length: times }, () => code));
  return [...codes, ...Array.from({ length: count - codes.length }, () => rest)];
}
