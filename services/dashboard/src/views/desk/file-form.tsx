/** Where a file is chosen, dropped or pasted. */
import { useSignal } from "@preact/signals";
import { useId, useRef } from "preact/hooks";
import { fill, texts } from "../../text/texts.ts";
import type { Submission } from "./sending/submission.ts";

const kinds = ".json,.ndjson,.jsonl,.csv,.tsv,.txt,.xlsx";

export function FileForm({ submission }: { readonly submission: Submission }) {
  const text = texts.value.desk;
  const isOver = useSignal(false);
  const pasted = useRef<HTMLTextAreaElement>(null);
  const input = useId();
  const take = (file: File | undefined) => {
    if (file !== undefined) void submission.open(file, file.name);
  };
  return (
    <div
      class={isOver.value ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        isOver.value = true;
      }}
      onDragLeave={() => (isOver.value = false)}
      onDrop={(event) => {
        event.preventDefault();
        isOver.value = false;
        take(event.dataTransfer?.files[0]);
      }}
    >
      <p>{text.fileLead}</p>
      <p>
        <input
          id={input}
          class="visually-hidden"
          type="file"
          accept={kinds}
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            // So that the same file, mended, can be chosen again.
            event.currentTarget.value = "";
          }}
        />
        <label for={input} class="button">
          {text.choose}
        </label>{" "}
        {text.drop}
      </p>
      <details>
        <summary>{text.paste}</summary>
        <textarea ref={pasted} rows={8} spellcheck={false} aria-label={text.paste} />
        <button type="button" onClick={() => void submission.open(new Blob([pasted.current?.value ?? ""]), text.pasted)}>
          {text.judgePasted}
        </button>
      </details>
      {submission.phase.value === "opening" && <p role="status">{fill(text.opening, { name: submission.fileName.value })}</p>}
    </div>
  );
}
