/**
 * Which series to look at: `GET /v1/signals`, one signal of the log at `/v1/signals/{signal}`, what became of it by `POST /v1/signals/{signal}/acknowledgements`, and
 * how many were worth it at `/v1/signals/precision`.
 */
import { auditAct, tokenOf } from "@qorgau/infra/http/audit-requests";
import { ProblemError } from "@qorgau/infra/http/problem";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { columnsOf, meaningsOf, rowsOf } from "@qorgau/infra/http/responses/csv-table";
import type { Table } from "@qorgau/infra/http/responses/csv-table";
import { refuseElsewhere } from "@qorgau/infra/http/responses/refuse-elsewhere";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import { recordedSignalSchema, signalPrecisionSchema } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import type { RecordedSignal, SignalAcknowledgement } from "@qorgau/schemas/responses/surveillance/recorded-signals";
import { signalRowSchema, signalsResponseSchema } from "@qorgau/schemas/responses/surveillance/signals-response";
import type { SignalsResponse } from "@qorgau/schemas/responses/surveillance/signals-response";
import { fault } from "@qorgau/schemas/rules/rules";
import type { FastifyRequest } from "fastify";
import { signalsOf } from "../access/domain/access-target.ts";
import { permit } from "../http/permit.ts";
import type { RequestCut } from "../http/request-cut.ts";
import { faultsOfNames, queryOf, readRequestParameters, refuseFaults } from "../http/request-parameters.ts";
import type { RequestedCut } from "../past/requested-cut.ts";
import type { OneAtATime } from "../published/one-at-a-time.ts";
import { ResponseError } from "../published/response-error.ts";
import { parseAcknowledgement } from "./acknowledgement-parameters.ts";
import type { RaisedSignal } from "./domain/recorded-signals.ts";
import { parseSignalsQuery } from "./domain/signals-parameters.ts";
import { readPrecision, readRaised, readSignal, readSignals } from "./read-signals.ts";
import type { SignalSources } from "./read-signals.ts";
import type { SignalLog } from "./signal-log.ts";

export interface SignalsDependencies extends Pick<SignalSources, "reader"> {
  readonly signals: SignalLog;
  readonly requestCut: RequestCut;
  readonly oneAtATime: OneAtATime;
}

type BySignal = { Params: { signal: string } };

