/** The signals of the log: as they were raised, what is known of them now, and what became of them. */
import type { RecordedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { explanationColumn } from "../../figures/rate-columns.tsx";
import { addressWith } from "../../state/page-state.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { AcknowledgementText } from "./acknowledgement-text.tsx";
import { addressOfRecorded, nameOfRecorded } from "./series.ts";

export function RecordedSignals({ body }: { readonly body: SignalsResponse }) {
  const { signals } = texts.value;
  const { recorded, watermark } = body;
  return (
    <section class="card figure">
      <h2>{signals.recorded}</h2>
      <p class="note">{signals.recordedNote}</p>
      {recorded.length === 0 ? (
        <p>{signals.recordedNone}</p>
      ) : (
        <DataTable caption={signals.recorded} columns={columnsOf(watermark)} rows={recorded} keyOf={({ id }) => id} />
      )}
    </section>
  );
}

function columnsOf(watermark: string): readonly Column<RecordedSignal>[] {
  const { signals } = texts.value;
  const { day } = figures.value;
  return [
    { title: signals.signal, cell: (one) => <a href={addressWith({ signal: one.id })}>{nameOfRecorded(one)}</a> },
    {
      title: signals.days,
      isWide: true,
      cell: ({ from, to, raised }) => `${daysOf({ from, to })}; ${fill(signals.raised, { day: day(raised) })}`,
    },
    {
      title: signals.whenRaised,
      isWide: true,
      cell: raisedOf,
      value: ({ observed, expected, victims, dead }) => [observed, expected, victims, dead],
    },
    { title: signals.nowKnown, isWide: true, cell: knownNow, value: ({ now: { observed, victims, dead } }) => [observed, victims, dead] },
    { title: signals.state, isWide: true, cell: (one) => <AcknowledgementText of={one} /> },
    explanationColumn<RecordedSignal>((one) => addressOfRecorded(one, watermark), nameOfRecorded),
  ];
}

/** One day, or the first and the last of several. */
export function daysOf({ from, to }: Pick<RecordedSignal, "from" | "to">): string {
  const { day } = figures.value;
  return from === to ? day(from) : `${day(from)} – ${day(to)}`;
}

function raisedOf({ observed, expected, victims, dead }: RecordedSignal): string {
  const { signals } = texts.value;
  const { count, rate } = figures.value;
  if (dead !== null) return fill(signals.ofAccident, { dead: count(dead), victims: count(victims) });
  return fill(signals.ofSeries, { observed: count(observed), expected: rate(expected), victims: count(victims) });
}

/** Counts of now, and whether they would be a signal; nothing of that where it is not said. */
function knownNow({ scope, now: { observed, victims, dead, signals: isSignal } }: RecordedSignal): string {
  const { signals } = texts.value;
  const { count } = figures.value;
  const isAccident = scope === "accident";
  const counts =
    dead !== null
      ? fill(signals.ofAccident, { dead: count(dead), victims: count(victims) })
      : fill(signals.ofNow, { observed: count(observed), victims: count(victims) });
  if (isAccident && dead === null) return signals.noLongerSeveral;
  return isSignal === false ? `${counts}; ${signals.noLonger}` : counts;
}
