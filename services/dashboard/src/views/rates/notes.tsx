/** How rates are titled, drawn and annotated, the same in every view. */
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

/** "Dead, per 100,000 workers". */
export function titleOf({ measure, per }: Pick<RatesResponse, "measure" | "per">): string {
  const text = texts.value;
  return fill(text.explore.title, { measure: text.measures[measure], unit: text.pers[per] });
}

/** What a chart's marks mean, where it has them. */
export function Notes({ rows, per }: Pick<RatesResponse, "rows" | "per">) {
  const text = texts.value.explore;
  const breaks = breaksOf(rows);
  const days = breaks.map((day) => figures.value.day(day)).join(", ");
  return (
    <>
      {per !== "none" && rows.some(({ lower }) => lower !== null) && <p class="note">{text.band}</p>}
      {rows.some(({ running }) => running === true) && <p class="note">{text.runningDashed}</p>}
      {breaks.length > 0 && <p class="note">{fill(text.breakMarked, { days })}</p>}
    </>
  );
}

/** The days on which the area of a region changed within the rows' periods. */
export function breaksOf(rows: RatesResponse["rows"]): readonly string[] {
  return [...new Set(rows.flatMap(({ seriesBreak }) => (seriesBreak === undefined ? [] : [seriesBreak])))].toSorted();
}

/** What a response's rows are drawn by: the rate, or the count where it has none. */
export const drawnOf = ({ per }: Pick<RatesResponse, "per">): "count" | "rate" => (per === "none" ? "count" : "rate");

export const formatOf = (response: Pick<RatesResponse, "per">): ((value: number) => string) =>
  drawnOf(response) === "count" ? figures.value.count : figures.value.rate;
