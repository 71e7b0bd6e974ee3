/** A year of the country against the year before, to be read, saved and printed, and the releases in which years were frozen. */
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { useEffect } from "preact/hooks";
import { watermark, yearToDate } from "../data/cut.ts";
import { isMadeUp } from "../data/made-up.ts";
import { apiRequest, ratesRequest, usePicture } from "../data/use-picture.ts";
import { state } from "../state/page-state.ts";
import { fill, texts } from "../text/texts.ts";
import { FirstEvents } from "./first-events.tsx";
import { Failure } from "./failure.tsx";
import { partOf } from "./year/annual-columns.ts";
import { AnnualControls } from "./year/annual-controls.tsx";
import { AnnualNotes, AnnualConditions } from "./year/annual-notes.tsx";
import { AnnualTables } from "./year/annual-tables.tsx";
import { Releases } from "./year/releases.tsx";

/** Of the newest year unless the address names one. */
function requestsOf(newest: string) {
  const { year = newest, per } = state.value;
  return {
    annual: apiRequest<AnnualRollupResponse>(`/v1/rollups/annual/${encodeURIComponent(year)}`, { per }),
    years: ratesRequest({ period: "year", per: "none" }),
  };
}

export default function Year() {
  const text = texts.value;
  const picture = usePicture(() => (yearToDate.value === null ? null : requestsOf(yearToDate.value.to.slice(0, 4))));
  const annual = picture?.responses?.annual.body;
  const source = annual === undefined ? "" : sourceOf(annual);
  useSheetSource(source, text.annual.sheet);
  if (watermark.value !== null && yearToDate.value === null) return <FirstEvents />;
  if (picture === null) return <p role="status">{text.loading}</p>;
  if (picture.responses === null || annual === undefined) return <Failure message={picture.failure ?? ""} />;
  const part = partOf(state.value.form);
  return (
    <div class="annual">
      <h2>{fill(text.annual.title, { year: annual.year })}</h2>
      <AnnualControls annual={annual} requested={picture.requested.annual} years={picture.responses.years.body} part={part} />
      <AnnualConditions annual={annual} />
      <AnnualTables annual={annual} part={part} source={source} />
      <AnnualNotes annual={annual} />
      <Releases year={annual.year} per={annual.per} />
    </div>
  );
}

function sourceOf({ year, watermark: cut, rules }: AnnualRollupResponse): string {
  const text = texts.value.annual;
  const source = fill(text.source, { year, watermark: cut, rules });
  return isMadeUp ? `${text.madeUp} ${source}` : source;
}

/** What the margin of every printed sheet says while this view is shown; the sheet of styles puts it there. */
function useSheetSource(source: string, sheet: string): void {
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty("--sheet-source", JSON.stringify(source));
    style.setProperty("--sheet-word", JSON.stringify(sheet));
    return () => {
      style.removeProperty("--sheet-source");
      style.removeProperty("--sheet-word");
    };
  }, [source, sheet]);
}
