/** What of a reporter's messages was put aside: `GET /v1/dead-letters`. */
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { reporterOf } from "../access/domain/access-target.ts";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { KafkaError } from "@qorgau/infra/kafka/kafka-error";
import type { DeadLetterReading } from "@qorgau/infra/kafka/dead-letters/recent-dead-letters";
import { deadLetterRowSchema, deadLettersResponseSchema } from "@qorgau/schemas/responses/dead-letters-response";
import type { DeadLettersResponse } from "@qorgau/schemas/responses/dead-letters-response";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { linkNextPage } from "../http/response-pages.ts";
import { queryOf, readPlainForm } from "../http/request-parameters.ts";
import { unavailable } from "../published/response-error.ts";
import { deadLettersPage } from "./domain/dead-letters-page.ts";
import { parseDeadLettersQuery } from "./domain/dead-letters-query.ts";
import type { DeadLettersQuery } from "./domain/dead-letters-query.ts";

/** Without `reading` there is no cluster. */
export interface DeadLettersDependencies {
  readonly reading?: Pick<DeadLetterReading, "recent">;
}

/** Adds `GET /v1/dead-letters`. It is a 503 (QG-0714) where the cluster cannot serve it, or not in time. */
export function deadLettersRoutes(server: ScopedServer, { reading }: DeadLettersDependencies): void {
  server.get("/v1/dead-letters", { config: routeAccess("GET /v1/dead-letters") }, async (request, reply) => {
    const sent = readPlainForm(request);
    const query = queryOf(request, sent, parseDeadLettersQuery(sent.parameters), reporterOf);
    const json = await responseOf(query, reading);
    linkNextPage(reply, { ...sent, partial: false }, json.nextCursor);
    return sendResponse(reply, sent.form, {
      json,
      table: () => deadLettersTable(json),
      fileName: "qorgau-dead-letters",
      records: json.rows.length,
    });
  });
}

const nothing = (source: string, reason: DeadLettersResponse["reason"]): DeadLettersResponse => ({
  source,
  available: false,
  reason,
  complete: false,
  rows: [],
  nextCursor: null,
});

async function responseOf(query: DeadLettersQuery, reading: DeadLettersDependencies["reading"]): Promise<DeadLettersResponse> {
  const { source } = query;
  if (reading === undefined) return nothing(source, "no_kafka");
  try {
    const { complete, deadLetters } = await reading.recent();
    return { source, available: true, reason: null, complete, ...deadLettersPage(query, deadLetters) };
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
    if (error.code === "kafka_not_authorized") return nothing(source, "not_permitted");
    throw unavailable("QG-0714", "", error);
  }
}

/** The errors of a row are one cell: rules with their pointers. */
function deadLettersTable({ rows, source, available, reason, complete }: DeadLettersResponse): Table {
  return {
    meanings: meaningsOf(deadLettersResponseSchema, deadLetterRowSchema),
    columns: [
      "source",
      ...columnsOf(deadLetterRowSchema),
      "replayedPosition",
      "replayedRecordedAt",
      "available",
      "reason",
      "complete",
    ].filter((column) => column !== "replayed"),
    rows: rowsOf(rows, ({ errors, ...row }) => ({
      ...row,
      errors: errors.map(({ rule, pointer }) => `${rule} ${pointer}`.trim()).join("; "),
      ...{ source, available, reason, complete },
    })),
  };
}
