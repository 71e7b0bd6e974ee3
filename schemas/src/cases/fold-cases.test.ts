/** The rules of DESIGN, section 3, one by one: which statements are one case, and what the case takes from which of them. */
import { describe, expect, test } from "vitest";
import type { Role } from "../codes/enumerations.ts";
import type { ClaimData } from "../events/event.ts";
import type { LoggedStatement } from "../events/statement.ts";
import { expose, reportCase, withdraw } from "../../../test/generators/reported-by-hand.ts";
import { foldCases } from "./fold-cases.ts";

const ivanov = { ref: "qg1:k:ivanov" };
const akhmetov = { ref: "qg1:k:akhmetov" };

/** The subjects of each case, the highest-ranking first. */
function subjects(...statements: LoggedStatement[]): string[][] {
  return foldCases(statements).cases.map((one) => one.statements.map(({ statement }) => statement.subject));
}
function only(...statements: LoggedStatement[]) {
  const { cases } = foldCases(statements);
  expect(cases).toHaveLength(1);
  return cases[0]!;
}

describe("identity", () => {
  test("one worker on one date is one case, whoever tells of it", () => {
    const hospital = reportCase({ source: "urn:c", subject: "2", role: "clinic" }, { worker: ivanov });
    expect(subjects(reportCase({}, { worker: ivanov }), hospital)).toEqual([["1", "2"]]);
    expect(
      subjects(reportCase({}, { worker: ivanov }), reportCase({ subject: "2" }, { worker: ivanov, occurredAt: "2026-02-04" })),
    ).toHaveLength(2);
    expect(subjects(reportCase({}, { worker: ivanov }), reportCase({ subject: "2" }, { worker: akhmetov }))).toHaveLength(2);
  });

  test("a time of day does not make another date", () => {
    const late = reportCase({ subject: "2" }, { worker: ivanov, occurredAt: "2026-02-03T23:40:00+05:00" });
    expect(subjects(reportCase({}, { worker: ivanov }), late)).toHaveLength(1);
  });

  test("a reporter's own reference identifies within that source alone", () => {
    const worker = { ref: "7" };
    expect(subjects(reportCase({}, { worker }), reportCase({ subject: "2" }, { worker }))).toHaveLength(1);
    expect(subjects(reportCase({}, { worker }), reportCase({ source: "urn:f", subject: "2" }, { worker }))).toHaveLength(2);
  });

  test("without a worker a source's case and claim of one subject are one case", () => {
    expect(subjects(reportCase(), reportCase({ entity: "claim" }), reportCase({ subject: "2" }))).toEqual([["1", "1"], ["2"]]);
  });

  test("withdrawn statements tell of nothing until a higher revision brings the record back", () => {
    const gone = withdraw({ revision: 2 });
    expect(subjects(reportCase(), gone)).toEqual([]);
    expect(subjects(reportCase(), gone, reportCase({ revision: 3 }))).toEqual([["1"]]);
  });

  test("an exposure tells of no case", () => {
    expect(subjects(expose({}, 1000))).toEqual([]);
  });
});

describe("sameAs", () => {
  const to = (subject: string, entity?: "claim") => ({ sameAs: { source: "urn:e", subject, ...(entity === undefined ? {} : { entity }) } });

  test("outranks the worker: a wrong pseudonym is mended by pointing", () => {
    const pointing = reportCase({ source: "urn:f", subject: "2" }, { worker: akhmetov, ...to("1") });
    expect(subjects(reportCase({}, { worker: ivanov }), pointing)).toEqual([["1", "2"]]);
  });

  test("names a case unless it says claim", () => {
    const [reported, claimed] = [reportCase({}, { worker: ivanov }), reportCase({ entity: "claim" }, { worker: akhmetov })];
    expect(subjects(reported, claimed, reportCase({ subject: "2" }, to("1")))).toEqual([["1", "2"], ["1"]]);
    expect(subjects(reported, claimed, reportCase({ subject: "2" }, to("1", "claim")))).toEqual([["1"], ["2", "1"]]);
  });

  test("leads to the target's own identity: the target's sameAs is not followed", () => {
    const chain = [reportCase({ subject: "1" }), reportCase({ subject: "2" }, to("1")), reportCase({ subject: "3" }, to("2"))];
    expect(subjects(...chain)).toEqual([["1", "2"], ["3"]]);
  });

  test("a ring of them changes places and ends", () => {
    expect(subjects(reportCase({ subject: "1" }, to("2")), reportCase({ subject: "2" }, to("1")))).toEqual([["1"], ["2"]]);
  });

  test("follows the target's standing revision where its worker or date moves", () => {
    const moved = reportCase({ revision: 2 }, { worker: akhmetov });
    const other = reportCase({ source: "urn:f", subject: "3" }, { worker: akhmetov });
    expect(subjects(reportCase({}, { worker: ivanov }), moved, reportCase({ subject: "2" }, to("1")), other)).toEqual([["1", "2", "3"]]);
  });

  test("has no effect and is listed where the target is unknown or withdrawn", () => {
    const [one, two] = [
      reportCase({ subject: "2" }, { worker: ivanov, ...to("1") }),
      reportCase({ source: "urn:f", subject: "3" }, { worker: ivanov }),
    ];
    for (const target of [[], [reportCase(), withdraw({ revision: 2 })]]) {
      const { cases, danglingSameAs } = foldCases([one, two, ...target]);
      expect(cases).toHaveLength(1);
      expect(danglingSameAs).toEqual([one]);
    }
    expect(foldCases([one, two, reportCase()])).toMatchObject({ danglingSameAs: [], cases: { length: 2 } });
  });
});

