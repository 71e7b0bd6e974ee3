/** One thing shown as chart and as table, with its source, and saved as picture, CSV or workbook. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { addressOf } from "../data/get.ts";
import { isOpenAudience } from "../data/audience.ts";
import { isMadeUp } from "../data/made-up.ts";
import type { ApiRequest } from "../data/use-picture.ts";
import { PlotFigure } from "../charts/plot-figure.tsx";
import type { Draw } from "../charts/plot-figure.tsx";
import { language } from "../state/language.ts";
import { state } from "../state/page-state.ts";
import { fill, texts } from "../text/texts.ts";
import { download, savePicture } from "./download.ts";

interface FigureProps {
  readonly title: string;
  /** What the chart shows in a sentence, for those who do not see it. */
  readonly description?: string;
  /** Of the answer that is shown. */
  readonly watermark: string;
  /** What is saved as a table: the question whose rows the chart shows. Absent where the API has no file of these rows. */
  readonly requested?: ApiRequest;
  /** Absent where there is only a table. */
  readonly draw?: Draw;
  readonly table: ComponentChildren;
  /** Notes below: marks that the chart uses, attributions. */
  readonly children?: ComponentChildren;
}

/** Chart and table are two forms of one answer; which is seen is the reader's choice, and print shows both. */
export function Figure({ title, description, watermark, requested, draw, table, children }: FigureProps) {
  const text = texts.value;
  const heading = useId();
  const frame = useRef<HTMLElement>(null);
  const isTable = useSignal(false);
  const showsTable = isTable.value || draw === undefined;
  const source = fill(text.source, { watermark });
  const isUnsaved = useSignal(false);
  const saving = (saved: Promise<void>) => {
    isUnsaved.value = false;
    saved.catch(() => (isUnsaved.value = true));
  };
  const saveTable = ({ path, parameters: given }: ApiRequest, format: "csv" | "xlsx") => {
    const parameters = {
      ...given,
      // What is open to all has no cut but that of its batch.
      asOf: isOpenAudience.value ? undefined : (state.value.asOf ?? watermark),
      format,
      names: "true",
      lang: language.value,
      ...(format === "csv" ? { excel: "true" } : {}),
    };
    saving(download(addressOf(path, parameters), `${title}.${format}`));
  };
  const saveImage = (format: "svg" | "png") => {
    const figure = frame.current;
    const chart = figure?.querySelector<SVGSVGElement>(".chart svg");
    if (figure && chart) saving(savePicture(chart, { figure, title, source: isMadeUp ? `${text.madeUp} ${source}` : source, format }));
  };
  return (
    <section class="figure" aria-labelledby={heading} ref={frame}>
      <div class="titled">
        <h2 id={heading}>{title}</h2>
        <div class="actions">
          {draw !== undefined && (
            <div role="group" aria-labelledby={heading}>
              <button type="button" aria-pressed={!showsTable} onClick={() => (isTable.value = false)}>
                {text.chart}
              </button>
              <button type="button" aria-pressed={showsTable} onClick={() => (isTable.value = true)}>
                {text.table}
              </button>
            </div>
          )}
          {(draw !== undefined || requested !== undefined) && (
            <details class="menu">
              <summary>{text.save}</summary>
              <div>
                {requested !== undefined && (
                  <>
                    <button type="button" onClick={() => saveTable(requested, "csv")}>
                      CSV
                    </button>
                    <button type="button" onClick={() => saveTable(requested, "xlsx")}>
                      XLSX
                    </button>
                  </>
                )}
                {draw !== undefined && (
                  <>
                    <button type="button" onClick={() => saveImage("png")}>
                      PNG
                    </button>
                    <button type="button" onClick={() => saveImage("svg")}>
                      SVG
                    </button>
                  </>
                )}
              </div>
            </details>
          )}
        </div>
      </div>
      {draw !== undefined && (
        <div hidden={showsTable}>
          <PlotFigure draw={draw} label={description ?? title} />
        </div>
      )}
      <div hidden={!showsTable}>{table}</div>
      {children}
      {isUnsaved.value && (
        <p class="failure" role="alert">
          {text.notSaved}
        </p>
      )}
      <p class="source">{source}</p>
    </section>
  );
}
