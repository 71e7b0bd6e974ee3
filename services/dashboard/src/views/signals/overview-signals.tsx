/** Where to look, on the first page: accidents that several died of in the last quarter, then the series that are unusual. */
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { yearToDate } from "../../data/cut.ts";
import { apiRequest } from "../../data/use-picture.ts";
import { useResponse } from "../../data/use-response.ts";
import { Figure } from "../../figures/figure.tsx";
import { addressOfPage, state } from "../../state/page-state.ts";
import { fill, texts } from "../../text/texts.ts";
import { figures } from "../../text/figures.ts";
import { Failure } from "../failure.tsx";
import { OpenSignals } from "./open-signals.tsx";
import { GroupFatalities, SignalTable } from "./signal-tables.tsx";
import { renewMs } from "./renewal.ts";
import { acknowledgementsSent } from "./sent-acknowledgements.ts";

const weeksShown = 13;
const dayMs = 86_400_000;

function firstDay(last: string): string {
  return new Date(Date.parse(last) - weeksShown * 7 * dayMs).toISOString().slice(0, 10);
}

export default function OverviewSignals() {
  const { asOf } = state.value;
  const last = yearToDate.value?.to;
  const requested = last === undefined ? null : apiRequest<SignalsResponse>("/v1/signals", { from: firstDay(last), asOf });
  const { pages, failure } = useResponse(requested, { renewMs, version: acknowledgementsSent.value });
  const { signals, loading } = texts.value;
  const body = pages?.[0];
  if (failure !== null) return <Failure message={failure} />;
  if (body === undefined || requested === null) return <p role="status">{loading}</p>;
  const { from, to } = body;
  const { day } = figures.value;
  const caption = from === null || to === null ? signals.title : fill(signals.signalsTitle, { from: day(from), to: day(to) });
  return (
    <Figure
      title={signals.title}
      watermark={body.watermark}
      requested={requested}
      table={
        <>
          <OpenSignals watermark={body.watermark} />
          {body.groupFatalities.length > 0 && <GroupFatalities body={body} />}
          <SignalTable body={body} caption={caption} />
        </>
      }
    >
      <p class="note">{signals.notFor}</p>
      <p>
        <a href={addressOfPage({ page: "signals" })}>{signals.all}</a>
      </p>
    </Figure>
  );
}