describe("merging", () => {
  const by = (role: "inspectorate" | "enterprise" | "insurer" | "clinic", stated: object, rest: object = {}) =>
    reportCase({ source: `urn:${role}`, subject: role, role, ...rest }, { worker: ivanov, ...stated });

  test("inspectorate, enterprise, insurer, clinic: the highest that states an attribute gives it", () => {
    const reported = [
      by("clinic", { deviation: "40", contact: "42", daysLost: 1, kind: "poisoning" }),
      by("insurer", { contact: "41", daysLost: 2 }),
      by("enterprise", { daysLost: 3 }),
      by("inspectorate", { kind: "accident" }),
    ];
    expect(only(...reported).data).toMatchObject({ deviation: "40", contact: "41", daysLost: 3, kind: "accident" });
  });

  test("members of employer, mining, injury, notified and worker come one by one", () => {
    const high = by("inspectorate", {
      worker: { ...ivanov, sex: "male" },
      employer: { region: "KZ-75" },
      mining: { mine: "kostenko" },
      injury: { type: "010" },
      fault: { employerPercent: 100 },
      notified: { learnedAt: "2026-02-03" },
    });
    const low = by("clinic", {
      worker: { ...ivanov, sex: "female", ageBand: "25-34" },
      employer: { region: "KZ-71", bin: "1" },
      mining: { mine: "x", hazard: "fire" },
      injury: { type: "020", bodyPart: "11" },
      fault: { employerPercent: 50, workerPercent: 0 },
      notified: { learnedAt: "2026-02-04", enteredOn: "2026-02-05" },
    });
    const { data, derived } = only(low, high);
    expect(data).toMatchObject({
      employer: { region: "KZ-75", bin: "1" },
      mining: { mine: "kostenko", hazard: "fire" },
      injury: { type: "010", bodyPart: "11" },
      fault: { employerPercent: 100 },
      notified: { learnedAt: "2026-02-03", enteredOn: "2026-02-05" },
    });
    expect(data.worker).toEqual({ sex: "male", ageBand: "25-34" });
    expect(derived.employerRegion).toBe("KZ-75");
  });

  test("region with its country and sector with its section and division come from one statement each", () => {
    const { derived } = only(by("clinic", { region: "US-TX", sector: "05.10.1" }), by("inspectorate", { sector: "B" }));
    expect(derived).toMatchObject({ country: "US", region: "US-TX", section: "B", division: null });
    expect(only(by("clinic", { employer: { region: "KZ-71" } }), by("inspectorate", {})).derived.employerRegion).toBe("KZ-71");
    expect(only(reportCase()).derived).toMatchObject({ country: "KZ", region: null, section: null, division: null, employerRegion: null });
  });

  test("between equals a case goes before a claim, then the smaller source, then the subject, by UTF-8", () => {
    const equal = (source: string, subject: string, entity: "case" | "claim" = "case") =>
      reportCase({ source, subject, entity, role: "insurer" }, { worker: ivanov });
    const reported = [equal("urn:a", "1", "claim"), equal("urn:\u{1F4A5}", "2"), equal("urn:\u{FF5E}", "3b"), equal("urn:\u{FF5E}", "3a")];
    expect(subjects(...reported)).toEqual([["3a", "3b", "2", "1"]]);
  });

  test("where sameAs joins different dates the highest-standing statement's is the date of the case", () => {
    const pointing = reportCase(
      { source: "urn:i", role: "inspectorate" },
      { occurredAt: "2025-12-31", sameAs: { source: "urn:e", subject: "1" } },
    );
    expect(only(reportCase({}, { occurredAt: "2026-01-01" }), pointing).derived.date).toBe("2025-12-31");
  });

  test("severity is the gravest that anyone tells, disputed where the highest-standing tells less", () => {
    expect(only(by("inspectorate", {}), by("clinic", { severity: "fatal" }))).toMatchObject({
      severityDisputed: true,
      data: { severity: "fatal" },
    });
    expect(only(by("inspectorate", { severity: "severe" }), by("clinic", {}))).toMatchObject({
      severityDisputed: false,
      data: { severity: "severe" },
    });
  });

  test("workRelated is the highest-standing's that states it; the case counts unless that is no", () => {
    expect(only(reportCase())).toMatchObject({ counts: true, data: { workRelated: "under_investigation" } });
    expect(only(by("enterprise", { workRelated: "no" }), by("inspectorate", { workRelated: "yes" }))).toMatchObject({ counts: true });
    expect(only(by("enterprise", { workRelated: "no" }), by("inspectorate", {}))).toMatchObject({ counts: false });
  });

  test("evidence is insurer_only where only claims tell of the case, and such a case counts whatever its status", () => {
    const claim = reportCase({ entity: "claim" }, { claim: { status: "denied" } });
    expect(only(claim)).toMatchObject({ evidence: "insurer_only", counts: true });
    expect(only(claim, reportCase())).toMatchObject({ evidence: "reported" });
  });

  test("who the worker is, and what concerns one record alone, stays out of the merged data", () => {
    const merged = only(reportCase({ entity: "claim" }, { worker: ivanov, accident: "A", claim: { status: "paid" } }));
    expect(Object.keys(merged.data)).not.toEqual(expect.arrayContaining(["claim"]));
    expect(JSON.stringify([merged.id, merged.data])).not.toMatch(/ivanov|accident":"A|paid/);
  });
});

