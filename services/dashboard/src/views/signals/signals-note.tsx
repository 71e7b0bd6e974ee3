/** What a signal is, how it comes about, and what it must not be used for. */
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { ApiRequest } from "../../data/use-picture.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { MethodDetails } from "../explain/method-details.tsx";

interface SignalsNoteProps {
  readonly body: SignalsResponse;
  readonly requested: ApiRequest;
}

export function SignalsNote({ body: { declared, falseAlarms, lagWeeks, watermark }, requested: { parameters } }: SignalsNoteProps) {
  const { signals } = texts.value;
  const { count } = figures.value;
  return (
    <>
      <p class="note">{fill(signals.lead, { declared: count(declared), falseAlarms: count(falseAlarms) })}</p>
      <p class="note">{fill(signals.judged, { lag: count(lagWeeks) })}</p>
      <p class="note">{signals.notFor}</p>
      <MethodDetails of="signals" parameters={parameters} watermark={watermark} />
    </>
  );
}
