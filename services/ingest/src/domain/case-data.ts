/** The data of a case and of a claim: every member's check, what members must not say against each other, and what is derived. */
import { countries } from "@qorgau/schemas/codes/countries";
import {
  causes,
  circumstances,
  claimStatuses,
  hazards,
  kinds,
  type SectorScheme,
  sectorSchemes,
  severities,
  workRelations,
} from "@qorgau/schemas/codes/enumerations";
import { esawBodyParts, esawContacts, esawDeviations, esawInjuryTypes } from "@qorgau/schemas/codes/esaw";
import { regionOn, resolveRegion } from "@qorgau/schemas/codes/regions";
import { type Activity, resolveActivity } from "@qorgau/schemas/codes/sector-schemes";
import type { CaseData, ClaimData } from "@qorgau/schemas/events/event";
import type { InboundCaseData, InboundClaimData } from "@qorgau/schemas/events/inbound-event";
import { daysLostMax, quantityMax } from "@qorgau/schemas/events/inbound-limits";
import type { CaseDerived } from "@qorgau/schemas/events/statement";
import { dateAlone, dateOrMoment } from "./dates.ts";
import type { Examination } from "./examination.ts";
import {
  type Check,
  code,
  codeList,
  codeThat,
  type MemberChecks,
  name,
  number,
  object,
  text,
  truth,
  wholeNumber,
} from "./member-checks.ts";
import { commodity, contractor, method, mine } from "./mining-dimensions.ts";
import { checkRegionOfDay } from "./region-on-date.ts";
import { sourceUri } from "./source-uri.ts";
import { employer, isOwnPseudonym, settleWorker, worker } from "./worker.ts";

type Claim = InboundClaimData["claim"];
type Member<Name extends keyof InboundCaseData> = NonNullable<InboundCaseData[Name]>;

const percent = number(0, 100);
const diagnosisForm = /^[A-Z]\d[\dA-Z](\.?[\dA-Z]{1,4})?$/;

const caseChecks = {
  occurredAt: dateOrMoment,
  kind: code("QG-0420", kinds),
  severity: code("QG-0421", severities),
  employer: employer as Check<Member<"employer">>,
  accident: name(),
  workRelated: code("QG-0422", workRelations),
  diedOn: dateAlone,
  worker: worker as Check<Member<"worker">>,
  region: codeThat("QG-0427", (value) => placeOf(value) !== null),
  // Whether it is a code depends on the scheme, which is another member: see `checkSector`.
  sector: codeThat("QG-0428", (value) => sectorForm.test(value)),
  sectorScheme: code("QG-0474", sectorSchemes),
  daysLost: wholeNumber(0, daysLostMax),
  restrictedDays: wholeNumber(0, daysLostMax),
  permanentIncapacityPercent: percent,
  diagnosis: codeThat("QG-0475", (value) => diagnosisForm.test(value)),
  circumstance: code("QG-0472", circumstances),
  roadTraffic: truth("QG-0471"),
  injury: object<Member<"injury">>({ type: code("QG-0430", esawInjuryTypes.keys()), bodyPart: code("QG-0431", esawBodyParts.keys()) }),
  deviation: code("QG-0432", esawDeviations.keys()),
  contact: code("QG-0433", esawContacts.keys()),
  causes: codeList("QG-0434", causes),
  fault: object<Member<"fault">>({ employerPercent: percent, workerPercent: percent }),
  notified: object<Member<"notified">>({
    learnedAt: dateOrMoment,
    inspectorateAt: dateOrMoment,
    insurerAt: dateOrMoment,
    medicalConclusionAt: dateOrMoment,
    commissionCreatedOn: dateAlone,
    investigationEndedOn: dateAlone,
    actSignedOn: dateAlone,
    enteredOn: dateAlone,
  }),
  mining: object<Member<"mining">>({ mine, method, commodity, hazard: code("QG-0442", hazards), contractor }),
  sameAs: object<Member<"sameAs">>({ source: sourceUri, subject: name(), entity: code("QG-0450", ["case", "claim"]) }, [
    "source",
    "subject",
  ]) as Check<Member<"sameAs">>,
} satisfies MemberChecks<InboundCaseData>;

/** The country and first-level region of a code; a country alone leaves the region unknown. */
function placeOf(code: string): { readonly country: string; readonly region: string | null } | null {
  return countries.has(code) ? { country: code, region: null } : resolveRegion(code);
}

const required = ["occurredAt", "kind", "severity", "employer"] as const;
const caseMembers = object<InboundCaseData>(caseChecks, required);
const claimMembers = object<InboundClaimData>(
  {
    ...caseChecks,
    claim: object<Claim>(
      {
        status: code("QG-0460", claimStatuses),
        capacityLossPercent: percent,
        actNumber: text(),
        decidedOn: dateAlone,
        paidKzt: number(0, quantityMax),
      },
      ["status"],
    ) as Check<Claim>,
  },
  [...required, "claim"],
);

/** Gives the members that are valid by themselves, the worker's still as sent; null where it is no object. Adds the faults of the others. */
export function holdingCaseMembers(value: unknown, entity: "case" | "claim", examination: Examination): Partial<InboundCaseData> | null {
  return (entity === "case" ? caseMembers : claimMembers)(value, "/data", examination) ?? null;
}

