import { describe, expect, test } from "vitest";
import type { LoggedStatement } from "../events/statement.ts";
import { reportCase, withdraw } from "../../../test/generators/reported-by-hand.ts";
import { foldCases } from "./fold-cases.ts";

/** What the readers sum up: victims, accidents and group accidents, and the subject each accident is counted at. */
function accidents(...statements: LoggedStatement[]) {
  const { cases } = foldCases(statements);
  const leads = cases.filter((one) => one.accident.leadCase === one.id);
  return {
    ids: new Set(cases.map((one) => one.accident.id)).size,
    victims: cases.filter((one) => one.counts).length,
    leads: leads.map((one) => one.statements[0].statement.subject),
    groups: leads.filter((one) => one.accident.victims >= 2).length,
  };
}
const victim = (subject: string, stated: object = {}, reported: object = {}) =>
  reportCase({ subject, ...reported }, { accident: "A", ...stated });

describe("an accident", () => {
  test("is of all who share its name of one source and date", () => {
    expect(accidents(victim("1"), victim("2"))).toEqual({ ids: 1, victims: 2, leads: ["1"], groups: 1 });
    expect(accidents(victim("1"), victim("2", {}, { source: "urn:f" }))).toMatchObject({ ids: 2, groups: 0 });
    expect(accidents(victim("1"), victim("2", { occurredAt: "2026-02-04" }))).toMatchObject({ ids: 2, groups: 0 });
  });

  test("is a case's own where it has no name", () => {
    expect(accidents(reportCase({ subject: "1" }), reportCase({ subject: "2" }))).toEqual({
      ids: 2,
      victims: 2,
      leads: ["1", "2"],
      groups: 0,
    });
  });

  test("joins through a case that two sources name differently", () => {
    const worker = { ref: "qg1:k:ivanov" };
    const reported = [
      victim("1"),
      victim("2", { worker }),
      victim("3", { worker }, { source: "urn:f" }),
      victim("4", {}, { source: "urn:f" }),
    ];
    expect(accidents(...reported)).toEqual({ ids: 1, victims: 3, leads: ["1"], groups: 1 });
    expect(accidents(victim("1"), victim("4", {}, { source: "urn:f" }), ...reported.slice(1, 3))).toMatchObject({ ids: 1, victims: 3 });
    expect(accidents(...reported, withdraw({ subject: "2", revision: 2 }))).toMatchObject({ ids: 2, groups: 1 });
  });

  test("takes the date of the name from the statement, whatever the merged date is", () => {
    const pointing = reportCase(
      { source: "urn:i", role: "inspectorate" },
      { occurredAt: "2026-02-05", sameAs: { source: "urn:e", subject: "1" } },
    );
    expect(accidents(victim("1"), pointing, victim("2"))).toMatchObject({ ids: 1, victims: 2, groups: 1 });
  });

  test("is counted at the gravest counting victim, then at the smaller source and subject by UTF-8", () => {
    expect(accidents(victim("1"), victim("2", { severity: "severe" })).leads).toEqual(["2"]);
    expect(accidents(victim("\u{1F4A5}"), victim("\u{FF5E}")).leads).toEqual(["\u{FF5E}"]);
    expect(accidents(victim("1", { severity: "fatal", workRelated: "no" }), victim("2")).leads).toEqual(["2"]);
  });

  test("is a group accident by its counting victims alone, whatever their severity", () => {
    expect(accidents(victim("1", { workRelated: "no" }), victim("2"))).toMatchObject({ victims: 1, leads: ["2"], groups: 0 });
    expect(accidents(victim("1", { workRelated: "no" }))).toMatchObject({ victims: 0, leads: [] });
  });

  test("is counted at a victim at work where commuters on their own way are left out", () => {
    const commuter = victim("1", { severity: "fatal", circumstance: "commuting_own" });
    const { cases } = foldCases([commuter, victim("2"), victim("3")]);
    const subjectOf = new Map(cases.map((one) => [one.id, one.statements[0].statement.subject]));
    const [{ accident }] = cases as [(typeof cases)[number]];
    expect([subjectOf.get(accident.leadCase ?? ""), accident.victims]).toEqual(["1", 3]);
    expect([subjectOf.get(accident.atWork.leadCase ?? ""), accident.atWork.victims]).toEqual(["2", 2]);
    const atWork = foldCases([victim("1", { severity: "fatal", circumstance: "commuting_own", workRelated: "yes" }), victim("2")]);
    expect(atWork.cases.map((one) => one.accident.atWork.victims)).toEqual([2, 2]);
    expect(foldCases([commuter]).cases[0]?.accident).toMatchObject({ victims: 1, atWork: { victims: 0, leadCase: null } });
    const abroad = foldCases([victim("1", { severity: "fatal", circumstance: "commuting_own", region: "SG" }), victim("2")]);
    expect(abroad.cases[0]?.accident.atWork.victims).toBe(2);
  });

  test("is tied together by a case that does not count", () => {
    const worker = { ref: "qg1:k:ivanov" };
    const tie = victim("2", { worker, workRelated: "no" });
    const reported = [
      victim("1"),
      tie,
      victim("3", { worker, workRelated: "no" }, { source: "urn:f" }),
      victim("4", {}, { source: "urn:f" }),
    ];
    expect(accidents(...reported)).toEqual({ ids: 1, victims: 2, leads: ["1"], groups: 1 });
  });

  test("keeps its id when victims of the same name are added", () => {
    const idOf = (...reported: LoggedStatement[]) => foldCases(reported).cases[0]!.accident.id;
    expect(idOf(victim("1"), victim("0"))).toBe(idOf(victim("1")));
    expect(idOf(victim("1"))).toMatch(/^[0-9a-f]{64}$/);
  });
});
