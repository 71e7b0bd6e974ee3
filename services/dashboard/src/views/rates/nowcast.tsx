/** What the last months of a question will be once late reports are in, as the service says it, and how often it was right before. */
import type { RateDimension, RatesRow } from "@qorgau/schemas/responses/rates";
import type { NowcastMeasure, NowcastResponse, NowcastRow } from "@qorgau/schemas/responses/surveillance/nowcast-response";
import { continued } from "../../charts/time-series.ts";
import type { TimeSeries } from "../../charts/time-series.ts";
import type { Parameters } from "../../data/get.ts";
import { apiRequest } from "../../data/use-picture.ts";
import type { ApiRequest } from "../../data/use-picture.ts";
import { useResponse } from "../../data/use-response.ts";
import { DataTable, dataValue } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { state } from "../../state/page-state.ts";
import { figures, none } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { Caveats } from "../caveats.tsx";
import { MethodDetails } from "../explain/method-details.tsx";
import { drawnOf } from "./notes.tsx";
import { startOf } from "./time-points.ts";

const measures: readonly string[] = ["injured", "accidents", "fatal"] as const satisfies readonly NowcastMeasure[];
/** What may change long after the first report, so that no delay of it is known. */
const changing = ["severity", "employer"] as const satisfies readonly RateDimension[];
/** It is of whole months, which corrections alone change. */
const renewMs = 3_600_000;

/** What `/v1/nowcast` is asked for the months of a question of rates; null where it does not answer that question. */
function nowcastRequest(parameters: Parameters): ApiRequest<NowcastResponse> | null {
  const { period, measure = "injured", per, by = "", from: _, ...rest } = parameters;
  const isAnswered =
    period === "month" && measures.includes(measure) && per !== "case" && changing.every((name) => by !== name && rest[name] === undefined);
  return isAnswered ? apiRequest("/v1/nowcast", { ...parameters, from: undefined }) : null;
}

/** What the service says of a question's last months: null where it does not answer it, "pending" until the answer has come. */
export type Nowcast = NowcastResponse | null | "pending";

export function useNowcast(parameters: Parameters): Nowcast {
  const requested = nowcastRequest(parameters);
  const { asOf } = state.value;
  const pinned = requested === null ? null : { ...requested, parameters: { ...requested.parameters, asOf } };
  const { pages, failure } = useResponse(pinned, { renewMs });
  return pinned === null || failure !== null ? null : (pages?.[0] ?? "pending");
}

type Coded = TimeSeries & { readonly code?: RatesRow[RateDimension] };

/** Months of which everything is reported are as they are. */
const isStillReported = ({ share }: NowcastRow) => share === null || share < 1;

/**
 * A dotted end for each line of the question whose last months are still being reported, from the month before them on; of the months that the
 * question shows.
 */
export function expectedLines(nowcast: Nowcast, lines: readonly Coded[], dimension?: RateDimension): readonly TimeSeries[] {
  if (nowcast === null || nowcast === "pending") return [];
  const { nowcast: text } = texts.value;
  const isCount = drawnOf(nowcast) === "count";
  // Without a dimension the nowcast is of the first line: of a unit beside what lies above it, of the injured beside the dead.
  const own = dimension === undefined ? lines.slice(0, 1) : lines;
  return own.flatMap((line) => {
    const rows = nowcast.rows.filter((row) => isStillReported(row) && (dimension === undefined || codeOf(row, dimension) === line.code));
    const expected = rows.flatMap((row) => {
      const [value, lower, upper] = isCount ? [row.nowcast, row.lower, row.upper] : [row.rate, row.rateLower, row.rateUpper];
      const at = startOf(row.period);
      if (value === null || line.points.every((point) => point.at.getTime() !== at.getTime())) return [];
      const label = `${figures.value.period(row.period)}, ${text.expected}`;
      return [{ at, value: isCount ? Math.round(value) : value, lower, upper, running: false, label }];
    });
    if (expected.length === 0) return [];
    return [{ ...line, bold: false, points: continued(line.points, expected), isExpected: true }];
  });
}

const codeOf = (row: NowcastRow, dimension: RateDimension) => (row as Partial<Record<RateDimension, RatesRow[RateDimension]>>)[dimension];

interface NowcastProps {
  readonly nowcast: Nowcast;
  readonly dimension?: RateDimension | undefined;
}

/** The twin of the dotted lines. */
export function NowcastTable({ nowcast, dimension }: NowcastProps) {
  if (nowcast === null || nowcast === "pending") return null;
  const { title } = texts.value.nowcast;
  const keyOf = (row: NowcastRow) => `${row.period} ${dimension === undefined ? "" : String(codeOf(row, dimension))}`;
  return <DataTable caption={title} columns={columnsOf(nowcast, dimension)} rows={nowcast.rows.filter(isStillReported)} keyOf={keyOf} />;
}

