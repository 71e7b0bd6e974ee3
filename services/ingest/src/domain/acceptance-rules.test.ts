/** Every rule of the ingest endpoint has an example here: the event that breaks it, and the pointer of its fault. */
import { caseRules } from "@qorgau/schemas/rules/case-rules";
import { envelopeRules } from "@qorgau/schemas/rules/envelope-rules";
import { exposureRules } from "@qorgau/schemas/rules/exposure-rules";
import { identifierRules } from "@qorgau/schemas/rules/identifier-rules";
import { regionRules } from "@qorgau/schemas/rules/region-rules";
import { reporterRules } from "@qorgau/schemas/rules/reporter-rules";
import { parseReporters } from "@qorgau/schemas/events/reporters";
import { describe, expect, test } from "vitest";
import { type AcceptanceContext, judge } from "./acceptance.ts";

const rules = {
  ...envelopeRules,
  ...identifierRules,
  ...caseRules,
  ...exposureRules,
  ...regionRules,
  ...reporterRules,
};
type RuleId = keyof typeof rules;

const reporters = parseReporters(
  JSON.stringify([
    { source: "urn:t:enterprise", role: "enterprise", name: "Enterprise" },
    { source: "urn:t:statistics", role: "statistics", name: "Statistics" },
    { source: "urn:t:insurer", role: "insurer", name: "Insurer" },
    { source: "urn:t:clinic", role: "clinic", name: "Clinic" },
    { source: "urn:t:owner", role: "enterprise", name: "Owner", bins: ["200140000004"], mines: ["kostenko"] },
    { source: "urn:kz:bin:200140000004", role: "enterprise", name: "By its source" },
    { source: "urn:t:inspectorate", role: "inspectorate", name: "Inspectorate" },
  ]),
);
const withoutList: AcceptanceContext = {
  // 22:30 in Kazakhstan: there it is 22 November still, and so it is in Greenwich.
  nowMs: Date.parse("2026-11-22T17:30:00Z"),
  keyId: "0a1b2c3d",
  pseudonymise: () => `qg1:0a1b2c3d:${"0".repeat(64)}`,
  reporters: null,
};
const withList = { ...withoutList, reporters };

type Members = Record<string, unknown>;
const caseData: Members = { occurredAt: "2026-02-03", kind: "accident", severity: "fatal", employer: { bin: "200140000004" } };
const exposureData: Members = { period: "2026-Q1", workers: 10, basis: "contracts", status: "final" };

/** Undefined leaves the member out. */
function event(envelope: Members): unknown {
  const base = {
    specversion: "1.0",
    id: "e-1",
    source: "urn:t:enterprise",
    type: "kz.qorgau.case.reported.v1",
    subject: "N-1",
    revision: 1,
    data: caseData,
  };
  return JSON.parse(JSON.stringify({ ...base, ...envelope }));
}
const aCase = (data: Members) => event({ data: { ...caseData, ...data } });
const aClaim = (claim: Members) => event({ type: "kz.qorgau.claim.reported.v1", data: { ...caseData, claim } });
const anExposure = (data: Members) => event({ type: "kz.qorgau.exposure.reported.v1", data: { ...exposureData, ...data } });
type Example = readonly [pointer: string, event: unknown, context?: AcceptanceContext];
const exposureOf = (source: string, data: Members): Example => {
  const pointer = Object.hasOwn(data, "pointer") ? String(data["pointer"]) : "/data";
  const { pointer: _pointer, ...reported } = data;
  return [pointer, event({ source, type: "kz.qorgau.exposure.reported.v1", data: { ...exposureData, ...reported } }), withList];
};
const assessment = { table: "1022/801", gross: 0, significantAsked: 40, significantViolated: 10, minorAsked: 20, minorViolated: 8 };
const statusData: Members = { employer: { bin: "200140000004" }, programme: "risk_map", from: "2026-02-03" };
const aStatus = (data: Members, envelope: Members = {}) =>
  event({ type: "kz.qorgau.enterprise.status.reported.v1", data: { ...statusData, ...data }, ...envelope });
