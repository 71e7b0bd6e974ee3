/** Computes a release again at its own cut, and says whether it still holds. */
import type { AnnualRollupResponse, AnnualRollupQuery } from "@qorgau/schemas/responses/annual-rollup";
import { annualRollupResponseSchema, annualRollupRowSchema } from "@qorgau/schemas/responses/annual-rollup";
import { foldVersion } from "@qorgau/schemas/cases/fold-change";
import { codeListsChecksum } from "@qorgau/schemas/codes/code-lists-checksum";
import type { Release, ReleaseVerification } from "@qorgau/schemas/responses/releases";
import { parseWatermark } from "@qorgau/schemas/watermark";
import { differenceReason } from "./domain/difference-reason.ts";
import { z } from "zod";
import { figureDifferences } from "./domain/figure-differences.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { bytesOf, checksumOf, jsonOf } from "./release-event.ts";
import type { ReleaseReader } from "./release-reader.ts";

/** The cut that a release was computed from. */
export function cutOfRelease({ asOf, watermark }: Release): RequestedCut {
  return { asOf, watermark: parseWatermark(watermark) ?? new Map<number, number>(), live: false };
}

/** Takes the parameters of the rollup out of a release or a query, in one order of members: two requests are compared as JSON. */
export function requestOf({ year, per, yearOf, regionOf }: AnnualRollupQuery): AnnualRollupQuery {
  return { year, per, yearOf, regionOf };
}

export interface StoredResponse {
  readonly response: AnnualRollupResponse;
  /** Whether it was made of the demo's statements. */
  readonly madeUp: boolean;
  /** Of the stored bytes. */
  readonly checksum: string;
}

/** An older release lacks the members that responses have gained since, of its rows too. */
const storedResponseSchema = annualRollupResponseSchema
  .partial()
  .extend({ rows: z.array(annualRollupRowSchema.partial()), madeUp: z.boolean().optional() });

/** The response that a release stores; members that this program does not know are left out. Throws where it has no JSON form. */
export async function readStoredResponse(releases: Pick<ReleaseReader, "form">, release: Release): Promise<StoredResponse> {
  const stored = await releases.form(release, "json");
  if (stored === null) throw new Error("a release holds no JSON form");
  const bytes = bytesOf(stored);
  const { madeUp = false, ...response } = storedResponseSchema.parse(JSON.parse(bytes.toString()));
  return { response: response as AnnualRollupResponse, madeUp, checksum: checksumOf(bytes) };
}

/**
 * Computes the rollup of the release again at its cut. `holds`: no figure differs; `identical`: no byte of the JSON does; `intact`: the
 * stored bytes have the checksum of the release.
 */
export async function verifyRelease(reader: RatesReader, releases: ReleaseReader, release: Release): Promise<ReleaseVerification> {
  const { number, name, watermark, checksum } = release;
  const stored = await readStoredResponse(releases, release);
  const recomputed = await reader.annualRollup(requestOf(release), cutOfRelease(release));
  const recomputedChecksum = checksumOf(jsonOf(recomputed, stored));
  const differences = figureDifferences(stored.response, recomputed);
  return {
    number,
    name,
    watermark,
    intact: stored.checksum === checksum,
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
