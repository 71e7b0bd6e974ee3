/** What a signal is, how it comes about, and what it must not be used for. */
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

export function SignalsNote({ body: { declared, falseAlarms, lagWeeks } }: { readonly body: SignalsResponse }) {
  const { signals } = texts.value;
  const { count } = figures.value;
  return (
    <>
      <p class="note">{fill(signals.lead, { declared: count(declared), falseAlarms: count(falseAlarms) })}</p>
      <p class="note">{fill(signals.judged, { lag: count(lagWeeks) })}</p>
      <p class="note">{signals.notFor}</p>
      <p class="note for-screen">
        <a href="./docs#getSignals">{signals.method}</a>
      </p>
    </>
  );
}
