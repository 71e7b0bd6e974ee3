/** Says what became of a signal: the next revision after the one that stands. */
import { useSignal } from "@preact/signals";
import { signalNoteMax, signalVerdicts } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { RecordedSignal } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { useId } from "preact/hooks";
import { failureOf, request } from "../../data/get.ts";
import { isTokenWanted, TokenWanted } from "../../data/token.ts";
import { language } from "../../state/language.ts";
import { none } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { acknowledgementsSent } from "./sent-acknowledgements.ts";

type Sending = { readonly at: "form" | "sending" | "sent" } | { readonly at: "refused"; readonly message: string };
type Acknowledged = NonNullable<RecordedSignal["acknowledgement"]>["state"];

export function AcknowledgeForm({ of: { id, acknowledgement } }: { readonly of: Pick<RecordedSignal, "id" | "acknowledgement"> }) {
  const { signals } = texts.value;
  const hint = useId();
  const sending = useSignal<Sending>({ at: "form" });
  const wanted = useSignal<Acknowledged>("acknowledged");
  const revision = (acknowledgement?.revision ?? 0) + 1;
  const send = async (form: HTMLFormElement) => {
    const given = new FormData(form);
    const textOf = (name: string) => {
      const entry = given.get(name);
      return typeof entry === "string" && entry.trim() !== "" ? entry.trim() : null;
    };
    sending.value = { at: "sending" };
    try {
      await acknowledge(id, { revision, state: wanted.value, verdict: textOf("verdict"), note: textOf("note") });
      sending.value = { at: "sent" };
      form.reset();
      wanted.value = "acknowledged";
    } catch (error) {
      if (error instanceof TokenWanted) isTokenWanted.value = true;
      sending.value = { at: "refused", message: error instanceof TokenWanted ? texts.value.tokenAbove : (error as Error).message };
    }
    // Where somebody else was first, the revision that stands is another one now.
    acknowledgementsSent.value += 1;
  };
  return (
    <form
      class="controls"
      aria-label={signals.acknowledge}
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      <label>
        {signals.becomes}
        <select
          value={wanted.value}
          onChange={({ currentTarget: { value } }) => (wanted.value = value === "closed" ? "closed" : "acknowledged")}
        >
          {(["acknowledged", "closed"] as const).map((one) => (
            <option key={one} value={one}>
              {signals.states[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {signals.verdict}
        <select name="verdict" required={wanted.value === "closed"}>
          <option value="">{none}</option>
          {signalVerdicts.map((verdict) => (
            <option key={verdict} value={verdict}>
              {signals.verdicts[verdict]}
            </option>
          ))}
        </select>
      </label>
      <label class="long">
        {signals.note}
        <input name="note" maxLength={signalNoteMax} autocomplete="off" aria-describedby={hint} />
      </label>
      <button type="submit" disabled={sending.value.at === "sending"}>
        {signals.send}
      </button>
      <p class="note" id={hint}>
        {signals.noteHint}
      </p>
      <div role="status">
        {sending.value.at === "sent" && <p>{signals.sent}</p>}
        {sending.value.at === "refused" && <p class="failure">{fill(signals.notSent, { message: sending.value.message })}</p>}
      </div>
    </form>
  );
}

/** Throws `RequestFailed` where it is refused, and `TokenWanted`. */
async function acknowledge(signal: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await request(`/v1/signals/${signal}/acknowledgements`, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": language.value },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await failureOf(response);
}
