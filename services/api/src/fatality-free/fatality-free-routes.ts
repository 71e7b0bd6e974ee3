/** Days without a fatality: `GET /v1/fatality-free-days`, by mine, region, sector or any other dimension of `/v1/rates`. */
import { ProblemError } from "@qorgau/infra/http/http-server";
import { inPieces } from "@qorgau/infra/process/in-pieces";
import { rowsOf } from "@qorgau/infra/http/responses/csv-table";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";
import { fatalityFreeDimensions, fatalityFreeRowSchema } from "@qorgau/schemas/responses/fatality-free-answer";
import type { FatalityFreeAnswer } from "@qorgau/schemas/responses/fatality-free-answer";
import type { RatesQuery } from "@qorgau/schemas/responses/rates";
import type { FastifyInstance } from "fastify";
import { answerRowsMax, TooManyCells, TooManyRows } from "../paging/domain/answer-rows.ts";
import { fatalityFreeSteps } from "./domain/fatality-free.ts";
import { parseFatalityFreeQuery } from "./domain/fatality-free-parameters.ts";
import type { AskedCut } from "../past/asked-cut.ts";
import type { RatesReader, RatesWithLastStated } from "../rates/rates-reader.ts";
import { askedColumns, citedTable } from "../render/cited-table.ts";
import { readQuestion } from "../http/question.ts";
import type { Question } from "../http/question.ts";
import type { QuestionCut } from "../http/question-cut.ts";

export interface FatalityFreeDependencies {
  readonly reader: RatesReader;
  readonly questionCut: QuestionCut;
}

export function fatalityFreeRoutes(server: FastifyInstance, { reader, questionCut }: FatalityFreeDependencies): void {
  server.get("/v1/fatality-free-days", async (request, reply) => {
    const sent = readQuestion(request);
    const query = queryOf(sent);
    const past = await questionCut(sent);
    const json = await answerOf(query, reader, past);
    const columns = [...askedColumns(fatalityFreeRowSchema, fatalityFreeDimensions, query.by), "from", "until"];
    const { from, until, rows } = json;
    const table = () =>
      citedTable(
        json,
        columns,
        rowsOf(rows, (row) => ({ ...row, from, until })),
      );
    return sendAnswer(reply, sent.form, { json, table, fileName: "qorgau-fatality-free-days" }, { immutable: past !== undefined });
  });
}

function queryOf({ parameters, faults }: Question): RatesQuery {
  const parsed = parseFatalityFreeQuery(parameters);
  const all = [...faults, ...("errors" in parsed ? parsed.errors : [])];
  if (all.length > 0 || "errors" in parsed) throw new ProblemError(400, all);
  return parsed.query;
}

async function answerOf(query: RatesQuery, reader: RatesReader, past?: AskedCut): Promise<FatalityFreeAnswer> {
  // What was stated of later days says that a cell was not silent on those asked for.
  const { answer, day, lastStatedOf } = await fatalDays({ ...query, to: null, wholeReach: true }, reader, past);
  const { rows, asOf, watermark, rules } = answer;
  const { from, to } = query;
  // Of an empty cut nothing was observed, and there are no rows.
  if (day === null) return { asOf, watermark, rules, from, until: to ?? "", rows: [] };
  const until = to === null || to > day ? day : to;
  const observed = rows.filter(({ period }) => period <= until);
  const cells = await inPieces(fatalityFreeSteps(observed, query.by, { from, until }, lastStatedOf));
  if (cells.length > answerRowsMax) throw new TooManyRows(cells.length);
  return { asOf, watermark, rules, from, until, rows: cells };
}

/** Days times cells: from so many the spells are made. */
const daysMax = 60_000;

async function fatalDays(query: RatesQuery, reader: RatesReader, past?: AskedCut): Promise<RatesWithLastStated> {
  try {
    return await reader.ratesWithLastStated(query, past, daysMax);
  } catch (error) {
    throw error instanceof TooManyRows ? new TooManyCells(error.rows, daysMax) : error;
  }
}
