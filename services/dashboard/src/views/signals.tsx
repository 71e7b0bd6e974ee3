/** Early warning: accidents that several died of, the series that are unusual, and how each series is watched or why it is not. */
import { signalStates } from "@qorgau/schemas/responses/surveillance/signal-rows";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { watermark, yearToDate } from "../data/cut.ts";
import { apiRequest } from "../data/use-picture.ts";
import type { ApiRequest } from "../data/use-picture.ts";
import { useResponse } from "../data/use-response.ts";
import { Figure } from "../figures/figure.tsx";
import { state } from "../state/page-state.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { Choice, Days, regionOptions, sectorOptions } from "./controls.tsx";
import { Failure } from "./failure.tsx";
import { FirstEvents } from "./first-events.tsx";
import { PastDay } from "./past-day.tsx";
import { OneSignal } from "./signals/one-signal.tsx";
import { RecordedSignals } from "./signals/recorded-signals.tsx";
import { renewMs } from "./signals/renewal.ts";
import { acknowledgementsSent } from "./signals/sent-acknowledgements.ts";
import { Precision } from "./signals/signal-precision.tsx";
import { GroupFatalities, NotWatched, SignalTable, WatchedSeries } from "./signals/signal-tables.tsx";
import { SignalsNote } from "./signals/signals-note.tsx";

export default function Signals() {
  const { region, sector, from, to, asOf, signal } = state.value;
  const shownState = signalStates.find((one) => one === state.value.state);
  // Once figures are shown a token is known to be fit, so that a refusal of this question asks for no other.
  const parameters = { region, sector, state: shownState, from, to, asOf };
  const requested = yearToDate.value === null ? null : apiRequest<SignalsResponse>("/v1/signals", parameters);
  const { pages, failure } = useResponse(requested, { renewMs, version: acknowledgementsSent.value });
  const text = texts.value;
  if (watermark.value !== null && yearToDate.value === null) return <FirstEvents />;
  const body = pages?.[0];
  return (
    <>
      <h2>{text.signals.title}</h2>
      {requested !== null && signal !== undefined && <OneSignal id={signal} />}
      <Controls />
      {failure !== null ? (
        <Failure message={failure} />
      ) : body === undefined || requested === null ? (
        <p role="status">{text.loading}</p>
      ) : (
        <Shown body={body} requested={requested} />
      )}
    </>
  );
}

/** Households and bodies abroad (T, U) have no series of their own. */
const lastSection = "S";

/** A series is of a region or of a section, so that one of them is chosen. */
function Controls() {
  const { all, dimensions, signals } = texts.value;
  const sections = sectorOptions().filter(([code]) => code <= lastSection);
  return (
    <div class="controls">
      <Choice name="region" label={dimensions.region} options={[["", all], ...regionOptions()]} forget={["sector"]} />
      <Choice name="sector" label={dimensions.sector} options={[["", all], ...sections]} forget={["region"]} />
      <Days />
      <PastDay />
      <Choice
        name="state"
        label={signals.stateOfRecorded}
        options={[["", signals.anyState], ...signalStates.map((one) => [one, signals.states[one]] as const)]}
      />
    </div>
  );
}

function Shown({ body, requested }: { readonly body: SignalsResponse; readonly requested: ApiRequest }) {
  const { signals } = texts.value;
  const { day } = figures.value;
  const { from, to } = body;
  const title = from === null || to === null ? signals.title : fill(signals.signalsTitle, { from: day(from), to: day(to) });
  return (
    <>
      <section class="card figure">
        <h2>{signals.severalDead}</h2>
        <GroupFatalities body={body} />
      </section>
      <RecordedSignals body={body} />
      <Precision />
      <Figure title={title} watermark={body.watermark} requested={requested} table={<SignalTable body={body} caption={title} />}>
        {body.rows.length > 0 && <p class="note">{signals.knownNow}</p>}
        <SignalsNote body={body} requested={requested} />
      </Figure>
      <NotWatched body={body} />
      <WatchedSeries body={body} />
    </>
  );
}
