/** One signal of the log by its own address: how it was raised, what is known of it now, what became of it, and the form that says so. */
import type { RecordedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { useEffect, useRef } from "preact/hooks";
import { watermark } from "../../data/cut.ts";
import { apiRequest } from "../../data/use-picture.ts";
import { useResponse } from "../../data/use-response.ts";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column } from "../../figures/data-table.tsx";
import { addressWith, state } from "../../state/page-state.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { Failure } from "../failure.tsx";
import { AcknowledgeForm } from "./acknowledge-form.tsx";
import { AcknowledgementText } from "./acknowledgement-text.tsx";
import { daysOf } from "./recorded-signals.tsx";
import { renewMs } from "./renewal.ts";
import { acknowledgementsSent } from "./sent-acknowledgements.ts";
import { addressOfRecorded, nameOfRecorded } from "./series.ts";

export function OneSignal({ id }: { readonly id: string }) {
  const { signals, loading } = texts.value;
  const requested = apiRequest<RecordedSignal>(`/v1/signals/${encodeURIComponent(id)}`, { asOf: state.value.asOf });
  const { pages, failure } = useResponse(requested, { renewMs, version: acknowledgementsSent.value });
  const shown = pages?.[0];
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whoever came by a link of this page goes on from here; a page that was just opened begins at its top.
    if (document.activeElement !== document.body) heading.current?.focus();
  }, [id]);
  return (
    <section class="card figure" aria-label={signals.signal}>
      <h2 tabIndex={-1} ref={heading}>
        {shown === undefined ? signals.signal : nameOfRecorded(shown)}
      </h2>
      {failure !== null ? <Failure message={failure} /> : shown === undefined ? <p role="status">{loading}</p> : <Shown of={shown} />}
      <p class="for-screen">
        <a href={addressWith({ signal: undefined })}>{signals.allRecorded}</a>
      </p>
    </section>
  );
}

function Shown({ of: shown }: { readonly of: RecordedSignal }) {
  const { signals } = texts.value;
  const { day, instant } = figures.value;
  const { id, detector, raised, recordedAt, watermark: cut, parents, states } = shown;
  const isAccident = detector === "group_fatality";
  return (
    <>
      <p>
        {[daysOf(shown), fill(signals.raised, { day: day(raised) }), fill(signals.takenAt, { at: instant(new Date(recordedAt)) })].join(
          "; ",
        )}
      </p>
      {!isAccident && <p>{signals.detectors[detector]}</p>}
      <DataTable caption={signals.thenAndNow} columns={thenAndNow()} rows={figuresOf(shown)} keyOf={({ name }) => name} />
      {shown.now.signals === false && <p>{isAccident ? signals.noLongerSeveral : signals.noLonger}</p>}
      {parents.length > 0 && <p class="note">{fill(signals.parents, { series: parents.map(nameOfRecorded).join("; ") })}</p>}
      {states.length > 1 && (
        <DataTable caption={signals.statesSeen} columns={seenColumns()} rows={states} keyOf={({ id: ofState }) => ofState} />
      )}
      <p>
        {signals.state}: <AcknowledgementText of={shown} />
      </p>
      {/* What is said of a signal is said now. */}
      {state.value.asOf === undefined && <AcknowledgeForm of={shown} />}
      <p class="for-screen">
        <a href={addressOfRecorded(shown, cut)}>{signals.accidentsThen}</a>
        {" · "}
        <a href={addressOfRecorded(shown, state.value.asOf ?? watermark.value ?? cut)}>{signals.accidentsNow}</a>
        {" · "}
        <a href={`./v1/signals/${id}`}>{signals.ownAddress}</a>
      </p>
    </>
  );
}

interface ThenAndNow {
  readonly name: string;
  readonly raised: number | null;
  readonly now: number | null;
}

function figuresOf({ observed, expected, victims, dead, now }: RecordedSignal): readonly ThenAndNow[] {
  const { signals } = texts.value;
  const ofVictims = { name: signals.victims, raised: victims, now: now.victims };
  if (dead !== null) return [{ name: signals.dead, raised: dead, now: now.dead }, ofVictims];
  return [
    { name: signals.observed, raised: observed, now: now.observed },
    { name: signals.expected, raised: expected, now: null },
    ofVictims,
  ];
}

function thenAndNow(): readonly Column<ThenAndNow>[] {
  const { signals } = texts.value;
  const { exact } = figures.value;
  return [
    { title: signals.thenAndNow, cell: ({ name }) => name },
    { title: signals.whenRaised, isNumber: true, cell: ({ raised }) => exact(raised), value: ({ raised }) => raised },
    { title: signals.nowKnown, isNumber: true, cell: ({ now }) => exact(now), value: ({ now }) => now },
  ];
}

function seenColumns(): readonly Column<RecordedSignal["states"][number]>[] {
  const { signals } = texts.value;
  const { count, instant } = figures.value;
  return [
    { title: signals.seenAt, cell: ({ recordedAt }) => instant(new Date(recordedAt)) },
    { title: signals.dead, isNumber: true, cell: ({ dead }) => count(dead), value: ({ dead }) => dead },
    { title: signals.victims, isNumber: true, cell: ({ victims }) => count(victims), value: ({ victims }) => victims },
    { title: signals.level, isWide: true, cell: ({ level }) => signals.levels[level] },
  ];
}
