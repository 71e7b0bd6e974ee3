/** The yearly report of the labour inspection: `GET /v1/reports/c81/{year}`. */
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { sendBytes } from "@qorgau/infra/http/responses/send-bytes";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { c81TableRowSchema } from "@qorgau/schemas/responses/inspection/c81-response";
import type { C81Response } from "@qorgau/schemas/responses/inspection/c81-response";
import { inspectionReport } from "../access/domain/access-target.ts";
import { abortedOnceGone } from "../http/aborted-once-gone.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { queryOf, readRequestParameters } from "../http/request-parameters.ts";
import type { CutResolver } from "../past/requested-cut.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import { workbookMediaType, writeWorkbook } from "../render/write-workbook.ts";
import { parseC81Query } from "./domain/c81-parameters.ts";
import { c81Workbook } from "./domain/c81-workbook.ts";
import type { InspectionReader } from "./inspection-reader.ts";
import { readC81 } from "./read-c81.ts";

export interface InspectionDependencies {
  readonly inspection: InspectionReader;
  readonly cuts: CutResolver;
  readonly requestCut: RequestCut;
  /** A response folds every case of the year. */
  readonly oneAtATime: OneAtATime;
}

/** Adds `GET /v1/reports/c81/{year}`. A release that is named and not there is a 404 (QG-0864). A response with `asOf` is immutable. */
export function inspectionRoutes(server: ScopedServer, { inspection, cuts, requestCut, oneAtATime }: InspectionDependencies): void {
  server.get<{ Params: { year: string } }>(
    "/v1/reports/c81/:year",
    { config: routeAccess("GET /v1/reports/c81/{year}") },
    async (request, reply) => {
      const sent = readRequestParameters(request);
      const query = queryOf(request, sent, parseC81Query(request.params.year, sent.parameters), () => inspectionReport);
      const past = await requestCut(sent);
      const gone = abortedOnceGone(reply);
      const json = await oneAtATime(async () => readC81(inspection, query, past ?? (await cuts.live()), gone));
      const options = { immutable: past !== undefined };
      const fileName = `qorgau-c81-${json.year}`;
      if (sent.form !== "xlsx") return sendResponse(reply, sent.form, { json, table: () => c81Table(json), fileName }, options);
      const { language } = sent.presentation;
      const body = await writeWorkbook(c81Workbook(json, language, server.madeUp));
      const named = `${fileName}${server.madeUp ? "-made-up" : ""}-${language}.xlsx`;
      return sendBytes(reply, { body, mediaType: workbookMediaType, fileName: named }, options);
    },
  );
}

const columns = columnsOf(c81TableRowSchema);
const meanings = meaningsOf(c81TableRowSchema);

/** Every figure of the report as a row of one table; `part` says which of them it is. */
function c81Table({ year, release, asOf, watermark, rules, ...report }: C81Response): Table {
  const told = { year, release: release?.name ?? null, asOf, watermark, rules };
  const counted = (part: string, rows: C81Response["mining"] | C81Response["cases"]) =>
    (rows ?? []).map(({ code, ...row }) => ({ part, name: code, ...row }));
  const listed = (part: string, rows: C81Response["penalties"], reason: C81Response["penaltiesReason"]) =>
    rows?.map(({ name, count, amountKzt }) => ({ part, name, value: count, amountKzt })) ?? [{ part, reason }];
  const rows: object[] = [
    ...report.figures.map((row) => ({ part: "figure", ...row })),
    ...report.indicators.map((row) => ({ part: "indicator", ...row })),
    ...listed("infringements", report.infringements, report.infringementsReason),
    ...listed("penalties", report.penalties, report.penaltiesReason),
    ...(report.casesReason === null ? [] : [{ part: "cases", reason: report.casesReason }]),
    ...counted("cases", report.cases),
    ...counted("mining", report.mining),
    ...(report.occurrences?.map(({ code, count, by }) => ({ part: "occurrences", by, name: code, value: count })) ?? [
      { part: "occurrences", reason: "not_stated" },
    ]),
  ];
  return { columns, rows: rowsOf(rows, (row) => ({ ...row, ...told })), meanings };
}
