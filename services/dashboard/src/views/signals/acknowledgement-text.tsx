/** What became of a signal, in words: its state, the verdict, when it was sent and by whom, the note. */
import type { RecordedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";

export function AcknowledgementText({
  of: { state, acknowledgement },
}: {
  readonly of: Pick<RecordedSignal, "state" | "acknowledgement">;
}) {
  const { signals } = texts.value;
  if (acknowledgement === null) return <>{signals.states[state]}</>;
  const { state: sent, verdict, recordedAt, by, note } = acknowledgement;
  const sentAt = figures.value.instant(new Date(recordedAt));
  const parts = [
    // An accident of more dead than were known is open again, whatever was said of it.
    ...(sent === state ? [] : [fill(signals.openAgain, { open: signals.states[state] })]),
    signals.states[sent],
    ...(verdict === null ? [] : [signals.verdicts[verdict]]),
    by === null ? sentAt : fill(signals.sentBy, { at: sentAt, by }),
    ...(note === null ? [] : [fill(signals.noteOf, { note })]),
  ];
  return <>{parts.join("; ")}</>;
}
