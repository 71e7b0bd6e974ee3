import { expect, test } from "vitest";
import type { LoggedStatement } from "../events/statement.ts";
import { reportCase, withdraw } from "../../../test/generators/reported-by-hand.ts";
import { caseRow } from "./case-figures.ts";
import { foldCases } from "./fold-cases.ts";

const at = (stamp: string, logged: LoggedStatement): LoggedStatement => ({ ...logged, recordedAt: stamp, effectiveAt: stamp });
const daysOf = (...statements: LoggedStatement[]) => caseRow(foldCases(statements).cases[0]!).details;

test("a death is of the day it is told of, else of the day of the accident", () => {
  const fatal = { severity: "fatal", diedOn: "2027-01-10" } as const;
  expect(daysOf(reportCase({}, fatal)).death_date).toBe("2027-01-10");
  expect(daysOf(reportCase({}, { severity: "fatal" })).death_date).toBe("2026-02-03");
  // The highest-ranking statement that states it, though a higher one reports the case.
  expect(daysOf(reportCase({}, { severity: "severe" }), reportCase({ entity: "claim" }, fatal)).death_date).toBe("2027-01-10");
});

test("a case is registered when the inspectorate entered it, else on the day in Kazakhstan that it became known", () => {
  const late = "2026-12-31T19:00:00.000Z";
  expect(daysOf(at("2026-12-31T18:59:59.999Z", reportCase())).registration_date).toBe("2026-12-31");
  expect(daysOf(at(late, reportCase())).registration_date).toBe("2027-01-01");
  expect(daysOf(at(late, reportCase({}, { notified: { enteredOn: "2026-03-01" } }))).registration_date).toBe("2026-03-01");
});

test("corrections and further reporters do not make it known later; a record that is taken back no longer tells of it", () => {
  const first = at("2026-03-01T00:00:00.000Z", reportCase());
  const corrected = at("2026-04-01T00:00:00.000Z", reportCase({ revision: 2, offset: 2 }, { severity: "severe" }));
  const claim = at("2026-02-10T00:00:00.000Z", reportCase({ entity: "claim", offset: 1 }));
  expect(daysOf(corrected, first).registration_date).toBe("2026-03-01");
  expect(daysOf(corrected, first, claim).registration_date).toBe("2026-02-10");
  const gone = at("2026-05-01T00:00:00.000Z", withdraw({ entity: "claim", revision: 2, offset: 3 }));
  expect(daysOf(corrected, first, claim, gone).registration_date).toBe("2026-03-01");
  const back = at("2026-06-01T00:00:00.000Z", reportCase({ entity: "claim", revision: 3, offset: 4 }));
  expect(daysOf(corrected, first, claim, gone, back).registration_date).toBe("2026-02-10");
});
