/** Waits for the cut that the response to a request is of. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { fault } from "@qorgau/schemas/rules/rules";
import { includes } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { WatermarkGate } from "../past/await-watermark.ts";
import type { RequestedCut, CutResolver } from "../past/requested-cut.ts";
import type { RequestParameters } from "./request-parameters.ts";
import { unavailable } from "../published/response-error.ts";

/** The requested past cut; undefined where the response is of the published cut, which includes `atLeast` then. */
export type RequestCut = (requestParameters: Pick<RequestParameters, "asOf" | "atLeast">) => Promise<RequestedCut | undefined>;

/**
 * The returned function rejects as `CutResolver.resolve` does, and with a 400 where `asOf` is before `atLeast` (QG-0804). Without `asOf` it
 * rejects with a `ResponseError` where the log does not hold `atLeast` (QG-0872), or it is not published in time (QG-0901).
 */
export function createRequestCut({ gate, cuts }: { readonly gate: WatermarkGate; readonly cuts: CutResolver }): RequestCut {
  /** What the log does not hold is not waited for; where the log takes long to give its end, the waiting goes on. */
  const isReached = async (atLeast: Watermark): Promise<boolean> => {
    if (atLeast.size === 0) return true;
    const reached = gate.until(atLeast);
    const refused = cuts.refuseUnheld?.(atLeast, "atLeast") ?? Promise.resolve();
    return Promise.race([reached, refused.then(() => reached)]);
  };
  return async ({ asOf, atLeast }) => {
    if (asOf === null) {
      if (!(await isReached(atLeast))) throw unavailable("QG-0901", "atLeast");
      return undefined;
    }
    // A cut that is settled holds what it will ever hold, and is published: there is nothing left to wait for.
    const cut = await cuts.resolve(asOf);
    if (!includes(cut.watermark, atLeast)) throw new ProblemError(400, [fault("QG-0804", "asOf")]);
    return cut;
  };
}