/** Gives what is stored of the data and what is derived from them (NUMBERS, 1.8 for regions); null where any fault is an error. */
export function examineCaseData(value: unknown, entity: "case" | "claim", examination: Examination) {
  const given = holdingCaseMembers(value, entity, examination);
  if (given === null) return null;
  checkContradictions(given, value as object, examination);
  if (examination.errors.length > 0) return null;
  // Without an error every required member is there.
  return settleCase(given as InboundCaseData, examination);
}

const kazakhOffsets: ReadonlySet<string> = new Set(["+05:00", "+06:00"]);

function checkContradictions(given: Partial<InboundCaseData>, sent: object, examination: Examination): void {
  const { occurredAt, severity, diedOn, fault } = given;
  if (diedOn !== undefined && severity !== undefined && severity !== "fatal") examination.addFault("QG-0410", "/data/diedOn");
  if (diedOn !== undefined && occurredAt !== undefined && diedOn < occurredAt.slice(0, 10)) examination.addFault("QG-0411", "/data/diedOn");
  if ((fault?.employerPercent ?? 0) + (fault?.workerPercent ?? 0) > 100.000_001) examination.addFault("QG-0412", "/data/fault");
  checkSector(given, sent, examination);
  if (occurredAt !== undefined) checkRegions(given, occurredAt.slice(0, 10), examination);
  // A region at fault leaves the country open; an absent one is Kazakhstan's.
  if (given.region === undefined && Object.hasOwn(sent, "region")) return;
  if (given.region !== undefined && placeOf(given.region)?.country !== "KZ") {
    if (given.sector !== undefined && !Object.hasOwn(sent, "sectorScheme")) examination.addFault("QG-0478", "/data/sector");
    return;
  }
  checkKazakhDemands(given, sent, examination);
}

function checkRegions(
  { region, employer: { region: registered } = {} }: Partial<InboundCaseData>,
  date: string,
  examination: Examination,
): void {
  if (region !== undefined) checkRegionOfDay(region, date, "/data/region", examination);
  if (registered !== undefined) checkRegionOfDay(registered, date, "/data/employer/region", examination);
}

/** What any of the schemes may write: letters and digits, with dots or one hyphen between them. */
const sectorForm = /^([A-Z]|\d{2}[\d.]{0,6}|\d{2}-\d{2})$/;

const formsOfScheme: Readonly<Record<SectorScheme, string>> = {
  nace2: "B, 05, 0510 or 05.10.1",
  nace21: "B, 05, 0510 or 05.10",
  isic4: "B, 05, 051 or 0510",
  naics2017: "21, 2121, 212112 or 48-49",
};

function activityOf({ sector, sectorScheme }: Partial<InboundCaseData>): Activity | null {
  return sector === undefined ? null : resolveActivity(sector, sectorScheme ?? "nace2");
}

function checkSector(given: Partial<InboundCaseData>, sent: object, examination: Examination): void {
  if (given.sectorScheme !== undefined && !Object.hasOwn(sent, "sector")) examination.addFault("QG-0479", "/data/sectorScheme");
  // A scheme at fault leaves it open what the code would have to be.
  if (given.sector === undefined || (given.sectorScheme === undefined && Object.hasOwn(sent, "sectorScheme"))) return;
  const activity = activityOf(given);
  if (activity?.section === null) examination.addFault("QG-0477", "/data/sector");
  if (activity !== null) return;
  if (given.sectorScheme === undefined) examination.addFault("QG-0428", "/data/sector");
  else examination.addFault("QG-0476", "/data/sector", { form: formsOfScheme[given.sectorScheme] });
}

const oneZoneSince = "2024-03-01";

/** What is demanded of whatever happened in Kazakhstan: the offset of its time, and the identity of the enterprise. */
export function checkKazakhDemands(
  given: Partial<Pick<InboundCaseData, "occurredAt" | "employer">>,
  sent: object,
  examination: Examination,
): void {
  const offset = given.occurredAt?.slice(10).replace(/^T[\d:.]+/, "") ?? "";
  if (offset === "Z") examination.addFault("QG-0407", "/data/occurredAt");
  else if (offset !== "" && !kazakhOffsets.has(offset)) examination.addFault("QG-0406", "/data/occurredAt");
  else if (offset === "+06:00" && given.occurredAt! >= oneZoneSince) examination.addFault("QG-0470", "/data/occurredAt");
  const employerSent = (sent as { employer?: unknown }).employer;
  if (given.employer !== undefined && !Object.hasOwn(employerSent as object, "bin")) examination.addFault("QG-0308", "/data/employer/bin");
}

/** The first-level region that the place was part of on that day. */
function regionOfDay(place: { readonly region: string | null } | null, date: string): string | null {
  return place === null || place.region === null ? null : regionOn(place.region, date);
}

function settleCase(given: InboundCaseData, examination: Examination): { data: CaseData | ClaimData; derived: CaseDerived } {
  const date = given.occurredAt.slice(0, 10);
  // The same object with its worker replaced in place, so that its members stay in the order of their names.
  const data = given as CaseData;
  if (given.worker !== undefined) data.worker = settleWorker(given.worker, date, examination);
  const place = given.region === undefined ? null : placeOf(given.region);
  const registration = given.employer.region === undefined ? null : resolveRegion(given.employer.region);
  const activity = activityOf(given);
  return {
    data,
    derived: {
      date,
      country: place?.country ?? "KZ",
      region: regionOfDay(place, date),
      employerRegion: regionOfDay(registration, date),
      section: activity?.section ?? null,
      division: activity?.division ?? null,
      globalWorker: data.worker !== undefined && isOwnPseudonym(data.worker.ref, examination.context.keyId),
    },
  };
}
