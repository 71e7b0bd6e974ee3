/** Mining by one of its dimensions: each code with its interval, in the order of names. */
import type { RateDimension, RatesRow } from "@qorgau/schemas/responses/rates";
import { intervalDots } from "../../charts/interval-dots.ts";
import { DataTable } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { rateColumns } from "../../figures/rate-columns.tsx";
import { state } from "../../state/page-state.ts";
import { addressOfUnit } from "../../state/units.ts";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { Choice, Counted, RegionChoice } from "../controls.tsx";
import { drawnOf, formatOf, titleOf } from "../rates/notes.tsx";
import { ratesRequest } from "../../data/use-picture.ts";
import { chosen, chosenPeriod, dimensionOf } from "./requests.ts";
import { Shown } from "./shown.tsx";
import type { Answered } from "./shown.tsx";
import { YearChoice } from "./year-choice.tsx";

const dimensions = ["division", "method", "commodity", "hazard", "mine", "contractor"] as const satisfies readonly RateDimension[];

/** By division it is the section. The other dimensions are of the site, where contractors' workers are of other sections. */
const requestsOf = () => {
  const by = dimensions.find((name) => name === state.value.by) ?? "division";
  const where = by === "division" ? { sector: "B" } : { site: "mine" };
  return { rates: ratesRequest({ ...chosen(["sector", "division", "site"]), ...chosenPeriod(), ...where, by }) };
};

export function MiningView() {
  const text = texts.value;
  return (
    <Shown
      controls={
        <>
          <Counted />
          <Choice
            name="by"
            label={text.explore.dimension}
            initial="division"
            options={dimensions.map((name) => [name, text.dimensions[name]] as const)}
          />
          <YearChoice />
          <RegionChoice />
        </>
      }
      requests={requestsOf}
      show={(answered) => <ByDimension {...answered} />}
    />
  );
}

function ByDimension({ requested, responses }: Answered<ReturnType<typeof requestsOf>>) {
  const { body } = responses.rates;
  const text = texts.value;
  const written = figures.value;
  const dimension = dimensionOf(requested.rates) ?? "division";
  const [first] = body.rows;
  if (first === undefined) return <p>{text.noRows}</p>;
  const nameOf = (row: RatesRow) => written.name(dimension, row[dimension]);
  const rows = body.rows.toSorted(
    (a, b) => Number(a[dimension] === null) - Number(b[dimension] === null) || written.compare(nameOf(a), nameOf(b)),
  );
  const drawn = drawnOf(body);
  const format = formatOf(body);
  const valueOf = (row: RatesRow) => (row[drawn] === null ? written.denominator(row) : format(row[drawn]));
  const labelOf = (row: RatesRow) => `${nameOf(row)}: ${valueOf(row)}${row.rate === null ? "" : ` [${written.interval(row)}]`}`;
  const dots = rows.map((row) => ({
    name: nameOf(row),
    value: row[drawn],
    lower: row.lower,
    upper: row.upper,
    label: labelOf(row),
    address: addressOfUnit(dimension, row[dimension]),
    running: row.running === true,
  }));
  const title = `${titleOf(body)}, ${written.period(first.period)}`;
  const isDrawn = dots.some(({ value }) => value !== null);
  return (
    <Figure
      title={title}
      watermark={body.watermark}
      requested={requested.rates}
      {...(isDrawn ? { draw: intervalDots({ dots, unit: text.pers[body.per], formatTick: written.exact }) } : {})}
      table={
        <DataTable
          caption={title}
          columns={rateColumns(dimension, body, requested.rates)}
          rows={rows}
          keyOf={(row) => String(row[dimension])}
        />
      }
    >
      {isDrawn ? <p class="note">{text.explore.notRanked}</p> : <p class="note">{text.explore.nothingToDraw}</p>}
      {rows.some(({ running }) => running === true) && <p class="note">{text.explore.runningHollow}</p>}
      {dimension !== "division" && <p class="note">{text.explore.atMines}</p>}
    </Figure>
  );
}
