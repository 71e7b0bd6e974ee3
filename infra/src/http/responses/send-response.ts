/** One response in three forms: the CSV file and the workbook are made of the same object as the JSON. */
import type { FastifyReply } from "fastify";
import { inPieces } from "../../process/in-pieces.ts";
import { auditRead } from "../audit-requests.ts";
import { mediaTypes } from "./response-form.ts";
import type { ResponseForm } from "./response-form.ts";
import { csvPieces, rowsOf } from "./csv-table.ts";
import type { Table } from "./csv-table.ts";
import { jsonPieces } from "./json-pieces.ts";
import { namedResponse, namedTable } from "./named-table.ts";
import { presentationOf } from "./plain-parameters.ts";
import { plainPresentation } from "./presentation.ts";
import type { Presentation } from "./presentation.ts";
import { computedHash, sendBytes, tagOf } from "./send-bytes.ts";
import type { ResponseBytes } from "./send-bytes.ts";
import { xlsxPieces } from "./xlsx-pieces.ts";
import type { About } from "./xlsx-pieces.ts";

/** The content of a response before it is rendered. `table` is called for the CSV file and the workbook alone. */
export interface ResponseContent {
  readonly json: object;
  readonly table: () => Table;
  /** What a browser calls the CSV file when it saves it, without its ending. */
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
  return sendBytes(reply, await bytesOfResponse(form, response, presentation), options);
}

/**
 * Renders the response without sending it. All forms are made of the same numbers. Rejects with the reason of the
 * caller's signal once the caller has left.
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
  const rows = look.names ? namedTable(table(), look.language) : table();
  if (form === "csv") return { ...(await inPieces(packed(csvPieces(rows, look)))), mediaType: csvMediaType, fileName: `${fileName}.csv` };
  const pieces = xlsxPieces(rows, { title: fileName, facts: factsOf(json) }, look.language);
  return { ...(await inPieces(packed(pieces))), mediaType: mediaTypes.xlsx, fileName: `${fileName}.xlsx` };
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
      const { columns, rows } = table();
      return { columns: [...columns, "madeUp"], rows: rowsOf(rows, (row) => ({ ...row, madeUp: true })) };
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
function* packed(pieces: Iterable<string | Uint8Array>): Generator<void, { readonly body: Buffer; readonly tag: string }> {
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
