import { expect, test } from "vitest";
import type { RatesRow } from "@qorgau/schemas/responses/rates";
import { addressOfExplanation } from "./explanation.ts";

const row = { period: "2025-Q1", mine: null, contractor: true } as RatesRow;
const response = { watermark: "0:812", exposureBasis: "employed" } as const;

test("a row is asked for by its days, its codes, its basis and its cut", () => {
  const parameters = { measure: "fatal", period: "quarter", by: "mine,contractor", sector: "B", mine: "kostenko", from: "2024-01-01" };
  expect(addressOfExplanation(parameters, response, row)).toBe(
    "?page=explain&measure=fatal&period=quarter&sector=B&mine=unknown&contractor=true&from=2025-01-01&to=2025-03-31&exposureBasis=employed&cut=0:812",
  );
});

test("a period that was cut is explained as it was cut", () => {
  const address = addressOfExplanation({ period: "quarter", from: "2025-02-01" }, response, { ...row, partial: true });
  expect(address).toContain("from=2025-02-01&to=2025-03-31");
});
