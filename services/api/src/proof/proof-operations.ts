/** `GET /v1/proofs` and `GET /v1/checkpoints` in the OpenAPI document. */
import { formParameters } from "@qorgau/infra/http/responses/form-parameters";
import { queryParameters } from "../openapi/parameters-of.ts";
import { problemResponse, reference, tableRefusals, tableResponse } from "../openapi/responses.ts";
import { checkpointsParameters, proofParameters } from "./domain/proof-parameters.ts";

const unsigned = problemResponse("The service has no signing key.");

export const proofPaths = {
  "/v1/proofs": {
    get: {
      operationId: "getProof",
      tags: ["service"],
      summary: "Proof that the log holds a record, or that it only grew",
      description:
        "Each partition of the log is a Merkle tree (RFC 9162, SHA-256) whose leaves are its records in order. A leaf is SHA-256 of a zero byte and the record as the log holds it: `<partition> <offset> <recordedAt in ms> <bytes of the key>`, a line feed, key and value; an acknowledgement states it as `leaf`. " +
        "With `offset` the answer proves that a checkpoint covers the record; with `from` that a later checkpoint holds all of an earlier one. Nothing but hashes is shown. A record is covered within `QORGAU_CHECKPOINT_SECONDS`, until then 503 (`QG-0942`).",
      parameters: queryParameters(proofParameters, formParameters),
      responses: {
        "200": {
          ...tableResponse("The proof.", "InclusionProof", "partition,offset,leaf,size,root,path,checkpoint\r\n0,812,…,1000,…,…,…\r\n"),
          content: {
            ...tableResponse("", "InclusionProof", "partition,offset,leaf,size,root,path,checkpoint\r\n0,812,…,1000,…,…,…\r\n").content,
            "application/json": { schema: { anyOf: [reference("InclusionProof"), reference("ConsistencyProof")] } },
          },
        },
        "404": unsigned,
        ...tableRefusals,
      },
    },
  },
  "/v1/checkpoints": {
    get: {
      operationId: "getCheckpoints",
      tags: ["service"],
      summary: "The checkpoints of the log, signed",
      description:
        "A checkpoint is a signed note (C2SP tlog-checkpoint, Ed25519) of how many records a partition held and of the root of their tree. Whoever has stored one can prove later that nothing it covers was changed or removed: with `/v1/proofs?from=`, or offline with `npm run verify`.",
      parameters: queryParameters(checkpointsParameters, formParameters),
      responses: {
        "200": tableResponse(
          "The latest of each partition, or the history of one.",
          "Checkpoints",
          "partition,size,root,signedAt,note\r\n0,813,…,2026-02-03T07:11:00.000Z,…\r\n",
        ),
        "404": unsigned,
        ...tableRefusals,
      },
    },
  },
};
