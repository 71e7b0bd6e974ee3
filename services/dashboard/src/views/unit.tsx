/** One unit: a region, a section or division of activity, a mine, an enterprise. */
import type { RatePeriod } from "@qorgau/schemas/responses/rates";
import { caveatsOf, gapCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import { sections } from "@qorgau/schemas/codes/activities";
import { regions } from "@qorgau/schemas/codes/regions";
import { usePicture } from "../data/use-picture.ts";
import { addressOfUnit, unit } from "../state/units.ts";
import type { Unit as UnitOf } from "../state/units.ts";
import { figures, none } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { Caveats } from "./caveats.tsx";
import { Counted } from "./controls.tsx";
import { PeriodChoice } from "./explore/period-choice.tsx";
import { Failure } from "./failure.tsx";
import { DaysSince, InjuredAndKilled } from "./headlines.tsx";
import { OverTime } from "./rates/over-time.tsx";
import { BehindFigures } from "./unit/behind-figures.tsx";
import { Line } from "./unit/line.tsx";
import { filterAbove, requestsOf } from "./unit/requests.ts";
import type { UnitRequests, UnitResponses } from "./unit/requests.ts";

const periods = ["year", "quarter", "month", "rolling12m"] as const satisfies readonly RatePeriod[];

export default function Unit() {
  const picture = usePicture(requestsOf);
  if (unit.value === null) return <ChooseUnit />;
  return (
    <>
      <Title unit={unit.value} />
      {picture === null ? (
        <p role="status">{texts.value.loading}</p>
      ) : picture.responses === null ? (
        <Failure message={picture.failure ?? ""} />
      ) : (
        <Figures unit={unit.value} requested={picture.requested} responses={picture.responses} />
      )}
    </>
  );
}

/** Its name, what it is, and what lies above it. */
function Title({ unit: { dimension, code } }: { readonly unit: UnitOf }) {
  const text = texts.value;
  const { name } = figures.value;
  const { sector } = filterAbove({ dimension, code });
  const address = addressOfUnit("sector", sector);
  return (
    <>
      <h2>{name(dimension, code)}</h2>
      <p class="note">
        {text.dimensions[dimension]} {code}
        {sector !== undefined && address !== null && (
          <>
            {" · "}
            <a href={address}>{name("sector", sector)}</a>
          </>
        )}
      </p>
    </>
  );
}

interface FiguresProps {
  readonly unit: UnitOf;
  readonly requested: UnitRequests;
  readonly responses: UnitResponses;
}

function Figures({ unit: shown, requested, responses }: FiguresProps) {
  const text = texts.value;
  const written = figures.value;
  const [from = "", to = ""] = responses.injured.body.rows.at(-1)?.period.split("/") ?? [];
  return (
    <>
      <section aria-labelledby="span">
        <h3 id="span">{fill(text.span, { from: written.day(from), to: written.day(to) })}</h3>
        <ul class="headlines">
          <InjuredAndKilled requested={requested} responses={responses} />
          <FatalityFree requested={requested} responses={responses} />
        </ul>
        <Caveats caveats={caveatsOf(gapCaveats)} />
      </section>
      <div class="controls">
        <Counted />
        <PeriodChoice periods={periods} />
      </div>
      <div class="columns">
        <Line unit={shown} requested={requested} responses={responses} />
        <OverTime requested={requested.severity} body={responses.severity.body} title={text.profile.bySeverity} />
      </div>
      <BehindFigures unit={shown} requested={requested.injured} body={responses.injured.body} />
    </>
  );
}

/** Days without a death, the longest spell, and since when nothing is known. */
function FatalityFree({ requested, responses: { days } }: Pick<FiguresProps, "requested" | "responses">) {
  const text = texts.value;
  const { count, day } = figures.value;
  const row = days.body.rows[0];
  return (
    <li data-headline="days">
      <h3>{text.profile.daysWithout}</h3>
      <p class="count">
        <strong data-value={row?.daysSince ?? ""}>{count(row?.daysSince)}</strong>
      </p>
      <DaysSince days={days.body} parameters={requested.days.parameters} />
      {row !== undefined && (
        <dl>
          <dt>{text.profile.longest}</dt>
          <dd data-value={row.longestDays ?? ""}>
            {count(row.longestDays)}
            {row.longestFrom === null || row.longestTo === null ? "" : `: ${day(row.longestFrom)} – ${day(row.longestTo)}`}
          </dd>
          <dt>{text.profile.deaths}</dt>
          <dd data-value={row.fatalities}>{count(row.fatalities)}</dd>
          {row.silentSince !== null && (
            <>
              <dt>{text.profile.silentSince}</dt>
              <dd>{day(row.silentSince)}</dd>
            </>
          )}
        </dl>
      )}
      {row === undefined && <p>{none}</p>}
    </li>
  );
}

/** Where the address names none. */
function ChooseUnit() {
  const text = texts.value;
  const { name, compare } = figures.value;
  const named = regions.map(({ iso }) => ({ code: iso, title: name("region", iso) })).toSorted((a, b) => compare(a.title, b.title));
  const lists = [
    ["region", named],
    ["sector", sections.map(({ code }) => ({ code, title: name("sector", code) }))],
  ] as const;
  return (
    <>
      <h2>{text.profile.choose}</h2>
      <div class="columns">
        {lists.map(([dimension, codes]) => (
          <section key={dimension} class="card">
            <h3>{text.dimensions[dimension]}</h3>
            <ul>
              {codes.map(({ code, title }) => (
                <li key={code}>
                  <a href={addressOfUnit(dimension, code) ?? ""}>{title}</a>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}
