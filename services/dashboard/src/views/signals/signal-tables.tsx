/** The tables of early warning: accidents that several died of, signals, and how each series is watched. */
import type { GroupFatality, SignalRow, SignalSeries, SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { explanationColumn } from "../../figures/rate-columns.tsx";
import { figures, none } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { addressOfFatality, addressOfSignal, addressOverTime, keyOfSeries, nameOfSeries } from "./series.ts";

interface TableProps {
  readonly body: SignalsResponse;
}

/** Facts, the latest first; that there are none is told. */
export function GroupFatalities({ body }: TableProps) {
  const { signals } = texts.value;
  const { groupFatalities, from } = body;
  return (
    <>
      {groupFatalities.length === 0 ? (
        <p>{from === null ? "" : fill(signals.noneDead, { from: figures.value.day(from) })}</p>
      ) : (
        <DataTable
          caption={signals.severalDead}
          columns={fatalityColumns(body)}
          rows={groupFatalities}
          keyOf={(row) => [row.occurred, row.region, row.sector, row.dead, row.victims].join(" ")}
        />
      )}
      <p class="note">{signals.severalDeadNote}</p>
    </>
  );
}

function fatalityColumns({ watermark }: SignalsResponse): readonly Column<GroupFatality>[] {
  const { signals, dimensions } = texts.value;
  const { day, count, name } = figures.value;
  return [
    { title: signals.occurred, isWide: true, cell: ({ occurred }) => day(occurred) },
    { title: dimensions.region, isWide: true, cell: ({ region }) => name("region", region) },
    { title: dimensions.sector, isWide: true, cell: ({ sector }) => name("sector", sector) },
    { title: signals.dead, isNumber: true, cell: ({ dead }) => count(dead), value: ({ dead }) => dead },
    { title: signals.victims, isNumber: true, cell: ({ victims }) => count(victims), value: ({ victims }) => victims },
    { title: signals.level, isWide: true, cell: ({ level }) => signals.levels[level] },
    explanationColumn<GroupFatality>(
      (row) => addressOfFatality(row, watermark),
      ({ occurred, region }) => `${day(occurred)}, ${name("region", region)}`,
    ),
  ];
}

/** The latest first; why there is none, where there is none. */
export function SignalTable({ body, caption }: TableProps & { readonly caption: string }) {
  const { signals } = texts.value;
  if (body.rows.length > 0) {
    return (
      <DataTable
        caption={caption}
        columns={signalColumns(body)}
        rows={body.rows}
        keyOf={(row) => `${row.raised} ${row.from} ${keyOfSeries(row)}`}
      />
    );
  }
  return <p>{body.series.every(({ detector }) => detector === null) ? signals.nothingWatched : signals.none}</p>;
}

function signalColumns({ watermark }: SignalsResponse): readonly Column<SignalRow>[] {
  const { signals } = texts.value;
  const { day, count, rate, exact } = figures.value;
  const limitOf = ({ detector, statistic, limit }: SignalRow) =>
    fill(signals.limits[detector], { statistic: rate(statistic), limit: detector === "days_between" ? rate(limit) : exact(limit) });
  return [
    { title: signals.series, cell: (row) => <a href={addressOverTime(row)}>{nameOfSeries(row)}</a> },
    {
      title: signals.days,
      isWide: true,
      cell: ({ from, to, raised }) => `${day(from)} – ${day(to)}; ${fill(signals.raised, { day: day(raised) })}`,
    },
    { title: signals.observed, isNumber: true, cell: ({ observed }) => count(observed), value: ({ observed }) => observed },
    { title: signals.expected, isNumber: true, cell: ({ expected }) => rate(expected), value: ({ expected }) => expected },
    {
      title: signals.detector,
      isWide: true,
      cell: (row) => `${signals.detectors[row.detector]}; ${limitOf(row)}`,
      value: ({ detector, statistic, limit }) => (detector === "farrington_flexible" ? limit : [statistic, limit]),
    },
    { title: signals.victims, isNumber: true, cell: ({ victims }) => count(victims), value: ({ victims }) => victims },
    explanationColumn<SignalRow>((row) => addressOfSignal(row, watermark), nameOfSeries),
  ];
}

type Watched = SignalSeries & { readonly detector: NonNullable<SignalSeries["detector"]> };

/** Series without a detector, and why each has none. */
export function NotWatched({ body }: TableProps) {
  const { signals } = texts.value;
  const rows = body.series.filter(({ detector }) => detector === null);
  if (rows.length === 0) return null;
  const columns: readonly Column<SignalSeries>[] = [
    { title: signals.series, isWide: true, cell: nameOfSeries },
    { title: signals.why, isWide: true, cell: ({ reason }) => (reason === null ? none : signals.reasons[reason]) },
  ];
  return (
    <section class="card figure">
      <h2>{signals.notWatched}</h2>
      <DataTable caption={signals.notWatched} columns={columns} rows={rows} keyOf={keyOfSeries} />
    </section>
  );
}

/** The detector of each series and what it stands at. */
export function WatchedSeries({ body }: TableProps) {
  const { signals } = texts.value;
  const rows = body.series.filter((one): one is Watched => one.detector !== null);
  const [first] = rows;
  if (first === undefined) return null;
  const title = fill(signals.watched, { year: first.year });
  return (
    <section class="card figure">
      <h2>{title}</h2>
      <DataTable caption={title} columns={watchedColumns()} rows={rows} keyOf={keyOfSeries} />
      <p class="note">{signals.lastAccidentNote}</p>
    </section>
  );
}

function watchedColumns(): readonly Column<Watched>[] {
  const { signals } = texts.value;
  const { day, rate, exact } = figures.value;
  const alarmAt = ({ limit, alpha }: Watched) => limit ?? alpha;
  return [
    { title: signals.series, cell: (row) => <a href={addressOverTime(row)}>{nameOfSeries(row)}</a> },
    {
      title: signals.expectedWeekly,
      isNumber: true,
      cell: ({ expectedWeekly }) => rate(expectedWeekly),
      value: ({ expectedWeekly }) => expectedWeekly,
    },
    {
      title: signals.rule,
      isWide: true,
      cell: ({ detector, isAdjusted }) => [signals.rules[detector], ...(isAdjusted ? [] : [signals.notAdjusted])].join("; "),
    },
    {
      title: signals.stands,
      cell: ({ detector, statistic }) => (statistic === null ? none : fill(signals.standing[detector], { statistic: rate(statistic) })),
      value: ({ statistic }) => statistic,
    },
    {
      title: signals.alarm,
      isWide: true,
      cell: (row) => fill(signals.alarms[row.detector], { limit: row.limit === null ? rate(row.alpha) : exact(row.limit) }),
      value: alarmAt,
    },
    {
      title: signals.doubled,
      isNumber: true,
      cell: ({ runLengthDoubled }) => rate(runLengthDoubled),
      value: ({ runLengthDoubled }) => runLengthDoubled,
    },
    { title: signals.lastAccident, cell: ({ lastAccident }) => (lastAccident === null ? none : day(lastAccident)) },
  ];
}
