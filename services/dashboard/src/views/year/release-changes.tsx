/** What is known now otherwise than a release says, with how many cases stand behind each figure. */
import { useSignal } from "@preact/signals";
import type { ReleaseDifferences } from "@qorgau/schemas/responses/releases";
import { download } from "../../figures/download.ts";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { DifferenceTable } from "./difference-table.tsx";

export function ReleaseChanges({ compared }: { readonly compared: ReleaseDifferences }) {
  const text = texts.value;
  const isUnsaved = useSignal(false);
  const { name, differences, reason, casesComplete } = compared;
  if (differences.length === 0) return <p>{fill(text.releases.unchanged, { name })}</p>;
  const title = fill(text.releases.changesOf, { name });
  const save = () => {
    isUnsaved.value = false;
    download(`/v1/releases/${name}/differences?format=csv`, `${title}.csv`).catch(() => (isUnsaved.value = true));
  };
  return (
    <>
      <p>{figures.value.plural(text.releases.changed, differences.length, { name })}</p>
      {reason !== null && <p>{text.releases.rulesDiffer}</p>}
      {!casesComplete && <p>{text.releases.casesIncomplete}</p>}
      <DifferenceTable caption={title} differences={differences} casesOf={({ cases }) => cases.length} />
      <button type="button" onClick={save}>
        {text.save}: CSV
      </button>
      {isUnsaved.value && (
        <p class="failure" role="alert">
          {text.notSaved}
        </p>
      )}
    </>
  );
}
