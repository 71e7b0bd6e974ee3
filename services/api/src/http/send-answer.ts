/** One answer, two forms: the CSV is made from the very object that the JSON is. */
import type { FastifyReply } from "fastify";
import type { AnswerForm } from "./answer-form.ts";
import { toCsv } from "./csv-table.ts";
import type { Table } from "./csv-table.ts";

export interface Answer {
  readonly json: object;
  readonly table: () => Table;
  /** What a browser calls the CSV file when it saves it, without its ending. */
  readonly fileName: string;
}

export function sendAnswer(reply: FastifyReply, form: AnswerForm, answer: Answer): FastifyReply {
  // Live figures: whoever keeps an answer asks again before using it.
  reply.header("cache-control", "no-cache");
  if (form === "json") return reply.type("application/json; charset=utf-8").send(JSON.stringify(answer.json));
  return reply
    .header("content-disposition", `inline; filename="${answer.fileName}.csv"`)
    .type("text/csv; charset=utf-8; header=present")
    .send(toCsv(answer.table()));
}
