/** Which line is whose: each name behind the shape of its points. */
import { lineStyles } from "./line-styles.ts";

export function SeriesLegend({ names }: { readonly names: readonly string[] }) {
  return (
    <ul class="legend">
      {names.map((name, place) => (
        <li key={name}>
          <span class={`line-${place + 1}`} aria-hidden="true">
            {lineStyles[place]?.glyph}
          </span>{" "}
          {name}
        </li>
      ))}
    </ul>
  );
}
