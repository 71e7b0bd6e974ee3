/** A link to an answer that stays the same. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { texts } from "../../text/texts.ts";

/** Copied by the browser where it lets a page do so (over https and on this machine), else selected, to be copied by hand. */
export function PermanentLink({ address }: { readonly address: string }) {
  const { explain, link, linkCopied } = texts.value;
  const field = useRef<HTMLInputElement>(null);
  const told = useSignal("");
  const whole = new URL(`.${address}`, location.href).href;
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(whole);
      told.value = linkCopied;
    } catch {
      told.value = explain.copyByHand;
    }
  };
  return (
    <>
      <div class="permanent">
        <input ref={field} readOnly value={whole} aria-label={link} />
        <button type="button" onClick={() => void copy()}>
          {explain.copy}
        </button>
        <a href={whole} target="_blank" rel="noopener">
          {explain.open}
        </a>
      </div>
      <p class="note" role="status">
        {told.value}
      </p>
    </>
  );
}
