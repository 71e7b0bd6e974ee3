/** How the figures of a method are computed: formulas, symbols, parameters, source and cases, requested once a reader opens it. */
import { useSignal } from "@preact/signals";
import type { MethodExplanation, MethodName } from "@qorgau/schemas/responses/methods/method-explanation";
import { addressOf } from "../../data/get.ts";
import type { Parameters } from "../../data/get.ts";
import { apiRequest } from "../../data/use-picture.ts";
import { useResponse } from "../../data/use-response.ts";
import { DataTable } from "../../figures/data-table.tsx";
import { texts } from "../../text/texts.ts";
import { PermanentLink } from "./permanent-link.tsx";
import { Failure } from "../failure.tsx";

interface MethodDetailsProps {
  readonly of: MethodName;
  /** Those of the route of the method, with what stands in its path. */
  readonly parameters: Parameters;
  /** Of the response that is shown. */
  readonly watermark: string;
}

export function MethodDetails({ of, parameters, watermark }: MethodDetailsProps) {
  const isOpen = useSignal(false);
  const { signals } = texts.value;
  return (
    <details class="for-screen" data-method={of} onToggle={({ currentTarget: { open } }) => (isOpen.value = open)}>
      <summary>{signals.method}</summary>
      {isOpen.value && <Requested parameters={{ ...parameters, of, asOf: parameters["asOf"] ?? watermark }} />}
    </details>
  );
}

function Requested({ parameters }: Pick<MethodDetailsProps, "parameters">) {
  const { pages, failure } = useResponse(apiRequest<MethodExplanation>("/v1/explain", parameters));
  const body = pages?.[0];
  if (failure !== null) return <Failure message={failure} />;
  if (body === undefined) return <p role="status">{texts.value.loading}</p>;
  return <Explained body={body} parameters={parameters} />;
}

/** Formulas are written as the service says them. */
function Explained({ body, parameters }: { readonly body: MethodExplanation } & Pick<MethodDetailsProps, "parameters">) {
  const { methodDetails: text } = texts.value;
  const { formulas, symbols, source, records } = body;
  const values = Object.entries(body.parameters).map(([name, value]) => ({ name, value: [value].flat().join(" ") }));
  return (
    <>
      <div lang="en">
        <DataTable
          caption={text.formulas}
          columns={[
            { title: text.member, cell: ({ gives }) => <code>{gives}</code> },
            { title: text.formula, isWide: true, cell: (formula) => formula.text },
          ]}
          rows={formulas}
          keyOf={(formula) => `${formula.gives} ${formula.text}`}
        />
        <DataTable
          caption={text.symbols}
          columns={[
            { title: text.symbol, cell: ({ symbol }) => symbol },
            { title: text.means, isWide: true, cell: ({ means }) => means },
            { title: text.member, cell: ({ at }) => (at === null ? "" : <code>{at}</code>) },
          ]}
          rows={symbols}
          keyOf={({ symbol }) => symbol}
        />
        <DataTable
          caption={text.parameters}
          columns={[
            { title: text.parameter, cell: ({ name }) => <code>{name}</code> },
            { title: text.value, isNumber: true, cell: ({ value }) => value },
          ]}
          rows={values}
          keyOf={({ name }) => name}
        />
      </div>
      <p>
        {text.source}: <span lang="en">{source.literature.join("; ")}</span>
      </p>
      {records.length > 0 && (
        <ul aria-label={text.records}>
          {records.slice(0, recordsShown).map(({ row, address }) => (
            <li key={address}>
              <a href={pageOf(address)}>{row}</a>
            </li>
          ))}
        </ul>
      )}
      <PermanentLink address={addressOf("/v1/explain", { ...parameters, asOf: body.watermark })} />
    </>
  );
}

/** More are in the response. */
const recordsShown = 24;

/** What the API explains of a row this page does too; of others the API's own address. */
function pageOf(address: string): string {
  const [path = "", search = ""] = address.split("?");
  if (path !== "/v1/explain") return `.${address}`;
  const parameters = new URLSearchParams(search);
  const cut = parameters.get("asOf") ?? "";
  parameters.delete("asOf");
  return `./?page=explain&${parameters.toString()}&cut=${encodeURIComponent(cut)}`;
}
