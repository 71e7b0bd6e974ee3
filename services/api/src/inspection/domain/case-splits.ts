/** Victims by section, occupation and cause, fatal or not; of mines by method, commodity and hazard. Each split holds every case once. */
import { kinds } from "@qorgau/schemas/codes/enumerations";
import type { Kind } from "@qorgau/schemas/codes/enumerations";
import { isLeftOut } from "@qorgau/schemas/cases/accidents";
import type { FoldedCase } from "@qorgau/schemas/cases/fold-cases";
import type { Occurrence } from "@qorgau/schemas/events/supplement";
import { c81Splits, miningSplits } from "@qorgau/schemas/responses/inspection/c81-response";
import type { C81CaseRow, C81Response } from "@qorgau/schemas/responses/inspection/c81-response";

export const miningSection = "B";

type Case = Pick<FoldedCase, "data" | "derived" | "counts">;

const codeOf: Readonly<Record<(typeof c81Splits)[number] | (typeof miningSplits)[number], (one: Case) => string | null>> = {
  sector: ({ derived }) => derived.section,
  // The main group of ISCO-08 is the first digit.
  occupation: ({ data }) => data.worker.occupation?.slice(0, 1) ?? null,
  cause: ({ data }) => data.causes?.[0] ?? null,
  method: ({ data }) => data.mining.method ?? null,
  commodity: ({ data }) => data.mining.commodity ?? null,
  hazard: ({ data }) => data.mining.hazard ?? null,
};

interface Counts {
  fatal: number;
  nonFatal: number;
}

export interface CaseSplits {
  /** Takes the cases of a slice of days. */
  take(cases: readonly FoldedCase[]): void;
  totals(): readonly (Counts & { readonly kind: Kind })[];
  rows(): readonly C81CaseRow[];
  mining(): NonNullable<C81Response["mining"]>;
}

/** Counting victims of Kazakhstan in the year of their occurrence, commuters on their own way left out, as in the annual rollup. */
export function createCaseSplits(year: number): CaseSplits {
  const cells = new Map<string, Counts>();
  const add = (key: readonly (string | null)[], isFatal: boolean) => {
    const name = JSON.stringify(key);
    const cell = cells.get(name) ?? { fatal: 0, nonFatal: 0 };
    cells.set(name, cell);
    cell[isFatal ? "fatal" : "nonFatal"] += 1;
  };
  const of = (table: string, kind: string, by: string) =>
    [...cells]
      .map(([name, counted]) => ({ key: JSON.parse(name) as (string | null)[], counted }))
      .filter(({ key }) => key[0] === table && key[1] === kind && key[2] === by)
      .map(({ key, counted }) => ({ code: key[3] ?? null, ...counted }))
      .toSorted(byCode);
  return {
    take(cases) {
      for (const one of cases) {
        const { data, derived } = one;
        if (!one.counts || derived.country !== "KZ" || !derived.date.startsWith(`${year}-`) || isLeftOut(one)) continue;
        const isFatal = data.severity === "fatal";
        add(["total", data.kind], isFatal);
        for (const by of c81Splits) add(["cases", data.kind, by, codeOf[by](one)], isFatal);
        if (data.kind !== "accident" || derived.section !== miningSection) continue;
        for (const by of miningSplits) add(["mining", "accident", by, codeOf[by](one)], isFatal);
      }
    },
    totals: () => kinds.map((kind) => ({ kind, ...(cells.get(JSON.stringify(["total", kind])) ?? { fatal: 0, nonFatal: 0 }) })),
    rows: () => kinds.flatMap((kind) => c81Splits.flatMap((by) => of("cases", kind, by).map((row) => ({ kind, by, ...row })))),
    mining: () => miningSplits.flatMap((by) => of("mining", "accident", by).map((row) => ({ by, ...row }))),
  };
}

function byCode(one: { readonly code: string | null }, other: { readonly code: string | null }): number {
  const key = (code: string | null) => code ?? "\uFFFF";
  return key(one.code) < key(other.code) ? -1 : 1;
}

/** Dangerous occurrences of section B in the year; null where nobody stated one. */
export function occurrenceRows(occurrences: readonly Occurrence[], year: number): C81Response["occurrences"] {
  const ofYear = occurrences.filter(({ derived }) => derived.section === miningSection && derived.date.startsWith(`${year}-`));
  if (ofYear.length === 0) return null;
  const codes = {
    method: ({ data }: Occurrence) => data.mining?.method ?? null,
    commodity: ({ data }: Occurrence) => data.mining?.commodity ?? null,
    hazard: ({ data }: Occurrence) => data.hazard,
  };
  return miningSplits.flatMap((by) =>
    [...Map.groupBy(ofYear, codes[by])].map(([code, some]) => ({ by, code, count: some.length })).toSorted(byCode),
  );
}