test("conflicting contents of a standing revision are told", () => {
  const [one, other] = [reportCase(), reportCase({ offset: 1 }, { severity: "severe" })];
  const greater = one.statement.content > other.statement.content ? one : other;
  expect(foldCases([one, other]).conflicts).toEqual([greater]);
  expect(foldCases([one, { ...one, offset: 7 }]).conflicts).toEqual([]);
});

describe("what belongs together comes from one statement", () => {
  const worker = { ref: "qg1:k:petrov" };
  const of = (role: Role, stated: Partial<ClaimData>) => reportCase({ source: `urn:${role}`, role }, { worker, ...stated });
  const merged = (...reported: LoggedStatement[]) => foldCases(reported).cases[0]!;

  test("the fault whole: shares of one, never 170", () => {
    const one = of("inspectorate", { fault: { employerPercent: 100 } });
    const other = of("enterprise", { fault: { employerPercent: 30, workerPercent: 70 } });
    expect(merged(one, other).data.fault).toEqual({ employerPercent: 100 });
    expect(merged(of("inspectorate", { fault: {} }), other).data.fault).toEqual({ employerPercent: 30, workerPercent: 70 });
  });

  test("the sector with its scheme", () => {
    const one = of("inspectorate", { sector: "B" });
    const other = of("enterprise", { sector: "212112", sectorScheme: "naics2017" });
    expect(merged(one, other).data).toMatchObject({ sector: "B" });
    expect(merged(one, other).data.sectorScheme).toBeUndefined();
    expect(merged(of("inspectorate", { sectorScheme: "isic4" }), other).data).toMatchObject({
      sector: "212112",
      sectorScheme: "naics2017",
    });
  });

  test("the employer's region and size with the BIN that is taken, or with none", () => {
    const high = of("inspectorate", { employer: { bin: "200140000004" } });
    const others = of("enterprise", { employer: { bin: "990240000005", region: "KZ-71", size: "500+" } });
    const none = of("clinic", { employer: { region: "KZ-75" } });
    expect(merged(high, others, none).data.employer).toEqual({ bin: "200140000004", region: "KZ-75" });
    expect(merged(high, others, none).derived.employerRegion).toBe("KZ-75");
    expect(merged(high, others).derived.employerRegion).toBeNull();
  });

  test("a day of death before the day of the case is left out and told", () => {
    const one = of("inspectorate", { occurredAt: "2026-02-05", sameAs: { source: "urn:enterprise", subject: "1" } });
    const other = of("enterprise", { severity: "fatal", diedOn: "2026-02-04" });
    expect(merged(one, other)).toMatchObject({ diedBefore: "2026-02-04", data: { severity: "fatal" } });
    expect(merged(one, other).data.diedOn).toBeUndefined();
    expect(merged(other)).toMatchObject({ diedBefore: null, data: { diedOn: "2026-02-04" } });
  });
});

