/** The columns of a table of rates: the same in every view. */
import type { RateDimension, RatesResponse, RatesRow } from "@qorgau/schemas/responses/rates";
import { isOpenAudience } from "../data/audience.ts";
import type { ApiRequest } from "../data/use-picture.ts";
import { addressOfExplanation } from "../state/explanation.ts";
import { addressOfUnit } from "../state/units.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import type { Column } from "./data-table.tsx";

type Heading = "period" | RateDimension;

const nameOf = (heading: Heading, row: RatesRow) =>
  heading === "period" ? figures.value.period(row.period) : figures.value.name(heading, row[heading]);

/** What heads each row: its period, or the code of a dimension, which leads to the page of that unit where it has one. */
function headColumn(heading: Heading): Column<RatesRow> {
  if (heading === "period") return { title: texts.value.columns.period, cell: (row) => nameOf(heading, row) };
  return {
    title: texts.value.dimensions[heading],
    cell: (row) => {
      const address = isOpenAudience.value ? null : addressOfUnit(heading, row[heading]);
      return address === null ? nameOf(heading, row) : <a href={address}>{nameOf(heading, row)}</a>;
    },
  };
}

/** What is not settled of a row, in words, and why it has no rate where that is not for want of a denominator. */
function statusOf(row: RatesRow): string {
  const text = texts.value;
  return [
    row.running === true ? text.running : null,
    text.statuses[row.status],
    row.exposureConflict === true ? text.conflict : null,
    row.seriesBreak === undefined ? null : fill(text.explore.areaChanged, { day: figures.value.day(row.seriesBreak) }),
    row.exposure === null || row.reason === null ? null : text.reasons[row.reason],
    row.unstated === undefined || row.unstated === 0 ? null : fill(text.explore.unstated, { count: figures.value.count(row.unstated) }),
  ]
    .filter((word) => word !== null)
    .join(", ");
}

/** The links that explain the number of each row: `address` is of the explanation, `called` what heads the row. */
export function explanationColumn<Row>(address: (row: Row) => string, called: (row: Row) => string): Column<Row> {
  const { explain } = texts.value;
  return {
    title: explain.column,
    isForScreen: true,
    cell: (row) => (
      <a href={address(row)} aria-label={`${explain.link}: ${called(row)}`}>
        {explain.short}
      </a>
    ),
  };
}

/** Heads, count, rate, interval, denominator, status and explanation of each row of a response. */
export function rateColumns(
  heading: Heading | readonly Heading[],
  response: RatesResponse,
  { parameters }: ApiRequest,
): readonly Column<RatesRow>[] {
  const { columns, pers } = texts.value;
  const { per } = response;
  const written = figures.value;
  const headings = [heading].flat();
  const counted: readonly Column<RatesRow>[] = [
    ...headings.map(headColumn),
    { title: columns.count, isNumber: true, cell: ({ count }) => written.count(count), value: ({ count }) => count },
  ];
  const explained = explanationColumn<RatesRow>(
    (row) => addressOfExplanation(parameters, response, row),
    (row) => headings.map((heading) => nameOf(heading, row)).join(", "),
  );
  // What a figure that is open to all is made of is not.
  const links = isOpenAudience.value ? [] : [explained];
  if (per === "none") return [...counted, ...links];
  return [
    ...counted,
    { title: pers[per], isNumber: true, cell: ({ rate }) => written.rate(rate), value: ({ rate }) => rate },
    { title: columns.interval, isNumber: true, cell: written.interval, value: ({ lower, upper }) => [lower, upper] },
    { title: columns.exposure, isWide: true, cell: written.denominator, value: ({ exposure }) => exposure },
    { title: columns.status, isWide: true, cell: statusOf },
    ...links,
  ];
}
