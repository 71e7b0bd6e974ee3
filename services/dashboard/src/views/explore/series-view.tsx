/** Rates over time, of all that the filters name, or a line for each code of a dimension. */
import type { RateDimension } from "@qorgau/schemas/responses/rates";
import { state } from "../../state/page-state.ts";
import { texts } from "../../text/texts.ts";
import { useNowcast } from "../rates/nowcast.tsx";
import { OverTime } from "../rates/over-time.tsx";
import { Choice, Counted, Days, DivisionChoice, RegionChoice, SectorChoice } from "../controls.tsx";
import { ratesRequest } from "../../data/use-picture.ts";
import { chosen } from "./requests.ts";
import { Shown } from "./shown.tsx";
import type { Answered } from "./shown.tsx";
import { PeriodChoice } from "./period-choice.tsx";

const dimensions = [
  "region",
  "sector",
  "division",
  "severity",
  "method",
  "commodity",
  "hazard",
  "contractor",
] as const satisfies readonly RateDimension[];

const requestsOf = () => {
  const { period, by, from, to } = state.value;
  return { rates: ratesRequest({ ...chosen(), period, by, from, to }) };
};

export function SeriesView() {
  const text = texts.value;
  return (
    <Shown
      controls={
        <>
          <Counted />
          <PeriodChoice />
          <Choice
            name="by"
            label={text.explore.linesBy}
            options={[["", text.explore.oneLine], ...dimensions.map((name) => [name, text.dimensions[name]] as const)]}
          />
          <RegionChoice />
          <SectorChoice />
          <DivisionChoice />
          <Days />
        </>
      }
      requests={requestsOf}
      show={(answered) => <Series {...answered} />}
    />
  );
}

function Series({ requested, responses }: Answered<ReturnType<typeof requestsOf>>) {
  const nowcast = useNowcast(requested.rates.parameters);
  return <OverTime requested={requested.rates} body={responses.rates.body} height={340} nowcast={nowcast} />;
}
