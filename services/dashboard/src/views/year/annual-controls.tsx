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
  const isUnsaved = useSignal(false);
  const save = (name: string, parameters: Readonly<Record<string, string>>) => {
    const cut = state.value.asOf ?? annual.watermark;
    const address = addressOf(requested.path, { ...requested.parameters, asOf: cut, ...parameters });
    isUnsaved.value = false;
    download(address, name).catch(() => (isUnsaved.value = true));
  };
  const title = fill(text.annual.title, { year: annual.year });
  return (
    <details class="menu">
      <summary>{text.save}</summary>
      <div>
        {languages.map((lang) => (
          <button type="button" key={lang} onClick={() => save(`${title} (${lang}).xlsx`, { format: "xlsx", lang })}>
            {text.annual.workbook}: <span lang={lang}>{languageNames[lang]}</span>
          </button>
        ))}
        <button type="button" onClick={() => save(`${title}.csv`, { format: "csv", names: "true", excel: "true", lang: language.value })}>
          {text.annual.table}
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

/** The yearly report of the labour inspection: of figures as it states them, and of the cases of a release of the year. */
function InspectionReport({ year }: { readonly year: number }) {
  const text = texts.value;
  const isUnsaved = useSignal(false);
  const save = (name: string, parameters: Readonly<Record<string, string>>) => {
    const address = addressOf(`/v1/reports/c81/${year}`, { ...parameters, asOf: state.value.asOf });
    isUnsaved.value = false;
    download(address, name).catch(() => (isUnsaved.value = true));
  };
  const title = `${text.annual.c81}, ${year}`;
  return (
    <details class="menu">
      <summary>{text.annual.c81}</summary>
      <div>
        {languages.map((lang) => (
          <button type="button" key={lang} onClick={() => save(`${title} (${lang}).xlsx`, { format: "xlsx", lang })}>
            {text.annual.workbook}: <span lang={lang}>{languageNames[lang]}</span>
          </button>
        ))}
        <button type="button" onClick={() => save(`${title}.json`, { format: "json" })}>
          {text.annual.c81Data}
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
