/** How many signals of the log are open, at the cut that everything beside it is of: the first thing to act on. */
import { addressOfPage } from "../../state/page-state.ts";
import { dataValue } from "../../figures/data-table.tsx";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { useSignalPrecision } from "./signal-precision.tsx";

export function OpenSignals({ watermark }: { readonly watermark: string }) {
  const shown = useSignalPrecision(watermark);
  const { signals, loading } = texts.value;
  const { count } = figures.value;
  if (shown === null) return null;
  if (shown === "pending") return <p role="status">{loading}</p>;
  const { open, openAccidents } = shown.body;
  const named = fill(signals.openNow, { series: count(open), accidents: count(openAccidents) });
  return (
    <p data-value={dataValue([open, openAccidents])}>
      {open + openAccidents === 0 ? signals.noneOpen : <a href={addressOfPage({ page: "signals", state: "open" })}>{named}</a>}
    </p>
  );
}
