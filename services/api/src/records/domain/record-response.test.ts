import type { HeldRecord } from "@qorgau/schemas/responses/record-response";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { expect, test } from "vitest";
import { expose, reportCase, withdraw } from "../../../../../test/generators/reported-by-hand.ts";
import { isActiveExposure } from "../../explain/domain/explain-exposure.ts";
import { heldRecords } from "./record-response.ts";
import { finished } from "@qorgau/schemas/steps";

const worker = { ref: "qg1:k:a" };

/** What is held of the record `urn:e` `1`; only one entity of it unless given. */
function held(statements: readonly LoggedStatement[], source = "urn:e"): HeldRecord {
  const exposures = statements.filter(isActiveExposure);
  const [record, ...others] = finished(heldRecords({ source, subject: "1", entity: null }, { closed: statements, exposures }));
  expect(others).toEqual([]);
  return record!;
}

const reasons = ({ statements }: HeldRecord) =>
  statements.map(({ position, reason }) => `${position} ${reason === null ? "stands" : `${reason.code} ${reason.position}`}`);

test("the highest revision stands, wherever it stands in the log", () => {
  const record = held([
    reportCase({ revision: 2, offset: 5 }),
    reportCase({ revision: 1, offset: 9 }),
    reportCase({ revision: 1, offset: 3 }, { daysLost: 1 }),
  ]);
  expect(reasons(record)).toEqual(["0:3 higher_revision 0:5", "0:5 stands", "0:9 higher_revision 0:5"]);
  expect([record.standing, record.conflict]).toEqual(["0:5", false]);
});

test("of the same content told again the first stands, and the others are repetitions of it", () => {
  const record = held([
    reportCase({ offset: 7 }),
    reportCase({ offset: 2 }),
    reportCase({ offset: 4, revision: 2 }),
    reportCase({ offset: 8, revision: 2 }),
  ]);
  expect(reasons(record)).toEqual(["0:2 higher_revision 0:4", "0:4 stands", "0:7 repetition 0:2", "0:8 repetition 0:4"]);
});

test("of different contents of one revision the greater hash stands, and the conflict is told", () => {
  const [one, other] = [reportCase({ offset: 1 }), reportCase({ offset: 2 }, { daysLost: 3 })];
  const record = held([one, other]);
  const greater = one.statement.content > other.statement.content ? "0:1" : "0:2";
  const lesser = greater === "0:1" ? "0:2" : "0:1";
  expect(record.statements.find(({ position }) => position === lesser)?.reason).toMatchObject({ code: "conflict", position: greater });
  expect([record.standing, record.conflict]).toEqual([greater, true]);
});

test("a withdrawn record does not count; a higher revision brings it back", () => {
  const withdrawn = held([reportCase({ offset: 0 }), withdraw({ revision: 2, offset: 1 })]);
  expect(withdrawn).toMatchObject({ withdrawn: true, counts: false, code: "withdrawn", case: null });
  const back = held([reportCase({ offset: 0 }), withdraw({ revision: 2, offset: 1 }), reportCase({ revision: 3, offset: 2 })]);
  expect(back).toMatchObject({ withdrawn: false, counts: true, code: "counts" });
});

test("a case found not to be work-related does not count, whoever says so with the higher standing", () => {
  const verdict = reportCase({ source: "urn:i", role: "inspectorate", offset: 1 }, { worker, workRelated: "no" });
  expect(held([reportCase({}, { worker, workRelated: "yes" }), verdict])).toMatchObject({ counts: false, code: "work_related_no" });
});

test("who leads its case, who else tells of it, and its accident", () => {
  const own = reportCase({ offset: 0 }, { worker, severity: "fatal", accident: "A" });
  const claim = reportCase({ source: "urn:ins", entity: "claim", offset: 1 }, { worker, severity: "light" });
  const inspector = reportCase({ source: "urn:i", role: "inspectorate", subject: "7", offset: 2 }, { worker, severity: "severe" });
  const victim = reportCase({ subject: "2", offset: 3 }, { accident: "A" });
  const record = held([own, claim, inspector, victim]);
  expect(record.counts).toBe(true);
  expect(record.text).toContain("urn:i 7 (inspectorate) leads");
  expect(record.case).toMatchObject({
    severity: "fatal",
    severityDisputed: true,
    evidence: "reported",
    lead: { source: "urn:i", subject: "7" },
  });
  expect(record.case?.otherRecords.map(({ source, role }) => `${source} ${role}`)).toEqual(["urn:i inspectorate", "urn:ins insurer"]);
  expect(record.case?.accident).toMatchObject({ victims: 2, isLead: true, leadCase: record.case?.id });
  expect(held([own, claim, inspector, victim], "urn:ins").text).not.toContain("this record leads");
});

test("sameAs with and without effect", () => {
  const own = reportCase({}, { sameAs: { source: "urn:o", subject: "9" } });
  const target = { source: "urn:o", subject: "9", offset: 1 };
  expect(held([own]).sameAs).toMatchObject({ source: "urn:o", subject: "9", entity: "case", hasEffect: false, code: "unknown" });
  expect(held([own, reportCase(target)]).sameAs).toMatchObject({ hasEffect: true, code: "resolved" });
  expect(held([own, reportCase(target), withdraw({ ...target, revision: 2, offset: 2 })]).sameAs).toMatchObject({
    hasEffect: false,
    code: "withdrawn",
  });
  expect(held([own, reportCase(target)]).case?.otherRecords).toHaveLength(1);
});

test("of exposures for one cell and period one is used, and the others are told by which", () => {
  const [first, second] = [expose({ subject: "1", offset: 0 }, 100), expose({ source: "urn:d", subject: "1", offset: 1 }, 120)];
  const used = held([first, second], "urn:d");
  expect(used).toMatchObject({ counts: true, exposure: { period: "2026", cell: { country: "KZ", region: null } } });
  expect(used.exposure?.figures).toEqual([{ basis: "contracts", value: 120, isUsed: true, outrankedBy: null }]);
  const outranked = held([first, second], "urn:e");
  expect(outranked).toMatchObject({ counts: false, code: "outranked" });
  expect(outranked.exposure?.figures[0]?.outrankedBy).toEqual({ source: "urn:d", entity: "exposure", subject: "1", position: "0:1" });
});

test("an exposure of some workers is told as one of some workers", () => {
  const { exposure } = held([expose({}, 100, { sex: "female", size: "500+", employer: { bin: "200140000004" } })]);
  expect(exposure?.cell).toMatchObject({ country: "KZ", sex: "female", size: "500+", employer: "200140000004", ageBand: null });
});

test("a case, a claim and an exposure of one name are told apart, and asked for apart", () => {
  const closed = [reportCase({ offset: 0 }), reportCase({ entity: "claim", offset: 1 }), expose({ offset: 2 }, 5)];
  const ask = (entity: HeldRecord["entity"] | null) =>
    finished(heldRecords({ source: "urn:e", subject: "1", entity }, { closed, exposures: closed.filter(isActiveExposure) })).map(
      (one) => one.entity,
    );
  expect(ask(null)).toEqual(["case", "claim", "exposure"]);
  expect(ask("claim")).toEqual(["claim"]);
  expect(finished(heldRecords({ source: "urn:e", subject: "2", entity: null }, { closed, exposures: [] }))).toEqual([]);
});
