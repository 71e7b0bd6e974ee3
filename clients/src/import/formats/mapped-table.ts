/** Any table, by a map of its columns as the reporter's desk of the page stores it: by the title of a column the pointer of its member. */
import type { Entity } from "@qorgau/schemas/codes/enumerations";
import type { StoredColumns } from "@qorgau/schemas/tables/column-map";
import { eventsOfTable, isAmbiguousNumber } from "@qorgau/schemas/tables/event-of-row";
import { membersOf } from "@qorgau/schemas/tables/members";
import { plainCell } from "@qorgau/schemas/tables/table-of";
import type { ImportFormat, ImportRecord } from "../import-format.ts";
import type { OutboundEvent } from "../outbound-event.ts";
import { quotedCell } from "./expectations.ts";

const readInTwoWays =
  "may be a number of thousands or a fraction of three digits: write thousands without a sign between them, a fraction with more or fewer digits.";

export interface TableDescription {
  readonly title: string;
  readonly entity: Entity;
  /** The reporter of every row. */
  readonly source: string;
  /** Of every row that states none; 1 where absent. */
  readonly revision?: number | undefined;
  /** Where the file does not say; absent: such a file is refused. */
  readonly encoding?: string | undefined;
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
 * whose number is missing or lost, or of which a count may be two (`12,000`), is told here and not sent.
 */
export function mappedTable(description: TableDescription): ImportFormat {
  const { title, entity, source, revision, encoding, columns, required, words = {}, data = {} } = description;
  const mapped = Object.entries(columns);
  const pointers = mapped.map(([, pointer]) => pointer);
  const eventOf = eventsOfTable({ entity, source, pointers, ...(revision === undefined ? {} : { revision }) });
  const read = ({ values, numbers }: ImportRecord) =>
    eventOf(mapped.map(([column, pointer]) => meaningOf(values[column], words[pointer]) ?? numbers?.[column] ?? values[column] ?? ""));
  const subjectColumn = mapped.find(([, pointer]) => pointer === "/subject")?.[0] ?? "";
  const counted = new Set(membersOf[entity].flatMap(({ pointer, form }) => (form === "number" ? [pointer] : [])));
  const countColumns = mapped.flatMap(([column, pointer]) => (counted.has(pointer) ? [column] : []));
  return {
    title,
    encoding: encoding ?? null,
    columns: required ?? Object.keys(columns),
    sent: new Set(Object.keys(columns)),
    columnsOfMembers: Object.fromEntries(mapped.map(([column, pointer]) => [pointer, column])),
    faultsOf(record) {
      const subjectLost = `${quotedCell(record.values[subjectColumn])} is not a record's number: nothing is written, or a spreadsheet has lost it.`;
      const ambiguous = countColumns.filter((column) => isAmbiguousNumber(record.numbers?.[column] ?? record.values[column]));
      return [
        ...(typeof read(record)["subject"] === "string" ? [] : [{ column: subjectColumn, message: subjectLost }]),
        ...ambiguous.map((column) => ({ column, message: `${quotedCell(record.values[column])} ${readInTwoWays}` })),
      ];
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

function meaningOf(cell: string | undefined, words: ReadonlyMap<string, string> | undefined): string | undefined {
  return words?.get(plainCell(cell).toLowerCase().replaceAll("ё", "е"));
}
