/** How the pipeline stands (`GET /v1/status`) and what every rule id says (`GET /v1/rules`). */
import { rules } from "@qorgau/schemas/rules/rules";
import { rulesAnswerSchema } from "@qorgau/schemas/responses/rules-answer";
import type { RulesAnswer } from "@qorgau/schemas/responses/rules-answer";
import { pipelineStatusSchema } from "@qorgau/schemas/responses/status";
import type { FastifyInstance } from "fastify";
import type { ApiDependencies } from "./api-dependencies.ts";
import { columnsOf } from "@qorgau/infra/http/responses/csv-table";
import { readPlainQuestion } from "./http/question.ts";
import { sendAnswer } from "@qorgau/infra/http/responses/send-answer";

const rulesAnswer: RulesAnswer = {
  rules: Object.entries(rules)
    .map(([id, rule]) => ({ id, ...rule }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
};
const ruleColumns = columnsOf(rulesAnswerSchema.shape.rules.element);
const statusColumns = columnsOf(pipelineStatusSchema);

export function statusRoutes(server: FastifyInstance, { pipeline }: Pick<ApiDependencies, "pipeline">): void {
  server.get("/v1/status", async (request, reply) => {
    const { form } = readPlainQuestion(request);
    const status = await pipeline();
    return sendAnswer(reply, form, { json: status, table: () => ({ columns: statusColumns, rows: [status] }), fileName: "qorgau-status" });
  });

  server.get("/v1/rules", { config: { need: "nothing" } }, async (request, reply) => {
    const { form } = readPlainQuestion(request);
    const table = () => ({ columns: ruleColumns, rows: rulesAnswer.rules });
    return sendAnswer(reply, form, { json: rulesAnswer, table, fileName: "qorgau-rules" });
  });
}
