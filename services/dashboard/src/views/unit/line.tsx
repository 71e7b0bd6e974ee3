/** The line of a unit against that of what lies above it. */
import { lineStyles } from "../../charts/line-styles.ts";
import { SeriesLegend } from "../../charts/series-legend.tsx";
import { timeSeries } from "../../charts/time-series.ts";
import { DataTable } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { rateColumns } from "../../figures/rate-columns.tsx";
import type { Unit } from "../../state/units.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { formatStart } from "../rates/lines.ts";
import { expectedLines, NowcastNotes, NowcastTable, useNowcast } from "../rates/nowcast.tsx";
import { breaksOf, drawnOf, formatOf, Notes, titleOf } from "../rates/notes.tsx";
import { timePoints } from "../rates/time-points.ts";
import { filterAbove } from "./requests.ts";
import type { UnitRequests, UnitResponses } from "./requests.ts";

interface LineProps {
  readonly unit: Unit;
  readonly requested: Pick<UnitRequests, "line" | "above">;
  readonly responses: Pick<UnitResponses, "line" | "above">;
}

export function Line({ unit, requested, responses }: LineProps) {
  const text = texts.value;
  const { name } = figures.value;
  const own = responses.line.body;
  const above = responses.above.body;
  const nowcast = useNowcast(requested.line.parameters);
  if (own.rows.length === 0) return <p>{text.noRows}</p>;
  const { sector } = filterAbove(unit);
  const names = [name(unit.dimension, unit.code), sector === undefined ? text.profile.nation : name("sector", sector)] as const;
  const format = formatOf(own);
  // Counts of a unit and of all are not drawn on one scale: only rates can be compared.
  const series = [
    { name: names[0], ...lineStyles[0]!, bold: true, points: timePoints(own.rows, drawnOf(own)) },
    ...(own.per === "none" ? [] : [{ name: names[1], ...lineStyles[1]!, points: timePoints(above.rows, drawnOf(above)) }]),
  ];
  const title = titleOf(own);
  const isDrawn = series.some(({ points }) => points.some(({ value }) => value !== null));
  const basisOf = (basis: typeof own.exposureBasis) => (basis === undefined ? "" : text.bases[basis]);
  return (
    <Figure
      title={title}
      watermark={own.watermark}
      requested={requested.line}
      {...(isDrawn
        ? {
            draw: timeSeries({
              series: [...series, ...expectedLines(nowcast, series)],
              unit: text.pers[own.per],
              format,
              formatTick: figures.value.exact,
              formatDate: formatStart(requested.line.parameters["period"]),
              breaks: breaksOf(own.rows).map((day) => new Date(`${day}T00:00:00Z`)),
            }),
          }
        : {})}
      table={
        <>
          <DataTable
            caption={names[0]}
            columns={rateColumns("period", own, requested.line)}
            rows={own.rows}
            keyOf={({ period }) => period}
          />
          <DataTable
            caption={names[1]}
            columns={rateColumns("period", above, requested.above)}
            rows={above.rows}
            keyOf={({ period }) => period}
          />
          <NowcastTable nowcast={nowcast} />
        </>
      }
    >
      {isDrawn && <SeriesLegend names={series.map((one) => one.name)} />}
      {isDrawn ? <Notes {...own} /> : <p class="note">{text.explore.nothingToDraw}</p>}
      <NowcastNotes nowcast={nowcast} parameters={requested.line.parameters} />
      {own.exposureBasis !== above.exposureBasis && (
        <p class="note">{fill(text.profile.otherBasis, { own: basisOf(own.exposureBasis), above: basisOf(above.exposureBasis) })}</p>
      )}
    </Figure>
  );
}
