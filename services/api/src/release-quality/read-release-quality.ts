/**
 * Reads how good a release is (METHODS, section 11): everything of its own cut and of the releases up to it, so that it is the same again after a rebuild
 * and whatever is reported later, under the same merging rules and by the same program.
 */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { mergingRules } from "@qorgau/schemas/cases/fold-cases";
import { regionFamilies } from "@qorgau/schemas/codes/regions";
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { revisedFigures } from "@qorgau/schemas/responses/metadata/release-quality-response";
import type { ReleaseQualityResponse, Revisions } from "@qorgau/schemas/responses/metadata/release-quality-response";
import type { Release } from "@qorgau/schemas/responses/releases";
import { indicators } from "../indicators/domain/indicator-list.ts";
import { parseNowcastQuery } from "../nowcast/domain/nowcast-parameters.ts";
import { labelOf, numberOf } from "../nowcast/domain/nowcast-periods.ts";
import { readNowcast } from "../nowcast/read-nowcast.ts";
import { firstMonthsOf, firstMonthsPart } from "../published/first-months-part.ts";
import { daysAfter } from "../quality/domain/quality-dates.ts";
import { nearDays } from "../quality/domain/quality-duplicates.ts";
import type { QualityReader } from "../quality/quality-reader.ts";
import { rounded } from "../rates/domain/rate-of-count.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { differenceReason } from "../releases/domain/difference-reason.ts";
import type { Releases } from "../releases/releases.ts";
import { cutOfRelease, readStoredResponse } from "../releases/verify-release.ts";
import { dayOfStamp } from "../time/calendar.ts";
import { createAccuracyTally } from "./domain/accuracy.ts";
import type { AccuracyTally } from "./domain/accuracy.ts";
import { revisionSize } from "./domain/revision-size.ts";

export interface ReleaseQualityDependencies {
  readonly quality: Pick<QualityReader, "slices">;
  readonly releases: Pick<Releases, "all" | "form">;
  readonly reader: RatesReader;
}

const dayMs = 86_400_000;

/** Rejects with a `StoreError` where the store cannot be read, as the nowcast does, and with the reason of `signal` once it is aborted. */
export async function readReleaseQuality(
  { quality, releases, reader }: ReleaseQualityDependencies,
  release: Release,
  signal: AbortSignal,
): Promise<ReleaseQualityResponse> {
  const { year, number, yearOf, regionOf, per, name, rules, fold, codeLists, program, recordedAt, asOf, watermark } = release;
  const upToThis = (await releases.all()).releases.filter((one) => one.number <= number);
  const totalOf = async (one: Release) => totalsOf((await readStoredResponse(releases, one)).response);
  const { response: stored } = await readStoredResponse(releases, release);
  const released = totalsOf(stored);
  const tally = await tallyOf(quality, release, signal);
  const accuracy = tally.accuracy();
  const [firstRelease = release] = upToThis.filter((one) => one.year === year);
  const comparable = upToThis.filter((one) => one.yearOf === yearOf && one.regionOf === regionOf);
  const pairs: (readonly [Totals, Totals])[] = [];
  for (const ofYear of Map.groupBy(comparable, (one) => one.year).values()) {
    const [first, last] = [ofYear[0], ofYear.at(-1)];
    if (first === undefined || last === undefined || first === last) continue;
    signal.throwIfAborted();
    pairs.push([await totalOf(first), await totalOf(last)]);
  }
  return {
    asOf,
    watermark,
    rules: mergingRules,
    methods: 1,
    release: { name, number, year, per, yearOf, regionOf, rules, fold, codeLists, program, recordedAt },
    presentation: { indicators: indicators.map(({ code }) => code), definitions: "/v1/indicators" },
    accuracy: { ...accuracy, released: released.injured, reason: reasonOf(release, accuracy.cases, released) },
    timeliness: {
      firstRelease: firstRelease.name,
      daysToFirstRelease: daysFrom(`${year}-12-31`, dayOfStamp(Date.parse(firstRelease.recordedAt))),
      lag: tally.lag(await firstMonthsAt(reader, release)),
    },
    coherence: {
      inspectorate: { accidents: accuracy.cases, stated: tally.statedByInspectorate() },
      statistics: { value: null, reason: "not_stated", diseases: released.diseases, poisonings: released.poisonings },
      breaks: regionFamilies.map(({ on, parent, children }) => ({ on, regions: [parent, ...children] })),
    },
    revisions: revisedFigures.map((figure) => revisionsOf(figure, pairs)),
    processing: { exposureBasis: stored.exposureBasis ?? null, nowcast: await nowcastOf(reader, release), disclosure: "exact" },
  };
}

