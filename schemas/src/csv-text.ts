/**
 * Text that no spreadsheet runs as a formula, however it cuts the file: at the comma, or where it is set so at a semicolon, a tab or a line
 * break, within quotes too. An apostrophe is put before every `=`, `+`, `-` and `@`, and before the apostrophes in front of one, at the beginning
 * of the text and behind whatever a reader may cut at, spaces and quotes between them passed over; and before a tab or line break that the text
 * begins with. Without one apostrophe at each such place it is the original text.
 */

/** What some reader cuts a line or a file at. */
const cuts = String.raw`,;\t\n\v\f\r\u0085\u2028\u2029`;
/** What a reader passes over before it looks whether this is a formula. */
const passedOver = String.raw`[\p{Zs}\p{Cf}"]*`;
/** Full-width ones are formulas too, in Numbers and where Excel is East Asian. */
const formula = String.raw`[=+\-@\uff1d\uff0b\uff0d\uff20]`;
/** Takes up what it passes over, so that a long run of spaces is looked at once. */
const beforeFormula = new RegExp(`((?:^|[${cuts}])${passedOver})('*)(?=${formula})`, "gu");
const beforeFirstCut = /^('*)(?=[\t\n\r])/;

/** Gives the text with the apostrophes that keep spreadsheets from running a part of it (CSV injection). Other text comes back unchanged. */
export function harmlessText(text: string): string {
  return text.replaceAll(beforeFormula, "$1'$2").replace(beforeFirstCut, "'$1");
}