function columnsOf({ per }: NowcastResponse, dimension: RateDimension | undefined): readonly Column<NowcastRow>[] {
  const { columns, dimensions, pers, nowcast: text } = texts.value;
  const { count, rate, period, name, share, interval } = figures.value;
  const whole = (value: number | null) => count(value === null ? null : Math.round(value));
  const between = (lower: number | null, upper: number | null) =>
    lower === null || upper === null ? none : `${whole(lower)}–${whole(upper)}`;
  return [
    { title: columns.period, cell: (row) => period(row.period) },
    ...(dimension === undefined
      ? []
      : [{ title: dimensions[dimension], cell: (row: NowcastRow) => name(dimension, codeOf(row, dimension)) }]),
    { title: text.reported, isNumber: true, cell: ({ reported }) => count(reported), value: ({ reported }) => reported },
    { title: text.share, isNumber: true, cell: (row) => share(row.share), value: (row) => row.share },
    { title: text.expected, isNumber: true, cell: (row) => whole(row.nowcast), value: (row) => row.nowcast },
    {
      title: columns.interval,
      isNumber: true,
      cell: ({ lower, upper }) => between(lower, upper),
      value: ({ lower, upper }) => [lower, upper],
    },
    ...(per === "none"
      ? []
      : [
          { title: pers[per], isNumber: true, cell: (row: NowcastRow) => rate(row.rate), value: (row: NowcastRow) => row.rate },
          {
            title: text.rateInterval,
            isNumber: true,
            cell: (row: NowcastRow) => interval({ rate: row.rate, lower: row.rateLower, upper: row.rateUpper }),
            value: (row: NowcastRow) => [row.rateLower, row.rateUpper],
          },
        ]),
    { title: text.held, isNumber: true, cell: ({ coverage }) => share(coverage.share), value: ({ coverage }) => coverage.share },
    { title: columns.status, isWide: true, cell: statusOf },
  ];
}

/** Why there is none, whose delays it goes by, and whether its interval had to be widened. */
function statusOf({ reason, delaysFrom, widened }: NowcastRow): string {
  const { nowcast: text } = texts.value;
  return [
    reason === null ? null : text.reasons[reason],
    delaysFrom === "country" ? text.delaysOfCountry : null,
    widened === null ? null : fill(text.widened, { factor: figures.value.exact(widened) }),
  ]
    .filter((word) => word !== null)
    .join(", ");
}

/** What the dotted line is, how often such a one held, and what the running month is up to. */
export function NowcastNotes({ nowcast, parameters }: Pick<NowcastProps, "nowcast"> & { readonly parameters: Parameters }) {
  if (nowcast === null) return null;
  if (nowcast === "pending") {
    return (
      <p class="note" role="status">
        {texts.value.loading}
      </p>
    );
  }
  const { nowcast: text } = texts.value;
  const { day, count } = figures.value;
  const [only, ...others] = nowcast.cells;
  const whole = (value: number | null) => count(value === null ? null : Math.round(value));
  const reasons = [...new Set(nowcast.cells.flatMap(({ reason }) => (reason === null ? [] : [reason])))];
  return (
    <>
      {reasons.length < nowcast.cells.length && <p class="note">{text.lead}</p>}
      <Caveats caveats={nowcast.caveats} />
      {nowcast.measure === "fatal" && <p class="note">{text.deaths}</p>}
      {reasons.map((reason) => (
        <p class="note" key={reason}>
          {text.title}: {text.reasons[reason]}.
        </p>
      ))}
      {only !== undefined && others.length === 0 && only.reason === null && <Coverage coverage={only.coverage} drawn={drawnOf(nowcast)} />}
      {only?.toDate !== undefined && only.toDate !== null && others.length === 0 && (
        <p class="note" data-value={dataValue([only.toDate.reported, only.toDate.nowcast, only.toDate.lower, only.toDate.upper])}>
          {fill(text.toDate, {
            from: day(only.toDate.from),
            to: day(only.toDate.to),
            reported: count(only.toDate.reported),
            expected: whole(only.toDate.nowcast),
            lower: whole(only.toDate.lower),
            upper: whole(only.toDate.upper),
          })}
        </p>
      )}
      <MethodDetails of="nowcast" parameters={nowcastRequest(parameters)?.parameters ?? parameters} watermark={nowcast.watermark} />
    </>
  );
}

interface CoverageProps {
  readonly coverage: NowcastResponse["cells"][number]["coverage"];
  /** What the chart shows: the back-test is of numbers, and the band of a rate is another one. */
  readonly drawn: "count" | "rate";
}

function Coverage({ coverage, drawn }: CoverageProps) {
  const { nowcast: text } = texts.value;
  const { share, count, change } = figures.value;
  if (coverage.share === null) return <p class="note">{text.coverageUnknown}</p>;
  const { of, lower, upper, bias } = coverage;
  return (
    <p class="note" data-value={dataValue([of, coverage.share, lower, upper, bias])}>
      {fill(drawn === "rate" ? text.coverageOfNumber : text.coverage, {
        of: count(of),
        share: share(coverage.share),
        lower: share(lower),
        upper: share(upper),
      })}
      {bias !== null && ` ${fill(text.bias, { bias: change(bias) })}`}
    </p>
  );
}
