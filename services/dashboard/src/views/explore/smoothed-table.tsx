/** The rates of small areas, steadied: each beside the observed one, drawn towards that of all areas the more the less is known of it. */
import type { FunnelDimension, FunnelResponse } from "@qorgau/schemas/responses/funnel-response";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import type { ApiRequest } from "../../data/use-picture.ts";
import { ratesRequest } from "../../data/use-picture.ts";
import { useResponse } from "../../data/use-response.ts";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { Failure } from "../failure.tsx";
import { MethodDetails } from "../explain/method-details.tsx";

const areas: readonly FunnelDimension[] = ["region", "mine", "employer"];
/** Divisions are alike within one section alone. */
const oneSection = /^[A-Z]$/;

interface SmoothedProps {
  readonly body: FunnelResponse;
  readonly requested: ApiRequest;
}

/** Of the period, the basis and the cut of the funnel; null where such areas are not smoothed. */
function smoothedRequest({ body, requested }: SmoothedProps) {
  const { by, measure, per, period, exposureBasis, standard, watermark } = body;
  const isAlike = areas.includes(by) || (by === "division" && oneSection.test(requested.parameters["sector"] ?? ""));
  if (!isAlike || standard !== undefined || body.rows.length === 0) return null;
  const { standard: _, ...parameters } = requested.parameters;
  return ratesRequest({
    ...{ ...parameters, by, measure, per, exposureBasis, period: "year", smooth: "gamma_poisson" },
    ...{ from: `${period}-01-01`, to: `${period}-12-31`, asOf: watermark },
  });
}

/** A figure of its own, since it is of another request than the funnel's; of an older cut until it is computed of the funnel's. */
export function SmoothedTable({ body, requested }: SmoothedProps) {
  const { explore, loading } = texts.value;
  const ofRates = smoothedRequest({ body, requested });
  const { pages, failure } = useResponse(ofRates);
  if (ofRates === null) return null;
  if (failure !== null) return <Failure message={failure} />;
  const response = pages?.[0];
  if (response === undefined) return <p role="status">{loading}</p>;
  const heterogeneity = response.rows[0]?.smoothed?.heterogeneity ?? "too_few";
  if (heterogeneity !== "found") return <p class="note">{explore.smoothed[heterogeneity]}</p>;
  const { title, note } = explore.smoothed;
  return (
    <Figure
      title={title}
      watermark={response.watermark}
      requested={ofRates}
      table={<DataTable caption={title} columns={columnsOf(body)} rows={response.rows} keyOf={(row) => String(row[body.by])} />}
    >
      <p class="note">{note}</p>
      <MethodDetails of="smoothing" parameters={ofRates.parameters} watermark={response.watermark} />
    </Figure>
  );
}

function columnsOf({ by, per }: FunnelResponse): readonly Column<RatesRow>[] {
  const { dimensions, columns, pers, explore } = texts.value;
  const { name, rate, interval } = figures.value;
  return [
    { title: dimensions[by], cell: (row) => name(by, row[by]) },
    { title: pers[per], isNumber: true, cell: (row) => rate(row.rate), value: (row) => row.rate },
    { title: explore.smoothed.rate, isNumber: true, cell: ({ smoothed }) => rate(smoothed?.rate), value: ({ smoothed }) => smoothed?.rate },
    {
      title: columns.interval,
      isNumber: true,
      cell: ({ smoothed }) => interval(smoothed ?? { rate: null, lower: null, upper: null }),
      value: ({ smoothed }) => [smoothed?.lower, smoothed?.upper],
    },
    {
      title: explore.smoothed.ratio,
      isNumber: true,
      cell: ({ smoothed }) => rate(smoothed?.ratio),
      value: ({ smoothed }) => smoothed?.ratio,
    },
  ];
}
