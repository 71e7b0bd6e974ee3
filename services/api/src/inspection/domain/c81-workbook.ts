/** The yearly report of the labour inspection as a workbook that can be printed, in each language. What is not available says so. Pure. */
import { divisions, sections } from "@qorgau/schemas/codes/activities";
import { nameOfCode } from "@qorgau/schemas/codes/code-names";
import { kinds } from "@qorgau/schemas/codes/enumerations";
import type { Language } from "@qorgau/schemas/languages";
import { c81Splits, miningSplits } from "@qorgau/schemas/responses/inspection/c81-response";
import type { C81Response } from "@qorgau/schemas/responses/inspection/c81-response";
import type { Workbook, WorkbookCell, WorkbookRow, WorkbookSheet } from "../../render/domain/workbook.ts";
import { c81Texts } from "./c81-texts.ts";
import type { C81Texts } from "./c81-texts.ts";

const columns = 3;
const widths = [64, 18, 18];

interface Wording {
  readonly texts: C81Texts;
  readonly language: Language;
}

/** With `madeUp` every title says first that the data are made up. */
export function c81Workbook(response: C81Response, language: Language, madeUp = false): Workbook {
  const texts = c81Texts[language];
  const named = fill(texts.title, { year: response.year });
  const title = madeUp ? `${texts.madeUp} ${named}` : named;
  const wording = { texts, language };
  const sheet = (name: string, subtitle: string, rows: readonly WorkbookRow[]): WorkbookSheet => {
    const titles = [across(title, "title"), across(subtitle, "subtitle"), ...notesOf(response, texts).map((note) => across(note, "note"))];
    return { name, columnWidths: widths, headRows: titles.length, rows: [...titles, ...rows] };
  };
  const { sheets } = texts;
  return {
    sheets: [
      sheet(sheets.inspection, sheets.inspection, inspectionRows(response, wording)),
      ...kinds.map((kind) => sheet(sheets[kind], sheets[kind], caseRows(response, kind, wording))),
      sheet(sheets.mines, sheets.mines, miningRows(response, wording)),
    ],
    footer: title,
  };
}

function notesOf({ due, release, watermark }: C81Response, texts: C81Texts): string[] {
  return [
    fill(texts.due, due),
    fill(texts.cut, { watermark }),
    ...(release === null ? [] : [fill(texts.release, { name: release.name, number: release.number })]),
  ];
}

function across(value: string, style: NonNullable<WorkbookCell["style"]>): WorkbookRow {
  return [{ value, style, columnSpan: columns }, ...Array<null>(columns - 1).fill(null)];
}

const head = (...values: string[]): WorkbookRow => values.map((value) => ({ value, style: "head" }));
const label = (value: string): WorkbookCell => ({ value, style: "label" });

function inspectionRows(
  { laws, figures, indicators, infringements, infringementsReason, penalties, penaltiesReason }: C81Response,
  { texts, language }: Wording,
): WorkbookRow[] {
  type Reason = C81Response["penaltiesReason"];
  const without = (reason: Reason) => (reason === "conflict" ? texts.conflict : texts.notAvailable);
  const value = (figure: number | null, reason: Reason = null): WorkbookCell => ({ value: figure ?? without(reason) });
  const list = (title: string, rows: C81Response["penalties"], reason: Reason): WorkbookRow[] => [
    head(title, texts.headings.count, texts.headings.amount),
    ...(rows?.map(({ name, count, amountKzt }) => [label(name), value(count), value(amountKzt)]) ?? [[label(without(reason))]]),
  ];
  return [
    head(texts.headings.laws),
    ...laws.map(({ text }) => across(text[language], "label")),
    head(texts.headings.figures, texts.headings.value),
    ...figures.map((figure) => [label(texts.figures[figure.name]), value(figure.value, figure.reason)]),
    head(texts.headings.indicators, texts.headings.value),
    ...indicators.map((indicator) => [label(texts.indicators[indicator.name]), value(indicator.value, indicator.reason)]),
    ...list(texts.headings.infringements, infringements, infringementsReason),
    ...list(texts.headings.penalties, penalties, penaltiesReason),
  ];
}

function caseRows({ cases, casesReason, totals }: C81Response, kind: (typeof kinds)[number], wording: Wording): WorkbookRow[] {
  const { texts } = wording;
  if (cases === null || totals === null) return unavailableRows(casesReason, texts);
  const total = totals.find((one) => one.kind === kind)!;
  return [
    ...c81Splits.flatMap((by) => [
      head(texts.splits[by], texts.headings.fatal, texts.headings.nonFatal),
      ...cases.filter((row) => row.kind === kind && row.by === by).map((row) => countedRow(nameOf(by, row.code, wording), row)),
    ]),
    countedRow(texts.headings.total, total),
  ];
}

function miningRows({ mining, casesReason, occurrences }: C81Response, wording: Wording): WorkbookRow[] {
  const { texts } = wording;
  const { headings, splits } = texts;
  return [
    head(headings.accidentsOfMines),
    ...(mining === null
      ? unavailableRows(casesReason, texts)
      : miningSplits.flatMap((by) => [
          head(splits[by], headings.fatal, headings.nonFatal),
          ...mining.filter((row) => row.by === by).map((row) => countedRow(nameOf(by, row.code, wording), row)),
        ])),
    head(headings.occurrences),
    ...(occurrences === null
      ? [[label(texts.notAvailable)]]
      : miningSplits.flatMap((by) => [
          head(splits[by], headings.count),
          ...occurrences.filter((row) => row.by === by).map(({ code, count }) => [label(nameOf(by, code, wording)), { value: count }]),
        ])),
  ];
}

function unavailableRows(reason: C81Response["casesReason"], texts: C81Texts): WorkbookRow[] {
  const why = reason === null ? [] : [across(texts.reasons[reason], "note")];
  return [[label(texts.notAvailable)], ...why];
}

const countedRow = (name: string, { fatal, nonFatal }: { readonly fatal: number; readonly nonFatal: number }): WorkbookRow => [
  label(name),
  { value: fatal, format: "count" },
  { value: nonFatal, format: "count" },
];

function nameOf(by: (typeof c81Splits)[number] | (typeof miningSplits)[number], code: string | null, { texts, language }: Wording): string {
  if (code === null) return texts.unknown;
  if (by === "occupation") return `${code} ${texts.occupations[code] ?? ""}`.trim();
  if (by !== "sector") return nameOfCode(by, code, language) ?? code;
  const found = [...sections, ...divisions].find((one) => one.code === code);
  return found === undefined ? code : `${code} ${found.names[language]}`;
}

function fill(text: string, facts: Readonly<Record<string, string | number>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => String(facts[name] ?? place));
}
