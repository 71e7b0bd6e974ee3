/** The responses of `/v1/proofs` and `/v1/checkpoints`. All hashes are SHA-256 in Base64. */
import { z } from "zod";

const partition = z.number().int().describe("The partition of the log: it has a tree of its own.");
const path = z.array(z.string()).describe("Hashes of the tree, the lowest first, as RFC 9162 orders them (2.1.3.1, 2.1.4.1).");
const checkpoint = z
  .string()
  .nullable()
  .describe("The signed note of that size (C2SP tlog-checkpoint); null where none was signed at it: ask for the size of a checkpoint.");

export const inclusionProofSchema = z.object({
  partition,
  offset: z.number().int().describe("Of the record: also the index of its leaf, since offsets have no gaps."),
  leaf: z.string().describe("The hash of the record's leaf: `leaf` of its acknowledgement."),
  size: z.number().int().describe("Of how many records the tree is."),
  root: z.string().describe("The root of that tree."),
  path,
  checkpoint,
});
export type InclusionProof = z.infer<typeof inclusionProofSchema>;

export const consistencyProofSchema = z.object({
  partition,
  from: z.number().int().describe("The size of the earlier tree."),
  fromRoot: z.string().describe("Its root."),
  to: z.number().int().describe("The size of the later one, which begins with the earlier one."),
  toRoot: z.string().describe("Its root."),
  path,
  checkpoint,
});
export type ConsistencyProof = z.infer<typeof consistencyProofSchema>;

export const checkpointRowSchema = z.object({
  partition,
  size: z.number().int().describe("How many records it covers: offsets 0 to size - 1."),
  root: z.string().describe("The root of their tree."),
  signedAt: z.string().describe("When it was signed, by the clock of the service: UTC, three decimals, Z. Not part of what is signed."),
  note: z.string().describe("The signed note (C2SP tlog-checkpoint): origin, size, root and the signature."),
});

export const checkpointsResponseSchema = z.object({
  verifier: z.string().describe("The public key as verifiers of signed notes take it: name, key id and key (C2SP signed-note)."),
  publicKey: z.string().describe("The same key in PEM (SubjectPublicKeyInfo)."),
  checkpoints: z.array(checkpointRowSchema).describe("The latest of each partition, or, with `partition`, its history, the largest first."),
  next: z.number().int().nullable().describe("With `partition`: `below` of the page that follows; null on the last one."),
});
export type CheckpointsResponse = z.infer<typeof checkpointsResponseSchema>;
