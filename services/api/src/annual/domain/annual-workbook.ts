/** The annual rollup as a workbook that a ministry can print: one sheet per scope, titled, with its cut, units and notes. Pure. */
import { annualScopes } from "@qorgau/schemas/responses/annual-rollup";
import type { AnnualRollupResponse, AnnualRollupRow, AnnualScope } from "@qorgau/schemas/responses/annual-rollup";
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { regions } from "@qorgau/schemas/codes/regions";
import { comparedFigures } from "./annual-count.ts";
import type { ComparedFigureName } from "./annual-count.ts";
import { annualTexts } from "./annual-workbook-texts.ts";
import type { AnnualTexts, WorkbookLanguage } from "./annual-workbook-texts.ts";
import type { CellFormat, Workbook, WorkbookCell, WorkbookRow, WorkbookSheet } from "../../render/domain/workbook.ts";

/** These two are printed with their change; of the others it is in the JSON and CSV forms. */
const withChange: ReadonlySet<ComparedFigureName> = new Set(["injured", "fatal"]);
const notAvailable = "…";

interface Column {
  readonly head: string;
  readonly width: number;
  readonly format?: CellFormat;
  readonly valueOf: (row: AnnualRollupRow) => string | number | null;
}

/** Columns under one head; without one each is its own. */
interface ColumnGroup {
  readonly head: string | null;
  readonly columns: readonly Column[];
}

/**
 * Returns one sheet for each scope that has rows, in the order of the scopes. With `madeUp` the title and the footer say first that the
 * data are made up.
 */
export function annualWorkbook(response: AnnualRollupResponse, language: WorkbookLanguage, madeUp = false): Workbook {
  const texts = annualTexts[language];
  const scopes = annualScopes.filter((scope) => response.rows.some((row) => row.scope === scope));
  const of = fill(texts.title, { year: response.year });
  const named = response.toDate === undefined ? of : `${of} (${dayIn(texts, response.toDate.to)})`;
  const title = madeUp ? `${texts.madeUp} ${named}` : named;
  return {
    sheets: scopes.map((scope) => sheetOf(response, scope, { texts, language, title })),
    footer: title,
  };
}

interface Wording {
  readonly texts: AnnualTexts;
  readonly language: WorkbookLanguage;
  readonly title: string;
}

function sheetOf(response: AnnualRollupResponse, scope: AnnualScope, { texts, language, title }: Wording): WorkbookSheet {
  const rows = response.rows.filter((row) => row.scope === scope);
  const groups = columnGroups(response, texts);
  const columns = groups.flatMap((group) => group.columns);
  const width = columns.length + 1;
  const across = (value: string, style: NonNullable<WorkbookCell["style"]>): WorkbookRow => [
    { value, style, columnSpan: width },
    ...Array<null>(width - 1).fill(null),
  ];
  const titles = [
    across(title, "title"),
    across(texts.scopes[scope], "subtitle"),
    across(cutOf(response, texts), "note"),
    ...(response.running === true ? [across(runningOf(response, texts), "note")] : []),
    across([texts.yearOf[response.yearOf], texts.regionOf[response.regionOf], `${texts.pers[response.per]}.`].join(" "), "note"),
  ];
  const table = rows.map((row): WorkbookRow => [
    { value: nameOf(row, texts, language), style: "label" },
    ...columns.map((one) => cellOf(one, row)),
  ]);
  return {
    name: texts.sheets[scope],
    columnWidths: [
      Math.max(24, ...rows.map((row) => Math.min(44, nameOf(row, texts, language).length))),
      ...columns.map((one) => one.width),
    ],
    headRows: titles.length + 2,
    rows: [
      ...titles,
      ...headOf(groups),
      ...table,
      ...notesOf(response, rows, { texts, language, title }).map((note) => across(note, "note")),
    ],
  };
}

type CountedPair = Pick<AnnualRollupRow["injured"], "value" | "previous" | "changePercent">;

function columnGroups({ year, per, toDate }: AnnualRollupResponse, texts: AnnualTexts): ColumnGroup[] {
  const [head, headBefore] =
    toDate === undefined ? [String(year), String(year - 1)] : [dayIn(texts, toDate.to), dayIn(texts, toDate.previousTo)];
  const width = toDate === undefined ? 11 : 16;
  const compared = comparedFigures.map((name): ColumnGroup => {
    // Of a running year the days that are over, against the same ones.
    const figure = (row: AnnualRollupRow): CountedPair => row[name].toDate ?? row[name];
    const value: Column = { head, width, format: "count", valueOf: (row) => figure(row).value };
    const previous: Column = { head: headBefore, width, format: "count", valueOf: (row) => figure(row).previous };
    const change: Column = { head: texts.change, width: 11, format: "percent", valueOf: (row) => figure(row).changePercent };
    return { head: texts.figures[name], columns: withChange.has(name) ? [value, previous, change] : [value, previous] };
  });
  const percent = (head: string, valueOf: Column["valueOf"]): Column => ({ head, width: 15, format: "percent", valueOf });
  const rate = (head: string, valueOf: Column["valueOf"]): Column => ({ head, width: 11, format: "rate", valueOf });
  return [
    ...compared,
    { head: null, columns: [percent(texts.share, ({ share }) => share.percent)] },
    {
      head: texts.fault,
      columns: [
        { head: texts.faultCases, width: 17, format: "count", valueOf: ({ fault }) => fault.cases },
        percent(texts.employer, ({ fault }) => fault.employerPercent),
        percent(texts.worker, ({ fault }) => fault.workerPercent),
      ],
    },
    {
      head: texts.pers[per],
      columns: [
        ...(per === "none" ? [] : [rate(texts.rate, (row) => row.rate)]),
        rate(texts.lower, (row) => row.lower),
        rate(texts.upper, (row) => row.upper),
        ...(per === "none" ? [] : exposureColumns(texts)),
      ],
    },
    {
      head: texts.pers["100000_workers"],
      columns: (["fatal", "severe", "light"] as const).map((name) => ({
        ...rate(texts.figures[name], (row) => row.rates[name].rate),
        width: 15,
      })),
    },
  ];
}

