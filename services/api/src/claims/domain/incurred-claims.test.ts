/** In which month a claim is filed, and what it states as paid, from the statements of its record. */
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import type { IbnrDimension, IbnrQuery } from "@qorgau/schemas/responses/claims-ibnr-response";
import { finished } from "@qorgau/schemas/steps";
import { expect, test } from "vitest";
import { numberOf } from "../../nowcast/domain/nowcast-periods.ts";
import { recordHistories } from "../../quality/domain/quality-record-history.ts";
import { incurredClaim } from "./incurred-claims.ts";

const source = "urn:kz:insurer:annuity";
const month = (text: string) => numberOf("month", `${text}-01`);

interface Stated {
  readonly on: string;
  readonly revision: number;
  readonly percent?: number;
  readonly severity?: "severe" | "fatal";
  readonly paidKzt?: number;
  readonly withdrawn?: true;
}

/** One record, in the order of the log. */
function incurred(by: readonly IbnrDimension[], stated: readonly Stated[], filters: Partial<Filters> = {}) {
  const log = stated.map(({ on, revision, percent, severity = "severe", paidKzt, withdrawn = false }, offset) => {
    const claim = {
      status: "filed",
      ...(percent === undefined ? {} : { capacityLossPercent: percent }),
      ...(paidKzt === undefined ? {} : { paidKzt }),
    };
    const common = { entity: "claim", source, subject: "1", revision, content: String(offset).padStart(64, "0"), withdrawn };
    const statement = withdrawn ? common : { ...common, data: { severity, claim }, derived: { date: "2025-01-15", region: "KZ-35" } };
    const stamp = `${on}T09:00:00.000Z`;
    return { statement, partition: 0, offset, recordedAt: stamp, effectiveAt: stamp } as unknown as LoggedStatement;
  });
  const [history] = finished(recordHistories(log));
  return incurredClaim(history!, { source: null, region: null, band: null, ...filters, by });
}

type Filters = Pick<IbnrQuery, "source" | "region" | "band">;

const later: readonly Stated[] = [
  { on: "2025-02-10", revision: 1, paidKzt: 0 },
  { on: "2025-04-10", revision: 2, percent: 20, paidKzt: 50 },
  { on: "2025-06-10", revision: 3, percent: 40, paidKzt: 80 },
  { on: "2025-06-20", revision: 4, percent: 45, paidKzt: 90 },
];

test("a claim is filed with its first statement; by band once it states its present one", () => {
  expect(incurred(["insurer"], later)).toMatchObject({ codes: [source], filed: month("2025-02"), stated: month("2025-02") });
  expect(incurred(["band"], later)).toMatchObject({ codes: ["30-59"], filed: month("2025-06"), stated: month("2025-02") });
  expect(incurred(["band"], later.slice(0, 1))).toMatchObject({ codes: [""], filed: month("2025-02") });
});

test("a claim that turns fatal is a death since then; one that comes back to a band has it since it came back", () => {
  const died: Stated = { on: "2025-09-10", revision: 5, percent: 45, severity: "fatal" };
  expect(incurred(["band"], [...later, died])).toMatchObject({ codes: ["death"], filed: month("2025-09") });
  const back: Stated = { on: "2025-11-10", revision: 6, percent: 30 };
  expect(incurred(["band"], [...later, died, back])).toMatchObject({ codes: ["30-59"], filed: month("2025-11") });
});

test("what never was effective, and a withdrawal in between, change no band", () => {
  const lower: Stated = { on: "2025-08-10", revision: 1, percent: 95 };
  const withdrawn: Stated = { on: "2025-08-20", revision: 5, withdrawn: true };
  const again: Stated = { on: "2025-10-10", revision: 6, percent: 50, paidKzt: 70 };
  expect(incurred(["band"], [...later, lower, withdrawn, again])).toMatchObject({
    codes: ["30-59"],
    filed: month("2025-06"),
    paid: [
      [month("2025-02"), 0],
      [month("2025-04"), 50],
      [month("2025-06"), 90],
      [month("2025-08"), 0],
      [month("2025-10"), 70],
    ],
  });
});

test("a withdrawn claim is none, and neither is that of another insurer", () => {
  expect(incurred([], [...later, { on: "2025-08-20", revision: 5, withdrawn: true }])).toBeNull();
  expect(incurred([], later, { source: "urn:kz:insurer:other" })).toBeNull();
  expect(incurred([], later, { source })).not.toBeNull();
});

test("what a filter leaves out is of no cell, and its delays are known; of bands it is filed once it states its present one", () => {
  expect(incurred(["region"], later)).toMatchObject({ codes: ["KZ-35"], filed: month("2025-02") });
  expect(incurred([], later, { region: ["KZ-35"] })).toMatchObject({ codes: [], filed: month("2025-02") });
  expect(incurred([], later, { region: ["KZ-10", ""] })).toMatchObject({ codes: null, filed: month("2025-02") });
  expect(incurred(["region"], later, { band: ["30-59"] })).toMatchObject({ codes: ["KZ-35"], filed: month("2025-06") });
  expect(incurred([], later, { band: ["5-29"] })).toMatchObject({ codes: null, filed: month("2025-06") });
  expect(incurred([], later.slice(0, 1), { band: [""] })).toMatchObject({ codes: [] });
});
