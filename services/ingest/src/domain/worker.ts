/** Who was hurt and who employed them: identification numbers are read here and leave as pseudonyms. */
import { wholeYearsBetween } from "@qorgau/schemas/calendar-date";
import { type AgeBand, ageBands, enterpriseSizes, sexes, workerStatuses } from "@qorgau/schemas/codes/enumerations";
import { resolveRegion } from "@qorgau/schemas/codes/regions";
import type { CaseData } from "@qorgau/schemas/events/event";
import { checkDigitHolds, classifyIdentifier, decodeIin, isTwelveDigits } from "@qorgau/schemas/events/identifiers";
import type { InboundCaseData, InboundWorker } from "@qorgau/schemas/events/inbound-event";
import type { Examination } from "./examination.ts";
import { type Check, code, codeThat, name, object, truth } from "./member-checks.ts";

/** Twelve digits of the worker, still as sent: `settleWorker` replaces them. */
const iin: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
  if (!isTwelveDigits(value)) return examination.addFault("QG-0303", pointer);
  const kind = classifyIdentifier(value);
  if (kind === "bin") return examination.addFault("QG-0304", pointer);
  if (kind === null) return examination.addFault("QG-0305", pointer);
  if (!checkDigitHolds(value)) examination.addFault("QG-0320", pointer);
  return value;
};

const occupationForm = /^\d{1,4}$/;

const members = object<InboundWorker>({
  iin,
  ref: name(),
  sex: code("QG-0424", sexes),
  ageBand: code("QG-0425", ageBands),
  occupation: codeThat("QG-0426", (value) => occupationForm.test(value)),
  status: code("QG-0473", workerStatuses),
  migrant: truth("QG-0471"),
});

/** A check for a worker with either `iin` or `ref`, as sent; both are QG-0306, neither is QG-0307. */
export const worker: Check<Partial<InboundWorker>> = (value, pointer, examination) => {
  const stored = members(value, pointer, examination);
  if (stored === undefined) return undefined;
  const [hasIin, hasRef] = [Object.hasOwn(value as object, "iin"), Object.hasOwn(value as object, "ref")];
  if (hasIin === hasRef) return examination.addFault(hasIin ? "QG-0306" : "QG-0307", pointer);
  return stored;
};

/** A check for twelve digits of an employer. Gives a BIN as it is, and the IIN of a sole proprietor as a pseudonym. */
export const bin: Check<string> = (value, pointer, examination) => {
  if (typeof value !== "string") return examination.addFault("QG-0203", pointer);
  if (!isTwelveDigits(value)) return examination.addFault("QG-0302", pointer);
  const kind = classifyIdentifier(value);
  if (kind === null) return examination.addFault("QG-0305", pointer);
  if (!checkDigitHolds(value)) examination.addFault(kind === "bin" ? "QG-0321" : "QG-0320", pointer);
  // A sole proprietor is known by the IIN of the person.
  return kind === "bin" ? value : examination.context.pseudonymise(value);
};

export const employer = object<InboundCaseData["employer"]>({
  bin,
  region: codeThat("QG-0427", (value) => resolveRegion(value) !== null),
  size: code("QG-0423", enterpriseSizes),
});

/** Of what /v1/records shows to a caller with a token. */
const readersPrefix = "qg1:reader:";

type Worker = NonNullable<CaseData["worker"]>;

/** The worker as stored: by reference, with the sex and age band of the IIN. `date` is that of the occurrence. */
export function settleWorker(given: Partial<InboundWorker>, date: string, examination: Examination): Worker {
  const { iin: number, ref, ...reported } = given;
  if (number === undefined) {
    // Its check has seen that one of the two is there.
    const own = ref as string;
    if (own.startsWith(readersPrefix)) examination.addFault("QG-0326", "/data/worker/ref");
    else if (own.startsWith("qg1:") && !isOwnPseudonym(own, examination.context.keyId)) examination.addFault("QG-0325", "/data/worker/ref");
    return inOrderOfNames(own, reported);
  }
  const pseudonym = examination.context.pseudonymise(number);
  const facts = decodeIin(number);
  if (facts === null || facts.birthDate > date) {
    examination.addFault("QG-0322", "/data/worker/iin");
    return inOrderOfNames(pseudonym, reported);
  }
  const ageBand = ageBandOf(wholeYearsBetween(facts.birthDate, date));
  if (reported.sex !== undefined && reported.sex !== facts.sex) examination.addFault("QG-0323", "/data/worker/sex");
  if (reported.ageBand !== undefined && reported.ageBand !== ageBand) examination.addFault("QG-0324", "/data/worker/ageBand");
  return inOrderOfNames(pseudonym, { ...reported, sex: facts.sex, ageBand });
}

/** In the order in which `object` of `member-checks.ts` stores them: the content hash depends on this order. */
function inOrderOfNames(ref: string, { ageBand, migrant, occupation, sex, status }: Omit<Worker, "ref">): Worker {
  const worker: Partial<Worker> = {};
  if (ageBand !== undefined) worker.ageBand = ageBand;
  if (migrant !== undefined) worker.migrant = migrant;
  if (occupation !== undefined) worker.occupation = occupation;
  worker.ref = ref;
  if (sex !== undefined) worker.sex = sex;
  if (status !== undefined) worker.status = status;
  return worker as Worker;
}

const pseudonymForm = /^qg1:([^:]*):[0-9a-f]{64}$/;

/** Gives whether the reference is a pseudonym of this key, so that it identifies a worker across sources. */
export function isOwnPseudonym(ref: string, keyId: string): boolean {
  return pseudonymForm.exec(ref)?.[1] === keyId;
}

const bandsByLastAge: ReadonlyArray<readonly [lastAge: number, band: AgeBand]> = [
  [17, "0-17"],
  [24, "18-24"],
  [34, "25-34"],
  [44, "35-44"],
  [54, "45-54"],
  [64, "55-64"],
];

function ageBandOf(age: number): AgeBand {
  return bandsByLastAge.find(([lastAge]) => age <= lastAge)?.[1] ?? "65+";
}
