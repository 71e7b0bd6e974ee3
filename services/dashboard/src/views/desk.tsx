/** The desk of an insurer or an enterprise: a file is judged and sent here, and what is held of one's reports is looked through. */
import { show, state } from "../state/page-state.ts";
import { texts } from "../text/texts.ts";
import { ColumnForm } from "./desk/columns/column-form.tsx";
import { FileForm } from "./desk/file-form.tsx";
import { HeldReports } from "./desk/held/held-reports.tsx";
import { JudgedRows } from "./desk/judged-rows.tsx";
import { Progress } from "./desk/progress.tsx";
import { SendForm } from "./desk/send-form.tsx";
import { createSubmission } from "./desk/sending/submission.ts";
import { TroubleText } from "./desk/trouble-text.tsx";

/** Stays while other pages are looked at. */
const submission = createSubmission();

export default function Desk() {
  const text = texts.value.desk;
  const { faulty, warned } = submission;
  return (
    <div class="desk">
      <h2>{text.title}</h2>
      <SourceForm />
      <section class="card" aria-labelledby="file">
        <h3 id="file">{text.fileTitle}</h3>
        <FileForm submission={submission} />
        <TroubleText submission={submission} />
        {submission.phase.value === "mapping" && <ColumnForm submission={submission} />}
        <Progress submission={submission} />
        <SendForm submission={submission} />
        <JudgedRows submission={submission} rows={faulty.value} title={text.faultsTitle} />
        <JudgedRows submission={submission} rows={warned.value} title={text.warningsTitle} />
      </section>
      {state.value.source !== undefined && <HeldReports source={state.value.source} />}
    </div>
  );
}

function SourceForm() {
  const text = texts.value.desk;
  return (
    <form
      class="controls"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget).get("source");
        show({ source: typeof given === "string" && given.trim() !== "" ? given.trim() : undefined });
      }}
    >
      <label>
        {text.source}
        <input name="source" key={state.value.source} defaultValue={state.value.source} autocomplete="off" spellcheck={false} size={40} />
      </label>
      <button type="submit">{text.sourceKeep}</button>
      <p class="note">{text.sourceHint}</p>
    </form>
  );
}
