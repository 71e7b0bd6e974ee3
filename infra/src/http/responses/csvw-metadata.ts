/** CSV on the Web (W3C Recommendation, 2015): what the columns of a CSV file are, for whoever reads the file by itself. */
import type { Language } from "@qorgau/schemas/languages";
import type { ColumnType, Table } from "./csv-table.ts";

/** What the metadata say beside the columns. */
export interface DescribedFile {
  /** Where the file is, relative to its metadata. */
  readonly url: string;
  readonly title: string;
  /** Facts of the whole response, by the names of its members. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** Written with semicolons and a byte order mark. */
  readonly excel: boolean;
  readonly language: Language;
}

const datatypes: Readonly<Record<ColumnType, string>> = { integer: "integer", number: "number", truth: "boolean", text: "string" };

/** Gives the metadata document. A column whose type the contract does not state is text. */
export function csvwMetadata({ columns, meanings = {} }: Table, { url, title, facts, excel, language }: DescribedFile): object {
  return {
    // Descriptions of columns are in English, the names of codes in the language of the file.
    "@context": ["http://www.w3.org/ns/csvw", { "@language": "en" }],
    url,
    "dc:title": title,
    "dc:language": language,
    dialect: { header: true, encoding: "utf-8", delimiter: excel ? ";" : ",", lineTerminators: ["\r\n"] },
    notes: [facts],
    tableSchema: {
      columns: columns.map((name) => {
        const { type = "text", description } = meanings[name] ?? {};
        return {
          name,
          titles: name,
          datatype: datatypes[type],
          null: "",
          ...(description === undefined ? {} : { "dc:description": description }),
        };
      }),
    },
  };
}
