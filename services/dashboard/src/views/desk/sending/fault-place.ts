/** Where a fault lies as its reporter sees it: in a column of a table, or at a member of an event; and what stands there. Pure. */
import type { Cell } from "@qorgau/schemas/tables/table-of";

/** Of a value as it is shown. */
const shownCharactersMax = 60;

export interface FaultPlace {
  /** The title of the column and its letter, or the pointer; "" is the whole row. */
  readonly place: string;
  /** "" where nothing stands there. */
  readonly cell: string;
}

export interface TableRow {
  readonly header: readonly string[];
  readonly pointers: readonly (string | null)[];
  readonly cells: readonly Cell[];
}

/** Of a row of a table the column that holds the member, or a part of it. */
export function placeInTable(pointer: string, { header, pointers, cells }: TableRow): FaultPlace | null {
  const place = pointers.findIndex((held) => held !== null && pointer !== "" && (isWithin(held, pointer) || isWithin(pointer, held)));
  if (place === -1) return null;
  return { place: `${header[place] ?? ""} (${columnLetters(place)})`, cell: shortened(String(cells[place] ?? "")) };
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** As spreadsheets call it: A is the first, AA follows Z. */
export function columnLetters(place: number): string {
  const letter = String.fromCodePoint(65 + (place % 26));
  return place < 26 ? letter : `${columnLetters(Math.floor(place / 26) - 1)}${letter}`;
}

/** The member of an event that a pointer (RFC 6901) names. */
export function placeInEvent(pointer: string, event: unknown): FaultPlace {
  if (pointer === "") return { place: "", cell: "" };
  let value = event;
  for (const name of pointer.slice(1).split("/")) {
    const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
    const isHeld = typeof value === "object" && value !== null && Object.hasOwn(value, key);
    value = isHeld ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
  }
  const written = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  return { place: pointer, cell: shortened(written) };
}

function shortened(text: string): string {
  return text.length > shownCharactersMax ? `${text.slice(0, shownCharactersMax)}…` : text;
}
