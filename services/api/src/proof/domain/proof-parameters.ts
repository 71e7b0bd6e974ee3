/** The parameters of `GET /v1/proofs` and `GET /v1/checkpoints`, and how they are read. */
import type { Fault } from "@qorgau/schemas/faults";
import { orNull, wholeNumber } from "@qorgau/schemas/requests/parameter-forms";
import { readParameters } from "@qorgau/schemas/requests/read-parameters";
import type { Parsed, SentTexts } from "@qorgau/schemas/requests/read-parameters";
import { refusals } from "@qorgau/schemas/requests/refusals";
import { fault } from "@qorgau/schemas/rules/rules";
import { z } from "zod";
import { pageParameters } from "../../http/domain/shared-parameters.ts";

const sizeMax = Number.MAX_SAFE_INTEGER;
const partitionsMax = 256;

const partition = wholeNumber(0, partitionsMax - 1);
const size = (description: string, min: number) =>
  orNull(wholeNumber(min, sizeMax)).meta({ description }).register(refusals, { rule: "QG-0943" });

export const proofParameters = z.object({
  partition: partition
    .meta({ description: "The partition of the log: the number before the colon of a position.", examples: [0] })
    .register(refusals, { rule: "QG-0943" }),
  offset: size("Proves that the log holds the record at this offset, the number behind the colon of its position.", 0),
  size: size("Of how many records the tree is that holds it; absent: that of the latest checkpoint.", 1),
  from: size("Proves that the tree of `to` records begins with the tree of this many.", 1),
  to: size("Absent: the size of the latest checkpoint.", 1),
});

export const checkpointsParameters = z.object({
  partition: orNull(partition)
    .meta({ description: "The history of this partition; absent: the latest checkpoint of each." })
    .register(refusals, { rule: "QG-0943" }),
  below: size("Of fewer records than this alone: `next` of the page before.", 1),
  limit: pageParameters.limit,
});

export type ProofQuery =
  | { readonly of: "inclusion"; readonly partition: number; readonly offset: number; readonly size: number | null }
  | { readonly of: "consistency"; readonly partition: number; readonly from: number; readonly to: number | null };

/** Returns the query, or all faults at once (QG-0943: neither one proof nor the other). */
export function parseProofQuery(sent: SentTexts): Parsed<ProofQuery> {
  const { values, faults } = readParameters(proofParameters, sent, ["format"]);
  if (faults.length > 0) return { errors: faults };
  const { partition, offset, from, ...sizes } = values;
  if (offset !== null && from === null && sizes.to === null) return { query: { of: "inclusion", partition, offset, size: sizes.size } };
  if (offset === null && from !== null && sizes.size === null) return { query: { of: "consistency", partition, from, to: sizes.to } };
  return { errors: [fault("QG-0943", offset === null && from === null ? "offset" : "from")] };
}

export type CheckpointsQuery = z.output<typeof checkpointsParameters>;

export function parseCheckpointsQuery(sent: SentTexts): Parsed<CheckpointsQuery> {
  const { values, faults } = readParameters(checkpointsParameters, sent, ["format"]);
  const isLoose = values.partition === null && values.below !== null && faults.length === 0;
  const errors: readonly Fault[] = isLoose ? [fault("QG-0943", "below")] : faults;
  return errors.length > 0 ? { errors } : { query: values };
}
