/** What a watched series is called, and where its accidents are seen. */
import type { GroupFatality, SignalRow, SignalSeries } from "@qorgau/schemas/responses/surveillance/signals-response";
import { addressOfPage } from "../../state/page-state.ts";
import type { PageState } from "../../state/page-state.ts";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";

type Series = Pick<SignalSeries, "measure" | "region" | "sector">;

/** "Fatal accidents, Karaganda Region". */
export function nameOfSeries({ measure, region, sector }: Series): string {
  const { signals } = texts.value;
  const { name } = figures.value;
  const place = region !== null ? name("region", region) : sector !== null ? name("sector", sector) : signals.country;
  return `${signals.measures[measure]}, ${place}`;
}

export const keyOfSeries = ({ measure, region, sector }: Series) => [measure, region, sector].join(" ");

/** An accident is fatal by its gravest victim. */
function accidentsOf({ measure, region, sector }: Series): PageState {
  return {
    measure: "accidents",
    per: "none",
    ...(measure === "fatal_accidents" ? { severity: "fatal" } : {}),
    ...(region === null ? {} : { region }),
    ...(sector === null ? {} : { sector }),
  };
}

/** The accidents of a series by month. */
export function addressOverTime(series: Series): string {
  return addressOfPage({ page: "explore", view: "series", period: "month", ...accidentsOf(series) });
}

/** The accidents of a signal's days, as they are known at the cut; days of several years are no one number that could be explained. */
export function addressOfSignal(row: SignalRow, cut: string): string {
  const { from, to } = row;
  if (from.slice(0, 4) !== to.slice(0, 4)) {
    return addressOfPage({ page: "explore", view: "series", period: "month", ...accidentsOf(row), from, to });
  }
  return addressOfPage({ page: "explain", ...accidentsOf(row), from, to, cut });
}

/** The accidents and acute poisonings of the day of a group fatality, in its region and section. */
export function addressOfFatality({ occurred, region, sector }: GroupFatality, cut: string): string {
  const where = { region: region ?? "unknown", sector: sector ?? "unknown" };
  return addressOfPage({
    page: "explain",
    measure: "accidents",
    per: "none",
    severity: "fatal",
    kind: "accident,poisoning",
    ...where,
    from: occurred,
    to: occurred,
    cut,
  });
}
