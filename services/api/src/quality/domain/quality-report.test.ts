import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { describe, expect, it } from "vitest";
import { reportCase, withdraw } from "../../../../../test/generators/reported-by-hand.ts";
import type { Reported } from "../../../../../test/generators/reported-by-hand.ts";
import { pagesOf } from "./quality-fixture.ts";

const worker = (name: string) => ({ worker: { ref: `qg1:k:${name}` } });

/** In the order given, each at its instant; `time` is the reporter's own. */
function logOf(...reported: readonly (readonly [instant: string, logged: LoggedStatement, time?: string])[]): LoggedStatement[] {
  return reported.map(([effectiveAt, logged, time = null], offset) => ({
    ...logged,
    offset,
    recordedAt: effectiveAt,
    effectiveAt,
    statement: { ...logged.statement, time },
  }));
}

/** All at once. */
const reportedAtOnce = (...reported: readonly LoggedStatement[]) =>
  logOf(...reported.map((one) => ["2026-03-01T00:00:00.000Z", one] as const));
const only = (rows: readonly unknown[]) => {
  expect(rows).toHaveLength(1);
  return rows[0];
};

const enterprise: Reported = { source: "urn:e", subject: "1" };
const insurer: Reported = { source: "urn:i", subject: "C1", entity: "claim" };

describe("severity that rises", () => {
  const story = logOf(
    ["2026-02-03T07:00:00.000Z", reportCase({ ...enterprise, revision: 1 }, { severity: "light" }), "2026-02-03T12:00:00+05:00"],
    ["2026-03-15T07:00:00.000Z", reportCase({ ...enterprise, revision: 2 }, { severity: "severe" }), "2026-03-13T12:00:00+05:00"],
    ["2026-07-03T07:00:00.000Z", reportCase({ ...enterprise, revision: 3 }, { severity: "fatal" })],
  );

  it("is told with its delay from the first statement, by the log's stamps and by the reporter's times", () => {
    const { migrations: escalations } = pagesOf(story);
    expect(escalations.rows.map(({ from, to, revision, days, toldDays }) => [from, to, revision, days, toldDays])).toEqual([
      ["light", "severe", 2, 40, 38],
      ["severe", "fatal", 3, 150, null],
    ]);
  });

  it("is counted at its reporter", () => {
    expect(only(pagesOf(story).reporters.rows)).toMatchObject({
      lightToSevere: { count: 1, medianDays: 40, p90Days: 40, toldCount: 1, toldMedianDays: 38, toldP90Days: 38 },
      lightToFatal: { count: 0, medianDays: null, p90Days: null, toldCount: 0 },
      severeToFatal: { count: 1, medianDays: 150, toldCount: 0, toldMedianDays: null },
    });
  });

  it("is none where the graver revision never stood, where it falls, or where another reporter tells it", () => {
    const late = reportedAtOnce(
      reportCase({ ...enterprise, revision: 2 }),
      reportCase({ ...enterprise, revision: 1 }, { severity: "fatal" }),
    );
    const falling = reportedAtOnce(
      reportCase({ ...enterprise, revision: 1 }, { severity: "fatal" }),
      reportCase({ ...enterprise, revision: 2 }),
    );
    const other = reportedAtOnce(reportCase(enterprise, worker("w")), reportCase(insurer, { ...worker("w"), severity: "fatal" }));
    for (const log of [late, falling, other]) expect(pagesOf(log).migrations.rows).toEqual([]);
  });

  it("goes on from what was told before a withdrawal, and counts a direct step as one", () => {
    const back = reportedAtOnce(
      reportCase({ ...enterprise, revision: 1 }),
      withdraw({ ...enterprise, revision: 2 }),
      reportCase({ ...enterprise, revision: 3 }, { severity: "fatal" }),
    );
    expect(only(pagesOf(back).reporters.rows)).toMatchObject({ lightToFatal: { count: 1 }, lightToSevere: { count: 0 } });
  });
});

