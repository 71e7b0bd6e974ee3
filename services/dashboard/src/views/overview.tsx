/** The first page: is it getting worse here? This year to date beside the same days of last year and the mean of five years. */
import { lazy, Suspense } from "preact/compat";
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { watermark, yearToDate } from "../data/cut.ts";
import type { YearToDate } from "../data/cut.ts";
import { apiRequest, usePicture } from "../data/use-picture.ts";
import type { ApiResponses } from "../data/use-picture.ts";
import { texts } from "../text/texts.ts";
import { Failure } from "./failure.tsx";
import { FirstEvents } from "./first-events.tsx";
import { Headlines } from "./headlines.tsx";
import { ServedHeadline } from "./served-headline.tsx";

const OverviewFigures = lazy(() => import("./overview-figures.tsx"));

/** What the headline asks, of the running year. */
function requestsOf({ from, to, exposureBasis }: YearToDate) {
  // One basis for all that is shown together.
  const ytd = { period: "ytd", from, to, exposureBasis };
  return {
    injured: apiRequest<RatesResponse>("/v1/rates", { ...ytd, compare: "year_before" }),
    injuredFive: apiRequest<RatesResponse>("/v1/rates", { ...ytd, compare: "five_years" }),
    fatal: apiRequest<RatesResponse>("/v1/rates", { ...ytd, measure: "fatal", per: "100000_workers", compare: "year_before" }),
    fatalFive: apiRequest<RatesResponse>("/v1/rates", { ...ytd, measure: "fatal", per: "100000_workers", compare: "five_years" }),
    mining: apiRequest<RatesResponse>("/v1/rates", {
      ...ytd,
      measure: "fatal",
      per: "100000_workers",
      sector: "B",
      compare: "year_before",
    }),
    miningFive: apiRequest<RatesResponse>("/v1/rates", {
      ...ytd,
      measure: "fatal",
      per: "100000_workers",
      sector: "B",
      compare: "five_years",
    }),
    miningDays: apiRequest<FatalityFreeResponse>("/v1/fatality-free-days", { sector: "B" }),
    severity: apiRequest<RatesResponse>("/v1/rates", { ...ytd, per: "none", by: "severity", exposureBasis: undefined }),
    dayAgo: apiRequest<RatesResponse>("/v1/rates", { ...ytd, per: "none", by: "severity", exposureBasis: undefined, asOf: dayAgo() }),
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
        <OverviewFigures />
      </Suspense>
    </>
  );
}
