/** Rates over time, a small chart for each section, on one scale. */
import type { RatePeriod } from "@qorgau/schemas/responses/rates";
import { smallMultiples } from "../../charts/small-multiples.ts";
import { DataTable } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { rateColumns } from "../../figures/rate-columns.tsx";
import { state } from "../../state/page-state.ts";
import { addressOfUnit } from "../../state/units.ts";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { Counted, Days, RegionChoice } from "../controls.tsx";
import { formatStart, linesOf } from "../rates/lines.ts";
import { formatOf, Notes, titleOf } from "../rates/notes.tsx";
import { PeriodChoice } from "./period-choice.tsx";
import { ratesRequest } from "../../data/use-picture.ts";
import { chosen } from "./requests.ts";
import { Shown } from "./shown.tsx";
import type { Answered } from "./shown.tsx";

/** Of shorter ones most of a section would be empty. */
const periods = ["year", "ytd", "rolling12m"] as const satisfies readonly RatePeriod[];

const requestsOf = () => {
  const { period, from, to } = state.value;
  return { rates: ratesRequest({ ...chosen(["sector", "division"]), period, from, to, by: "sector" }) };
};

export function MultiplesView() {
  return (
    <Shown
      controls={
        <>
          <Counted />
          <PeriodChoice periods={periods} />
          <RegionChoice />
          <Days />
        </>
      }
      requests={requestsOf}
      show={(answered) => <BySection {...answered} />}
    />
  );
}

function BySection({ requested, responses }: Answered<ReturnType<typeof requestsOf>>) {
  const { body } = responses.rates;
  const text = texts.value;
  if (body.rows.length === 0) return <p>{text.noRows}</p>;
  const title = titleOf(body);
  const multiples = linesOf(body, "sector").map(({ name, points, code }) => ({ name, points, address: addressOfUnit("sector", code) }));
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      requested={requested.rates}
      draw={smallMultiples({
        multiples,
        format: formatOf(body),
        formatTick: figures.value.exact,
        formatDate: formatStart(requested.rates.parameters["period"]),
      })}
      table={
        <DataTable
          caption={title}
          columns={rateColumns(["period", "sector"], body, requested.rates)}
          rows={body.rows}
          keyOf={({ period, sector }) => `${period} ${sector ?? ""}`}
        />
      }
    >
      <p class="note">{text.explore.oneScale}</p>
      <Notes {...body} />
    </Figure>
  );
}
