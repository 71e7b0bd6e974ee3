/** The CloudEvents attributes of an event, and the role its source has. */
import {
  type Entity,
  type EventType,
  eventTypes,
  partsOfType,
  type Role,
  rolesOfSupplement,
  type SupplementEntity,
  systemEventTypes,
} from "@qorgau/schemas/codes/enumerations";
import { canonicalSource } from "@qorgau/schemas/events/names";
import { revisionMax } from "@qorgau/schemas/events/inbound-limits";
import { envelopeTime } from "./dates.ts";
import type { Examination } from "./examination.ts";
import { type Check, name } from "./member-checks.ts";
import { sourceUri } from "./source-uri.ts";

/** The attributes of CloudEvents 1.0 that are stored, each valid. `source` is in its canonical form; `time` is null where none was sent. */
export interface Envelope {
  readonly id: string;
  readonly source: string;
  readonly subject: string;
  readonly type: EventType;
  readonly revision: number;
  readonly time: string | null;
}

/** The parts of an event's type: the entity that it states something of, and whether it withdraws that. */
export interface TypeReading {
  readonly entity: Entity | SupplementEntity;
  readonly withdrawn: boolean;
}

const readings: ReadonlyMap<string, TypeReading> = new Map(
  eventTypes.map((type) => {
    const { entity, verb } = partsOfType(type);
    return [type, { entity, withdrawn: verb === "withdrawn" }];
  }),
);
const systemTypes: ReadonlySet<string> = new Set(systemEventTypes);
const allowedTypes = eventTypes.join(", ");

/** Gives whether the type is that of a withdrawal. Called before anything else of the event is checked. */
export function isWithdrawal(event: Readonly<Record<string, unknown>>): boolean {
  const reported = Object.hasOwn(event, "type") ? event["type"] : undefined;
  return typeof reported === "string" && (readings.get(reported)?.withdrawn ?? false);
}

/** Gives what the type states. Throws an Error for a text that is not one of `eventTypes`. */
export function readType(type: EventType): TypeReading {
  const reading = readings.get(type);
  if (reading === undefined) throw new Error("an event type without entity and verb");
  return reading;
}

const type: Check<EventType> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
  if (readings.has(value)) return value as EventType;
  if (systemTypes.has(value)) return examination.addFault("QG-0214", pointer);
  return examination.addFault("QG-0213", pointer, { allowed: allowedTypes });
};

const specversion: Check<string> = (value, pointer, examination) => (value === "1.0" ? value : examination.addFault("QG-0211", pointer));

const revision: Check<number> = (value, pointer, examination) =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= revisionMax
    ? value
    : examination.addFault("QG-0215", pointer, { max: revisionMax });

/** Parameters such as charset are let through: JSON is UTF-8 whatever they say, and what is not is refused as such. */
const jsonForm = /^application\/json\s*(;.*)?$/i;
const datacontenttype: Check<string> = (value, pointer, examination) =>
  typeof value === "string" && jsonForm.test(value) ? value : examination.addFault("QG-0217", pointer);

const attributes: ReadonlyArray<readonly [name: string, check: Check<unknown>, required: boolean]> = [
  ["specversion", specversion, true],
  ["id", name(), true],
  ["source", sourceUri, true],
  ["type", type, true],
  ["subject", name(), true],
  ["revision", revision, true],
  ["time", envelopeTime, false],
  ["datacontenttype", datacontenttype, false],
];

/**
 * Gives the attributes that are valid, and adds the faults of the others; unknown extensions are dropped. By CloudEvents' JSON format an
 * attribute that is null counts as absent.
 */
export function examineEnvelope(event: Readonly<Record<string, unknown>>, examination: Examination): Partial<Envelope> {
  const stored: Record<string, unknown> = { time: null };
  for (const [attribute, check, required] of attributes) {
    const value = Object.hasOwn(event, attribute) ? event[attribute] : null;
    if (value !== null && value !== undefined) stored[attribute] = check(value, `/${attribute}`, examination);
    else if (required) examination.addFault("QG-0202", `/${attribute}`);
  }
  return stored;
}

const roleOfStatement: Readonly<Record<Entity | SupplementEntity, Role>> = {
  case: "enterprise",
  claim: "insurer",
  exposure: "statistics",
  "enterprise.status": "inspectorate",
  "inspection.statistics": "inspectorate",
  occurrence: "enterprise",
};
const allowedRoles: Readonly<Partial<Record<Entity | SupplementEntity, readonly Role[]>>> = rolesOfSupplement;

/**
 * The role of the source by the list of reporters, or without a list by the statement. Undefined, with a fault, where the source may not state
 * this or its sender may not speak for it.
 */
export function examineRole(source: string, entity: Entity | SupplementEntity | null, examination: Examination): Role | undefined {
  const { reporters, speakers } = examination.context;
  if (speakers !== undefined && !speakers.some((speaker) => canonicalSource(speaker) === source))
    return examination.addFault("QG-0854", "/source");
  if (reporters === null) return entity === null ? undefined : roleOfStatement[entity];
  const role = reporters.get(source)?.role;
  if (role === undefined) return examination.addFault("QG-0219", "/source");
  if (entity === "claim" && role !== "insurer") return examination.addFault("QG-0220", "/type", { role });
  if (entity === "case" && role === "statistics") return examination.addFault("QG-0221", "/type", { role });
  const allowed = entity === null ? undefined : allowedRoles[entity];
  if (allowed !== undefined && !allowed.includes(role)) {
    return examination.addFault("QG-0684", "/type", { role, allowed: allowed.join(", ") });
  }
  return role;
}
