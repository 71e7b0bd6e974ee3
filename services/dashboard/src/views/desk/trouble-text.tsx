/** What stands in the way of a file, and what a person can do about it. */
import { texts } from "../../text/texts.ts";
import { TokenForm } from "../token-form.tsx";
import type { Submission } from "./sending/submission.ts";

const command = "curl --data-binary @events.ndjson -H 'content-type: application/x-ndjson' https://…/v1/events";

export function TroubleText({ submission }: { readonly submission: Submission }) {
  const text = texts.value.desk;
  const trouble = submission.trouble.value;
  if (trouble === null) return null;
  if (trouble.of === "token") return <TokenForm use="send" onGiven={() => void submission.goOn()} />;
  if (trouble.of === "told") {
    return (
      <p class="failure" role="alert">
        {trouble.message}
      </p>
    );
  }
  return (
    <div role="alert">
      <p class="failure">{text.elsewhere}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by keyboard */}
      <pre tabIndex={0}>
        <code>{command}</code>
      </pre>
      <p>{text.elsewhereMore}</p>
    </div>
  );
}