const statistics = (data: Members, envelope: Members = {}) =>
  event({ type: "kz.qorgau.inspection.statistics.reported.v1", data: { year: 2025, workersLiable: 5, ...data }, ...envelope });
const occurrenceData: Members = { occurredAt: "2026-02-03", employer: { bin: "200140000004" }, hazard: "outburst" };
const anOccurrence = (data: Members, envelope: Members = {}) =>
  event({ type: "kz.qorgau.occurrence.reported.v1", data: { ...occurrenceData, ...data }, ...envelope });
const aWithdrawal = (data: unknown) => event({ type: "kz.qorgau.case.withdrawn.v1", data });

const iin = "850808310738";

const examples: Readonly<Record<RuleId, readonly Example[]>> = {
  "QG-0201": ["text", 1, true, null, [], [aCase({})]].map((value) => ["", value]),
  "QG-0202": [
    ...["specversion", "id", "source", "type", "subject", "revision", "data"].map((name): Example => [
      `/${name}`,
      event({ [name]: undefined }),
    ]),
    ["/id", event({ id: null })],
    ["/data", event({ data: null })],
    ["/data", event({ type: "kz.qorgau.case.withdrawn.v1", data: undefined })],
    ...["occurredAt", "kind", "severity", "employer"].map((name): Example => [`/data/${name}`, aCase({ [name]: undefined })]),
    ["/data/claim", event({ type: "kz.qorgau.claim.changed.v1" })],
    ["/data/claim/status", aClaim({})],
    ["/data/sameAs/source", aCase({ sameAs: { subject: "K" } })],
    ["/data/sameAs/subject", aCase({ sameAs: { source: "urn:t:x" } })],
    ...["period", "basis", "status"].map((name): Example => [`/data/${name}`, anExposure({ [name]: undefined })]),
  ],
  "QG-0203": [
    ["/id", event({ id: 17 })],
    ["/source", event({ source: {} })],
    ["/subject", event({ subject: ["N-1"] })],
    ["/type", event({ type: 1 })],
    ["/data/severity", aCase({ severity: null })],
    ["/data/occurredAt", aCase({ occurredAt: 20260203 })],
    ["/data/diedOn", aCase({ diedOn: true })],
    ["/data/employer/bin", aCase({ employer: { bin: 200140000004 } })],
    ["/data/worker/iin", aCase({ worker: { iin: Number(iin) } })],
    ["/data/region", aCase({ region: 35 })],
    ["/data/causes/1", aCase({ causes: ["other", 1] })],
    ["/data/period", anExposure({ period: 2026 })],
    ["/data/region", anExposure({ region: 35 })],
    ["/data/sector", anExposure({ sector: 5 })],
  ],
  "QG-0204": [
    ["/id", event({ id: "" })],
    ["/subject", event({ subject: " \t" })],
    ["/data/accident", aCase({ accident: "" })],
  ],
  "QG-0205": [
    ["/id", event({ id: "x".repeat(513) })],
    ["/subject", event({ subject: "x".repeat(513) })],
    ["/source", event({ source: `urn:${"x".repeat(509)}` })],
    ["/data/accident", aCase({ accident: "x".repeat(513) })],
    ["/data/reason", aWithdrawal({ reason: "x".repeat(2049) })],
  ],
  "QG-0206": [
    ["/subject", event({ subject: "N\u00001" })],
    ["/subject", event({ subject: "N\n1" })],
    ["/subject", event({ subject: "N\u00851" })],
    ["/subject", event({ subject: "N\uD800" })],
    ["/data/reason", aWithdrawal({ reason: "bell \u0007" })],
    ["/data/reason", aWithdrawal({ reason: "\uDC00 lone" })],
  ],
  "QG-0207": [
    ["/data", event({ data: [] })],
    ["/data", event({ data: "{}" })],
    ["/data", aWithdrawal([])],
    ["/data/employer", aCase({ employer: "200140000004" })],
    ["/data/worker", aCase({ worker: [{ iin }] })],
    ["/data/mining", aCase({ mining: null })],
  ],
  "QG-0208": [
    ["/data/causes", aCase({ causes: "other" })],
    ["/data/causes", aCase({ causes: [] })],
    ["/data/causes", aCase({ causes: ["other", "other"] })],
    ["/data/causes", aCase({ causes: { 0: "other" } })],
    ["/data/causes", aCase({ causes: Array.from({ length: 100_000 }, (_, index) => index) })],
  ],
  "QG-0209": [
    ["/data/fault/employerPercent", aCase({ fault: { employerPercent: 101 } })],
    ["/data/fault/workerPercent", aCase({ fault: { workerPercent: "40" } })],
    ["/data/claim/capacityLossPercent", aClaim({ status: "filed", capacityLossPercent: -1 })],
    ["/data/claim/paidKzt", aClaim({ status: "paid", paidKzt: Number(iin) })],
    ["/data/workers", anExposure({ workers: -1 })],
    ["/data/hours", anExposure({ hours: 1e300 })],
    ["/data/tonnes", JSON.parse(JSON.stringify(anExposure({ tonnes: 7 })).replace('"tonnes":7', '"tonnes":1e999'))],
  ],
  "QG-0210": [
    ["/data/daysLost", aCase({ daysLost: 1.5 })],
    ["/data/daysLost", aCase({ daysLost: -1 })],
    ["/data/daysLost", aCase({ daysLost: 40_000 })],
    ["/data/daysLost", aCase({ daysLost: "12" })],
  ],
  "QG-0211": [
    ["/specversion", event({ specversion: "0.3" })],
    ["/specversion", event({ specversion: 1 })],
  ],
  "QG-0212": [
    ["/source", event({ source: "the enterprise" })],
    ["/source", event({ source: "enterprise" })],
    ["/source", event({ source: "urn:" })],
    ["/source", event({ source: "urn:a b" })],
    ["/data/sameAs/source", aCase({ sameAs: { source: "x", subject: "K" } })],
  ],
  "QG-0213": [
    ["/type", event({ type: "kz.qorgau.case.deleted.v1" })],
    ["/type", event({ type: "kz.qorgau.exposure.changed.v1" })],
    ["/type", event({ type: "kz.qorgau.case.reported.v2" })],
    ["/type", event({ type: "__proto__" })],
  ],
  "QG-0214": [
    ["/type", event({ type: "kz.qorgau.release.made.v1" })],
    ["/type", event({ type: "kz.qorgau.tick.made.v1" })],
  ],
  "QG-0215": [0, -1, 1.5, 2 ** 31, "1", true].map((revision) => ["/revision", event({ revision })]),
  "QG-0216": ["2026-02-03", "2026-02-03T12:10:00", "2026-02-30T12:10:00Z", "yesterday", 5].map((time) => ["/time", event({ time })]),
  "QG-0217": ["text/plain", "application/jsonx", 1].map((datacontenttype) => ["/datacontenttype", event({ datacontenttype })]),
  "QG-0218": [["/data_base64", event({ data: undefined, data_base64: "e30=" })]],
  "QG-0219": [["/source", event({ source: "urn:t:nobody" }), withList]],
  "QG-0220": [
    ["/type", aClaim({ status: "filed" }), withList],
    ["/type", event({ type: "kz.qorgau.claim.withdrawn.v1", data: {} }), withList],
  ],
  "QG-0221": [
    ["/type", event({ source: "urn:t:statistics" }), withList],
    ["/type", event({ source: "urn:t:statistics", type: "kz.qorgau.case.withdrawn.v1", data: {} }), withList],
  ],
  "QG-0290": [
    ["/data/colour", aCase({ colour: "red" })],
    ["/data/employer/name", aCase({ employer: { bin: "200140000004", name: "x" } })],
    ["/data/a~1b~0c", aCase({ "a/b~c": 1 })],
    ["/data/", aCase({ "": 1 })],
    ["/data/__proto__", JSON.parse(JSON.stringify(event({})).replace('"kind"', '"__proto__":{"polluted":1},"kind"'))],
    ["/data/constructor", aCase({ constructor: 1 })],
    ["/data/0", aCase({ 0: 1 })],
    ["/data/#", aCase({ [iin]: 1 })],
    ["/data/~0#", aCase({ [`~${iin}`]: 1 })],
    ["/data", aCase({ ["x".repeat(129)]: 1 })],
    ["/data", aCase({ "\uD800": 1 })],
    ["/data/severity", aWithdrawal({ severity: "fatal" })],
    ["/data/claim", aCase({ claim: { status: "filed" } })],
  ],
  "QG-0291": [["/data", aCase(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`unknown${index}`, index])))]],
  "QG-0301": [
    ["/id", event({ id: iin })],
    ["/source", event({ source: `urn:kz:iin:${iin}` })],
    ["/subject", event({ subject: `N-${iin}/1` })],
    ["/data/accident", aCase({ accident: `of ${iin}` })],
    ["/data/worker/ref", aCase({ worker: { ref: iin } })],
    ["/data/sameAs/source", aCase({ sameAs: { source: `urn:x:${iin}`, subject: "K" } })],
    ["/data/sameAs/subject", aCase({ sameAs: { source: "urn:x:y", subject: iin } })],
    ["/data/mining/mine", aCase({ mining: { mine: iin } })],
    ["/data/mine", anExposure({ mine: `mine-${iin}` })],
    ["/data/claim/actNumber", aClaim({ status: "filed", actNumber: iin })],
    ["/data/reason", aWithdrawal({ reason: `wrong person,\n${iin}` })],
  ],
  "QG-0302": ["20014000000", "2001400000044", "not a number", ""].map((bin) => ["/data/employer/bin", aCase({ employer: { bin } })]),
  "QG-0303": ["85080831073", "", "#"].map((text) => ["/data/worker/iin", aCase({ worker: { iin: text } })]),
  "QG-0304": [["/data/worker/iin", aCase({ worker: { iin: "200140000004" } })]],
  "QG-0305": [
    ["/data/worker/iin", aCase({ worker: { iin: "200170000004" } })],
    ["/data/employer/bin", aCase({ employer: { bin: "200190000004" } })],
  ],
  "QG-0306": [["/data/worker", aCase({ worker: { iin, ref: "4711" } })]],
  "QG-0307": [
    ["/data/worker", aCase({ worker: {} })],
    ["/data/worker", aCase({ worker: { sex: "male" } })],
  ],
  "QG-0308": [
    ["/data/employer/bin", aCase({ employer: {} })],
    ["/data/employer/bin", aCase({ employer: { size: "1-9" }, region: "KZ-35" })],
  ],
  "QG-0320": [
    ["/data/worker/iin", aCase({ worker: { iin: "850808310730" } })],
    ["/data/employer/bin", aCase({ employer: { bin: "000003319944" } })],
  ],
  "QG-0321": [["/data/employer/bin", aCase({ employer: { bin: "200140000005" } })]],
  "QG-0322": [
    ["/data/worker/iin", aCase({ worker: { iin: "841006000754" } })],
    ["/data/worker/iin", aCase({ worker: { iin: "850808710738" } })],
    ["/data/worker/iin", aCase({ worker: { iin: "850231310738" } })],
    ["/data/worker/iin", aCase({ worker: { iin }, occurredAt: "1985-08-07" })],
  ],
  "QG-0323": [["/data/worker/sex", aCase({ worker: { iin, sex: "female" } })]],
  "QG-0324": [["/data/worker/ageBand", aCase({ worker: { iin, ageBand: "18-24" } })]],
  "QG-0325": [
    ["/data/worker/ref", aCase({ worker: { ref: `qg1:ffffffff:${"0".repeat(64)}` } })],
    ["/data/worker/ref", aCase({ worker: { ref: "qg1:0a1b2c3d:0" } })],
  ],
  "QG-0326": [["/data/worker/ref", aCase({ worker: { ref: `qg1:reader:${"0".repeat(64)}` } })]],
  "QG-0401": [
    "3 February 2026",
    "2026-2-3",
    "20260203",
    "2026-02-03 07:40:00+05:00",
    "2026-02-03T07:40+05:00",
    "2026-02-03T07:40:00+0500",
    "",
  ].map((occurredAt) => ["/data/occurredAt", aCase({ occurredAt })]),
  "QG-0402": [["/data/occurredAt", aCase({ occurredAt: "2026-02-03T07:40:00" })]],
  "QG-0403": ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-01-00", "1900-02-29"].map((occurredAt) => [
    "/data/occurredAt",
    aCase({ occurredAt }),
  ]),
  "QG-0404": [
    ["/data/occurredAt", aCase({ occurredAt: "1899-12-31" })],
    ["/data/notified/enteredOn", aCase({ notified: { enteredOn: "0026-02-03" } })],
  ],
  "QG-0405": [
    ["/data/occurredAt", aCase({ occurredAt: "2026-11-24" })],
    ["/data/occurredAt", aCase({ occurredAt: "2026-11-23T22:30:01+05:00" })],
    ["/data/diedOn", aCase({ diedOn: "2027-02-03" })],
    ["/data/notified/learnedAt", aCase({ notified: { learnedAt: "2062-02-03T07:40:00Z" } })],
    ["/data/claim/decidedOn", aClaim({ status: "denied", decidedOn: "2027-01-01" })],
  ],
  "QG-0406": [
    ["/data/occurredAt", aCase({ occurredAt: "2026-02-03T07:40:00+03:00" })],
    ["/data/occurredAt", aCase({ occurredAt: "2026-02-03T07:40:00.5-05:00", region: "KZ-35" })],
    ["/data/occurredAt", aCase({ occurredAt: "2026-02-03T07:40:00+00:00", region: "350000000" })],
  ],
  "QG-0407": [["/data/occurredAt", aCase({ occurredAt: "2026-02-03T07:40:00Z" })]],
  "QG-0408": [
    ["/data/diedOn", aCase({ diedOn: "2026-02-04T07:40:00+05:00" })],
    ["/data/notified/actSignedOn", aCase({ notified: { actSignedOn: "tomorrow" } })],
  ],
  "QG-0409": ["24:00:00+05:00", "07:60:00+05:00", "23:59:60+05:00", "07:40:00+14:01", "07:40:00+05:60"].map((rest) => [
    "/data/occurredAt",
    aCase({ occurredAt: `2026-02-03T${rest}` }),
  ]),
  "QG-0410": [["/data/diedOn", aCase({ severity: "severe", diedOn: "2026-02-04" })]],
  "QG-0411": [["/data/diedOn", aCase({ diedOn: "2026-02-02" })]],
  "QG-0412": [["/data/fault", aCase({ fault: { employerPercent: 60, workerPercent: 41 } })]],
  "QG-0420": [["/data/kind", aCase({ kind: "incident" })]],
  "QG-0421": [
    ["/data/severity", aCase({ severity: "deadly" })],
    ["/data/severity", aCase({ severity: "__proto__" })],
  ],
  "QG-0422": [["/data/workRelated", aCase({ workRelated: "maybe" })]],
  "QG-0423": [["/data/employer/size", aCase({ employer: { bin: "200140000004", size: "500" } })]],
  "QG-0424": [["/data/worker/sex", aCase({ worker: { ref: "1", sex: "m" } })]],
  "QG-0425": [["/data/worker/ageBand", aCase({ worker: { ref: "1", ageBand: "40" } })]],
  "QG-0426": [["/data/worker/occupation", aCase({ worker: { ref: "1", occupation: "81111" } })]],
  "QG-0427": [
    ["/data/region", aCase({ region: "KZ-99" })],
    ["/data/region", aCase({ region: "Karaganda" })],
    ["/data/region", aCase({ region: "XX" })],
    ["/data/employer/region", aCase({ employer: { bin: "200140000004", region: "990000000" } })],
    // Regions and KATO codes have dates.
    ["/data/region", aCase({ region: "KZ-YUZ" })],
    ["/data/region", aCase({ region: "KZ-YUZ", occurredAt: "2018-06-19" })],
    ["/data/region", aCase({ region: "510000000", occurredAt: "2018-06-19" })],
    ["/data/region", aCase({ region: "358999999" })],
    ["/data/region", aCase({ region: "358999999", occurredAt: "2022-06-08" })],
    ["/data/region", aCase({ region: "629999999", occurredAt: "2021-05-01" })],
    ["/data/employer/region", aCase({ employer: { bin: "200140000004", region: "358999999" } })],
  ],
  "QG-0660": [
    ["/data/region", aCase({ region: "KZ-62", occurredAt: "2022-06-07" })],
    ["/data/region", aCase({ region: "100000000", occurredAt: "2021-05-01" })],
    ["/data/region", aCase({ region: "KZ-79", occurredAt: "2018-06-18" })],
    ["/data/employer/region", aCase({ employer: { bin: "200140000004", region: "KZ-33" }, occurredAt: "2020-01-01" })],
  ],
  "QG-0661": [
    // Its district is listed; of the division before 2022; of South Kazakhstan.
    ["/data/region", aCase({ region: "351099999" })],
    ["/data/region", aCase({ region: "358999999", occurredAt: "2022-06-07" })],
    ["/data/region", aCase({ region: "510000000", occurredAt: "2018-06-18" })],
  ],
  "QG-0670": [exposureOf("urn:t:clinic", { pointer: "/type" })],
  "QG-0671": [
    exposureOf("urn:t:insurer", { pointer: "/data/basis", basis: "employed" }),
    exposureOf("urn:t:insurer", { pointer: "/data/hours", hours: 5 }),
    exposureOf("urn:t:insurer", { pointer: "/data/tonnes", workers: undefined, basis: undefined, tonnes: 5 }),
  ],
  "QG-0672": [
    exposureOf("urn:t:enterprise", {}),
    exposureOf("urn:t:owner", { region: "KZ-35" }),
    exposureOf("urn:t:owner", { pointer: "/data/mine", mine: "other" }),
    exposureOf("urn:t:owner", { pointer: "/data/mine", mine: "other", employer: { bin: "200140000004" } }),
    exposureOf("urn:t:owner", { pointer: "/data/employer/bin", employer: { bin: "990140000002" } }),
    exposureOf("urn:t:enterprise", { pointer: "/data/employer/bin", employer: { bin: "200140000004" } }),
  ],
  "QG-0673": [exposureOf("urn:kz:bin:200140000004", { pointer: "/data/mine", mine: "kostenko", employer: { bin: "200140000004" } })],
  "QG-0428": ["X", "5", "04", "b", "05.", "mining"].map((sector) => ["/data/sector", aCase({ sector })]),
  "QG-0430": [["/data/injury/type", aCase({ injury: { type: "777" } })]],
  "QG-0431": [["/data/injury/bodyPart", aCase({ injury: { bodyPart: "777" } })]],
  "QG-0432": [["/data/deviation", aCase({ deviation: "777" })]],
  "QG-0433": [["/data/contact", aCase({ contact: "777" })]],
  "QG-0434": [["/data/causes/0", aCase({ causes: ["fate"] })]],
  "QG-0440": [
    ["/data/mining/method", aCase({ mining: { method: "open" } })],
    ["/data/method", anExposure({ method: "open" })],
  ],
  "QG-0441": [["/data/mining/commodity", aCase({ mining: { commodity: "gold" } })]],
  "QG-0442": [["/data/mining/hazard", aCase({ mining: { hazard: "roof" } })]],
  "QG-0443": ["Kostenko", "", "шахта", "x".repeat(65), "a b"].map((mine) => ["/data/mining/mine", aCase({ mining: { mine } })]),
  "QG-0444": [
    ["/data/mining/contractor", aCase({ mining: { contractor: "yes" } })],
    ["/data/contractor", anExposure({ contractor: "no" })],
  ],
  "QG-0470": [
    ["/data/occurredAt", aCase({ occurredAt: "2024-03-01T00:10:00+06:00" })],
    ["/data/occurredAt", aCase({ occurredAt: "2026-02-03T07:40:00.5+06:00", region: "KZ-75" })],
  ],
  "QG-0471": [
    ["/data/roadTraffic", aCase({ roadTraffic: "true" })],
    ["/data/worker/migrant", aCase({ worker: { ref: "1", migrant: 1 } })],
  ],
  "QG-0472": [["/data/circumstance", aCase({ circumstance: "commuting" })]],
  "QG-0473": [["/data/worker/status", aCase({ worker: { ref: "1", status: "boss" } })]],
  "QG-0474": [["/data/sectorScheme", aCase({ sector: "B", sectorScheme: "oked" })]],
  "QG-0475": ["J6", "J62,8", "j62.8", "J62.80000", "silicosis"].map((diagnosis) => [
    "/data/diagnosis",
    aCase({ kind: "disease", diagnosis }),
  ]),
  "QG-0476": [
    ["/data/sector", aCase({ sector: "04", sectorScheme: "isic4" })],
    ["/data/sector", aCase({ sector: "B", sectorScheme: "naics2017" })],
    ["/data/sector", aCase({ sector: "212112", sectorScheme: "nace2" })],
  ],
  "QG-0477": [
    ["/data/sector", aCase({ sector: "05.10", sectorScheme: "nace21" })],
    ["/data/sector", aCase({ sector: "811310", sectorScheme: "naics2017" })],
  ],
  "QG-0478": [
    ["/data/sector", aCase({ region: "US-TX", sector: "05" })],
    ["/data/sector", aCase({ region: "SG", sector: "05" })],
  ],
  "QG-0479": [["/data/sectorScheme", aCase({ sectorScheme: "isic4" })]],
  "QG-0450": [["/data/sameAs/entity", aCase({ sameAs: { source: "urn:x:y", subject: "K", entity: "exposure" } })]],
  "QG-0460": [["/data/claim/status", aClaim({ status: "open" })]],
  "QG-0501": ["2026-Q5", "2026-13", "26", "2026-1", "2026-01-01", "2026/2027"].map((period) => ["/data/period", anExposure({ period })]),
  "QG-0502": [["/data/period", anExposure({ period: "1899" })]],
  "QG-0503": ["2027", "2027-Q1", "2026-12"].map((period) => ["/data/period", anExposure({ period })]),
  "QG-0504": ["KZ-99", "ZZ", "Karaganda", "990000000"].map((region) => ["/data/region", anExposure({ region })]),
  "QG-0505": [["/data/region", anExposure({ region: "351010000" })]],
  "QG-0506": ["X", "04", "mmc"].map((sector) => ["/data/sector", anExposure({ sector })]),
  "QG-0507": ["05.1", "051"].map((sector) => ["/data/sector", anExposure({ sector })]),
  "QG-0508": [["/data/basis", anExposure({ basis: "registered" })]],
  "QG-0509": [["/data/status", anExposure({ status: "preliminary" })]],
  "QG-0510": [["/data", anExposure({ workers: undefined })]],
  "QG-0530": ["sektor", "commodty", "SEX", "region "].map((name) => [`/data/${name}`, anExposure({ [name]: "F" })]),
  "QG-0531": ["workers", "hours", "tonnes"].flatMap((name) =>
    [0.000_9, 1e-310, Number.MIN_VALUE].map((value): Example => [`/data/${name}`, anExposure({ [name]: value })]),
  ),
  "QG-0533": [["/data/basis", anExposure({ workers: undefined, hours: 5 })]],
  "QG-0534": [["/data/contractor", anExposure({ sector: "B", contractor: true })]],
  "QG-0535": [["/data/workerStatus", anExposure({ workerStatus: "boss" })]],
  "QG-0536": [
    ["/data/region", anExposure({ region: "KZ-62", period: "2021" })],
    ["/data/region", anExposure({ region: "620000000", period: "2022-Q1" })],
    ["/data/region", anExposure({ region: "KZ-61", period: "2017" })],
    ["/data/region", anExposure({ region: "KZ-YUZ", period: "2018" })],
    ["/data/region", anExposure({ region: "510000000", period: "2018-06" })],
  ],
  "QG-0521": ["K", "64", "L", "S"].map((sector) => ["/data/tonnes", anExposure({ sector, tonnes: 5 })]),
  "QG-0680": ["riskmap", "vision zero", ""].map((programme) => ["/data/programme", aStatus({ programme })]),
  "QG-0681": [["/data/to", aStatus({ to: "2026-02-02" })]],
  "QG-0682": [
    ["/data/assessment/significantViolated", aStatus({ assessment: { ...assessment, significantViolated: 41 } })],
    ["/data/assessment/minorViolated", aStatus({ assessment: { ...assessment, minorViolated: 21 } })],
  ],
  "QG-0683": [["/data/assessment", aStatus({ programme: "union", assessment })]],
  "QG-0684": [
    ["/type", aStatus({}, { source: "urn:t:statistics" }), withList],
    ["/type", aStatus({ programme: "insured" }, { source: "urn:t:clinic" }), withList],
    ["/type", statistics({}), withList],
    ["/type", anOccurrence({}, { source: "urn:t:insurer" }), withList],
    ["/type", anOccurrence({}, { source: "urn:t:statistics", type: "kz.qorgau.occurrence.withdrawn.v1", data: {} }), withList],
  ],
  "QG-0685": [
    ["/data/programme", aStatus({}, { source: "urn:t:owner" }), withList],
    ["/data/programme", aStatus({ programme: "insured" }, { source: "urn:t:owner" }), withList],
    ["/data/programme", aStatus({ programme: "union" }, { source: "urn:t:insurer" }), withList],
  ],
  "QG-0686": [
    ["/data/employer/bin", aStatus({ programme: "union" }), withList],
    ["/data/employer/bin", anOccurrence({}), withList],
    ["/data/employer/bin", aStatus({ programme: "union", employer: { bin: "990140000002" } }, { source: "urn:t:owner" }), withList],
  ],
  "QG-0687": [["/data/year", statistics({ year: 2027 })]],
  "QG-0688": [["/data", statistics({ workersLiable: undefined, region: "KZ-35" })]],
  "QG-0689": [
    ["/data/infringements", statistics({ infringements: [] })],
    ["/data/infringements", statistics({ infringements: { provision: "182", count: 1 } })],
    ["/data/penalties", statistics({ penalties: [1, 2].map((count) => ({ kind: "fine", count })) })],
  ],
  "QG-0690": [
    ["/data/workersVisited", statistics({ workersVisited: 6 })],
    ["/data/workplacesVisited", statistics({ workplacesLiable: 1, workplacesVisited: 2 })],
  ],
  "QG-0520": [["/data/basis", anExposure({ basis: "hours_worked", hours: 1 })]],
};

describe.each(Object.keys(rules) as RuleId[])("%s", (rule) => {
  const { level } = rules[rule];

  test("has an example", () => {
    expect(examples[rule]?.length).toBeGreaterThan(0);
  });

  test.each((examples[rule] ?? []).map((example, index) => [`${example[0]} (${index})`, example] as const))(
    `is told at %s`,
    (_name, example) => {
      const [pointer, sent, context = withoutList] = example;
      const verdict = judge(sent, context);
      const errors = verdict.accepted ? [] : verdict.errors;
      const reported = level === "error" ? errors : verdict.warnings;
      expect(reported.map((fault) => `${fault.rule} ${fault.pointer}`)).toContain(`${rule} ${pointer}`);
      // One fault was made, so one is reported: an error never brings others along.
      expect(errors).toHaveLength(level === "error" ? 1 : 0);
    },
  );
});
