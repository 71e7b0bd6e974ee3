/** What the shades of a map mean. */
import { texts } from "../text/texts.ts";

/** One field for each step between the limits, and one for what has no value. */
export function Legend({
  limits,
  format,
  unit,
}: {
  readonly limits: readonly number[];
  readonly format: (value: number) => string;
  readonly unit: string;
}) {
  const steps = [0, ...limits];
  return (
    <ul class="legend" aria-label={unit}>
      {steps.map((from, place) => (
        <li key={from}>
          <span class={`shade level-${place + 1}`} />
          {limits[place] === undefined ? `≥ ${format(from)}` : `${format(from)} – ${format(limits[place])}`}
        </li>
      ))}
      <li>
        <span class="shade missing" />– {texts.value.unknown}
      </li>
      <li class="unit">{unit}</li>
    </ul>
  );
}
