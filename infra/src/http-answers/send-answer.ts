/** One answer, two forms: the CSV is made from the very object that the JSON is. */
import type { FastifyReply } from "fastify";
import type { AnswerForm } from "./answer-form.ts";
import { toCsv } from "./csv-table.ts";
import type { Table } from "./csv-table.ts";
import { sendBytes } from "./send-bytes.ts";
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

export function sendAnswer(
  reply: FastifyReply,
  form: AnswerForm,
  answer: Answer,
  options: SendOptions = { immutable: false },
): FastifyReply {
  return sendBytes(reply, bytesOfAnswer(form, answer), options);
}

export function bytesOfAnswer(form: AnswerForm, { json, table, fileName }: Answer): AnswerBytes {
  if (form === "json") return { body: JSON.stringify(json), mediaType: jsonMediaType };
  return { body: toCsv(table()), mediaType: csvMediaType, fileName: `${fileName}.csv` };
}

const jsonMediaType = "application/json; charset=utf-8";
const csvMediaType = "text/csv; charset=utf-8; header=present";