describe("the lag from occurrence to report", () => {
  const lagOf = (occurredAt: string, reportedAt: string) =>
    pagesOf(logOf([reportedAt, reportCase({}, { occurredAt })])).reporters.rows[0]?.lag.medianDays;

  it("runs from the moment told, else from noon at +05:00, and is never negative", () => {
    expect(lagOf("2026-02-03T07:00:00+05:00", "2026-02-05T14:00:00.000Z")).toBe(2.5);
    expect(lagOf("2026-02-03", "2026-02-05T07:00:00.000Z")).toBe(2);
    expect(lagOf("2026-02-03", "2026-02-03T03:00:00.000Z")).toBe(0);
  });

  it("is of the first statement, whatever comes later or once more, and of the occurrence as it is told now", () => {
    const log = logOf(
      ["2026-02-10T07:00:00.000Z", reportCase({ revision: 1 }, { occurredAt: "2026-02-03" })],
      ["2026-05-10T07:00:00.000Z", reportCase({ revision: 2 }, { occurredAt: "2026-02-04" })],
      ["2026-06-10T07:00:00.000Z", reportCase({ revision: 1 }, { occurredAt: "2026-02-03" })],
    );
    expect(only(pagesOf(log).reporters.rows)).toMatchObject({ lag: { count: 1, medianDays: 6, toldCount: 0 } });
  });

  it("has nearest-rank percentiles: values that occurred", () => {
    const log = Array.from({ length: 20 }, (_, place) => {
      const reportedAt = `2026-02-${String(3 + place + 1).padStart(2, "0")}T07:00:00.000Z`;
      return [reportedAt, reportCase({ subject: `${place}` }), reportedAt] as const;
    });
    expect(only(pagesOf(logOf(...log)).reporters.rows)).toMatchObject({
      lag: { count: 20, medianDays: 10, p90Days: 18, toldCount: 20, toldMedianDays: 10, toldP90Days: 18 },
    });
  });
});

describe("statements of a record", () => {
  it("are counted once each, with revisions, withdrawals and conflicts, in the period that it tells now", () => {
    const log = reportedAtOnce(
      reportCase({ revision: 1 }, { occurredAt: "2025-12-31" }),
      reportCase({ revision: 1 }, { occurredAt: "2025-12-31" }),
      reportCase({ revision: 2 }, { daysLost: 1 }),
      reportCase({ revision: 2 }, { daysLost: 2 }),
      withdraw({ revision: 3 }),
      reportCase({ subject: "2", revision: 7 }, { daysLost: 3 }),
      reportCase({ subject: "2", revision: 7 }, { daysLost: 4 }),
    );
    const { reporters, conflicts } = pagesOf(log);
    expect(only(reporters.rows)).toMatchObject({
      period: "2026",
      records: 2,
      caseRecords: 2,
      statements: 6,
      revisions: 2,
      revisedRecords: 1,
      withdrawn: 1,
      conflicts: 1,
      settledConflicts: 1,
      rejected: null,
      rejectedReason: "not_logged",
    });
    expect(conflicts.rows).toEqual([
      { date: "2026-02-03", source: "urn:e", entity: "case", subject: "1", revision: 2, contents: 2, settled: true },
      { date: "2026-02-03", source: "urn:e", entity: "case", subject: "2", revision: 7, contents: 2, settled: false },
    ]);
  });

  it("of which none ever told anything but its withdrawal have no date and are in no row", () => {
    expect(pagesOf(reportedAtOnce(withdraw())).reporters.rows).toEqual([]);
  });

  it("are found by the date of the record, be the case's another", () => {
    const log = reportedAtOnce(
      reportCase(enterprise, { occurredAt: "2025-12-31" }),
      reportCase(insurer, { occurredAt: "2026-01-01", sameAs: { source: "urn:e", subject: "1" } }),
    );
    const rows = pagesOf(log, { from: "2026-01-01" }).reporters.rows;
    expect(only(rows)).toMatchObject({ source: "urn:i", claimRecords: 1, insurerOnlyCases: 0, disagreements: { occurredAt: 1 } });
  });
});

