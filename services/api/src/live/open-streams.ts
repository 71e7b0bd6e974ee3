/** Live streams of the figures that are open to all: an event for each batch, and none between. Nothing tells how the log grows meanwhile. */
import { fault } from "@qorgau/schemas/rules/rules";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { OpenFigures } from "../disclosure/open-figures.ts";
import { ResponseError } from "../published/response-error.ts";
import type { Made } from "../published/response-cache.ts";
import { createLiveStreams } from "./live-streams.ts";
import type { LiveStreams } from "./live-streams.ts";

export function createOpenStreams(
  openFigures: Pick<OpenFigures, "madeRates" | "follow" | "look">,
  onError: (error: unknown) => void,
): LiveStreams {
  return createLiveStreams({
    reader: {
      // A change leads from row to row by their codes, whether or not a count is shown.
      publishedRates: (query) => openFigures.madeRates(query) as Promise<Made<RatesResponse>>,
      rates: () => Promise.reject(new ResponseError("answer_refused", [fault("QG-0890", "asOf")])),
    },
    gate: { follow: openFigures.follow, notify: () => void openFigures.look() },
    onError,
  });
}
