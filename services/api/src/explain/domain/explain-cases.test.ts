import { expect, test } from "vitest";
import { reportCase } from "../../../../../test/generators/reported-by-hand.ts";
import { requested } from "../../rates/figures-model-fixture.ts";
import { contributingCases } from "./explain-cases.ts";
import { nameRow } from "./explain-row.ts";
import { ratesResponse } from "../../rates/domain/rates.ts";
import { snapshotOf } from "../../rates/figures-model-fixture.ts";
import { finished } from "@qorgau/schemas/steps";

const contributing = (...given: Parameters<typeof contributingCases>) => finished(contributingCases(...given));

function named(search: string) {
  const query = requested(`${search}&from=2026-01-01&to=2026-12-31`);
  return nameRow(query, ratesResponse(query, snapshotOf(query, [])).rows[0]!);
}

const worker = { ref: "qg1:k:a" };

test("each attribute names the statement it comes from: the highest-standing that states it, severity the gravest", () => {
  const own = reportCase({ offset: 0 }, { worker: { ...worker, sex: "male" }, severity: "light", region: "KZ-35", employer: { bin: "1" } });
  const claim = reportCase(
    { source: "urn:ins", entity: "claim", offset: 1 },
    { worker, employer: {}, severity: "fatal", region: "KZ-10", daysLost: 4, mining: { mine: "m", hazard: "fire" } },
  );
  const inspector = reportCase(
    { source: "urn:i", role: "inspectorate", offset: 2 },
    { worker, employer: {}, workRelated: "yes", mining: { mine: "n" } },
  );
  const [found] = contributing(named(""), [own, claim, inspector]);
  expect(found?.attributes).toEqual({
    occurredAt: "0:2",
    kind: "0:2",
    severity: "0:1",
    workRelated: "0:2",
    region: "0:0",
    daysLost: "0:1",
    "employer.bin": "0:0",
    "worker.sex": "0:0",
    "mining.mine": "0:2",
    "mining.hazard": "0:1",
  });
  expect(found).toMatchObject({ count: 1, severity: "fatal", severityDisputed: true, evidence: "reported" });
  expect(found?.statements.map(({ position, role }) => `${position} ${role}`)).toEqual([
    "0:2 inspectorate",
    "0:0 enterprise",
    "0:1 insurer",
  ]);
});

test("an accident is told at its lead case alone", () => {
  const victims = ["1", "2", "3"].map((subject, offset) =>
    reportCase({ subject, offset }, { accident: "A", severity: offset === 1 ? "fatal" : "light" }),
  );
  const led = contributing(named("measure=accidents"), victims);
  expect(led.map(({ count, severity }) => [count, severity])).toEqual([[1, "fatal"]]);
  expect(contributing(named(""), victims)).toHaveLength(3);
});

test("days lost are told with their sum, and per=case with the cases that state none", () => {
  const reported = [
    reportCase({ subject: "1" }, { daysLost: 5 }),
    reportCase({ subject: "2", offset: 1 }, { daysLost: 0 }),
    reportCase({ subject: "3", offset: 2 }),
  ];
  const counts = (search: string) =>
    contributing(named(search), reported)
      .map((one) => one.count)
      .toSorted((a, b) => a - b);
  expect(counts("measure=days_lost")).toEqual([5]);
  expect(counts("measure=days_lost&per=case")).toEqual([0, 5]);
});