describe("two reporters of one case", () => {
  const disagreeing = reportedAtOnce(
    reportCase(enterprise, { ...worker("w"), region: "KZ-35", sector: "05.10", daysLost: 3, mining: { method: "underground" } }),
    reportCase(insurer, { ...worker("w"), region: "KZ-75", sector: "05", severity: "fatal", mining: { method: "open_pit" } }),
    reportCase({ source: "urn:i2", entity: "claim" }, { ...worker("v"), severity: "severe" }),
  );

  it("disagree field by field, a coarser code within a finer one excepted", () => {
    const { rows } = pagesOf(disagreeing).disagreements;
    expect(rows.map(({ field, source, value, otherSource, otherValue }) => [field, source, value, otherSource, otherValue])).toEqual([
      ["mining.method", "urn:e", "underground", "urn:i", "open_pit"],
      ["region", "urn:e", "KZ-35", "urn:i", "KZ-75"],
      ["severity", "urn:e", "light", "urn:i", "fatal"],
    ]);
    const fields = { severity: 1, region: 1, "mining.method": 1, sector: 0, daysLost: 0 };
    expect(pagesOf(disagreeing).reporters.rows).toMatchObject([
      { source: "urn:e", disagreeing: 1, disagreements: fields, insurerOnlyCases: 0 },
      { source: "urn:i", disagreeing: 1, disagreements: fields, insurerOnlyCases: 0 },
      { source: "urn:i2", disagreeing: 0, insurerOnlyCases: 1 },
    ]);
  });

  it("dispute the severity where the one who stands lower tells a graver one", () => {
    const { disputed, reporters } = pagesOf(disagreeing);
    expect(only(disputed.rows)).toMatchObject({
      severity: "fatal",
      standingSeverity: "light",
      source: "urn:e",
      subject: "1",
      gravestSource: "urn:i",
      gravestEntity: "claim",
      gravestSubject: "C1",
    });
    expect(reporters.rows.map(({ source, severityDisputed }) => [source, severityDisputed])).toEqual([
      ["urn:e", 1],
      ["urn:i", 0],
      ["urn:i2", 0],
    ]);
  });

  it("do not disagree about a day and a moment of it, an open investigation, or a record of the same reporter", () => {
    const open = { ...worker("w"), workRelated: "under_investigation" as const, occurredAt: "2026-02-03T07:00:00+05:00" };
    const log = reportedAtOnce(
      reportCase(enterprise, open),
      reportCase({ ...enterprise, subject: "2" }, { ...worker("w"), severity: "severe" }),
      reportCase(insurer, { ...worker("w"), workRelated: "yes" }),
    );
    expect(pagesOf(log).disagreements.rows.map(({ field, subject }) => [field, subject])).toEqual([["severity", "2"]]);
  });
});

describe("sameAs without effect", () => {
  it("names what is unknown or withdrawn", () => {
    const log = reportedAtOnce(
      reportCase({ subject: "a" }, { sameAs: { source: "urn:x", subject: "9" } }),
      reportCase({ subject: "b" }, { sameAs: { source: "urn:e", subject: "c" } }),
      reportCase({ subject: "c" }),
      withdraw({ subject: "c", revision: 2 }),
      reportCase({ subject: "d" }, { sameAs: { source: "urn:e", subject: "a" } }),
    );
    const { dangling, reporters } = pagesOf(log);
    expect(
      dangling.rows.map(({ subject, targetSource, targetEntity, targetSubject, reason }) => [
        subject,
        targetSource,
        targetEntity,
        targetSubject,
        reason,
      ]),
    ).toEqual([
      ["a", "urn:x", "case", "9", "unknown"],
      ["b", "urn:e", "case", "c", "withdrawn"],
    ]);
    expect(only(reporters.rows)).toMatchObject({ danglingSameAs: 2 });
  });
});