type Totals = Readonly<Record<(typeof revisedFigures)[number] | "diseases" | "poisonings", number>>;

/** Throws where the release has no row of the total. */
function totalsOf({ rows }: Pick<AnnualRollupResponse, "rows">): Totals {
  const total = rows.find(({ scope }) => scope === "total");
  if (total === undefined) throw new Error("a release has no total");
  const { injured, fatal, diseases, poisonings } = total;
  return { injured: injured.value, fatal: fatal.value, diseases: diseases.value, poisonings: poisonings.value };
}

async function tallyOf(quality: Pick<QualityReader, "slices">, release: Release, signal: AbortSignal): Promise<AccuracyTally> {
  const cut = cutOfRelease(release);
  const { year } = release;
  const days = { from: daysAfter(`${year}-01-01`, -nearDays), to: `${year}-12-31` };
  const tally = createAccuracyTally(year);
  for await (const slice of quality.slices(days, cut, signal)) await inPieces(tally.take(slice));
  return tally;
}

/** Exported for its test. */
export function reasonOf(
  release: Pick<Release, "yearOf" | "rules">,
  cases: number,
  { injured }: Pick<Totals, "injured">,
): ReleaseQualityResponse["accuracy"]["reason"] {
  if (release.yearOf !== "accident") return "release_of_other_day";
  return differenceReason(release, { rules: mergingRules }, cases === injured ? [] : [injured]);
}

const daysFrom = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

function revisionsOf(figure: Revisions["figure"], pairs: readonly (readonly [Totals, Totals])[]): Revisions {
  const size = revisionSize(pairs.map(([first, last]) => [first[figure], last[figure]] as const));
  const years = pairs.length;
  if (size === null) {
    return { figure, years, meanRevision: null, meanAbsoluteRevision: null, relativeMeanAbsoluteRevision: null, reason: "too_few" };
  }
  return {
    figure,
    years,
    meanRevision: rounded(size.mean),
    meanAbsoluteRevision: rounded(size.meanAbsolute),
    relativeMeanAbsoluteRevision: size.relative === null ? null : rounded(size.relative),
    reason: null,
  };
}

async function firstMonthsAt(reader: RatesReader, release: Release): Promise<ReadonlyMap<string, string>> {
  const { rows } = await reader.figures(cutOfRelease(release))((source) => [firstMonthsPart(source)]);
  return firstMonthsOf(rows);
}

/** Of all cases of the country, by months. */
async function nowcastOf(reader: RatesReader, release: Release): Promise<ReleaseQualityResponse["processing"]["nowcast"]> {
  const parsed = parseNowcastQuery(new Map());
  if ("errors" in parsed) throw new Error("the usual nowcast is refused");
  const { lastPeriod, cells } = await readNowcast(parsed.query, reader, cutOfRelease(release));
  const [cell] = cells;
  // What is tried is whole by now: the last cut ended that many months before.
  const lastTried = lastPeriod === null ? null : labelOf("month", numberOf("month", lastPeriod) - parsed.query.maxDelay);
  return { lastPeriod, lastTried, coverage: cell?.coverage ?? null, widened: cell?.widened ?? null };
}
