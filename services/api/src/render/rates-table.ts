/** The tables of rates as files that can be cited: each row repeats what it is a number of and the cut it was computed from. */
import { annualRollupResponseSchema, annualRollupRowSchema } from "@qorgau/schemas/responses/annual-rollup";
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { choiceNames, chosenRowFields, previousRateSchema, smoothedRateSchema } from "@qorgau/schemas/responses/rate-choices";
import type { ChoiceName, Chosen } from "@qorgau/schemas/responses/rate-choices";
import {
  disclosureSchema,
  openRatesResponseSchema,
  openRatesRowSchema,
  rateDimensions,
  ratesRowSchema,
} from "@qorgau/schemas/responses/rates";
import type { OpenRatesResponse, RateDimension, RatesResponse } from "@qorgau/schemas/responses/rates";
import { columnsOf, cubeOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { z } from "zod";
import { observationStatus } from "./domain/observation-status.ts";
import { timeAndPlaces } from "./cited-table.ts";

const dimensions: ReadonlySet<string> = new Set(rateDimensions);
/** What a choice adds to a row; columns of choices that were not made would always be empty. */
const chosenColumns: Readonly<Partial<Record<ChoiceName, readonly string[]>>> = {
  annualised: ["annualisedBy"],
  standard: ["unstandardised"],
  interval: ["routineCount", "routineRate", "routineLower", "routineUpper", "disasters"],
  compare: columnsOf(z.object({ previous: previousRateSchema })),
  smooth: columnsOf(z.object({ smoothed: smoothedRateSchema })),
};
const ofChoices: ReadonlySet<string> = new Set(Object.keys(chosenRowFields));
const always = z.object(Object.fromEntries(Object.entries(ratesRowSchema.shape).filter(([name]) => !ofChoices.has(name))));
const [periodColumn = "", ...figureColumns] = columnsOf(always).filter((column) => !dimensions.has(column));
const annualColumns = columnsOf(annualRollupRowSchema.omit({ seriesBreak: true }));
const provenanceColumns = ["measure", "per", "asOf", "watermark", "rules"];
const meanings = meaningsOf(disclosureSchema, openRatesResponseSchema, openRatesRowSchema);
const annualMeanings = meaningsOf(annualRollupResponseSchema, annualRollupRowSchema);
const annualCells = ["year", "scope", "code"];
const annualCube = cubeOf(annualColumns, annualMeanings, {
  dimensions: annualCells,
  ...timeAndPlaces(annualCells),
  status: observationStatus,
});

/** The choices that a response repeats, in the order of the contract. */
export function chosenIn(response: Chosen): Chosen {
  return Object.fromEntries(choiceNames.flatMap((name) => (response[name] === undefined ? [] : [[name, response[name]]])));
}

/** The columns follow from the request alone, so that two files of the same request have the same columns. */
export function ratesTable(response: RatesResponse | OpenRatesResponse, by: readonly RateDimension[]): Table {
  const { rows, disclosure, ...stated } = response;
  // Every row of an open table says how it is protected.
  const provenance = disclosure === undefined ? stated : { ...stated, ...disclosure };
  const open = disclosure === undefined ? [] : ["audience", "additive", ...Object.keys(disclosure)];
  const chosen = Object.keys(chosenIn(response)) as ChoiceName[];
  const columns = chosen.flatMap((name) => chosenColumns[name] ?? []);
  const reach = response.earliest === undefined ? [] : ["from", "earliest"];
  const cells = [periodColumn, ...by];
  const figures = [...figureColumns, ...columns];
  return {
    meanings,
    cube: cubeOf(figures, meanings, { dimensions: cells, ...timeAndPlaces(cells), status: observationStatus }),
    // The basis is a column of the row already: a row without a denominator names none.
    columns: [...new Set([...cells, ...figures, ...provenanceColumns, ...open, ...reach, ...chosen])],
    rows: rowsOf<RatesResponse["rows"][number] | OpenRatesResponse["rows"][number]>(rows, ({ disasters, ...row }) => ({
      ...row,
      ...(disasters === undefined ? {} : { disasters: disasters.map(({ accident, victims }) => `${accident} ${victims}`).join("; ") }),
      ...provenance,
      exposureBasis: row.exposureBasis,
    })),
  };
}

/** Returns a row for each row of the response, with its figures flattened. The columns are the same for every year. */
export function annualRollupTable(response: AnnualRollupResponse): Table {
  const { rows, ...provenance } = response;
  return {
    meanings: annualMeanings,
    cube: annualCube,
    columns: ["year", ...annualColumns, "seriesBreakOn", "seriesBreakRegions", ...provenanceColumns],
    rows: rowsOf(rows, ({ seriesBreak, ...row }) => ({
      ...row,
      seriesBreakOn: seriesBreak?.on ?? null,
      seriesBreakRegions: seriesBreak?.regions.join(" ") ?? null,
      ...provenance,
      exposureBasis: row.exposureBasis,
    })),
  };
}
