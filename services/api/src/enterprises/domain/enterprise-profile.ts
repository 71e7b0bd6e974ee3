/** What section, size and region an enterprise is of, and by whom: what the inspectorate states goes before what the enterprise states of itself. */
import { enterpriseSizes } from "@qorgau/schemas/codes/enumerations";
import type { Role } from "@qorgau/schemas/codes/enumerations";
import type { EnterpriseStatus } from "@qorgau/schemas/events/supplement";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import type { CountedCell } from "../../rates/domain/snapshot.ts";
import { latestDate } from "../../http/domain/shared-parameters.ts";

/** In which order `CountedCell.codes` stand here. */
export const countedBy = ["employer", "sector", "size", "region", "severity", "division"] as const;

export interface Profile {
  readonly section: string | null;
  readonly division: string | null;
  readonly size: string | null;
  readonly region: string | null;
  /** Who states these, each once; empty where all of them follow from cases or from the number of workers. */
  readonly profileFrom: readonly string[];
}

/** Whoever is ranked by such a figure does not choose what it is compared with. */
const rolesInOrder: readonly Role[] = ["inspectorate", "insurer", "statistics", "clinic", "enterprise"];

interface Stated {
  readonly source: string;
  readonly subject: string;
  readonly role: Role;
  readonly isStatus: boolean;
  readonly from: string;
  readonly to: string;
  readonly section: string | null;
  readonly division: string | null;
  readonly size: string | null;
  readonly region: string | null;
}

interface ProfileSources {
  readonly statuses: readonly EnterpriseStatus[];
  readonly exposures: readonly EffectiveExposure[];
  /** By `countedBy`. */
  readonly cells: readonly CountedCell[];
  /** Person-years of each month; null where none is known. */
  readonly exposure: readonly (number | null)[];
}

/**
 * Of the statements that state it: by role, of one role a status that holds on the day before an exposure of a period that has begun, then the latest,
 * then the smaller name. What nobody states follows from the cases; the size from the workers first. The order of the statements changes nothing.
 */
export function profileOf({ statuses, exposures, cells, exposure }: ProfileSources, day: string): Profile {
  const stated = [...statuses.map(ofStatus), ...exposures.map(ofExposure)]
    .filter(({ from, to }) => from <= day && day <= to)
    .toSorted(byRole);
  const ofCases = (place: number) => mostFrequent(cells.map(({ codes, cases }) => ({ code: codes[place] ?? "", cases })));
  const activity = stated.find(({ section }) => section !== null);
  const sized = stated.find(({ size }) => size !== null);
  const placed = stated.find(({ region }) => region !== null);
  return {
    section: activity?.section ?? ofCases(1),
    division: activity === undefined ? ofCases(5) : activity.division,
    size: sized?.size ?? sizeOfWorkers(exposure) ?? ofCases(2),
    region: placed?.region ?? ofCases(3),
    profileFrom: [...new Set([activity, sized, placed].flatMap((one) => (one === undefined ? [] : [one.source])))],
  };
}

const ofStatus = ({ source, subject, role, data, derived }: EnterpriseStatus): Stated => ({
  ...{ source, subject, role, isStatus: true, from: data.from, to: data.to ?? latestDate },
  ...{ section: derived.section, division: derived.division, size: data.employer.size ?? null, region: derived.region },
});

/** A period that is over says still what the enterprise is. */
const ofExposure = ({ source, subject, role, data, derived }: EffectiveExposure): Stated => ({
  ...{ source, subject, role, isStatus: false, from: derived.from, to: latestDate },
  ...{ section: derived.section, division: derived.division, size: data.size ?? null, region: derived.region },
});

function byRole(one: Stated, other: Stated): number {
  const name = ({ source, subject }: Stated) => JSON.stringify([source, subject]);
  return (
    rolesInOrder.indexOf(one.role) - rolesInOrder.indexOf(other.role) ||
    Number(other.isStatus) - Number(one.isStatus) ||
    (one.from === other.from ? (name(one) < name(other) ? -1 : 1) : one.from > other.from ? -1 : 1)
  );
}

function mostFrequent(codes: readonly { readonly code: string; readonly cases: number }[]): string | null {
  const counts = new Map<string, number>();
  for (const { code, cases } of codes) if (code !== "") counts.set(code, (counts.get(code) ?? 0) + cases);
  const sorted = [...counts].toSorted(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  return sorted[0]?.[0] ?? null;
}

function sizeOfWorkers(exposure: readonly (number | null)[]): string | null {
  const known = exposure.filter((years) => years !== null);
  if (known.length === 0) return null;
  const workers = (12 * known.reduce((sum, years) => sum + years, 0)) / known.length;
  return enterpriseSizes.findLast((size) => workers >= Number(/^\d+/.exec(size)![0])) ?? enterpriseSizes[0];
}
