/** The members of events that a column of a table may hold, and how a cell of each is read. */
import {
  causes,
  circumstances,
  claimStatuses,
  commodities,
  exposureStatuses,
  hazards,
  kinds,
  miningMethods,
  severities,
  sexes,
  workerStatuses,
  workRelations,
} from "../codes/enumerations.ts";
import type { Entity } from "../codes/enumerations.ts";
import { sections } from "../codes/activities.ts";
import { regions } from "../codes/regions.ts";

/** `codes`: a code, or what it is called in one of the three languages. `list`: several of them. */
type CellForm = "text" | "number" | "truth" | "day" | "codes" | "list";

export interface Member {
  /** RFC 6901 pointer into the event, as faults name it. */
  readonly pointer: string;
  readonly form: CellForm;
  /** Where codes have names: the column of the lists of names, and the codes. */
  readonly column?: string;
  readonly codes?: readonly string[];
}

const text = (...pointers: readonly string[]): Member[] => pointers.map((pointer) => ({ pointer, form: "text" }));
const number = (...pointers: readonly string[]): Member[] => pointers.map((pointer) => ({ pointer, form: "number" }));
const day = (...pointers: readonly string[]): Member[] => pointers.map((pointer) => ({ pointer, form: "day" }));
const truth = (pointer: string): Member => ({ pointer, form: "truth" });
const coded = (pointer: string, column: string, codes: readonly string[], form: "codes" | "list" = "codes"): Member => ({
  pointer,
  form,
  column,
  codes,
});

const regionCodes = regions.map(({ iso }) => iso);
const sectionCodes = sections.map(({ code }) => code);
const region = (pointer: string) => coded(pointer, "region", regionCodes);

const envelope = [...text("/subject"), ...number("/revision"), ...text("/type", "/time", "/id")];

const ofCases = [
  ...day("/data/occurredAt"),
  coded("/data/kind", "kind", kinds),
  coded("/data/severity", "severity", severities),
  ...text("/data/employer/bin"),
  region("/data/region"),
  coded("/data/sector", "sector", sectionCodes),
  ...text("/data/worker/iin", "/data/worker/ref"),
  coded("/data/worker/sex", "sex", sexes),
  ...text("/data/worker/ageBand", "/data/worker/occupation"),
  coded("/data/worker/status", "workerStatus", workerStatuses),
  truth("/data/worker/migrant"),
  ...text("/data/accident"),
  coded("/data/workRelated", "workRelated", workRelations),
  ...day("/data/diedOn"),
  ...number("/data/daysLost", "/data/restrictedDays", "/data/permanentIncapacityPercent"),
  ...text("/data/diagnosis"),
  coded("/data/circumstance", "circumstance", circumstances),
  truth("/data/roadTraffic"),
  coded("/data/causes", "cause", causes, "list"),
  ...number("/data/fault/employerPercent", "/data/fault/workerPercent"),
  ...text("/data/injury/type", "/data/injury/bodyPart", "/data/deviation", "/data/contact"),
  ...text("/data/mining/mine"),
  coded("/data/mining/method", "method", miningMethods),
  coded("/data/mining/commodity", "commodity", commodities),
  coded("/data/mining/hazard", "hazard", hazards),
  truth("/data/mining/contractor"),
  region("/data/employer/region"),
  ...text("/data/employer/size", "/data/sectorScheme"),
  ...day(
    "/data/notified/learnedAt",
    "/data/notified/inspectorateAt",
    "/data/notified/insurerAt",
    "/data/notified/medicalConclusionAt",
    "/data/notified/commissionCreatedOn",
    "/data/notified/investigationEndedOn",
    "/data/notified/actSignedOn",
    "/data/notified/enteredOn",
  ),
  ...text("/data/sameAs/source", "/data/sameAs/subject", "/data/sameAs/entity"),
];

const ofClaims = [
  coded("/data/claim/status", "status", claimStatuses),
  ...number("/data/claim/capacityLossPercent", "/data/claim/paidKzt"),
  ...text("/data/claim/actNumber"),
  ...day("/data/claim/decidedOn"),
];

const ofExposures = [
  ...text("/data/period"),
  ...number("/data/workers", "/data/hours", "/data/tonnes"),
  ...text("/data/basis"),
  coded("/data/status", "status", exposureStatuses),
  region("/data/region"),
  coded("/data/sector", "sector", sectionCodes),
  ...text("/data/employer/bin", "/data/mine"),
  coded("/data/method", "method", miningMethods),
  coded("/data/commodity", "commodity", commodities),
  truth("/data/contractor"),
  coded("/data/sex", "sex", sexes),
  ...text("/data/ageBand"),
  coded("/data/workerStatus", "workerStatus", workerStatuses),
  ...text("/data/size"),
];

/** What a row of a table of these records may tell, the usual first. */
export const membersOf: Readonly<Record<Entity, readonly Member[]>> = {
  case: [...envelope, ...ofCases],
  claim: [...envelope, ...ofClaims, ...ofCases],
  exposure: [...envelope, ...ofExposures],
};
