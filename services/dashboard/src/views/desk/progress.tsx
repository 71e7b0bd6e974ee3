/** How far a file is judged or sent, what was found so far, and where it is stopped and goes on. */
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import type { Submission } from "./sending/submission.ts";

export function Progress({ submission }: { readonly submission: Submission }) {
  const text = texts.value.desk;
  const written = figures.value;
  const { phase, fileName, total, judged, good, faulty, warned, acknowledged, pauseSeconds } = submission;
  const at = phase.value;
  if (at === "none" || at === "opening" || at === "mapping") return null;
  const isUnderWay = at === "judging" || at === "sending";
  const isSending = at === "sending" || at === "sent" || (at === "held" && submission.isHeldInSending());
  const [done, of] = isSending ? [acknowledged.value.length, good.value] : [judged.value, total.value];
  const told = written.plural(isSending ? text.sending : text.judging, done, { total: written.count(of) });
  return (
    <>
      <h4>{fileName.value}</h4>
      <p class="progress">
        <progress value={done} max={Math.max(of, 1)} aria-label={told} /> {told}
        {isUnderWay && (
          <button type="button" onClick={submission.stop}>
            {text.stop}
          </button>
        )}
      </p>
      {pauseSeconds.value > 0 && <p role="status">{fill(text.pause, { seconds: pauseSeconds.value })}</p>}
      {at === "held" && (
        <p role="status">
          {text.held}{" "}
          <button type="button" onClick={() => void submission.goOn()}>
            {text.goOn}
          </button>
        </p>
      )}
      {submission.table.value !== null && (at === "judged" || at === "held") && (
        <p>
          <button type="button" onClick={() => (submission.phase.value = "mapping")}>
            {text.changeColumns}
          </button>
        </p>
      )}
      <div role={isUnderWay ? undefined : "status"}>
        <dl class="counts">
          <dt>{text.good}</dt>
          <dd data-count="good">{written.count(good.value)}</dd>
          <dt>{text.warned}</dt>
          <dd data-count="warned">{written.count(warned.value.length)}</dd>
          <dt>{text.faulty}</dt>
          <dd data-count="faulty">{written.count(faulty.value.length)}</dd>
        </dl>
      </div>
    </>
  );
}
