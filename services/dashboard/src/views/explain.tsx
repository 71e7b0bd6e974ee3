/** One number with everything it comes from: formula, denominator, records, what it was before, and the link that gives it again. */
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import { useEffect } from "preact/hooks";
import { addressOf } from "../data/get.ts";
import { apiRequest } from "../data/use-picture.ts";
import { useResponse } from "../data/use-response.ts";
import { filterNames, show, state } from "../state/page-state.ts";
import { addressOfUnit } from "../state/units.ts";
import { figures } from "../text/figures.ts";
import { fill, texts } from "../text/texts.ts";
import { Cases } from "./explain/cases.tsx";
import { History } from "./explain/history.tsx";
import { PermanentLink } from "./explain/permanent-link.tsx";
import { Statements } from "./explain/statements.tsx";
import { Failure } from "./failure.tsx";

const valuesShown = 10;
const casesOnPage = 20;
const parameterNames = ["measure", "per", "period", ...filterNames, "from", "to", "exposureBasis"] as const;

/** The row that the address names. */
function rowParameters(): Readonly<Record<string, string | undefined>> {
  const { cut, asOf } = state.value;
  return { ...Object.fromEntries(parameterNames.map((name) => [name, state.value[name]])), asOf: cut ?? asOf };
}

export default function Explain() {
  const text = texts.value;
  const parameters = rowParameters();
  const { pages, failure } = useResponse(apiRequest<ExplainResponse>("/v1/explain", { ...parameters, limit: String(casesOnPage) }));
  const body = pages?.[0];
  useEffect(() => {
    // What is explained is one number of one cut, whatever is reported meanwhile.
    if (body !== undefined && state.value.cut === undefined) show({ cut: body.watermark }, { replace: true });
  }, [body]);
  if (failure !== null) return <Failure message={failure} />;
  if (body === undefined) return <p role="status">{text.loading}</p>;
  const pinned = { ...parameters, exposureBasis: body.exposureBasis, asOf: body.watermark };
  return (
    <>
      <h2>{titleOf(body)}</h2>
      <div class="cards">
        <TheNumber body={body} />
        <section class="card">
          <h2>{text.explain.statements}</h2>
          {body.per === "none" ? <p>{text.explain.notDivided}</p> : <Statements exposures={body.exposures} conflicts={body.conflicts} />}
        </section>
      </div>
      <section class="card figure">
        <h2>{text.explain.permanent}</h2>
        <p class="note">{text.explain.permanentNote}</p>
        <PermanentLink address={addressOf("/v1/rates", pinned)} />
      </section>
      <section class="card figure">
        <h2>{text.explain.history}</h2>
        <History parameters={pinned} shown={valuesShown} />
      </section>
      <section class="card figure">
        <h2>{text.explain.cases}</h2>
        <Cases key={body.watermark} first={body} parameters={{ ...parameters, limit: String(casesOnPage) }} />
      </section>
    </>
  );
}

/** "Dead, per 100,000 workers, 2025". */
function titleOf({ measure, per, row }: ExplainResponse): string {
  const text = texts.value;
  return `${fill(text.explore.title, { measure: text.measures[measure], unit: text.pers[per] })}, ${figures.value.period(row.period)}`;
}

/** What the row is of: each filter with the names of its codes. */
function Cell() {
  const text = texts.value;
  const filters = filterNames.filter((name) => state.value[name] !== undefined);
  if (filters.length === 0) return null;
  return (
    <>
      {filters.map((name) => (
        <>
          <dt>{name === "site" ? text.explain.site : text.dimensions[name]}</dt>
          <dd>
            {state.value[name]!.split(",").map((code, place) => (
              <>
                {place > 0 && ", "}
                <Code name={name} code={code} />
              </>
            ))}
          </dd>
        </>
      ))}
    </>
  );
}

function Code({ name, code }: { readonly name: (typeof filterNames)[number]; readonly code: string }) {
  const { unknown, yes, no, explain } = texts.value;
  if (name === "site") return <>{explain.mines}</>;
  if (code === "unknown") return <>{unknown}</>;
  if (code === "true" || code === "false") return <>{code === "true" ? yes : no}</>;
  const address = addressOfUnit(name, code);
  const written = figures.value.name(/^\d\d$/.test(code) ? "division" : name, code);
  return address === null ? <>{written}</> : <a href={address}>{written}</a>;
}

/** The arithmetic in the reader's language, with the service's own numbers to their last digit. */
function TheNumber({ body }: { readonly body: ExplainResponse }) {
  const text = texts.value;
  const written = figures.value;
  const { row, formula, per } = body;
  const { method } = formula.interval;
  return (
    <section class="card">
      <h2>{text.explain.number}</h2>
      <dl>
        <Cell />
        <dt>{text.columns.period}</dt>
        <dd>{written.period(row.period)}</dd>
        <dt>{text.columns.count}</dt>
        <dd data-value={row.count}>{written.exact(row.count)}</dd>
        {per !== "none" && (
          <>
            <dt>{text.columns.exposure}</dt>
            <dd data-value={row.exposure ?? ""}>{row.exposure === null ? written.denominator(row) : written.exact(row.exposure)}</dd>
            {row.exposureBasis !== null && (
              <>
                <dt>{text.explain.basis}</dt>
                <dd>{text.bases[row.exposureBasis]}</dd>
              </>
            )}
            {row.exposurePeriod !== null && (
              <>
                <dt>{text.explain.carriedFrom}</dt>
                <dd>
                  {written.period(row.exposurePeriod)}
                  {row.monthsCarried === undefined ? "" : `, ${fill(text.explain.months, { count: row.monthsCarried })}`}
                </dd>
              </>
            )}
            <dt>{text.columns.rate}</dt>
            <dd data-value={row.rate ?? ""}>{written.exact(row.rate)}</dd>
            {row.rate === null && row.reason !== null && (
              <>
                <dt>{text.explain.why}</dt>
                <dd>{text.reasons[row.reason]}</dd>
              </>
            )}
          </>
        )}
        <dt>{text.columns.interval}</dt>
        <dd data-value={`${row.lower ?? ""} ${row.upper ?? ""}`.trim()}>
          {row.lower === null ? written.exact(null) : `${written.exact(row.lower)}–${written.exact(row.upper)}`}
        </dd>
        {method !== null && (
          <>
            <dt>{text.explain.method}</dt>
            <dd>{text.explain.methods[method]}</dd>
          </>
        )}
        <dt>{text.columns.status}</dt>
        <dd>{[text.statuses[row.status], ...(row.running === true ? [text.running] : [])].join(", ")}</dd>
        <dt>{text.explain.cut}</dt>
        <dd class="id">{body.watermark}</dd>
      </dl>
      {row.rate !== null && formula.factor !== null && (
        <p>
          {fill(text.explain.arithmetic, {
            count: written.exact(formula.count),
            exposure: written.exact(formula.exposure),
            factor: written.exact(formula.factor),
            rate: written.exact(row.rate),
          })}
        </p>
      )}
    </section>
  );
}
