/** The figures at the top: injured and killed this year to date beside the same days before, deaths in mining, what changed in the last day. */
import type { FatalityFreeResponse } from "@qorgau/schemas/responses/fatality-free-response";
import { caveatsOf, gapCaveats } from "@qorgau/schemas/responses/methods/method-caveats";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import type { Parameters } from "../data/get.ts";
import type { ApiRequest } from "../data/use-picture.ts";
import { dataValue } from "../figures/data-table.tsx";
import { addressOfExplanation } from "../state/explanation.ts";
import { figures, none } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { following } from "../data/cut.ts";
import { Caveats } from "./caveats.tsx";
import { MethodDetails } from "./explain/method-details.tsx";
import type { OverviewRequests, OverviewResponses } from "./overview.tsx";

interface HeadlinesProps {
  readonly requested: OverviewRequests;
  readonly responses: OverviewResponses;
  /** The days that the figures are of, YYYY-MM-DD. */
  readonly from: string;
  readonly to: string;
}

export function Headlines({ requested, responses, from, to }: HeadlinesProps) {
  const text = texts.value;
  const written = figures.value;
  return (
    <section aria-labelledby="span">
      <h2 id="span">{fill(text.span, { from: written.day(from), to: written.day(to) })}</h2>
      <ul class="headlines">
        <InjuredAndKilled requested={requested} responses={responses} />
        <Headline
          kind="mining"
          title={text.miningDeaths}
          lastYear={responses.mining.body}
          fiveYears={responses.miningFive.body}
          requested={requested.mining}
        >
          <DaysSince days={responses.miningDays.body} parameters={requested.miningDays.parameters} />
        </Headline>
      </ul>
      <Caveats caveats={caveatsOf(gapCaveats)} />
      <LastDay responses={responses} />
      <p class="note">{following.value.newest === null ? "" : fill(text.lastReport, { time: written.instant(following.value.newest) })}</p>
    </section>
  );
}

type Compared = "injured" | "injuredFive" | "fatal" | "fatalFive";

interface InjuredAndKilledProps {
  readonly requested: Readonly<Record<"injured" | "fatal", ApiRequest<RatesResponse>>>;
  readonly responses: Readonly<Record<Compared, { readonly body: RatesResponse }>>;
}

/** The two headlines that the country and each of its units have. */
export function InjuredAndKilled({ requested, responses }: InjuredAndKilledProps) {
  const { measures } = texts.value;
  return (
    <>
      <Headline
        kind="injured"
        title={measures.injured}
        lastYear={responses.injured.body}
        fiveYears={responses.injuredFive.body}
        requested={requested.injured}
      />
      <Headline
        kind="fatal"
        title={measures.fatal}
        lastYear={responses.fatal.body}
        fiveYears={responses.fatalFive.body}
        requested={requested.fatal}
      />
    </>
  );
}

interface HeadlineProps {
  readonly kind: string;
  readonly title: string;
  /** The same question compared with the same days of the year before, and with the five years before. */
  readonly lastYear: RatesResponse;
  readonly fiveYears: RatesResponse;
  /** The first of the two questions, so that its number can be explained. */
  readonly requested: ApiRequest;
  readonly children?: preact.ComponentChildren;
}

/** Count and rate of this year to date beside the same days of last year and the mean of five years. */
function Headline({ kind, title, lastYear, fiveYears, requested, children }: HeadlineProps) {
  const text = texts.value;
  const written = figures.value;
  const row = lastYear.rows.at(-1);
  if (row === undefined) return null;
  const before = row.previous;
  const five = fiveYears.rows.at(-1)?.previous;
  const per = text.pers[lastYear.per];
  return (
    <li data-headline={kind}>
      <h3>{title}</h3>
      <p class="count">
        <strong data-value={row.count}>{written.count(row.count)}</strong>
        {before !== undefined && before.count > 0 && <span class="change">{written.change(row.count / before.count - 1)}</span>}
      </p>
      <p data-value={dataValue([row.rate, row.lower, row.upper])}>
        {row.rate === null
          ? written.denominator(row)
          : fill(text.perWorkers, { rate: written.rate(row.rate), per, lower: written.rate(row.lower), upper: written.rate(row.upper) })}
      </p>
      <dl>
        <dt>{fill(text.lastYearSame, { year: Number(row.period.slice(0, 4)) - 1 })}</dt>
        <dd data-value={dataValue([before?.count, before?.rate])}>
          {written.count(before?.count)} · {written.rate(before?.rate)}
        </dd>
        <dt>{text.fiveYearsSame}</dt>
        <dd data-value={dataValue(five?.rate)}>{five === undefined ? none : written.rate(five.rate)}</dd>
      </dl>
      {row.rate !== null && (
        <p class="note" data-value={dataValue(row.exposure)}>
          {written.denominator(row)}
        </p>
      )}
      <p>
        <a href={addressOfExplanation(requested.parameters, lastYear, row)} aria-label={`${text.explain.link}: ${title}`}>
          {text.explain.short}
        </a>
      </p>
      {children}
    </li>
  );
}

/** How long nobody has died, as far as anything was reported. */
export function DaysSince({ days, parameters }: { readonly days: FatalityFreeResponse; readonly parameters: Parameters }) {
  const text = texts.value;
  const row = days.rows[0];
  if (row === undefined || row.lastFatalOn === null || row.daysSince === null) return <p>{text.noDeaths}</p>;
  const day = figures.value.day(row.lastFatalOn);
  return (
    <>
      <p>
        <span data-value={row.daysSince}>{figures.value.plural(text.daysSince, row.daysSince, { day })}</span>
        {row.silentSince !== null && <span class="note"> ({fill(text.observedTo, { day: figures.value.day(row.silentSince) })})</span>}
      </p>
      <MethodDetails of="days_between" parameters={parameters} watermark={days.watermark} />
    </>
  );
}

/** How the counts of the year differ from those that were known a day ago: the difference of two cuts. */
function LastDay({ responses: { dayAgo, severity } }: { readonly responses: OverviewResponses }) {
  const text = texts.value;
  const written = figures.value;
  if (dayAgo.body.watermark === "") return <p class="last-day">{text.lastDayUnknown}</p>;
  const before = new Map(dayAgo.body.rows.map(({ severity: code, count }) => [code, count]));
  const parts = severity.body.rows
    .map((row) => ({ code: row.severity, change: row.count - (before.get(row.severity) ?? 0) }))
    .filter(({ change }) => change !== 0)
    .map(({ code, change }) => `${written.name("severity", code)} ${change > 0 ? "+" : "−"}${written.count(Math.abs(change))}`);
  return <p class="last-day">{parts.length === 0 ? text.lastDayNone : fill(text.lastDay, { parts: parts.join(", ") })}</p>;
}
