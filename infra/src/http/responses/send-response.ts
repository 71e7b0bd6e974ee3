/** One response in each form: files and datasets are made of the same object as the JSON. */
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyReply } from "fastify";
import { inPieces } from "../../process/in-pieces.ts";
import { auditRead } from "../audit-requests.ts";
import { ProblemError } from "../problem.ts";
import { mediaTypes, tableForms } from "./response-form.ts";
import type { ResponseForm } from "./response-form.ts";
import { csvPieces, rowsOf } from "./csv-table.ts";
import { csvwMetadata } from "./csvw-metadata.ts";
import type { Table } from "./csv-table.ts";
import { jsonPieces } from "./json-pieces.ts";
import { jsonStatDataset } from "./json-stat.ts";
import { namedResponse, namedTable } from "./named-table.ts";
import { parquetPieces } from "./parquet-pieces.ts";
import { presentationOf, withFormat } from "./plain-parameters.ts";
import { plainPresentation } from "./presentation.ts";
import type { Presentation } from "./presentation.ts";
import { computedHash, sendBytes, tagOf } from "./send-bytes.ts";
import type { ResponseBytes } from "./send-bytes.ts";
import { xlsxPieces } from "./xlsx-pieces.ts";
import type { About } from "./xlsx-pieces.ts";

/** The content of a response before it is rendered. `table` is called for every form but JSON. */
export interface ResponseContent {
  readonly json: object;
  readonly table: () => Table;
  /** What a browser calls a file of it when it saves it, without its ending. */
  readonly fileName: string;
  /** How many records, cases or changes it shows: then it goes into the audit trail before it is sent. */
  readonly records?: number;
}

/** Whether the response can change. `immutable` lets it be cached for a year; otherwise a cache revalidates it before each use. */
export interface SendOptions {
  /** The response is of a past cut: it never changes. */
  readonly immutable: boolean;
}

/**
 * Renders the response in `form`, with the presentation of the request, and sends it by `sendBytes`. Rendering runs in slices. Rejects with the
 * reason of the caller's signal once the caller has left, and with a ProblemError (503) where the audit trail should hold it and cannot.
 */
export async function sendResponse(
  reply: FastifyReply,
  form: ResponseForm,
  response: ResponseContent,
  options: SendOptions = { immutable: false },
): Promise<FastifyReply> {
  const { presentation } = presentationOf(reply.request, form);
  if (response.records !== undefined) await auditRead(reply.request, { cut: cutOf(response.json), records: response.records });
  if (form === "csv") linkDescription(reply);
  return sendBytes(reply, await bytesOfResponse(form, response, presentation), options);
}

/** A CSV file says where its columns are described (CSV on the Web, "Model for Tabular Data", section 5.2), beside the links it has already. */
export function linkDescription(reply: FastifyReply): FastifyReply {
  const link = `<${withFormat(reply.request, "csvw")}>; rel="describedby"; type="${mediaTypes.csvw}"`;
  const known = reply.getHeader("link");
  return reply.header("link", known === undefined ? link : `${String(known)}, ${link}`);
}

/**
 * Renders the response without sending it. All forms are made of the same numbers. Rejects with the reason of the
 * caller's signal once the caller has left, and with a ProblemError (400) where a cube is asked for of a table that is none.
 */
export async function bytesOfResponse(
  form: ResponseForm,
  response: ResponseContent,
  look: Presentation = plainPresentation,
): Promise<ResponseBytes> {
  if (form === "json") {
    const json = await presentedJson(response.json, look);
    return { ...(await inPieces(packed(jsonPieces(json)))), mediaType: jsonMediaType };
  }
  const { json, table, fileName } = look.madeUp === true ? madeUp(response) : response;
  const facts = factsOf(json);
  const rows = look.names ? namedTable(table(), look.language) : table();
  switch (form) {
    case "csv":
      return { ...(await inPieces(packed(csvPieces(rows, look)))), mediaType: csvMediaType, fileName: `${fileName}.csv` };
    case "xlsx": {
      const pieces = xlsxPieces(rows, { title: fileName, facts }, look.language);
      return { ...(await inPieces(packed(pieces))), mediaType: mediaTypes.xlsx, fileName: `${fileName}.xlsx` };
    }
    case "parquet":
      return { ...(await inPieces(packed(parquetPieces(rows, facts)))), mediaType: mediaTypes.parquet, fileName: `${fileName}.parquet` };
    case "csvw": {
      const { csvAddress: url = `${fileName}.csv`, excel, language } = look;
      const described = csvwMetadata(rows, { url, title: fileName, facts, excel, language });
      return { ...(await inPieces(packed(jsonPieces(described)))), mediaType: mediaTypes.csvw };
    }
    default: {
      form satisfies "jsonstat";
      const { cube } = rows;
      if (cube === undefined) throw new ProblemError(400, [fault("QG-0603", "format", { values: tableForms.join(", ") })]);
      const dataset = await inPieces(jsonStatDataset({ ...rows, cube }, { label: fileName, facts, language: look.language }));
      return { ...(await inPieces(packed(jsonPieces(dataset)))), mediaType: `${mediaTypes.jsonstat}; charset=utf-8` };
    }
  }
}

/** The JSON response as it is rendered: with the names of its codes where they are requested, and in the demo with a member that says so. */
export async function presentedJson<Json extends object>(json: Json, look: Presentation): Promise<Json> {
  const marked = look.madeUp === true ? { ...json, madeUp: true } : json;
  return look.names ? ((await inPieces(namedResponse(marked, look.language))) as Json) : marked;
}

const cutOf = (json: object): string | null => ("watermark" in json && typeof json.watermark === "string" ? json.watermark : null);

/** The demo's: who opens the file a year later still sees what it is. */
function madeUp({ json, table, fileName }: ResponseContent): ResponseContent {
  return {
    json: { ...json, madeUp: true },
    table: () => {
      const { columns, rows, meanings, ...cube } = table();
      return {
        ...cube,
        columns: [...columns, "madeUp"],
        rows: rowsOf(rows, (row) => ({ ...row, madeUp: true })),
        meanings: { ...meanings, madeUp: { type: "truth", description: "The figures are made up: nobody was hurt." } },
      };
    },
    fileName: `${fileName}-made-up`,
  };
}

/** The members of the response that hold for all of its rows. */
function factsOf(json: object): About["facts"] {
  const isFact = ([, value]: [string, unknown]) => value === null || ["string", "number", "boolean"].includes(typeof value);
  return Object.fromEntries(Object.entries(json).filter(isFact)) as About["facts"];
}

/** The bytes, and the entity tag of computed ones: hashed as they come, since ten megabytes at once take too long. */
export function* packed(pieces: Iterable<string | Uint8Array>): Generator<void, { readonly body: Buffer; readonly tag: string }> {
  const hash = computedHash();
  const bytes: Uint8Array[] = [];
  for (const piece of pieces) {
    const some = typeof piece === "string" ? Buffer.from(piece) : piece;
    hash.update(some);
    bytes.push(some);
    yield;
  }
  return { body: Buffer.concat(bytes), tag: tagOf(hash) };
}

const jsonMediaType = "application/json; charset=utf-8";
const csvMediaType = "text/csv; charset=utf-8; header=present";
