/** Reads the response of IBNR: the claims of one cut, slice by slice, since the journal alone knows when each was first stated. What was read is added up and let go. */
import { inPieces, mapInPieces } from "@qorgau/infra/process/in-pieces";
import type { IbnrQuery, IbnrResponse } from "@qorgau/schemas/responses/claims-ibnr-response";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { QualityReader } from "../quality/quality-reader.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { createClaimAdder, noClaims } from "./domain/claim-sums.ts";
import { ibnrSteps, readOf } from "./domain/ibnr.ts";
import { incurredClaim } from "./domain/incurred-claims.ts";

export interface IbnrSources {
  readonly reader: Pick<RatesReader, "figures">;
  readonly quality: Pick<QualityReader, "claims">;
}

/** Without a past cut the response is of the published one. Rejects with a `StoreError`, with `TooManyRows` and `TooManyCells`, and with the reason of `gone` once it is aborted. */
export async function readIbnr(
  query: IbnrQuery,
  { reader, quality }: IbnrSources,
  past: RequestedCut | undefined,
  gone: AbortSignal,
): Promise<IbnrResponse> {
  const { cut, lastStampMs } = await reader.figures(past)(() => []);
  const read = readOf(query, lastStampMs);
  if (read === null) return inPieces(ibnrSteps(query, { cut, lastStampMs, sums: noClaims }));
  const adder = createClaimAdder(read.request);
  const requested = { asOf: cut.asOf, watermark: parseWatermark(cut.watermark) ?? new Map(), live: false };
  for await (const histories of quality.claims(read.days, requested, gone)) {
    await mapInPieces(histories, (history) => {
      const claim = incurredClaim(history, query);
      if (claim !== null) adder.add(claim);
    });
  }
  const sums = await inPieces(adder.finish());
  return inPieces(ibnrSteps(query, { cut, lastStampMs, sums }));
}