/** Adds the routes. Faults of the parameters are a 400. A response with `asOf` is immutable. */
export function signalsRoutes(server: ScopedServer, { reader, signals, requestCut, oneAtATime }: SignalsDependencies): void {
  const sources: SignalSources = { reader, events: signals.events };

  server.get("/v1/signals", { config: routeAccess("GET /v1/signals") }, async (request, reply) => {
    const sent = readRequestParameters(request);
    const query = queryOf(request, sent, parseSignalsQuery(sent.parameters), signalsOf);
    const past = await requestCut(sent);
    const json = await oneAtATime(() => readSignals(query, sources, past));
    return sendResponse(
      reply,
      sent.form,
      { json, table: () => signalsTable(json), fileName: "qorgau-signals" },
      { immutable: past !== undefined },
    );
  });

  server.get("/v1/signals/precision", { config: routeAccess("GET /v1/signals/precision") }, async (request, reply) => {
    const sent = readRequestParameters(request);
    refuseFaults([...sent.faults, ...faultsOfNames(sent.parameters, ["format", "asOf", "atLeast"])]);
    permit(request, signalsOf({ regions: null, sectors: null }));
    const past = await requestCut(sent);
    const json = await readPrecision(sources, past);
    const table = () => ({ columns: columnsOf(signalPrecisionSchema), meanings: meaningsOf(signalPrecisionSchema), rows: [json] });
    return sendResponse(reply, sent.form, { json, table, fileName: "qorgau-signals-precision" }, { immutable: past !== undefined });
  });

  /** The signal, once the caller may see it. A caller with limits sees those of its regions and sections. */
  const permitted = async (request: FastifyRequest<BySignal>, past: RequestedCut | undefined): Promise<RaisedSignal> => {
    const raised = (await readRaised(sources, past)).find(({ id }) => id === request.params.signal);
    permit(request, signalsOf(placesOf(raised)));
    if (raised === undefined) throw new ProblemError(404, [fault("QG-0641", "signal")]);
    return raised;
  };

  server.get<BySignal>("/v1/signals/:signal", { config: routeAccess("GET /v1/signals/{signal}") }, async (request, reply) => {
    const sent = readRequestParameters(request);
    refuseFaults([...sent.faults, ...faultsOfNames(sent.parameters, ["format", "asOf", "atLeast"])]);
    const past = await requestCut(sent);
    const raised = await permitted(request, past);
    const json = await oneAtATime(() => readSignal(raised, sources, past));
    const table = () => recordedTable(json);
    return sendResponse(reply, sent.form, { json, table, fileName: "qorgau-signal" }, { immutable: past !== undefined });
  });

  server.post<BySignal>(
    "/v1/signals/:signal/acknowledgements",
    { config: routeAccess("POST /v1/signals/{signal}/acknowledgements"), bodyLimit: 16 * 1024 },
    async (request, reply) => {
      refuseElsewhere(request);
      const sent = readRequestParameters(request);
      refuseFaults([...sent.faults, ...faultsOfNames(sent.parameters, ["format"])]);
      const body = parseAcknowledgement(request.body);
      if ("errors" in body) throw new ProblemError(400, body.errors);
      const raised = await permitted(request, undefined);
      const acknowledgement = body.read;
      if (!isSame(raised.acknowledgement, acknowledgement)) {
        const stands = raised.acknowledgement?.revision ?? 0;
        if (acknowledgement.revision !== stands + 1) throw notTheNext(stands);
        await auditAct(request, { signal: raised.id, state: acknowledgement.state });
        await signals.acknowledge({ signal: raised.id, ...acknowledgement, by: tokenOf(request) });
      }
      const stands = await permitted(request, undefined);
      // Of two who sent the same revision at once the first in the log has it.
      if (!isSame(stands.acknowledgement, acknowledgement)) throw notTheNext(stands.acknowledgement?.revision ?? 0);
      const json = await oneAtATime(() => readSignal(stands, sources));
      return sendResponse(reply, sent.form, { json, table: () => recordedTable(json), fileName: "qorgau-signal" });
    },
  );
}

/** What of a signal the limits of a caller are held against; nothing of a signal that is not there. */
function placesOf(raised: RaisedSignal | undefined): Parameters<typeof signalsOf>[0] {
  const listed = (code: string | null = null) => (code === null ? null : [code]);
  return { regions: listed(raised?.region), sectors: listed(raised?.sector) };
}

const notTheNext = (stands: number) => new ResponseError("answer_conflict", [fault("QG-0642", "/revision", { stands })]);

function isSame(stands: RecordedSignal["acknowledgement"], sent: SignalAcknowledgement): boolean {
  const { revision, state, verdict, note } = sent;
  return stands !== null && stands.revision === revision && stands.state === state && stands.verdict === verdict && stands.note === note;
}

const provenanceColumns = ["falseAlarms", "declared", "runLength", "lagWeeks", "exposureBasis", "asOf", "watermark", "rules", "methods"];
const columns = [...columnsOf(signalRowSchema), ...provenanceColumns];
const meanings = meaningsOf(signalsResponseSchema, signalRowSchema);

/** A row for each signal; each repeats the budget. */
function signalsTable({
  rows,
  series: _series,
  groupFatalities: _groupFatalities,
  recorded: _recorded,
  from: _from,
  to: _to,
  ...provenance
}: SignalsResponse): Table {
  return { meanings, columns, rows: rowsOf(rows, (row) => ({ ...row, ...provenance })) };
}

const recordedRowSchema = recordedSignalSchema
  .omit({ acknowledgement: true, parameters: true, parents: true, states: true })
  .extend(recordedSignalSchema.shape.acknowledgement.unwrap().omit({ state: true, recordedAt: true }).shape);
const recordedColumns = columnsOf(recordedRowSchema);
const recordedMeanings = meaningsOf(recordedRowSchema);

/** One row: the signal, and the acknowledgement that stands. */
function recordedTable({ acknowledgement, parameters: _parameters, parents: _parents, states: _states, ...about }: RecordedSignal): Table {
  const { revision = null, verdict = null, note = null, by = null } = acknowledgement ?? {};
  return { columns: recordedColumns, meanings: recordedMeanings, rows: [{ ...about, revision, verdict, note, by }] };
}
