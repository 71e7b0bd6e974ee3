/** On what conditions the figures of a year hold, in words. */
import type { AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { caveatsOf, sameLagCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import { figures } from "../../text/figures.ts";
import { fill, texts } from "../../text/texts.ts";
import { Caveats } from "../caveats.tsx";

interface AnnualProps {
  readonly annual: AnnualRollupResponse;
}

/** Above the tables: whether the year is over, what it is compared with, what is meant by year and region, what is left out. */
export function AnnualConditions({ annual }: AnnualProps) {
  const text = texts.value;
  const written = figures.value;
  const { yearOf, regionOf, exposureBasis, commutingLeftOut } = annual;
  return (
    <div class="note">
      {annual.running === true && <p role="note">{runningOf(annual)}</p>}
      {isAtSameLag(annual) && <Caveats caveats={caveatsOf(sameLagCaveats)} />}
      <p>
        {text.annual.by[yearOf]}; {text.annual.regionOf[regionOf]}.{" "}
        {exposureBasis === null ? "" : fill(text.annual.basis, { basis: text.bases[exposureBasis] })}
      </p>
      {commutingLeftOut !== undefined && <p>{written.plural(text.annual.commuting, commutingLeftOut)}</p>}
    </div>
  );
}

/** Whether the year is set against the one before as it was known a year before the cut. */
const isAtSameLag = ({ toDate }: AnnualRollupResponse) => toDate !== undefined && toDate.previousAsOf !== null;

function runningOf({ year, toDate }: AnnualRollupResponse): string {
  const text = texts.value.annual;
  const written = figures.value;
  if (toDate === undefined) return text.ahead;
  const { to, previousAsOf } = toDate;
  const known = previousAsOf === null ? text.knownNow : fill(text.knownThen, { instant: written.instant(new Date(previousAsOf)) });
  return fill(text.running, { to: written.day(to), before: year - 1, known });
}

/** Below the tables: divided regions, how figures are rounded, what a column is. */
export function AnnualNotes({ annual }: AnnualProps) {
  const text = texts.value.annual;
  const written = figures.value;
  const breaks = new Map(
    annual.rows.flatMap(({ seriesBreak }) => (seriesBreak === null ? [] : [[seriesBreak.regions.join(), seriesBreak]])),
  );
  return (
    <div class="note">
      {[...breaks.values()].map(({ on, regions }) => (
        <p key={regions.join()}>
          {fill(text.seriesBreak, { names: regions.map((code) => written.name("region", code)).join(", "), day: written.day(on) })}
        </p>
      ))}
      {text.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </div>
  );
}
