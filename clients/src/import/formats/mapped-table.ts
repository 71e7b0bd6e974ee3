/** Any table, by a map of its columns as the reporter's desk of the page stores it: by the title of a column the pointer of its member. */
import type { Entity } from "@qorgau/schemas/codes/enumerations";
import type { StoredColumns } from "@qorgau/schemas/tables/column-map";
import { eventsOfTable } from "@qorgau/schemas/tables/event-of-row";
import { plainCell } from "@qorgau/schemas/tables/table-of";
import type { ImportFormat, ImportRecord } from "../import-format.ts";
import type { OutboundEvent } from "../outbound-event.ts";
import { quotedCell } from "./expectations.ts";

export interface TableDescription {
  readonly title: string;
  readonly entity: Entity;
  /** The reporter of every row. */
  readonly source: string;
  /** With a column that holds `/subject`. */
  readonly columns: StoredColumns;
  /** Columns without which a file is not of this kind; all where absent. */
  readonly required?: readonly string[];
  /** By pointer, what a word of the form means: in small letters, `е` for `ё`. Other words are read as the desk reads them. */
  readonly words?: Readonly<Record<string, ReadonlyMap<string, string>>>;
  /** What the form states of every row by being that form. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/**
 * What a cell means beyond doubt is sent as the contract has it, an empty cell is not sent, and all else is left for the ingest endpoint to judge; a row
 * whose number is missing or lost is told here and not sent.
 */
export function mappedTable({ title, entity, source, columns, required, words = {}, data = {} }: TableDescription): ImportFormat {
  const mapped = Object.entries(columns);
  const eventOf = eventsOfTable({ entity, source, pointers: mapped.map(([, pointer]) => pointer) });
  const read = ({ values }: ImportRecord) => eventOf(mapped.map(([column, pointer]) => meaningOf(values[column], words[pointer])));
  const subjectColumn = mapped.find(([, pointer]) => pointer === "/subject")?.[0] ?? "";
  return {
    title,
    encoding: "windows-1251",
    columns: required ?? Object.keys(columns),
    columnsOfMembers: Object.fromEntries(mapped.map(([column, pointer]) => [pointer, column])),
    faultsOf(record) {
      if (typeof read(record)["subject"] === "string") return [];
      const message = `${quotedCell(record.values[subjectColumn])} is not a record's number: nothing is written, or a spreadsheet has lost it.`;
      return [{ column: subjectColumn, message }];
    },
    eventsOf(record) {
      const event = read(record);
      // What a cell of another form makes of a member, the ingest endpoint refuses by its name.
      return [
        { ...event, data: { ...data, ...(event["data"] as object) }, datacontenttype: "application/json" } as unknown as OutboundEvent,
      ];
    },
  };
}

function meaningOf(cell: string | undefined, words: ReadonlyMap<string, string> | undefined): string {
  return words?.get(plainCell(cell).toLowerCase().replaceAll("ё", "е")) ?? cell ?? "";
}
