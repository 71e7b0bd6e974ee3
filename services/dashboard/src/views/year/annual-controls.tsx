/** Which year, in which unit, which part of its figures, and the files to save it in. */
import { useSignal } from "@preact/signals";
import type { AnnualPer, AnnualRollupResponse } from "@qorgau/schemas/responses/annual-rollup";
import { languages } from "@qorgau/schemas/languages";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { addressOf } from "../../data/get.ts";
import type { ApiRequest } from "../../data/use-picture.ts";
import { download } from "../../figures/download.ts";
import { language, languageNames } from "../../state/language.ts";
import { addressWith, show, state } from "../../state/page-state.ts";
import { fill, texts } from "../../text/texts.ts";
import { annualParts } from "./annual-columns.ts";
import type { AnnualPart } from "./annual-columns.ts";

const pers = [
  "1000_workers",
  "100000_workers",
  "200000_hours",
  "1000000_hours",
  "1000000_tonnes",
  "none",
] as const satisfies readonly AnnualPer[];

interface AnnualControlsProps {
  readonly annual: AnnualRollupResponse;
  readonly requested: ApiRequest;
  readonly years: RatesResponse;
  readonly part: AnnualPart;
}

export function AnnualControls({ annual, requested, years, part }: AnnualControlsProps) {
  const text = texts.value;
  return (
    <div class="controls">
      <label>
        {text.annual.year}
        <select value={String(annual.year)} onChange={(event) => show({ year: event.currentTarget.value })}>
          {yearsOffered(years, annual.year).map((year) => (
            <option key={year}>{year}</option>
          ))}
        </select>
      </label>
      <label>
        {text.unit}
        <select value={annual.per} onChange={(event) => show({ per: event.currentTarget.value })}>
          {pers.map((per) => (
            <option key={per} value={per}>
              {text.pers[per]}
            </option>
          ))}
        </select>
      </label>
      <nav class="parts" aria-label={text.annual.partsLabel}>
        {annualParts.map((one) => (
          <a key={one} href={addressWith({ form: one === "victims" ? undefined : one })} aria-current={one === part ? "page" : undefined}>
            {text.annual.parts[one]}
          </a>
        ))}
      </nav>
      <Downloads annual={annual} requested={requested} />
      <InspectionReport year={annual.year} />
    </div>
  );
}

/** Every year from the first to the newest one with a case or an exposure, the newest first. */
function yearsOffered({ rows, earliest }: RatesResponse, shown: number): readonly number[] {
  const known = [...rows.map(({ period }) => Number(period)), Number(earliest?.slice(0, 4) ?? shown), shown];
  const [first, last] = [Math.min(...known), Math.max(...known)];
  return Array.from({ length: last - first + 1 }, (_, before) => last - before);
}

function Downloads({ annual, requested }: Pick<AnnualControlsProps, "annual" | "requested">) {
  const text = texts.value;
  const cut = state.value.asOf ?? annual.watermark;
  return (
    <FileMenu
      name={text.save}
      title={fill(text.annual.title, { year: annual.year })}
      addressOfFile={(parameters) => addressOf(requested.path, { ...requested.parameters, asOf: cut, ...parameters })}
      other={{
        name: text.annual.table,
        ending: "csv",
        parameters: { format: "csv", names: "true", excel: "true", lang: language.value },
      }}
    />
  );
}

/** The yearly report of the labour inspection: of figures as it states them, and of the cases of a release of the year. */
function InspectionReport({ year }: { readonly year: number }) {
  const text = texts.value;
  return (
    <FileMenu
      name={text.annual.c81}
      title={`${text.annual.c81}, ${year}`}
      addressOfFile={(parameters) => addressOf(`/v1/reports/c81/${year}`, { ...parameters, asOf: state.value.asOf })}
      other={{ name: text.annual.c81Data, ending: "json", parameters: { format: "json" } }}
    />
  );
}

interface FileMenuProps {
  readonly name: string;
  /** Of each file. */
  readonly title: string;
  readonly addressOfFile: (parameters: Readonly<Record<string, string>>) => string;
  /** The file beside the workbooks. */
  readonly other: { readonly name: string; readonly ending: string; readonly parameters: Readonly<Record<string, string>> };
}

/** A workbook in each language, and another form of the same. */
function FileMenu({ name, title, addressOfFile, other }: FileMenuProps) {
  const text = texts.value;
  const isUnsaved = useSignal(false);
  const save = (file: string, parameters: Readonly<Record<string, string>>) => {
    isUnsaved.value = false;
    download(addressOfFile(parameters), file).catch(() => (isUnsaved.value = true));
  };
  return (
    <details class="menu">
      <summary>{name}</summary>
      <div>
        {languages.map((lang) => (
          <button type="button" key={lang} onClick={() => save(`${title} (${lang}).xlsx`, { format: "xlsx", lang })}>
            {text.annual.workbook}: <span lang={lang}>{languageNames[lang]}</span>
          </button>
        ))}
        <button type="button" onClick={() => save(`${title}.${other.ending}`, other.parameters)}>
          {other.name}
        </button>
      </div>
      {isUnsaved.value && (
        <p class="failure" role="alert">
          {text.notSaved}
        </p>
      )}
    </details>
  );
}