function exposureColumns(texts: AnnualTexts): Column[] {
  return [
    { head: texts.exposure, width: 13, format: "count", valueOf: ({ exposure }) => exposure },
    {
      head: texts.basis,
      width: 22,
      valueOf: ({ exposureBasis, exposurePeriod }) => {
        if (exposureBasis === null) return null;
        return exposurePeriod === null ? texts.bases[exposureBasis] : `${texts.bases[exposureBasis]} (${exposurePeriod})`;
      },
    },
    { head: texts.status, width: 16, valueOf: ({ exposure, status }) => (exposure === null ? null : texts.statuses[status]) },
  ];
}

/** Two rows: the groups, and their columns; what is in no group takes both. */
function headOf(groups: readonly ColumnGroup[]): [WorkbookRow, WorkbookRow] {
  const style = "head";
  const upper: (WorkbookCell | null)[] = [{ value: "", style, rowSpan: 2 }];
  const lower: (WorkbookCell | null)[] = [null];
  for (const { head, columns } of groups) {
    const [first] = columns;
    if (head === null) {
      upper.push({ value: first?.head ?? "", style, rowSpan: 2 });
      lower.push(null);
      continue;
    }
    upper.push({ value: head, style, columnSpan: columns.length }, ...Array<null>(columns.length - 1).fill(null));
    lower.push(...columns.map((column) => ({ value: column.head, style }) as const));
  }
  return [upper, lower];
}

function cellOf({ format, valueOf }: Column, row: AnnualRollupRow): WorkbookCell {
  const value = valueOf(row);
  if (value === null) return { value: notAvailable };
  return format === undefined ? { value } : { value, format };
}

/** In the words that end a stretch of days: `to 29 November 2026`. */
function dayIn({ toDay, months }: AnnualTexts, date: string): string {
  return fill(toDay, { year: date.slice(0, 4), month: months[Number(date.slice(5, 7)) - 1] ?? "", day: Number(date.slice(8)) });
}

function runningOf({ toDate }: AnnualRollupResponse, texts: AnnualTexts): string {
  if (toDate === undefined) return texts.ahead;
  const { to, previousAsOf } = toDate;
  const known = previousAsOf === null ? texts.knownNow : fill(texts.knownThen, { instant: previousAsOf });
  return fill(texts.running, { to: dayIn(texts, to), known });
}

function cutOf({ watermark, asOf, rules }: AnnualRollupResponse, texts: AnnualTexts): string {
  const cut = fill(texts.cut, { watermark, rules });
  return asOf === null ? cut : `${fill(texts.asOf, { instant: asOf })} ${cut}`;
}

function notesOf(response: AnnualRollupResponse, rows: readonly AnnualRollupRow[], { texts, language }: Wording): string[] {
  const breaks = new Map(rows.flatMap(({ seriesBreak }) => (seriesBreak === null ? [] : [[seriesBreak.regions.join(" "), seriesBreak]])));
  const ofBreaks = [...breaks.values()].map(({ on, regions: codes }) =>
    fill(texts.seriesBreak, { names: codes.map((code) => regionName(code, language)).join(", "), date: on }),
  );
  const base = response.rows[0]?.share.base ?? 0;
  const { commutingLeftOut: count } = response;
  const ofCommuters = count === undefined ? [] : [fill(texts.commuting, { count })];
  return ["", ...ofBreaks, ...ofCommuters, ...texts.notes.map((note) => fill(note, { base }))];
}

function nameOf({ scope, code, seriesBreak }: AnnualRollupRow, texts: AnnualTexts, language: WorkbookLanguage): string {
  if (scope === "total") return texts.country;
  if (scope === "complex") return texts.complex;
  if (code === null) return texts.unknown;
  if (scope === "region") return `${regionName(code, language)}${seriesBreak === null ? "" : " *"}`;
  if (scope === "sector" || scope === "division") {
    const found = (scope === "sector" ? sections : divisions).find((one) => one.code === code);
    return found === undefined ? code : `${code} ${found.names[language]}`;
  }
  return texts.codes[code] ?? code;
}

function regionName(code: string, language: WorkbookLanguage): string {
  return regions.find(({ iso }) => iso === code)?.names[language] ?? code;
}

function fill(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(facts[name] ?? place));
}
