/** Which series to look at: the signals of the last quarter, at the stated rate of false alarms, and the accidents that several died of. */
import type { GroupFatality, SignalRow, SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { apiRequest } from "../data/use-picture.ts";
import { useResponse } from "../data/use-response.ts";
import { DataTable } from "../figures/data-table.tsx";
import type { Column } from "../figures/data-table.tsx";
import { Figure } from "../figures/figure.tsx";
import { explanationColumn } from "../figures/rate-columns.tsx";
import { addressOfPage, state } from "../state/page-state.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { Failure } from "./failure.tsx";

const weeksShown = 13;
const dayMs = 86_400_000;

/** The day from which signals are shown, so many weeks before the given day or today. */
function firstDay(asOf: string | undefined): string {
  const known = Date.parse(asOf ?? "");
  return new Date((Number.isNaN(known) ? Date.now() : known) - weeksShown * 7 * dayMs).toISOString().slice(0, 10);
}

/** Weeks are judged on Mondays: it is enough to ask when the page is opened. */
export default function Signals() {
  const { asOf } = state.value;
  const requested = apiRequest<SignalsResponse>("/v1/signals", { from: firstDay(asOf), asOf });
  const { pages, failure } = useResponse(requested);
  const text = texts.value;
  if (failure !== null) return <Failure message={failure} />;
  const body = pages?.[0];
  if (body === undefined) return <p role="status">{text.loading}</p>;
  return (
    <Figure
      title={text.signals.title}
      watermark={body.watermark}
      requested={requested}
      table={
        body.rows.length === 0 ? (
          <p>{text.signals.none}</p>
        ) : (
          <DataTable caption={text.signals.title} columns={signalColumns(body)} rows={body.rows} keyOf={keyOfSignal} />
        )
      }
    >
      <p class="note">
        {fill(text.signals.budget, {
          declared: figures.value.count(body.declared),
          falseAlarms: figures.value.count(body.falseAlarms),
          lag: figures.value.count(body.lagWeeks),
        })}
      </p>
      {body.groupFatalities.length > 0 && <GroupFatalities body={body} />}
    </Figure>
  );
}

function GroupFatalities({ body }: { readonly body: SignalsResponse }) {
  const { signals } = texts.value;
  return (
    <>
      <h3>{signals.severalDead}</h3>
      <DataTable
        caption={signals.severalDead}
        columns={fatalityColumns(body)}
        rows={body.groupFatalities}
        keyOf={(row) => `${row.occurred} ${row.region} ${row.sector} ${row.dead} ${row.victims}`}
      />
    </>
  );
}

const keyOfSignal = (row: SignalRow) => `${row.raised} ${row.measure} ${row.region} ${row.sector} ${row.from}`;

/** "Fatal accidents, Karaganda Region". */
function nameOfSeries({ measure, region, sector }: Pick<SignalRow, "measure" | "region" | "sector">): string {
  const { signals } = texts.value;
  const place =
    region === null ? (sector === null ? signals.country : figures.value.name("sector", sector)) : figures.value.name("region", region);
  return `${signals.measures[measure]}, ${place}`;
}

/** The accidents of those days, as they are known at the cut that is shown. */
function addressOfAccidents({ measure, region, sector, from, to }: SignalRow, { watermark }: SignalsResponse): string {
  return addressOfPage({
    page: "explain",
    measure: "accidents",
    from,
    to,
    ...(measure === "fatal_accidents" ? { severity: "fatal" } : {}),
    ...(region === null ? {} : { region }),
    ...(sector === null ? {} : { sector }),
    cut: watermark,
  });
}

function signalColumns(body: SignalsResponse): readonly Column<SignalRow>[] {
  const { signals } = texts.value;
  const { day, count, rate } = figures.value;
  return [
    { title: signals.raised, isWide: true, cell: ({ raised }) => day(raised) },
    { title: signals.series, isWide: true, cell: nameOfSeries },
    { title: signals.days, isWide: true, cell: ({ from, to }) => `${day(from)} – ${day(to)}` },
    { title: signals.observed, isNumber: true, cell: ({ observed }) => count(observed), value: ({ observed }) => observed },
    { title: signals.expected, isNumber: true, cell: ({ expected }) => rate(expected), value: ({ expected }) => expected },
    { title: signals.detector, isWide: true, cell: ({ detector }) => signals.detectors[detector] },
    explanationColumn<SignalRow>((row) => addressOfAccidents(row, body), nameOfSeries),
  ];
}

function fatalityColumns({ watermark }: SignalsResponse): readonly Column<GroupFatality>[] {
  const { signals, dimensions } = texts.value;
  const { day, count, name } = figures.value;
  const address = ({ occurred, region, sector }: GroupFatality) =>
    addressOfPage({
      page: "explain",
      measure: "accidents",
      severity: "fatal",
      from: occurred,
      to: occurred,
      region: region ?? "unknown",
      sector: sector ?? "unknown",
      cut: watermark,
    });
  return [
    { title: signals.occurred, isWide: true, cell: ({ occurred }) => day(occurred) },
    { title: dimensions.region, isWide: true, cell: ({ region }) => name("region", region) },
    { title: dimensions.sector, isWide: true, cell: ({ sector }) => name("sector", sector) },
    { title: signals.dead, isNumber: true, cell: ({ dead }) => count(dead), value: ({ dead }) => dead },
    { title: signals.victims, isNumber: true, cell: ({ victims }) => count(victims), value: ({ victims }) => victims },
    explanationColumn<GroupFatality>(address, ({ occurred, region }) => `${day(occurred)}, ${name("region", region)}`),
  ];
}
