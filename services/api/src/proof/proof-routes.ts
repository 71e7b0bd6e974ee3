/** Proof that the log holds a record, and that it only grew: `GET /v1/proofs`; the checkpoints that were signed: `GET /v1/checkpoints`. */
import { columnsOf, meaningsOf } from "@qorgau/infra/http/responses/csv-table";
import { sendResponse } from "@qorgau/infra/http/responses/send-response";
import { ProblemError } from "@qorgau/infra/http/problem";
import type { ScopedServer } from "@qorgau/infra/http/http-server";
import type { StoredCheckpoint } from "@qorgau/infra/proof/proof-store";
import type { Proofs } from "@qorgau/infra/proof/proofs";
import { routeAccess } from "@qorgau/schemas/access/route-costs";
import { checkpointRowSchema, consistencyProofSchema, inclusionProofSchema } from "@qorgau/schemas/log/proof-response";
import type { CheckpointsResponse, ConsistencyProof, InclusionProof } from "@qorgau/schemas/log/proof-response";
import { fault } from "@qorgau/schemas/rules/rules";
import type { Watermark } from "@qorgau/schemas/watermark";
import { queryOf, readPlainForm } from "../http/request-parameters.ts";
import { ResponseError, unavailable } from "../published/response-error.ts";
import { parseCheckpointsQuery, parseProofQuery } from "./domain/proof-parameters.ts";
import type { CheckpointsQuery, ProofQuery } from "./domain/proof-parameters.ts";

export interface ProofDependencies {
  readonly of: Proofs;
  /** Of the log. */
  readonly end: () => Promise<Watermark>;
}

const base64 = (hash: Uint8Array): string => Buffer.from(hash).toString("base64");
const checkpointColumns = columnsOf(checkpointRowSchema);
const checkpointMeanings = meaningsOf(checkpointRowSchema);

/** Adds both routes; where nothing is signed (null) both are 404 (QG-0940). */
export function proofRoutes(server: ScopedServer, proofs: ProofDependencies | null): void {
  const demanded = (): ProofDependencies => {
    if (proofs === null) throw new ProblemError(404, [fault("QG-0940", "")]);
    return proofs;
  };

  server.get("/v1/proofs", { config: routeAccess("GET /v1/proofs") }, async (request, reply) => {
    const sent = readPlainForm(request);
    const query = queryOf(request, sent, parseProofQuery(sent.parameters), () => ({ of: "service" }));
    const json = await proofOf(demanded(), query);
    const schema = query.of === "inclusion" ? inclusionProofSchema : consistencyProofSchema;
    const table = () => ({ columns: columnsOf(schema), rows: [{ ...json, path: json.path.join(" ") }], meanings: meaningsOf(schema) });
    return sendResponse(reply, sent.form, { json, table, fileName: "qorgau-proof" });
  });

  server.get("/v1/checkpoints", { config: routeAccess("GET /v1/checkpoints") }, async (request, reply) => {
    const sent = readPlainForm(request);
    const query = queryOf(request, sent, parseCheckpointsQuery(sent.parameters), () => ({ of: "service" }));
    const json = checkpointsOf(demanded().of, query);
    const table = () => ({ columns: checkpointColumns, rows: json.checkpoints, meanings: checkpointMeanings });
    return sendResponse(reply, sent.form, { json, table, fileName: "qorgau-checkpoints" });
  });
}

async function proofOf({ of: proofs, end }: ProofDependencies, query: ProofQuery): Promise<InclusionProof | ConsistencyProof> {
  const { partition } = query;
  refuseUnknown(proofs, partition);
  const latest = proofs.latest(partition)?.size ?? 0;
  if (query.of === "inclusion") {
    const { offset } = query;
    const size = query.size ?? latest;
    if (offset >= latest && offset <= ((await end()).get(partition) ?? -1)) throw unavailable("QG-0942", "offset");
    if (offset >= size || size > latest) throw unprovable(latest, offset >= size ? "offset" : "size");
    const { leaf, root, path } = proofs.inclusion(partition, offset, size);
    const note = proofs.checkpoint(partition, size)?.note ?? null;
    return { partition, offset, leaf: base64(leaf), size, root: base64(root), path: path.map(base64), checkpoint: note };
  }
  const { from } = query;
  const to = query.to ?? latest;
  if (to > latest || from > to) throw unprovable(latest, to > latest ? "to" : "from");
  const { fromRoot, toRoot, path } = proofs.consistency(partition, from, to);
  const note = proofs.checkpoint(partition, to)?.note ?? null;
  return { partition, from, fromRoot: base64(fromRoot), to, toRoot: base64(toRoot), path: path.map(base64), checkpoint: note };
}

function checkpointsOf(proofs: Proofs, { partition, below, limit }: CheckpointsQuery): CheckpointsResponse {
  const { verifier, publicKey } = proofs;
  if (partition === null) {
    const latest = Array.from({ length: proofs.partitions }, (_, one) => proofs.latest(one)).filter((one) => one !== null);
    return { verifier, publicKey, checkpoints: latest.map(rowOf), next: null };
  }
  refuseUnknown(proofs, partition);
  const found = proofs.history(partition, below ?? Number.MAX_SAFE_INTEGER, limit + 1);
  const page = found.slice(0, limit);
  return { verifier, publicKey, checkpoints: page.map(rowOf), next: found.length > limit ? (page.at(-1)?.size ?? null) : null };
}

function rowOf({ partition, size, root, signedAtMs, note }: StoredCheckpoint): CheckpointsResponse["checkpoints"][number] {
  return { partition, size, root: base64(root), signedAt: new Date(signedAtMs).toISOString(), note };
}

function refuseUnknown({ partitions }: Proofs, partition: number): void {
  if (partition >= partitions) throw new ResponseError("answer_refused", [fault("QG-0941", "partition", { last: partitions - 1 })]);
}

const unprovable = (size: number, pointer: string) => new ResponseError("answer_refused", [fault("QG-0944", pointer, { size })]);
