/** One answer, two forms: the CSV is made from the very object that the JSON is. */
import type { FastifyReply } from "fastify";
import { inPieces } from "../../process/in-pieces.ts";
import type { AnswerForm } from "./answer-form.ts";
import { csvPieces } from "./csv-table.ts";
import type { Table } from "./csv-table.ts";
import { jsonPieces } from "./json-pieces.ts";
import { computedHash, sendBytes, tagOf } from "./send-bytes.ts";
import type { AnswerBytes } from "./send-bytes.ts";

export interface Answer {
  readonly json: object;
  readonly table: () => Table;
  /** What a browser calls the CSV file when it saves it, without its ending. */
  readonly fileName: string;
}

export interface SendOptions {
  /** The answer is of a past cut: whoever has it need not ask again. */
  readonly immutable: boolean;
}

export async function sendAnswer(
  reply: FastifyReply,
  form: AnswerForm,
  answer: Answer,
  options: SendOptions = { immutable: false },
): Promise<FastifyReply> {
  return sendBytes(reply, await bytesOfAnswer(form, answer), options);
}

export async function bytesOfAnswer(form: AnswerForm, { json, table, fileName }: Answer): Promise<AnswerBytes> {
  if (form === "json") return { ...(await inPieces(packed(jsonPieces(json)))), mediaType: jsonMediaType };
  return { ...(await inPieces(packed(csvPieces(table())))), mediaType: csvMediaType, fileName: `${fileName}.csv` };
}

/** The bytes, and the entity tag of computed ones: hashed as they come, since ten megabytes at once take too long. */
function* packed(pieces: Iterable<string>): Generator<void, { readonly body: Buffer; readonly tag: string }> {
  const hash = computedHash();
  const bytes: Buffer[] = [];
  for (const piece of pieces) {
    const some = Buffer.from(piece);
    hash.update(some);
    bytes.push(some);
    yield;
  }
  return { body: bytes.length === 1 ? bytes[0]! : Buffer.concat(bytes), tag: tagOf(hash) };
}

const jsonMediaType = "application/json; charset=utf-8";
const csvMediaType = "text/csv; charset=utf-8; header=present";
