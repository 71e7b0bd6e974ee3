/** What has changed since a release was made: its figures against those of now, with the cases of each. */
import type { FigureDifference, Release, ReleaseDifferences } from "@qorgau/schemas/responses/releases";
import type { AnnualRollupResponse, ComparedFigure } from "@qorgau/schemas/responses/annual-rollup";
import { comparedFigures } from "../annual/domain/annual-count.ts";
import type { AnnualCell, ComparedFigureName } from "../annual/domain/annual-count.ts";
import { annualRollup, changePercent } from "../annual/domain/annual-rollup.ts";
import { responseRowsMax, TooManyRows } from "../paging/domain/response-rows.ts";
import { differenceReason } from "./domain/difference-reason.ts";
import { figureDifferences } from "./domain/figure-differences.ts";
import { withCases } from "./domain/changed-cases.ts";
import type { PastReader } from "../past/read-past.ts";
import { liveFigures } from "../published/figure-source.ts";
import { annualCounts, annualPart } from "../annual/read-annual.ts";
import { bookOf, lastStampOf } from "../published/read-published.ts";
import { cutOf, exposuresPart, textsInOrder } from "../published/snapshot-statement.ts";
import { changedCasesOf, changedCasesPart } from "./read-changed-cases.ts";
import type { ReleaseReader } from "./release-reader.ts";
import { cutOfRelease, readStoredResponse, requestOf } from "./verify-release.ts";

/** A case takes about half a kilobyte of the response in each cell in which it changed. */
export const casesMax = 1000;

/** `cell` null: in all cells. */
export type CompareRelease = (releases: ReleaseReader, release: Release, cell: AnnualCell | null) => Promise<ReleaseDifferences>;

const exposuresNow = { ...exposuresPart, name: "exposures_now" };

/**
 * Reads the figures of now and the cases of both cuts in one statement. Rejects as the reader of the past cut does, and with `TooManyRows`
 * above 20,000 rows; of more than 1,000 changed cases the first are listed.
 */
export function createReleaseComparer(readerOfPast: PastReader): CompareRelease {
  return async (releases, release, cell) => {
    const { number, name } = release;
    const query = requestOf(release);
    const read = readerOfPast(cutOfRelease(release));
    const { rows: parts } = await read((released) => [
      annualPart(query, liveFigures),
      exposuresNow,
      changedCasesPart({ query, released, now: liveFigures, cell, casesMax }),
    ]);
    const cut = cutOf(parts);
    const watermark = cut?.watermark ?? "";
    const exposures = await bookOf(textsInOrder(parts, "exposures_now"));
    const now = annualRollup(query, {
      cut: { asOf: null, watermark },
      lastStampMs: lastStampOf(cut),
      counted: annualCounts(parts),
      exposures,
    });
    const { response: released } = await readStoredResponse(releases, release);
    const changed = changedCasesOf(parts);
    const differences = figureDifferences(withoutToDate(released), withoutToDate(now)).filter(isIn(cell));
    const reported = withCases(query.year, differences, changed.slice(0, casesMax));
    const rows = reported.reduce((sum, { cases }) => sum + Math.max(1, cases.length), 0);
    if (rows > responseRowsMax) throw new TooManyRows(rows);
    return {
      number,
      name,
      releasedWatermark: release.watermark,
      watermark,
      rules: now.rules,
      reason: differenceReason(release, now, differences),
      differences: reported,
      casesComplete: changed.length <= casesMax,
    };
  };
}

/** Days to date are of either cut: what is compared of a running year is the whole of it, as far as each knew it. */
function withoutToDate(response: AnnualRollupResponse): AnnualRollupResponse {
  const whole = (figure: ComparedFigure): ComparedFigure => ({
    value: figure.value,
    previous: figure.previous,
    changePercent: changePercent(figure.value, figure.previous),
  });
  return {
    ...response,
    rows: response.rows.map(({ running: _running, ...row }) => {
      // A release of before may lack one.
      const figures = comparedFigures.flatMap((name) => (name in row ? [[name, whole(row[name])]] : []));
      return { ...row, ...(Object.fromEntries(figures) as Partial<Record<ComparedFigureName, ComparedFigure>>) };
    }),
  };
}

const isIn = (cell: AnnualCell | null) => (difference: FigureDifference) =>
  cell === null || (difference.scope === cell.scope && (cell.scope === "complex" || (difference.code ?? "") === cell.code));
