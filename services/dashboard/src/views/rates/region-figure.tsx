/** The regions of one period as a map, or as tiles by the reader's choice, with their table. */
import type { RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { Legend } from "../../charts/legend.tsx";
import { limitsOfRegions, regionMap, regionTiles } from "../../charts/region-map.ts";
import type { ApiRequest } from "../../data/use-picture.ts";
import { DataTable } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { rateColumns } from "../../figures/rate-columns.tsx";
import { addressWith, state } from "../../state/page-state.ts";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { regionValues } from "../region-values.ts";

interface RegionFigureProps {
  readonly title: string;
  readonly requested: ApiRequest;
  readonly body: RatesResponse;
  /** YYYY-MM-DD: the regions of that day are drawn. */
  readonly day: string;
  readonly keyOf: (row: RatesRow) => string;
}

export function RegionFigure({ title, requested, body, day, keyOf }: RegionFigureProps) {
  const isTiles = state.value.form === "tiles";
  const draw = isTiles ? regionTiles : regionMap;
  const values = regionValues(body);
  const text = texts.value;
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      requested={requested}
      draw={draw({ values, day, format: figures.value.rate, name: figures.value.shortRegion })}
      table={<DataTable caption={title} columns={rateColumns("region", body, requested)} rows={body.rows} keyOf={keyOf} />}
    >
      <p>
        <a href={addressWith({ form: isTiles ? undefined : "tiles" })}>{isTiles ? text.views.map : text.views.tiles}</a>
      </p>
      <Legend limits={limitsOfRegions(values)} format={figures.value.rate} unit={text.pers[body.per]} />
      <p class="note">{text.attribution}</p>
    </Figure>
  );
}
