/** One answer, two forms: the CSV is made from the very object that the JSON is. What can never change may be kept for good. */
import { createHash } from "node:crypto";
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

export interface SendOptions {
  /** The answer is of a past cut: whoever has it need not ask again. */
  readonly immutable: boolean;
}

/**
 * A year, by which "for ever" goes on the web. Neither `public` nor `private`: a cache that many share may keep it too, but not where it
 * took a token to get it (RFC 9111, section 3.5).
 */
const cacheForEver = "max-age=31536000, immutable";

export function sendAnswer(
  reply: FastifyReply,
  form: AnswerForm,
  answer: Answer,
  { immutable }: SendOptions = { immutable: false },
): FastifyReply {
  const body = form === "json" ? JSON.stringify(answer.json) : toCsv(answer.table());
  if (immutable) {
    const tag = `"${createHash("sha256").update(body).digest("base64url")}"`;
    reply.headers({ "cache-control": cacheForEver, etag: tag });
    if (isKnown(tag, reply.request.headers["if-none-match"])) return reply.code(304).send();
  } else {
    // Live figures: whoever keeps an answer asks again before using it.
    reply.header("cache-control", "no-cache");
  }
  if (form === "json") return reply.type("application/json; charset=utf-8").send(body);
  return reply
    .header("content-disposition", `inline; filename="${answer.fileName}.csv"`)
    .type("text/csv; charset=utf-8; header=present")
    .send(body);
}

/** If-None-Match compares weakly (RFC 9110, section 13.1.2): a proxy that compressed the answer has marked its tag so. */
function isKnown(tag: string, header: string | undefined): boolean {
  const known = (header ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes("*") || known.includes(tag);
}
