/** What stands in the way of a file, and what a person can do about it. */
import { useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { texts } from "../../text/texts.ts";
import { tokensGiven } from "../../data/token.ts";
import type { Submission } from "./sending/submission.ts";

const command = "curl --data-binary @events.ndjson -H 'content-type: application/x-ndjson' https://…/v1/events";

export function TroubleText({ submission }: { readonly submission: Submission }) {
  const text = texts.value.desk;
  const trouble = submission.trouble.value;
  if (trouble === null) return null;
  if (trouble.of === "token") return <AwaitsToken submission={submission} />;
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

/** What waits for a token goes on once one is given. */
function AwaitsToken({ submission }: { readonly submission: Submission }) {
  const before = useRef(tokensGiven.peek());
  useSignalEffect(() => {
    if (tokensGiven.value !== before.current) void submission.goOn();
  });
  return (
    <p class="failure" role="alert">
      {texts.value.tokenAbove}
    </p>
  );
}
