/** What lies behind the figure of a unit: its denominators and what was revised last. */
import { useRef } from "preact/hooks";
import type { ExplainResponse } from "@qorgau/schemas/responses/explain-response";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { apiRequest } from "../../data/use-picture.ts";
import type { ApiRequest } from "../../data/use-picture.ts";
import { useResponse } from "../../data/use-response.ts";
import type { Unit } from "../../state/units.ts";
import { texts } from "../../text/texts.ts";
import { History } from "../explain/history.tsx";
import { Statements } from "../explain/statements.tsx";
import { Failure } from "../failure.tsx";
import { Deadlines } from "./deadlines.tsx";

const valuesShown = 5;

interface BehindProps {
  readonly unit: Unit;
  /** This year to date. */
  readonly requested: ApiRequest;
  readonly body: RatesResponse;
}

/** Dear to compute, and so asked again only where the unit's figure of this year has changed, as of the cut that changed it. */
export function BehindFigures({ unit, requested, body }: BehindProps) {
  const { profile: text } = texts.value;
  const row = JSON.stringify([unit, body.rows.at(-1)]);
  const changed = useRef({ row, watermark: body.watermark });
  if (changed.current.row !== row) changed.current = { row, watermark: body.watermark };
  const asOf = changed.current.watermark;
  const { compare: _, ...parameters } = requested.parameters;
  const pinned = { ...parameters, asOf };
  return (
    <>
      <section class="card figure">
        <h2>{text.denominators}</h2>
        <Denominators parameters={pinned} />
      </section>
      <section class="card figure">
        <h2>{text.revised}</h2>
        <History parameters={pinned} shown={valuesShown} />
      </section>
      <section class="card figure">
        <h2>{text.deadlines}</h2>
        <Deadlines unit={unit} asOf={asOf} />
      </section>
    </>
  );
}

function Denominators({ parameters }: { readonly parameters: Readonly<Record<string, string | undefined>> }) {
  const { pages, failure } = useResponse(apiRequest<ExplainResponse>("/v1/explain", { ...parameters, limit: "1" }));
  if (failure !== null) return <Failure message={failure} />;
  const body = pages?.[0];
  if (body === undefined) return <p role="status">{texts.value.loading}</p>;
  return <Statements exposures={body.exposures} conflicts={body.conflicts} />;
}
