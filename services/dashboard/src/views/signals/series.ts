/** What a watched series is called, and where its accidents are seen. */
import type { RecordedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { GroupFatality, SignalRow, SignalSeries } from "@qorgau/schemas/responses/surveillance/signals-response";
import { addressOfPage } from "../../state/page-state.ts";
import type { PageState } from "../../state/page-state.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

type Series = Pick<SignalSeries, "measure" | "region" | "sector">;

/** "Fatal accidents, Karaganda Region". */
export function nameOfSeries({ measure, region, sector }: Series): string {
  const { signals } = texts.value;
  const { name } = figures.value;
  const place = region !== null ? name("region", region) : sector !== null ? name("sector", sector) : signals.country;
  return `${signals.measures[measure]}, ${place}`;
}

/** The series that was raised, or the accident. */
export function nameOfRecorded({
  measure,
  scope,
  region,
  sector,
}: Pick<RecordedSignal, "measure" | "scope" | "region" | "sector">): string {
  if (scope !== "accident") return nameOfSeries({ measure, region, sector });
  const { name } = figures.value;
  return fill(texts.value.signals.accidentIn, { place: [name("region", region), name("sector", sector)].join(", ") });
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

type OfDays = Series & Pick<SignalRow, "from" | "to">;

/** The accidents of a signal's days, as they are known at the cut; days of several years are no one number that could be explained. */
export function addressOfSignal(row: OfDays, cut: string): string {
  const { from, to } = row;
  if (from.slice(0, 4) !== to.slice(0, 4)) {
    return addressOfPage({ page: "explore", view: "series", period: "month", ...accidentsOf(row), from, to });
  }
  return addressOfPage({ page: "explain", ...accidentsOf(row), from, to, cut });
}

/** The accidents and acute poisonings of the day of a group fatality, in its region and section. */
export function addressOfFatality(
  { occurred, region, sector }: Pick<GroupFatality, "occurred" | "region" | "sector">,
  cut: string,
): string {
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

/** The accidents that a signal of the log is about, as they are known at the cut. */
export function addressOfRecorded(recorded: RecordedSignal, cut: string): string {
  const { scope, from, region, sector } = recorded;
  return scope === "accident" ? addressOfFatality({ occurred: from, region, sector }, cut) : addressOfSignal(recorded, cut);
}
