/** The table that came with the document, until the page has asked for its figures itself. */
import { useEffect, useRef } from "preact/hooks";
import { texts } from "../text/texts.ts";

const served = document.querySelector(".headline");

export function ServedHeadline() {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (served !== null) place.current?.replaceChildren(served);
  }, []);
  return (
    <div class="card" ref={place}>
      <p role="status">{texts.value.loading}</p>
    </div>
  );
}
