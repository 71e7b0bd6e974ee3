/** `GET /v1/records`: the records of a reporter; or the statements of one, its effective revision, and whether and as what it counts. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { lacksScope } from "@qorgau/schemas/access/lacks-scope";
import type { RecordEntity } from "@qorgau/schemas/codes/enumerations";
import { seesStatuses } from "../access/domain/access-refusal.ts";
import { reporterOf } from "../access/domain/access-target.ts";
import { withReadersPseudonyms } from "../access/domain/readers-pseudonym.ts";
import { withoutMergedValues } from "../access/domain/withhold-others.ts";
import { heldRecordSchema, listedRecordSchema, reportedStatementSchema } from "@qorgau/schemas/responses/record-response";
import type { RecordResponse } from "@qorgau/schemas/responses/record-response";
import { fault } from "@qorgau/schemas/rules/rules";
import { formatWatermark } from "@qorgau/schemas/watermark";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import { ProblemError } from "@qorgau/infra/http/http-server";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import type { FastifyReply, FastifyRequest } from "fastify";
import { asSeenBy, permit } from "../http/permit.ts";
import type { JournalReader } from "../explain/journal-reader.ts";
import { waitingMax } from "../explain/row-parameters.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import { createOneAtATime } from "../published/one-at-a-time.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import { linkNextPage, withCutOfCursor } from "../http/response-pages.ts";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { citedTable } from "../render/cited-table.ts";
import { cutNames, saidDefaults } from "../http/domain/shared-parameters.ts";
import { parseRecordListQuery, recordListParameters, recordParameters } from "./domain/record-parameters.ts";
import { queryOf, readRequestParameters, refuseFaults } from "../http/request-parameters.ts";
import type { RequestParameters } from "../http/request-parameters.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";

const listedColumns = columnsOf(listedRecordSchema);
const listedMeanings = meaningsOf(listedRecordSchema);
const statementColumns = columnsOf(reportedStatementSchema);
const statementMeanings = meaningsOf(heldRecordSchema, reportedStatementSchema);

export interface RecordsDependencies {
  readonly journal: JournalReader;
  readonly cuts: CutResolver;
  readonly requestCut: RequestCut;
}

/**
 * Adds `GET /v1/records`. A name without a record within the cut is a 404 (QG-0813). Without a subject it lists the reporter's records, one request
 * after the other; where 16 wait already, the response is a 503 (QG-0833).
 */
export function recordsRoutes(server: ScopedServer, dependencies: RecordsDependencies): void {
  const { journal, requestCut } = dependencies;
  const oneAtATime = createOneAtATime(waitingMax);
  server.get("/v1/records", { config: routeAccess("GET /v1/records") }, async (request, reply) => {
    const requestParameters = readRequestParameters(request);
    if (!requestParameters.parameters.has("subject")) return sendList(dependencies, oneAtATime, request, reply, requestParameters);
    const others = [...cutNames, ...saidDefaults(recordListParameters, requestParameters.parameters)];
    const { values: record, faults } = readParameters(recordParameters, requestParameters.parameters, others);
    refuseFaults([...requestParameters.faults, ...faults]);
    permit(request, reporterOf(record));
    const withoutStatuses = hidesStatuses(request, record);
    const past = await requestCut(requestParameters);
    const whole = await journal.record({ ...record, withoutStatuses }, past);
    const seen = asSeenBy(request, whole, withoutMergedValues);
    const json = request.rights === null ? seen : withReadersPseudonyms(seen, request.caller);
    const response = { json, table: () => statementsTable(json), fileName: "qorgau-records", records: json.records.length };
    return sendResponse(reply, requestParameters.form, response, { immutable: past !== undefined });
  });
}

async function sendList(
  { journal, cuts, requestCut }: RecordsDependencies,
  oneAtATime: OneAtATime,
  request: FastifyRequest,
  reply: FastifyReply,
  sent: RequestParameters,
): Promise<FastifyReply> {
  const query = queryOf(request, sent, parseRecordListQuery(sent.parameters), reporterOf);
  const withoutStatuses = hidesStatuses(request, query);
  const firstCut = query.cursor === null ? null : formatWatermark(query.cursor.watermark);
  const past = await requestCut(withCutOfCursor(sent, firstCut));
  if (firstCut !== null && past !== undefined && firstCut !== formatWatermark(past.watermark)) {
    throw new ProblemError(400, [fault("QG-0831", "cursor")]);
  }
  const json = await oneAtATime(async () => journal.recordList({ ...query, withoutStatuses }, past ?? (await cuts.live())));
  linkNextPage(reply, sent, json.nextCursor);
  const table = () =>
    citedTable(json, {
      columns: ["source", ...listedColumns],
      rows: rowsOf(json.rows, (row) => ({ source: json.source, ...row })),
      meanings: listedMeanings,
    });
  return sendResponse(
    reply,
    sent.form,
    { json, table, fileName: "qorgau-records", records: json.rows.length },
    { immutable: past !== undefined },
  );
}

/** Whether what enterprises are in is left out for this caller. Throws a ProblemError (403, QG-0853) where nothing else is asked for. */
function hidesStatuses(
  { rights }: FastifyRequest,
  { source, entity }: { readonly source: string; readonly entity: RecordEntity | null },
): boolean {
  const isHidden = rights !== null && !seesStatuses(rights, source);
  if (isHidden && entity === "enterprise.status") throw new ProblemError(403, [lacksScope(["inspect"], "entity")]);
  return isHidden;
}

/** One line per statement; `data` is the JSON of it. */
function statementsTable({ source, subject, records, ...provenance }: RecordResponse): Table {
  const columns = ["source", "subject", "entity", ...statementColumns.filter((column) => column !== "reason"), "why", "counts"];
  const rows = records.flatMap(({ entity, counts, statements }) =>
    statements.map(({ data, reason, ...reported }) => {
      return { source, subject, entity, ...reported, data: JSON.stringify(data), why: reason?.text ?? null, counts };
    }),
  );
  return citedTable(provenance, { columns, rows, meanings: statementMeanings });
}
