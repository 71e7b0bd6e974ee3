import type { enterpriseSizes } from "@qorgau/schemas/codes/enumerations";
import type { EnterpriseStatus } from "@qorgau/schemas/events/supplement";
import { expect, test } from "vitest";
import type { CountedCell } from "../../rates/domain/snapshot.ts";
import { stated } from "../../rates/figures-model-fixture.ts";
import { profileOf } from "./enterprise-profile.ts";

const day = "2026-01-15";

interface Of {
  readonly section?: string;
  readonly size?: (typeof enterpriseSizes)[number];
  readonly region?: string;
  readonly to?: string;
}

const status = (role: EnterpriseStatus["role"], from: string, { section, size, region, to }: Of) =>
  ({
    ...{ source: `urn:${role}`, subject: from, role },
    data: { employer: { bin: "200140000004", ...(size === undefined ? {} : { size }) }, from, ...(to === undefined ? {} : { to }) },
    derived: { date: from, section: section ?? null, division: null, region: region ?? null },
  }) as EnterpriseStatus;

const exposureBy = (role: "insurer" | "enterprise", period: string, { section = "C", size = "1-9", region = "KZ-19" }: Of = {}) =>
  stated({ period, employer: { bin: "200140000004" }, workers: 5, size }, { section, region }, { role, source: `urn:${role}` });

const nothing = { statuses: [], exposures: [], cells: [], exposure: [] };
const profile = (sources: Partial<Parameters<typeof profileOf>[0]>) => profileOf({ ...nothing, ...sources }, day);

test("an enterprise does not choose by its own later status what it is compared with", () => {
  const inspected = status("inspectorate", "2024-01-01", { section: "B", size: "250-499", region: "KZ-35" });
  const own = status("enterprise", "2026-01-01", { section: "J", size: "500+", region: "KZ-75" });
  for (const statuses of [
    [own, inspected],
    [inspected, own],
  ]) {
    expect(profile({ statuses, exposures: [exposureBy("enterprise", "2025")] })).toEqual({
      ...{ section: "B", division: null, size: "250-499", region: "KZ-35" },
      profileFrom: ["urn:inspectorate"],
    });
  }
  expect(profile({ statuses: [own], exposures: [exposureBy("insurer", "2025")] })).toMatchObject({
    ...{ section: "C", size: "1-9", region: "KZ-19" },
    profileFrom: ["urn:insurer"],
  });
});

test("of one role the latest that holds on the day; each member from the first that states it", () => {
  const statuses = [
    status("inspectorate", "2026-02-01", { section: "F", region: "KZ-10" }),
    status("inspectorate", "2025-01-01", { section: "A", region: "KZ-11", to: "2025-12-31" }),
    status("inspectorate", "2024-01-01", { section: "B" }),
    status("inspectorate", "2023-01-01", { section: "D" }),
    status("enterprise", "2024-01-01", { region: "KZ-35", size: "10-49" }),
  ];
  expect(profile({ statuses })).toEqual({
    ...{ section: "B", division: null, size: "10-49", region: "KZ-35" },
    profileFrom: ["urn:inspectorate", "urn:enterprise"],
  });
});

test("what nobody states follows from cases, the size from the workers first", () => {
  const cells = [{ codes: ["200140000004", "B", "1-9", "KZ-35", "light", "05"], cases: 1 } as unknown as CountedCell];
  expect(profile({ cells })).toEqual({ section: "B", division: "05", size: "1-9", region: "KZ-35", profileFrom: [] });
  expect(profile({ cells, exposure: [null, 20, 30] }).size).toBe("250-499");
});
