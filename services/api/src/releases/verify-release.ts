/** Computes a release again at its own cut, and says whether it still holds. */
import type { AnnualRollupAnswer, AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import { annualRollupAnswerSchema, annualRollupRowSchema } from "@qorgau/schemas/responses/annual-rollup";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { codeListsChecksum } from "@qorgau/schemas/codes/code-lists-checksum";
import type { Release, ReleaseVerification } from "@qorgau/schemas/responses/releases";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { differenceReason } from "./domain/difference-reason.ts";
import { z } from "zod";
import { figureDifferences } from "./domain/figure-differences.ts";
import type { AskedCut } from "../past/asked-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { bytesOf, checksumOf, jsonOf } from "./release-event.ts";
import type { ReleaseReader } from "./release-reader.ts";

/** The cut that a release was computed from. */
export function cutOfRelease({ asOf, watermark }: Release): AskedCut {
  return { asOf, watermark: parseWatermark(watermark) ?? new Map<number, number>(), live: false };
}

export function questionOf({ year, per, yearOf, regionOf }: AnnualRollupQuery): AnnualRollupQuery {
  return { year, per, yearOf, regionOf };
}

export interface KeptAnswer {
  readonly answer: AnnualRollupAnswer;
  /** Of the bytes as they were kept. */
  readonly checksum: string;
}

/** A release of before lacks the members that answers have gained since, of its rows too. */
const keptAnswerSchema = annualRollupAnswerSchema.partial().extend({ rows: z.array(annualRollupRowSchema.partial()) });

/** The answer of a release as it was kept; members that this program does not know are passed over. */
export async function keptAnswer(releases: ReleaseReader, release: Release): Promise<KeptAnswer> {
  const kept = await releases.form(release, "json");
  if (kept === null) throw new Error("a release holds no JSON form");
  const bytes = bytesOf(kept);
  return {
    answer: keptAnswerSchema.parse(JSON.parse(bytes.toString())) as AnnualRollupAnswer,
    checksum: checksumOf(bytes),
  };
}

export async function verifyRelease(reader: RatesReader, releases: ReleaseReader, release: Release): Promise<ReleaseVerification> {
  const { number, name, watermark, checksum } = release;
  const kept = await keptAnswer(releases, release);
  const recomputed = await reader.annualRollup(questionOf(release), cutOfRelease(release));
  const recomputedChecksum = checksumOf(jsonOf(recomputed));
  const differences = figureDifferences(kept.answer, recomputed);
  return {
    number,
    name,
    watermark,
    intact: kept.checksum === checksum,
    holds: differences.length === 0,
    identical: recomputedChecksum === checksum,
    reason: differenceReason(release, recomputed, differences),
    checksum,
    recomputedChecksum,
    rules: recomputed.rules,
    fold: foldVersion,
    codeLists: codeListsChecksum,
    differences,
  };
}
