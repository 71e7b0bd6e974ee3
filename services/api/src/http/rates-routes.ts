/** The figures: `GET /v1/rates` and `GET /v1/rollups/annual/{year}`. */
import { ProblemError } from "@qorgau/infra/runtime/http-server";
import type { Watermark } from "@qorgau/schemas/watermark";
import type { FastifyInstance } from "fastify";
import type { WatermarkGate } from "../await-watermark.ts";
import { parseAnnualRollupQuery } from "../domain/annual-rollup-query.ts";
import { parseRatesQuery } from "../domain/rates-query.ts";
import type { RatesReader } from "../rates-reader.ts";
import { readQuestion, refuseFaults } from "./question.ts";
import { annualRollupTable, ratesTable } from "./rates-table.ts";
import { sendAnswer } from "./send-answer.ts";
import { unavailable } from "./unavailable.ts";

export function ratesRoutes(server: FastifyInstance, { reader, gate }: { readonly reader: RatesReader; readonly gate: WatermarkGate }): void {
  const untilIncluded = async (atLeast: Watermark | null) => {
    if (atLeast !== null && !(await gate.until(atLeast))) throw unavailable("QG-0901", "atLeast");
  };

  server.get("/v1/rates", async (request, reply) => {
    const { form, parameters, faults } = readQuestion(request);
    const parsed = parseRatesQuery(parameters);
    if ("errors" in parsed) throw new ProblemError(400, [...faults, ...parsed.errors]);
    refuseFaults(faults);
    await untilIncluded(parsed.query.atLeast);
    const answer = await reader.rates(parsed.query);
    return sendAnswer(reply, form, { json: answer, table: () => ratesTable(answer, parsed.query.by), fileName: "qorgau-rates" });
  });

  server.get<{ Params: { year: string } }>("/v1/rollups/annual/:year", async (request, reply) => {
    const { form, parameters, faults } = readQuestion(request);
    const parsed = parseAnnualRollupQuery(request.params.year, parameters);
    if ("errors" in parsed) throw new ProblemError(400, [...faults, ...parsed.errors]);
    refuseFaults(faults);
    await untilIncluded(parsed.query.atLeast);
    const answer = await reader.annualRollup(parsed.query);
    return sendAnswer(reply, form, { json: answer, table: () => annualRollupTable(answer), fileName: `qorgau-annual-${answer.year}` });
  });
}
