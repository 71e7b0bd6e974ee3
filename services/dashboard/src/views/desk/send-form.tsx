/** What of a judged file is sent, and the acknowledgements to save. */
import { useSignal } from "@preact/signals";
import { figures } from "../../text/figures.ts";
import { texts } from "../../text/texts.ts";
import { acknowledgementColumns, acknowledgementsAsCsv, acknowledgementsAsLines } from "./sending/acknowledgements.ts";
import { csvHeader } from "./sending/csv-text.ts";
import { saveInPieces } from "./sending/save-in-pieces.ts";
import type { Submission } from "./sending/submission.ts";

export function SendForm({ submission }: { readonly submission: Submission }) {
  const { phase, acknowledged } = submission;
  return (
    <>
      {phase.value === "judged" && <Choice submission={submission} />}
      {phase.value === "sent" && <Outcome submission={submission} />}
      {acknowledged.value.length > 0 && <Acknowledgements submission={submission} />}
    </>
  );
}

function Choice({ submission }: { readonly submission: Submission }) {
  const text = texts.value.desk;
  const written = figures.value;
  const onlyWhole = useSignal(false);
  const [good, faulty] = [submission.good.value, submission.faulty.value.length];
  const waits = onlyWhole.value && faulty > 0;
  return (
    <fieldset>
      <legend>{text.send}</legend>
      {([false, true] as const).map((whole) => (
        <label key={String(whole)}>
          <input type="radio" name="whole" checked={onlyWhole.value === whole} onChange={() => (onlyWhole.value = whole)} />{" "}
          {whole ? text.sendAll : text.sendGood}
        </label>
      ))}
      <p>
        <button type="button" disabled={waits || good === 0} onClick={() => void submission.send()}>
          {written.plural(text.sendRows, good)}
        </button>
      </p>
      {waits && <p role="status">{written.plural(text.waitsForAll, faulty)}</p>}
      <p class="note">{text.sendHint}</p>
    </fieldset>
  );
}

function Outcome({ submission }: { readonly submission: Submission }) {
  const text = texts.value.desk;
  const written = figures.value;
  const rows = submission.acknowledged.value;
  const refused = rows.filter(({ result }) => result.status === "rejected").length;
  return (
    <p role="status">
      {written.plural(text.sent, rows.length - refused)} {refused > 0 && written.plural(text.refused, refused)}{" "}
      <button type="button" onClick={submission.clear}>
        {text.another}
      </button>
    </p>
  );
}

function Acknowledgements({ submission }: { readonly submission: Submission }) {
  const text = texts.value.desk;
  const rows = submission.acknowledged.value;
  const name = `${submission.fileName.value}.acknowledgements`;
  const saveTable = () =>
    saveInPieces(rows, {
      name: `${name}.csv`,
      type: "text/csv",
      header: csvHeader(acknowledgementColumns),
      write: acknowledgementsAsCsv,
    });
  const saveLines = () => saveInPieces(rows, { name: `${name}.ndjson`, type: "application/x-ndjson", write: acknowledgementsAsLines });
  return (
    <p class="controls">
      {text.acknowledgements}:{" "}
      <button type="button" onClick={() => void saveTable()}>
        CSV
      </button>
      <button type="button" onClick={() => void saveLines()}>
        NDJSON
      </button>
    </p>
  );
}
