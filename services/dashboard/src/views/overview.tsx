/** The first page: is it getting worse here? This year to date beside the same days of last year and the mean of five years. */
import { lazy, Suspense } from "preact/compat";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import { watermark, yearToDate } from "../data/cut.ts";
import type { YearToDate } from "../data/cut.ts";
import { apiRequest, ratesRequest, usePicture } from "../data/use-picture.ts";
import type { ApiResponses } from "../data/use-picture.ts";
import { texts } from "../text/texts.ts";
import { Failure } from "./failure.tsx";
import { FirstEvents } from "./first-events.tsx";
import { deathRequests, injuredAndKilledRequests, yearSoFar } from "./headline-requests.ts";
import { Headlines } from "./headlines.tsx";
import { ServedHeadline } from "./served-headline.tsx";

const OverviewFigures = lazy(() => import("./overview-figures.tsx"));
const OverviewSignals = lazy(() => import("./signals/overview-signals.tsx"));

/** What the headline asks, of the running year. */
function requestsOf(shown: YearToDate) {
  const ytd = yearSoFar(shown);
  const { fatal: mining, fatalFive: miningFive } = deathRequests({ ...ytd, sector: "B" });
  const bySeverity = { ...ytd, per: "none", by: "severity", exposureBasis: undefined };
  return {
    ...injuredAndKilledRequests(ytd),
    mining,
    miningFive,
    miningDays: apiRequest<FatalityFreeResponse>("/v1/fatality-free-days", { sector: "B" }),
    severity: ratesRequest(bySeverity),
    dayAgo: ratesRequest({ ...bySeverity, asOf: dayAgo() }),
  };
}
export type OverviewRequests = ReturnType<typeof requestsOf>;
export type OverviewResponses = ApiResponses<OverviewRequests>;

/** An instant a day ago, to the quarter of an hour, so that the question stays the same for a while. */
function dayAgo(): string {
  const quarterMs = 15 * 60_000;
  return new Date(Math.floor(Date.now() / quarterMs) * quarterMs - 86_400_000).toISOString();
}

export function Overview() {
  const picture = usePicture(() => (yearToDate.value === null ? null : requestsOf(yearToDate.value)));
  if (watermark.value !== null && yearToDate.value === null) return <FirstEvents />;
  return (
    <>
      {picture === null || yearToDate.value === null ? (
        <ServedHeadline />
      ) : picture.responses === null ? (
        <Failure message={picture.failure ?? ""} />
      ) : (
        <Headlines requested={picture.requested} responses={picture.responses} from={yearToDate.value.from} to={yearToDate.value.to} />
      )}
      <Suspense fallback={<p role="status">{texts.value.loading}</p>}>
        <OverviewSignals />
        <OverviewFigures />
      </Suspense>
    </>
  );
}