describe("identity by kind", () => {
  const worker = { ref: "qg1:k:petrov" };
  const reported = (subject: string, stated: Partial<ClaimData>) => reportCase({ subject }, { worker, ...stated });
  const sizes = (...statements: LoggedStatement[]) =>
    foldCases(statements)
      .cases.map((one) => one.statements.length)
      .toSorted((left, right) => left - right);

  test("an accident and a disease of one worker on one day are two cases; poisoning is an accident", () => {
    expect(sizes(reported("1", {}), reported("2", { kind: "disease" }), reported("3", { kind: "poisoning" }))).toEqual([1, 2]);
  });

  test("diseases are told apart by three characters of their diagnosis; one without joins the smallest", () => {
    const [silicosis, same, deafness, none] = ["J62.8", "J62.0", "H83.3", undefined].map((diagnosis, place) =>
      reported(String(place), { kind: "disease", ...(diagnosis === undefined ? {} : { diagnosis }) }),
    ) as [LoggedStatement, LoggedStatement, LoggedStatement, LoggedStatement];
    expect(sizes(silicosis, same, deafness)).toEqual([1, 2]);
    expect(sizes(silicosis, same, none)).toEqual([3]);
    expect(sizes(silicosis, same, deafness, none)).toEqual([2, 2]);
  });
});

describe("joining does not outrank", () => {
  const death = reportCase({ source: "urn:b", subject: "B1" }, { severity: "fatal" });
  const grab = (stated: Partial<ClaimData> = {}) =>
    reportCase({ source: "urn:a", subject: "A1" }, { workRelated: "no", sameAs: { source: "urn:b", subject: "B1" }, ...stated });

  test("the death of one stays counted, as fatal, whatever another says who joined it", () => {
    const [one, ...others] = foldCases([grab(), death]).cases;
    expect(others).toEqual([]);
    expect(one).toMatchObject({ counts: true, workRelatedDisputed: true, data: { severity: "fatal", workRelated: "under_investigation" } });
    expect(one!.statements[0].statement.source).toBe("urn:b");
  });

  test("of another employer, or of a day too far, nothing is joined", () => {
    const far = grab({ occurredAt: "2026-02-07" });
    for (const refused of [grab({ employer: { bin: "990240000005" } }), far]) {
      const { cases, refusedSameAs } = foldCases([refused, death]);
      expect(cases).toHaveLength(2);
      expect(refusedSameAs).toEqual([refused]);
    }
    expect(foldCases([grab({ occurredAt: "2026-02-06" }), death]).cases).toHaveLength(1);
    const disease = reportCase({ source: "urn:b", subject: "B1" }, { kind: "disease", severity: "fatal" });
    expect(foldCases([grab({ kind: "disease", occurredAt: "2020-01-01" }), disease]).cases).toHaveLength(1);
  });

  test("where one tells of neither employer nor worker, the same region joins", () => {
    const anonymous = (region?: string) => grab({ employer: {}, ...(region === undefined ? {} : { region }) });
    const placed = reportCase({ source: "urn:b", subject: "B1" }, { severity: "fatal", region: "KZ-35" });
    expect(foldCases([anonymous("KZ-35"), placed]).cases).toHaveLength(1);
    expect(foldCases([anonymous("KZ-75"), placed]).cases).toHaveLength(2);
    expect(foldCases([anonymous(), death]).cases).toHaveLength(2);
  });

  test("a no counts of the inspectorate, or of every enterprise that holds the case", () => {
    const worker = { ref: "qg1:k:petrov" };
    const by = (source: string, role: Role, workRelated?: "no" | "yes") =>
      reportCase({ source, role, subject: source }, { worker, ...(workRelated === undefined ? {} : { workRelated }) });
    const counts = (...reported: LoggedStatement[]) => foldCases(reported).cases[0]!.counts;
    expect(counts(by("urn:a", "enterprise", "no"))).toBe(false);
    expect(counts(by("urn:a", "enterprise", "no"), by("urn:b", "enterprise"))).toBe(true);
    expect(counts(by("urn:a", "enterprise", "no"), by("urn:b", "enterprise", "no"))).toBe(false);
    expect(counts(by("urn:a", "enterprise", "no"), by("urn:c", "clinic", "yes"))).toBe(true);
    expect(counts(by("urn:i", "inspectorate", "no"), by("urn:b", "enterprise", "yes"))).toBe(false);
    expect(counts(by("urn:c", "clinic", "no"), by("urn:k", "insurer"))).toBe(false);
  });
});
