/** One question over time. */
import type { RateDimension, RatesResponse } from "@qorgau/schemas/responses/rates";
import { linesMax } from "../../charts/line-styles.ts";
import { SeriesLegend } from "../../charts/series-legend.tsx";
import { timeSeries } from "../../charts/time-series.ts";
import type { ApiRequest } from "../../data/use-picture.ts";
import { DataTable } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { rateColumns } from "../../figures/rate-columns.tsx";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { formatStart, linesOf } from "./lines.ts";
import { expectedLines, NowcastNotes, NowcastTable } from "./nowcast.tsx";
import type { Nowcast } from "./nowcast.tsx";
import { breaksOf, drawnOf, formatOf, Notes, titleOf } from "./notes.tsx";

interface OverTimeProps {
  readonly requested: ApiRequest;
  readonly body: RatesResponse;
  readonly title?: string;
  /** Of the chart, in CSS pixels. */
  readonly height?: number;
  /** Of the same question: what its last months will be. */
  readonly nowcast?: Nowcast;
}

/**
 * A line for each code of the dimension that it was asked by, as a chart where there is something to draw and the lines can be told apart, and as
 * a table.
 */
export function OverTime({ requested, body, title = titleOf(body), height = 260, nowcast = null }: OverTimeProps) {
  const text = texts.value;
  if (body.rows.length === 0) return <p>{text.noRows}</p>;
  const dimension = requested.parameters["by"] as RateDimension | undefined;
  const lines = linesOf(body, dimension);
  const isDrawn = lines.length <= linesMax && body.rows.some((row) => row[drawnOf(body)] !== null);
  const draw = timeSeries({
    series: [...lines, ...expectedLines(nowcast, lines, dimension)],
    unit: text.pers[body.per],
    format: formatOf(body),
    formatTick: figures.value.exact,
    formatDate: formatStart(requested.parameters["period"]),
    breaks: breaksOf(body.rows).map((day) => new Date(`${day}T00:00:00Z`)),
    height,
  });
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      requested={requested}
      {...(isDrawn ? { draw } : {})}
      table={
        <>
          <DataTable
            caption={title}
            columns={rateColumns(dimension === undefined ? "period" : ["period", dimension], body, requested)}
            rows={body.rows}
            keyOf={(row) => `${row.period} ${dimension === undefined ? "" : String(row[dimension])}`}
          />
          <NowcastTable nowcast={nowcast} dimension={dimension} />
        </>
      }
    >
      {isDrawn && dimension !== undefined && <SeriesLegend names={lines.map(({ name }) => name)} />}
      {isDrawn ? (
        <Notes {...body} />
      ) : (
        <p class="note">
          {lines.length > linesMax ? fill(text.explore.tooManyLines, { count: linesMax, total: lines.length }) : text.explore.nothingToDraw}
        </p>
      )}
      <NowcastNotes nowcast={nowcast} parameters={requested.parameters} />
    </Figure>
  );
}
