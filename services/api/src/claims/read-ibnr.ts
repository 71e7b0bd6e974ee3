/** Reads the response of IBNR: the claims of one cut, slice by slice, since the journal alone knows when each was first stated. */
import { inPieces } from "@qorgau/infra/process/in-pieces";
import type { IbnrQuery, IbnrResponse } from "@qorgau/schemas/responses/claims-ibnr-response";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { QualityReader } from "../quality/quality-reader.ts";
import type { RatesReader } from "../rates/rates-reader.ts";
import { daysRead, ibnrSteps } from "./domain/ibnr.ts";
import { incurredClaims } from "./domain/incurred-claims.ts";
import type { IncurredClaim } from "./domain/incurred-claims.ts";

export interface IbnrSources {
  readonly reader: Pick<RatesReader, "figures">;
  readonly quality: Pick<QualityReader, "slices">;
}

/** Without a past cut the response is of the published one. Rejects with a `StoreError`, with `TooManyRows`, and with the reason of `gone` once it is aborted. */
export async function readIbnr(
  query: IbnrQuery,
  { reader, quality }: IbnrSources,
  past: RequestedCut | undefined,
  gone: AbortSignal,
): Promise<IbnrResponse> {
  const { cut, lastStampMs } = await reader.figures(past)(() => []);
  const days = daysRead(query, lastStampMs);
  const claims: IncurredClaim[] = [];
  if (days !== null) {
    const requested = { asOf: cut.asOf, watermark: parseWatermark(cut.watermark) ?? new Map(), live: false };
    for await (const slice of quality.slices(days, requested, gone)) claims.push(...incurredClaims(slice, query));
  }
  return inPieces(ibnrSteps(query, { cut, lastStampMs, claims }));
}
