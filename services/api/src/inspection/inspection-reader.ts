/** Reads the yearly report of the labour inspection: its statistics and dangerous occurrences at a cut, and cases at the cut of a release. */
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { c81Figures, c81Indicators } from "@qorgau/schemas/responses/inspection/c81-response";
import type { C81Response } from "@qorgau/schemas/responses/inspection/c81-response";
import type { Release } from "@qorgau/schemas/responses/releases";
import { formatWatermark, includes, parseWatermark } from "@qorgau/schemas/watermark";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { QualityReader } from "../quality/quality-reader.ts";
import { rounded } from "../rates/domain/rate-of-count.ts";
import { bytesOf } from "../releases/release-event.ts";
import type { Releases } from "../releases/releases.ts";
import { c81Laws } from "./domain/c81-texts.ts";
import { createCaseSplits, occurrenceRows } from "./domain/case-splits.ts";
import { figuresOfIndicator, inspectionFiguresOf, inspectionIndicators } from "./domain/inspection-statistics.ts";
import type { InspectionFigures } from "./domain/inspection-statistics.ts";
import type { SupplementReader } from "./supplement-reader.ts";

export interface C81Query {
  readonly year: number;
  /** Null: the newest of the year that none supersedes. */
  readonly release: string | null;
}

export interface InspectionReader {
  /** Rejects with a `StoreError`, with `TooManyCells`, and with the reason of `signal` once it is aborted. */
  c81(query: C81Query, cut: RequestedCut, signal: AbortSignal): Promise<C81Response>;
}

export interface InspectionReaderOptions {
  readonly supplements: SupplementReader;
  readonly quality: Pick<QualityReader, "slices">;
  readonly releases: Pick<Releases, "all" | "form">;
}

/** Everything is of the cut; a release that is not in it is not known. */
export function createInspectionReader({ supplements, quality, releases }: InspectionReaderOptions): InspectionReader {
  const releaseOf = async ({ year, release }: C81Query, { watermark }: RequestedCut): Promise<Release | null> => {
    const { releases: all } = await releases.all();
    const known = all.filter((one) => one.year === year && includes(watermark, parseWatermark(one.position)!));
    if (release !== null) return known.find(({ name, number }) => name === release || String(number) === release) ?? null;
    const superseded = new Set(known.map(({ supersedes }) => supersedes));
    return known.findLast(({ name }) => !superseded.has(name)) ?? null;
  };
  type Cases = Pick<C81Response, "casesReason" | "totals" | "cases" | "mining">;
  const casesOf = async (release: Release | null, signal: AbortSignal): Promise<Cases> => {
    const without = (casesReason: C81Response["casesReason"]): Cases => ({ casesReason, totals: null, cases: null, mining: null });
    if (release === null) return without("release_missing");
    if (release.yearOf !== "accident") return without("release_of_other_day");
    const { year } = release;
    const splits = createCaseSplits(year);
    const cut = { asOf: null, watermark: parseWatermark(release.watermark)!, live: false };
    for await (const { cases } of quality.slices({ from: `${year}-01-01`, to: `${year}-12-31` }, cut, signal)) splits.take(cases);
    const released = await releasedTotals(release);
    const totals = splits.totals().map((one) => ({ ...one, released: released[one.kind] }));
    if (totals.some((one) => one.fatal + one.nonFatal !== one.released)) return without("rules_differ");
    return { casesReason: null, totals, cases: [...splits.rows()], mining: splits.mining() };
  };
  const releasedTotals = async (release: Release) => {
    const stored = await releases.form(release, "json");
    const { rows } = JSON.parse(stored === null ? '{"rows":[]}' : bytesOf(stored).toString()) as Pick<AnnualRollupResponse, "rows">;
    const total = rows.find(({ scope }) => scope === "total");
    return {
      accident: total?.injured.value ?? Number.NaN,
      disease: total?.diseases.value ?? Number.NaN,
      poisoning: total?.poisonings.value ?? Number.NaN,
    };
  };
  return {
    async c81(query, cut, signal) {
      const { year } = query;
      const figures = inspectionFiguresOf(await supplements.statements("inspection.statistics", cut), year);
      const indicators = inspectionIndicators(figures);
      const release = await releaseOf(query, cut);
      const reasonOf = (names: readonly InspectionFigures["conflicts"][number][]) =>
        names.some((name) => figures.conflicts.includes(name)) ? ("conflict" as const) : ("not_stated" as const);
      return {
        asOf: cut.asOf,
        watermark: formatWatermark(cut.watermark),
        rules: mergingRules,
        methods: 1,
        method: { name: "c81" },
        year,
        due: { published: `${year + 1}-12-31`, sent: `${year + 2}-03-31` },
        laws: c81Laws.map(({ code, text }) => ({ code, text })),
        figures: c81Figures.map((name) => {
          const found = figures[name];
          return found === null
            ? { name, value: null, origin: null, reason: reasonOf([name]) }
            : { name, value: found.value, origin: found.origin, reason: null };
        }),
        indicators: c81Indicators.map((name) => {
          const value = indicators[name];
          return value === null
            ? { name, value, reason: reasonOf(figuresOfIndicator[name]) }
            : { name, value: rounded(value), reason: null };
        }),
        infringements: figures.infringements === null ? null : [...figures.infringements.value],
        infringementsReason: figures.infringements === null ? reasonOf(["infringements"]) : null,
        penalties: figures.penalties === null ? null : [...figures.penalties.value],
        penaltiesReason: figures.penalties === null ? reasonOf(["penalties"]) : null,
        release:
          release === null ? null : { name: release.name, number: release.number, watermark: release.watermark, rules: release.rules },
        ...(await casesOf(release, signal)),
        occurrences: occurrenceRows(await supplements.statements("occurrence", cut), year),
      };
    },
  };
}
