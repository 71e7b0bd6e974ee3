/** The regions of one period on a map or as tiles. */
import { Legend } from "../../charts/legend.tsx";
import { limitsOfRegions, regionMap, regionTiles } from "../../charts/region-map.ts";
import { DataTable } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { rateColumns } from "../../figures/rate-columns.tsx";
import { state } from "../../state/page-state.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { daysOf } from "../../time/periods.ts";
import { Counted, DivisionChoice, SectorChoice } from "../controls.tsx";
import { regionValues } from "../region-values.ts";
import { breaksOf, formatOf, titleOf } from "../rates/notes.tsx";
import { ratesRequest } from "../../data/use-picture.ts";
import { chosen, chosenPeriod } from "./requests.ts";
import { Shown } from "./shown.tsx";
import type { Answered } from "./shown.tsx";
import { YearChoice } from "./year-choice.tsx";

const requestsOf = () => ({
  rates: ratesRequest({ ...chosen(["region"]), ...chosenPeriod(), by: "region" }),
});

export function MapView() {
  return (
    <Shown
      controls={
        <>
          <Counted />
          <YearChoice />
          <SectorChoice />
          <DivisionChoice />
        </>
      }
      requests={requestsOf}
      show={(answered) => <Regions {...answered} />}
    />
  );
}

function Regions({ requested, responses }: Answered<ReturnType<typeof requestsOf>>) {
  const { body } = responses.rates;
  const text = texts.value;
  const [first] = body.rows;
  if (first === undefined) return <p>{text.noRows}</p>;
  const draw = state.value.view === "tiles" ? regionTiles : regionMap;
  const values = regionValues(body);
  const title = `${titleOf(body)}, ${figures.value.period(first.period)}`;
  const breaks = breaksOf(body.rows);
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      requested={requested.rates}
      draw={draw({ values, day: daysOf(first.period)[1], format: formatOf(body), name: figures.value.shortRegion })}
      table={
        <DataTable
          caption={title}
          columns={rateColumns("region", body, requested.rates)}
          rows={body.rows}
          keyOf={({ region }) => region ?? ""}
        />
      }
    >
      <Legend limits={limitsOfRegions(values)} format={formatOf(body)} unit={text.pers[body.per]} />
      {breaks.length > 0 && (
        <p class="note">{fill(text.explore.areasChanged, { days: breaks.map((day) => figures.value.day(day)).join(", ") })}</p>
      )}
      <p class="note">{text.attribution}</p>
    </Figure>
  );
}
