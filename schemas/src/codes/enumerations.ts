/** The closed code lists of the wire contract. Lists only grow and a code never changes its meaning. */

export const entities = ["case", "claim", "exposure"] as const;
export type Entity = (typeof entities)[number];

/** Statements that no case is made of: they stand in the log and in the journal, and in no count of cases. */
export const supplementEntities = ["enterprise.status", "inspection.statistics", "occurrence"] as const;
export type SupplementEntity = (typeof supplementEntities)[number];

/** Whatever a record may be of. */
export const recordEntities = [...entities, ...supplementEntities] as const;
export type RecordEntity = (typeof recordEntities)[number];

/** From the highest rank to the lowest: an earlier role outranks a later one when statements are merged. `statistics` states no cases. */
export const roles = ["inspectorate", "enterprise", "insurer", "clinic", "statistics"] as const;
export type Role = (typeof roles)[number];

/** Who may state them. The bureau of statistics states nothing of an enterprise (Law 257-IV, article 8.2). */
export const rolesOfSupplement: Readonly<Record<SupplementEntity, readonly Role[]>> = {
  "enterprise.status": ["inspectorate", "enterprise", "insurer"],
  "inspection.statistics": ["inspectorate"],
  occurrence: ["inspectorate", "enterprise"],
};

export const verbs = ["reported", "changed", "corrected", "withdrawn"] as const;
export const eventTypes = [
  "kz.qorgau.case.reported.v1",
  "kz.qorgau.case.changed.v1",
  "kz.qorgau.case.corrected.v1",
  "kz.qorgau.case.withdrawn.v1",
  "kz.qorgau.claim.reported.v1",
  "kz.qorgau.claim.changed.v1",
  "kz.qorgau.claim.corrected.v1",
  "kz.qorgau.claim.withdrawn.v1",
  "kz.qorgau.exposure.reported.v1",
  "kz.qorgau.exposure.corrected.v1",
  "kz.qorgau.exposure.withdrawn.v1",
  "kz.qorgau.enterprise.status.reported.v1",
  "kz.qorgau.enterprise.status.corrected.v1",
  "kz.qorgau.enterprise.status.withdrawn.v1",
  "kz.qorgau.inspection.statistics.reported.v1",
  "kz.qorgau.inspection.statistics.corrected.v1",
  "kz.qorgau.inspection.statistics.withdrawn.v1",
  "kz.qorgau.occurrence.reported.v1",
  "kz.qorgau.occurrence.corrected.v1",
  "kz.qorgau.occurrence.withdrawn.v1",
] as const;
export type EventType = (typeof eventTypes)[number];

/** What a type tells of: all between the namespace and the verb. `kz.qorgau.enterprise.status.reported.v1` is `enterprise.status`, reported. */
export function partsOfType(type: EventType): { readonly entity: Entity | SupplementEntity; readonly verb: (typeof verbs)[number] } {
  const words = type.split(".").slice(2, -1);
  return { entity: words.slice(0, -1).join(".") as Entity | SupplementEntity, verb: words.at(-1) as (typeof verbs)[number] };
}

/** Made by the system itself; rejected at both ingest endpoints. */
export const releaseType = "kz.qorgau.release.made.v1";
/** Says nothing but that time has passed in its partition: in no count. */
export const tickType = "kz.qorgau.tick.made.v1";
/** Says which areas' figures a batch of open figures renews, and at which cut. */
export const batchType = "kz.qorgau.batch.made.v1";
/** A series or an accident to look at, with what it was found by. */
export const signalType = "kz.qorgau.signal.raised.v1";
/** What became of a signal, as whoever looked into it says. */
export const signalAcknowledgementType = "kz.qorgau.signal.acknowledged.v1";
/** That a Monday was judged, whether or not it signalled anything. */
export const signalsJudgedType = "kz.qorgau.signals.judged.v1";
export const systemEventTypes = [releaseType, tickType, batchType, signalType, signalAcknowledgementType, signalsJudgedType] as const;

export const kinds = ["accident", "disease", "poisoning"] as const;
export type Kind = (typeof kinds)[number];

/** From light to grave: the index is the gravity. */
export const severities = ["light", "severe", "fatal"] as const;
export type Severity = (typeof severities)[number];

export const workRelations = ["under_investigation", "yes", "no"] as const;
export type WorkRelation = (typeof workRelations)[number];

export const sexes = ["female", "male"] as const;
export type Sex = (typeof sexes)[number];

export const ageBands = ["0-17", "18-24", "25-34", "35-44", "45-54", "55-64", "65+"] as const;
export type AgeBand = (typeof ageBands)[number];

export const enterpriseSizes = ["1-9", "10-49", "50-249", "250-499", "500+"] as const;

/** What the victim is to the enterprise. */
export const workerStatuses = ["employee", "self_employed", "family", "apprentice", "agency", "other"] as const;
export type WorkerStatus = (typeof workerStatuses)[number];

/** What the victim was doing for the work when it happened. `commuting_own`: on the way to or from work by own means. */
export const circumstances = ["at_work", "business_travel", "commuting_employer_transport", "commuting_own"] as const;
export type Circumstance = (typeof circumstances)[number];

/** The classifications that a `sector` may be written in. OKED is NACE Rev. 2 to the fourth digit. */
export const sectorSchemes = ["nace2", "nace21", "isic4", "naics2017"] as const;
export type SectorScheme = (typeof sectorSchemes)[number];

export const causes = ["work_organisation", "gross_negligence", "safety_rules", "traffic_rules", "equipment", "other"] as const;
export type Cause = (typeof causes)[number];

export const miningMethods = ["underground", "open_pit", "plant", "surface"] as const;
export type MiningMethod = (typeof miningMethods)[number];

export const commodities = ["coal", "oil_gas", "metal_ore", "other"] as const;
export type Commodity = (typeof commodities)[number];

export const hazards = [
  "roof_fall",
  "gas_dust_explosion",
  "outburst",
  "haulage",
  "hoisting",
  "machinery",
  "electrical",
  "explosives",
  "inundation",
  "fire",
  "slip_fall",
  "other",
] as const;
export type Hazard = (typeof hazards)[number];

export const claimStatuses = ["filed", "recognised", "denied", "paid", "closed"] as const;

/**
 * The kinds of number that `workers` may be, in the order that decides between equals where none is requested; `hours_worked` speaks of
 * hours alone. `fte` and `person_years` are the average number over the period.
 */
export const exposureBases = ["listed_employees", "employed", "contracts", "insured", "hours_worked", "fte", "person_years"] as const;
export type ExposureBasis = (typeof exposureBases)[number];

export const exposureStatuses = ["provisional", "final"] as const;

/** What an enterprise may be in: on the inspectorate's risk map, in Vision Zero, insured, with a union, with a collective agreement. */
export const programmes = ["risk_map", "vision_zero", "insured", "union", "collective_agreement"] as const;
export type Programme = (typeof programmes)[number];

/** `insurer_only` where only claims report a case. */
export const evidences = ["reported", "insurer_only"] as const;
export type Evidence = (typeof evidences)[number];
