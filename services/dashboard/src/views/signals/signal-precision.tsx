/** How many of the closed signals were worth it, and how many a month there were beside the budget of false alarms. */
import type { SignalPrecision } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { apiRequest } from "../../data/use-picture.ts";
import type { ApiRequest } from "../../data/use-picture.ts";
import { useResponse } from "../../data/use-response.ts";
import { DataTable } from "../../figures/data-table.tsx";
import type { Column, ShownNumbers } from "../../figures/data-table.tsx";
import { Figure } from "../../figures/figure.tsx";
import { state } from "../../state/page-state.ts";
import { figures, none } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { renewMs } from "./renewal.ts";
import { acknowledgementsSent } from "./sent-acknowledgements.ts";

/** Of this cut. "pending" until it has come; null where it is not for this token: it is of the whole country. */
export function useSignalPrecision(
  asOf: string | undefined,
): { readonly body: SignalPrecision; readonly requested: ApiRequest } | "pending" | null {
  const requested = apiRequest<SignalPrecision>("/v1/signals/precision", { asOf });
  const { pages, failure } = useResponse(requested, { renewMs, version: acknowledgementsSent.value });
  const body = pages?.[0];
  if (failure !== null) return null;
  return body === undefined ? "pending" : { body, requested };
}

export function Precision() {
  const shown = useSignalPrecision(state.value.asOf);
  const { signals, loading } = texts.value;
  if (shown === null) return null;
  if (shown === "pending") return <p role="status">{loading}</p>;
  const { body, requested } = shown;
  return (
    <Figure
      title={signals.precision}
      watermark={body.watermark}
      requested={requested}
      table={<DataTable caption={signals.precision} columns={columnsOf()} rows={rowsOf(body)} keyOf={({ name }) => name} />}
    >
      <p class="note">{signals.precisionNote}</p>
      <p class="note for-screen">
        <a href="./docs#getSignalPrecision">{signals.method}</a>
      </p>
    </Figure>
  );
}

interface SummaryRow {
  readonly name: string;
  readonly written: string;
  readonly value: ShownNumbers;
}

function columnsOf(): readonly Column<SummaryRow>[] {
  const { signals } = texts.value;
  return [
    { title: signals.ofSignals, cell: ({ name }) => name },
    { title: signals.number, isNumber: true, cell: ({ written }) => written, value: ({ value }) => value },
  ];
}

function rowsOf(body: SignalPrecision): readonly SummaryRow[] {
  const { signals, columns } = texts.value;
  const { count, share, rate, exact } = figures.value;
  const { precision, lower, upper, signalsPerMonth, falseAlarms } = body;
  const counted = (name: string, value: number): SummaryRow => ({ name, written: count(value), value });
  return [
    counted(signals.raisedSoFar, body.raised),
    counted(signals.states.open, body.open),
    counted(signals.states.acknowledged, body.acknowledged),
    counted(signals.states.closed, body.closed),
    counted(signals.verdicts.confirmed, body.confirmed),
    counted(signals.verdicts.no_cause, body.noCause),
    counted(signals.verdicts.data_error, body.dataError),
    counted(signals.verdicts.known_change, body.knownChange),
    { name: signals.worthIt, written: share(precision), value: precision },
    { name: columns.interval, written: lower === null ? none : `${share(lower)}–${share(upper)}`, value: [lower, upper] },
    { name: signals.aMonth, written: rate(signalsPerMonth), value: signalsPerMonth },
    { name: signals.budget, written: exact(falseAlarms), value: falseAlarms },
  ];
}