describe("likely doubles", () => {
  const on = (subject: string, occurredAt: string, who: object = worker("w")) => reportCase({ subject }, { occurredAt, ...who });
  const duplicatesOf = (log: readonly LoggedStatement[], requestParameters = {}) =>
    pagesOf(log, requestParameters).doubles.rows.map(({ reason, otherSubject, subject }) => [reason, otherSubject, subject]);

  it("are cases of one worker at most three days apart", () => {
    const log = reportedAtOnce(on("a", "2026-02-03"), on("b", "2026-02-06"), on("c", "2026-02-10"), on("d", "2026-02-03", worker("v")));
    expect(duplicatesOf(log)).toEqual([["same_worker", "a", "b"]]);
    expect(duplicatesOf(log, { from: "2026-02-05" })).toEqual([["same_worker", "a", "b"]]);
    expect(duplicatesOf(log, { to: "2026-02-05" })).toEqual([]);
  });

  it("know a worker by a reporter's own reference within that reporter alone", () => {
    const own = { worker: { ref: "4711" } };
    expect(duplicatesOf(reportedAtOnce(on("a", "2026-02-03", own), on("b", "2026-02-04", own)))).toEqual([["same_worker", "a", "b"]]);
    const twoSources = reportedAtOnce(on("a", "2026-02-03", own), reportCase({ source: "urn:f" }, { occurredAt: "2026-02-04", ...own }));
    expect(duplicatesOf(twoSources)).toEqual([]);
  });

  it("are cases without worker of one employer and day, told by reporters of which none tells both", () => {
    const anonymous = { employer: { bin: "200140000004" } };
    const twoReporters = reportedAtOnce(reportCase(enterprise, anonymous), reportCase(insurer, anonymous));
    expect(pagesOf(twoReporters).doubles.rows.map(({ reason }) => reason)).toEqual(["same_bin_and_date"]);
    const oneReporter = reportedAtOnce(reportCase(enterprise, anonymous), reportCase({ ...enterprise, subject: "2" }, anonymous));
    const otherDay = reportedAtOnce(reportCase(enterprise, anonymous), reportCase(insurer, { ...anonymous, occurredAt: "2026-02-04" }));
    const withWorker = reportedAtOnce(reportCase(enterprise, anonymous), reportCase(insurer, { ...anonymous, ...worker("w") }));
    const withoutBin = reportedAtOnce(reportCase(enterprise, { employer: {} }), reportCase(insurer, { employer: {} }));
    for (const log of [oneReporter, otherDay, withWorker, withoutBin]) expect(pagesOf(log).doubles.rows).toEqual([]);
  });

  it("tell an accident and a disease of one worker on one day as related", () => {
    const log = reportedAtOnce(
      reportCase(enterprise, worker("w")),
      reportCase({ ...enterprise, subject: "2" }, { ...worker("w"), kind: "disease" }),
    );
    expect(pagesOf(log).doubles.rows.map(({ reason }) => reason)).toEqual(["same_worker_other_kind"]);
  });

  it("are as many as the cases, not as their pairs", () => {
    const anonymous = { employer: { bin: "200140000004" } };
    const victims = Array.from({ length: 46 }, (_, place) => place);
    const log = reportedAtOnce(
      ...victims.map((place) => reportCase({ source: "urn:e", subject: `${place}` }, anonymous)),
      ...victims.map((place) => reportCase({ source: "urn:i", subject: `${place}`, entity: "claim" }, anonymous)),
    );
    expect(pagesOf(log).doubles.rows.length).toBeLessThan(92);
    expect(pagesOf(log).doubles.rows.length).toBeGreaterThanOrEqual(46);
  });
});

describe("a question about one reporter", () => {
  it("gets the rows that name it, on either side", () => {
    const log = reportedAtOnce(
      reportCase(enterprise, { ...worker("w") }),
      reportCase(insurer, { ...worker("w"), severity: "fatal" }),
      reportCase({ source: "urn:f" }, { severity: "fatal" }),
    );
    const { reporters, disputed, disagreements } = pagesOf(log, { source: "urn:i" });
    expect(reporters.rows.map(({ source }) => source)).toEqual(["urn:i"]);
    expect([disputed.rows.length, disagreements.rows.length]).toEqual([1, 1]);
    expect(pagesOf(log, { source: "urn:f" }).disputed.rows).toEqual([]);
  });
});

describe("what is set aside", () => {
  it("is a death before the day of the case, and a no that is not heeded", () => {
    const inspected = reportCase(
      { source: "urn:i", role: "inspectorate", subject: "I" },
      { occurredAt: "2026-02-05", sameAs: { source: "urn:e", subject: "E" } },
    );
    const dead = reportCase({ ...enterprise, subject: "E" }, { severity: "fatal", diedOn: "2026-02-04" });
    const silent = reportCase({ ...enterprise, subject: "S" }, worker("w"));
    const denied = reportCase({ source: "urn:a", subject: "A" }, { ...worker("w"), workRelated: "no" });
    const rows = pagesOf(reportedAtOnce(inspected, dead, silent, denied)).setAside.rows;
    expect(rows.map(({ field, subject, value }) => [field, subject, value])).toEqual([
      ["workRelated", "A", "no"],
      ["diedOn", "E", "2026-02-04"],
    ]);
  });

  it("is a sameAs that joins nobody", () => {
    const grabbed = reportCase({ ...enterprise, subject: "E" });
    const grab = reportCase(
      { source: "urn:a", subject: "A" },
      { employer: { bin: "990240000005" }, sameAs: { source: "urn:e", subject: "E" } },
    );
    expect(pagesOf(reportedAtOnce(grabbed, grab)).dangling.rows).toMatchObject([{ subject: "A", reason: "not_joined" }]);
  });
});
