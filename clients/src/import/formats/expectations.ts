/** What the cells of a kind of file hold: a cell that is not of its form is told with what was expected, and its row is not sent. */
import { maskIins } from "@qorgau/schemas/events/personal-identifier";
import type { CellFault, ImportRecord } from "../import-format.ts";

/** Of one column; `expected` ends the sentence "… is not …". The other cells of the row may say whether it is needed. */
export type Expectation = readonly [column: string, isOfForm: (text: string, values: ImportRecord["values"]) => boolean, expected: string];

/** Of a cell in a message. */
const quotedCharactersMax = 40;

/** `unquoted`: columns whose cells may be the number of a person, and are shown nowhere. */
export function faultsBy(
  expectations: readonly Expectation[],
  unquoted: ReadonlySet<string> = new Set(),
): (record: ImportRecord) => CellFault[] {
  const shown = (column: string, text = "") => (unquoted.has(column) && text.trim() !== "" ? "What stands there" : quotedCell(text));
  return ({ values }) =>
    expectations
      .filter(([column, isOfForm]) => !isOfForm(values[column] ?? "", values))
      .map(([column, , expected]) => ({ column, message: `${shown(column, values[column])} is not ${expected}.` }));
}

/** A cell as a message shows it: shortened, and without an IIN. */
export function quotedCell(text: string | undefined): string {
  const cell = maskIins((text ?? "").trim());
  if (cell === "") return "An empty cell";
  return `"${cell.length > quotedCharactersMax ? `${cell.slice(0, quotedCharactersMax)}…` : cell}"`;
}
