/** The XML of a plain workbook of two sheets (ECMA-376): its parts, the frame of a sheet, and text that is written so that it is read as it was. */
import type { Language } from "@qorgau/schemas/languages";

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const documents = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006";
const types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

const sheetNames: Readonly<Record<Language, readonly [string, string]>> = {
  kk: ["Деректер", "Кесте туралы"],
  ru: ["Данные", "О таблице"],
  en: ["Data", "About"],
};

/** Gives all parts but the sheets, text by path. */
export function workbookFiles(language: Language): Readonly<Record<string, string>> {
  const sheets = sheetNames[language].map((name, place) => `<sheet name="${name}" sheetId="${place + 1}" r:id="rId${place + 1}"/>`);
  const relation = (id: number, kind: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${documents}/${kind}" Target="${target}"/>`;
  const part = (name: string, kind: string) => `<Override PartName="/xl/${name}.xml" ContentType="${types}.${kind}+xml"/>`;
  return {
    "[Content_Types].xml":
      `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      `${part("workbook", "sheet.main")}${part("styles", "styles")}${part("worksheets/sheet1", "worksheet")}${part("worksheets/sheet2", "worksheet")}</Types>`,
    "_rels/.rels": `${head}<Relationships xmlns="${packages}/relationships">${relation(1, "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `${head}<workbook xmlns="${main}" xmlns:r="${documents}"><sheets>${sheets.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels":
      `${head}<Relationships xmlns="${packages}/relationships">${relation(1, "worksheet", "worksheets/sheet1.xml")}` +
      `${relation(2, "worksheet", "worksheets/sheet2.xml")}${relation(3, "styles", "styles.xml")}</Relationships>`,
    "xl/styles.xml":
      `${head}<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font></fonts>` +
      `<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
      `<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>` +
      `<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
  };
}

/** Gives the XML of a sheet up to its first row, which stays in view. */
export function sheetStart(columns: readonly string[]): string {
  const widths = columns.map(
    (column, place) => `<col min="${place + 1}" max="${place + 1}" width="${Math.max(12, column.length + 2)}" customWidth="1"/>`,
  );
  const frozen =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  return `${head}<worksheet xmlns="${main}">${frozen}<cols>${widths.join("")}</cols><sheetData>`;
}

export const sheetEnd = "</sheetData></worksheet>";

/** A spreadsheet takes so many characters in a cell, and refuses the whole file for one more. */
const cellCharactersMax = 32_767;
const cutMark = " […]";

/** Gives a cell of text with the style of that number: 0 plain, 1 bold. */
export function inlineText(place: string, text: string, style: 0 | 1): string {
  const stored =
    text.length > cellCharactersMax
      ? `${text.slice(0, cellCharactersMax - cutMark.length).replace(/[\ud800-\udbff]$/, "")}${cutMark}`
      : text;
  return `<c r="${place}"${style === 0 ? "" : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${escaped(stored)}</t></is></c>`;
}

/** What XML cannot hold, a carriage return, and what reads like such an escape already. */
const unwritable = /_(?=x[\da-fA-F]{4}_)|[^\P{Cc}\t\n\x7f-\x9f]|[\ufffe\uffff]|\p{Cs}/gu;

function escaped(text: string): string {
  return text
    .replaceAll(unwritable, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

/** `A` to `Z`, `AA`, … of a column counted from 0. */
export function columnLetters(place: number): string {
  const letter = String.fromCharCode(65 + (place % 26));
  return place < 26 ? letter : `${columnLetters(Math.floor(place / 26) - 1)}${letter}`;
}
