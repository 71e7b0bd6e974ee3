import type { RatesRow } from "@qorgau/schemas/responses/rates";
import type { ExposureStatement } from "@qorgau/schemas/events/statement";
import { expect, test } from "vitest";
import { requested, snapshotOf, stated } from "../../rates/figures-model-fixture.ts";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import { exposureParts } from "./explain-exposure.ts";
import type { LoggedExposure } from "./explain-exposure.ts";
import { nameRow } from "./explain-row.ts";
import { ratesResponse } from "../../rates/domain/rates.ts";

function logged(statements: readonly EffectiveExposure[]): LoggedExposure[] {
  return statements.map((one, offset) => {
    const statement = { ...one, id: "x", type: "kz.qorgau.exposure.reported.v1", entity: "exposure", withdrawn: false, revision: 1 };
    const at = "2026-11-22T00:00:00.000Z";
    return { statement: statement as unknown as ExposureStatement, partition: 0, offset, recordedAt: at, effectiveAt: at };
  });
}

function explained(search: string, statements: readonly EffectiveExposure[]) {
  const query = requested(`${search}&from=2026-01-01&to=2026-12-31`);
  const row: RatesRow = ratesResponse(query, snapshotOf(query, [], statements)).rows[0]!;
  const { used, conflicts } = exposureParts(nameRow(query, row), row, logged(statements));
  return {
    exposure: row.exposure,
    used: used.map(({ position, value }) => `${position} ${value}`),
    conflicts: conflicts.map(({ position, outrankedBy }) => `${position} behind ${outrankedBy}`),
  };
}

test("a statement for just that cell and period, and those that stand back behind it", () => {
  const provisional = stated({ period: "2026", workers: 900, status: "provisional" });
  const final = stated({ period: "2026", workers: 1000 });
  const other = stated({ period: "2026", workers: 70 }, { region: "KZ-35" });
  expect(explained("", [provisional, final, other])).toEqual({ exposure: 1000, used: ["0:1 1000"], conflicts: ["0:0 behind 0:1"] });
});

test("each part of a mean, and none of another period or basis", () => {
  const quarters = [1, 2, 3, 4].map((quarter) => stated({ period: `2026-Q${quarter}`, workers: quarter * 100 }));
  const employed = stated({ period: "2026", workers: 7, basis: "employed" });
  const earlier = stated({ period: "2025", workers: 5 });
  expect(explained("", [...quarters, employed, earlier])).toMatchObject({
    exposure: 250,
    used: ["0:0 100", "0:1 200", "0:2 300", "0:3 400"],
  });
});

test("each part of a sum over another dimension; a part of 0 is one of them", () => {
  const methods = ["underground", "open_pit", "plant", "surface"] as const;
  const parts = methods.map((method, place) => stated({ period: "2026", workers: place * 10, method, mine: "m" }));
  expect(explained("mine=m", parts)).toMatchObject({ exposure: 60, used: ["0:0 0", "0:1 10", "0:2 20", "0:3 30"] });
});

test("a stock that is carried forward, and a flow", () => {
  expect(explained("", [stated({ period: "2024", workers: 10 }), stated({ period: "2025", workers: 11 })]).used).toEqual(["0:1 11"]);
  const months = Array.from({ length: 12 }, (_, month) => stated({ period: `2026-${String(month + 1).padStart(2, "0")}`, hours: 5 }));
  expect(explained("per=1000000_hours", months)).toMatchObject({ exposure: 60, used: months.map((_, place) => `0:${place} 5`) });
});

test("nothing where there is no denominator", () => {
  const whole = [stated({ period: "2026", workers: 1000 })];
  for (const search of ["per=none", "per=1000000_hours", "sex=female", "region=unknown"]) {
    expect(explained(search, whole)).toEqual({ exposure: null, used: [], conflicts: [] });
  }
});
