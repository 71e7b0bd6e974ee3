/**
 * The part of a rejected event that could be stored: its attributes and members that are valid by themselves, IINs replaced by pseudonyms.
 * Members at fault and unknown ones are left out, since their contents are unknown.
 */
import type { Entity } from "@qorgau/schemas/codes/enumerations";
import { parseJson, withdrawnMembers } from "./acceptance.ts";
import { holdingCaseMembers } from "./case-data.ts";
import { examineEnvelope, isWithdrawal, readType } from "./envelope.ts";
import type { TypeReading } from "./envelope.ts";
import { type AcceptanceContext, Examination } from "./examination.ts";
import { exposureMembers } from "./exposure-data.ts";
import { isObject } from "./member-checks.ts";
import { supplementMembers } from "./supplement-data.ts";

/** Gives null where it is no JSON object, or a member name occurs twice. The data are left out where the type does not say what they are. */
export function storablePart(bytes: Uint8Array, context: AcceptanceContext): Readonly<Record<string, unknown>> | null {
  const parsed = parseJson(bytes);
  // Where a name occurs twice, what was stated is ambiguous.
  if (parsed === undefined || parsed.duplicate !== null || !isObject(parsed.value)) return null;
  const event = parsed.value;
  const examination = new Examination(context, { isWithdrawal: isWithdrawal(event) });
  const envelope = examineEnvelope(event, examination);
  if (envelope.type === undefined || !Object.hasOwn(event, "data")) return envelope;
  return { ...envelope, data: storableData(event["data"], readType(envelope.type), examination) };
}

function storableData(data: unknown, { entity, withdrawn }: TypeReading, examination: Examination): object | undefined {
  if (withdrawn) return withdrawnMembers(data, "/data", examination);
  if (entity === "enterprise.status" || entity === "inspection.statistics" || entity === "occurrence") {
    return supplementMembers[entity](data, "/data", examination);
  }
  return entity === "exposure" ? exposureMembers(data, "/data", examination) : storableCaseData(data, entity, examination);
}

function storableCaseData(data: unknown, entity: Exclude<Entity, "exposure">, examination: Examination): object | undefined {
  const held = holdingCaseMembers(data, entity, examination);
  if (held?.worker === undefined) return held ?? undefined;
  const { iin, ref, ...reported } = held.worker;
  return { ...held, worker: { ref: iin === undefined ? ref : examination.context.pseudonymise(iin), ...reported } };
}
