/** Makes the event of a row of a table. What a cell means beyond doubt is written as the contract has it; all else is left for the endpoint to judge. */
import { isCalendarDate } from "../calendar-date.ts";
import { nameOfCode } from "../codes/code-names.ts";
import { languages } from "../languages.ts";
import type { ColumnMap } from "./column-map.ts";
import { membersOf } from "./members.ts";
import type { Member } from "./members.ts";
import { plainCell } from "./table-of.ts";
import type { Cell } from "./table-of.ts";

const yes = new Set(["true", "yes", "да", "иә", "1", "+"]);
const no = new Set(["false", "no", "нет", "жоқ", "0", "-"]);
/** A spreadsheet's time of day has no offset, without which it is no moment: the day alone is told. */
const timeOfDay = String.raw`(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?`;
const dottedDay = new RegExp(String.raw`^(\d{1,2})\.(\d{1,2})\.(\d{4})${timeOfDay}$`);
const isoDay = new RegExp(String.raw`^(\d{4}-\d{2}-\d{2})${timeOfDay}$`);
const writtenNumber = /^-?\d+(?:[.,]\d+)?$/;
/** `12,000` and `12.000` are twelve to one program and twelve thousand to another. No thousands are written behind a nought or behind four digits. */
const ambiguousNumber = /^-?[1-9]\d{0,2}[.,]\d{3}$/;

/** A name that a spreadsheet has lost: a long number rounded, a column too narrow, an error. Of several rows it would make one record. */
const lostName = /^(?:\d(?:[.,]\d+)?E\+\d+|#+|#[\p{Lu}/0]+[!?]|#(?:N\/A|Н\/Д))$/iu;

type Json = string | number | boolean | null | readonly Json[] | { [name: string]: Json };

/** As JSON: what a cell of another form makes of a member, the ingest endpoint refuses. */
export type TableEvent = Readonly<Record<string, unknown>>;

/** Returns a function that makes the event of a row's cells, in the order of the header. */
export function eventsOfTable({ entity, source, pointers, revision = 1 }: ColumnMap): (cells: readonly Cell[]) => TableEvent {
  const byPointer = new Map(membersOf[entity].map((member) => [member.pointer, { member, codes: codesByName(member) }]));
  return (cells) => {
    const event: { [name: string]: Json } = { specversion: "1.0", source, type: `kz.qorgau.${entity}.reported.v1`, revision, data: {} };
    pointers.forEach((pointer, column) => {
      const known = byPointer.get(pointer ?? "");
      const cell = cells[column] ?? "";
      const text = plainCell(String(cell));
      if (known === undefined || text === "") return;
      const isNumber = typeof cell === "number" && known.member.form === "number";
      put(event, known.member.pointer, isNumber ? cell : valueOf(text, known.member, known.codes));
    });
    // The id takes no part in what a record is; it names the statement for its reporter.
    event["id"] ??= `${textOf(event["subject"])}-${textOf(event["revision"])}`;
    return event;
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function put(event: { [name: string]: Json }, pointer: string, value: Json): void {
  const names = pointer.slice(1).split("/");
  const last = names.pop() ?? "";
  let place = event;
  for (const name of names) place = (place[name] ??= {}) as { [name: string]: Json };
  place[last] = value;
}

function valueOf(cell: string, { form }: Member, codes: ReadonlyMap<string, string>): Json {
  if (form === "number") return numberOf(cell);
  if (form === "day") return dayOf(cell);
  if (form === "codes") return codeOf(cell, codes);
  if (form === "list") return cell.split(/[;,|]/).flatMap((one) => (one.trim() === "" ? [] : [codeOf(one.trim(), codes)]));
  if (form === "truth") {
    const word = cell.toLowerCase();
    return yes.has(word) ? true : no.has(word) ? false : cell;
  }
  // The endpoint refuses the row and names the column; as text it would be taken.
  return lostName.test(cell) ? null : cell;
}

/** Whether a cell is a number that may be meant in two ways (`12,000`), which the ingest endpoint refuses as a text. */
export function isAmbiguousNumber(cell: Cell | undefined): boolean {
  return typeof cell === "string" && ambiguousNumber.test(plainCell(cell));
}

/** `1 234,5` is 1234.5; what is no number, or may be two, stays as it is written. */
function numberOf(cell: string): number | string {
  const written = cell.replaceAll(/(?<=\d)[\s\u00a0\u202f](?=\d{3})/g, "");
  return writtenNumber.test(written) && !isAmbiguousNumber(written) ? Number(written.replace(",", ".")) : cell;
}

/** `03.02.2026` is the third of February. */
function dayOf(cell: string): string {
  const [, dayOfMonth = "", month = "", year = ""] = dottedDay.exec(cell) ?? [];
  if (year !== "" && isCalendarDate(Number(year), Number(month), Number(dayOfMonth))) {
    return `${year}-${month.padStart(2, "0")}-${dayOfMonth.padStart(2, "0")}`;
  }
  return isoDay.exec(cell)?.[1] ?? cell;
}

function codeOf(cell: string, codes: ReadonlyMap<string, string>): string {
  return codes.get(cell.toLowerCase()) ?? cell;
}

/** Codes by themselves and by what they are called in each language; a name that two codes have is none. */
function codesByName({ column, codes = [] }: Member): ReadonlyMap<string, string> {
  const known = new Map<string, string>();
  if (column === undefined) return known;
  for (const language of languages) {
    const names = codes.map((code) => nameOfCode(column, code, language)?.toLowerCase() ?? "");
    codes.forEach((code, place) => {
      const name = names[place] ?? "";
      if (name !== "" && names.indexOf(name) === names.lastIndexOf(name)) known.set(name, code);
    });
  }
  for (const code of codes) known.set(code.toLowerCase(), code);
  return known;
}
