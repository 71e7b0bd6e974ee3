/** One question to the API, seen in different ways. The address holds the whole of it. */
import { yearToDate } from "../data/cut.ts";
import { addressWith, state } from "../state/page-state.ts";
import { texts } from "../text/texts.ts";
import { MapView } from "./explore/map-view.tsx";
import { MiningView } from "./explore/mining-view.tsx";
import { MultiplesView } from "./explore/multiples-view.tsx";
import { FunnelView } from "./explore/funnel-view.tsx";
import { SeriesView } from "./explore/series-view.tsx";
import { SeverityView } from "./explore/severity-view.tsx";
import { YearsView } from "./explore/years-view.tsx";

const views = {
  map: MapView,
  tiles: MapView,
  series: SeriesView,
  multiples: MultiplesView,
  funnel: FunnelView,
  mining: MiningView,
  severity: SeverityView,
  years: YearsView,
} as const;
const names = Object.keys(views) as (keyof typeof views)[];

export default function Explore() {
  const text = texts.value;
  const view = names.find((name) => name === state.value.view) ?? "map";
  const Shown = views[view];
  return (
    <>
      <h2 class="visually-hidden">{text.pages.explore}</h2>
      <nav aria-label={text.viewsLabel}>
        {names.map((name) => (
          <a key={name} href={addressWith({ view: name })} aria-current={name === view ? "page" : undefined}>
            {text.views[name]}
          </a>
        ))}
      </nav>
      {yearToDate.value === null ? <p role="status">{text.loading}</p> : <Shown />}
    </>
  );
}
