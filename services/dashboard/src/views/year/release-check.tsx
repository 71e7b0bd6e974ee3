/** Whether a release holds: its kept bytes, and its figures computed again. */
import type { ReleaseVerification } from "@qorgau/schemas/responses/releases";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { DifferenceTable } from "./difference-table.tsx";

export function ReleaseCheck({ verified }: { readonly verified: ReleaseVerification }) {
  const text = texts.value.releases;
  const { name, intact, holds, identical, reason, differences } = verified;
  return (
    <>
      {!intact && <p class="failure">{fill(text.notIntact, { name })}</p>}
      <p>
        {holds ? fill(text.holds, { name }) : figures.value.plural(text.notHolds, differences.length, { name })}
        {holds && ` ${identical ? text.identical : text.newerForm}`}
      </p>
      {reason !== null && <p>{text.rulesDiffer}</p>}
      {differences.length > 0 && <DifferenceTable caption={fill(text.verifyOf, { name })} differences={differences} />}
    </>
  );
}
