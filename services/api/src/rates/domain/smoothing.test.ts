/** `smooth=gamma_poisson` on `/v1/rates`: METHODS, section 5. */
import { toCsv } from "@qorgau/infra/http/responses/csv-table";
import { ratesResponseSchema } from "@qorgau/schemas/responses/rates";
import type { RatesResponse } from "@qorgau/schemas/responses/rates";
import { expect, test } from "vitest";
import type { EffectiveExposure } from "../../exposure/domain/exposure-book.ts";
import { ratesTable } from "../../render/rates-table.ts";
import { casesOf, requested, snapshotOf, stated } from "../figures-model-fixture.ts";
import type { ModelCase } from "../figures-model-fixture.ts";
import { parseRatesQuery } from "./parameters/rates-query.ts";
import { ratesResponse } from "./rates.ts";

const regions = ["KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31", "KZ-33", "KZ-35", "KZ-39"];
const workers = [12, 25, 40, 60, 85, 120, 180, 260, 400, 700].map((thousands) => thousands * 1000);
const casesIn = (counts: readonly number[]) =>
  regions.flatMap((region, place) => casesOf(counts[place] ?? 0, { date: "2024-05-06", region }));
const exposures = regions.map((region, place) => stated({ period: "2024", workers: workers[place]! }, { region }));
const differing = [2, 0, 3, 7, 1, 4, 19, 8, 12, 24];
const search = "by=region&per=100000_workers&smooth=gamma_poisson";

function responseOf(sent: string, cases: readonly ModelCase[], stated: readonly EffectiveExposure[] = exposures): RatesResponse {
  const query = requested(sent);
  return ratesResponseSchema.parse(ratesResponse(query, snapshotOf(query, cases, stated)));
}
const smoothedOf = ({ rows }: RatesResponse, region: string) => rows.find((row) => row.region === region)?.smoothed;

test("ten areas of a year: the observed figures stand, the smoothed ones beside them", () => {
  const response = responseOf(`${search}&from=2024-01-01&to=2024-12-31`, casesIn(differing));
  expect(response).toMatchObject({ smooth: "gamma_poisson" });
  const [first] = response.rows;
  expect(first).toMatchObject({ region: "KZ-10", count: 2, rate: 16.6667 });
  expect(first?.smoothed).toMatchObject({ areas: 10, heterogeneity: "found", expected: 0.510096 });
  const { ratio, rate, lower, upper, a, b } = first!.smoothed!;
  expect([a, b, ratio].map((figure) => figure!.toFixed(4))).toEqual(["3.7419", "3.1259", "1.5792"]);
  const theta = (80 / 1_882_000) * 100_000;
  for (const [figure, golden] of [
    [rate, 1.5792],
    [lower, 0.5635],
    [upper, 3.1089],
  ] as const) {
    expect(figure! / theta).toBeCloseTo(golden, 4);
  }
  // The very figures of METHODS: of no case at all a rate that is not 0.
  expect(smoothedOf(response, "KZ-11")!.ratio!.toFixed(4)).toBe("0.8934");
});

test("an area without a row takes part: nothing happened in it, and that is known", () => {
  const without = exposures.toSpliced(1, 1);
  const months = `${search}&period=month&from=2024-05-01&to=2024-05-31`;
  const all = responseOf(months, casesIn(differing));
  expect(all.rows.map(({ region }) => region)).not.toContain("KZ-11");
  expect(smoothedOf(all, "KZ-10")).toMatchObject({ areas: 10, heterogeneity: "found" });
  expect(smoothedOf(responseOf(months, casesIn(differing), without), "KZ-10")).toMatchObject({ areas: 9 });
});

test("areas that do not differ, or are too few, have no smoothed figures, and it is said which", () => {
  const alike = responseOf(search, casesIn([1, 1, 2, 3, 3, 5, 8, 11, 17, 30]));
  expect(alike.rows.map(({ smoothed }) => [smoothed?.ratio, smoothed?.heterogeneity])).toEqual(regions.map(() => [null, "none_found"]));
  const few = responseOf(`${search}&region=${regions.slice(0, 7).join(",")}`, casesIn(differing));
  expect(few.rows[0]?.smoothed).toEqual({
    ratio: null,
    rate: null,
    lower: null,
    upper: null,
    expected: 0.827586,
    areas: 7,
    a: null,
    b: null,
    heterogeneity: "too_few",
  });
  const none = responseOf(`${search}&from=2024-01-01&to=2024-12-31`, []);
  expect(none.rows.map(({ smoothed }) => smoothed?.heterogeneity)).toEqual(regions.map(() => "none_found"));
});

test("a row without a rate has no place among the areas", () => {
  const response = responseOf(search, [...casesIn(differing), { date: "2024-05-06" }, { date: "2024-05-06", region: "KZ-71" }]);
  for (const row of response.rows.slice(-2)) {
    expect(row).toMatchObject({ rate: null, smoothed: { ratio: null, expected: null, areas: 10, heterogeneity: "found" } });
  }
});

test("in a file the figures are columns of their own", () => {
  const query = requested(search);
  const response = ratesResponse(query, snapshotOf(query, casesIn(differing), exposures));
  const [head = "", line = ""] = toCsv(ratesTable(response, query.by)).split("\r\n");
  const columns = head.split(",");
  for (const name of ["smoothedRate", "smoothedLower", "smoothedUpper", "smoothedA", "smoothedHeterogeneity", "smooth"])
    expect(columns).toContain(name);
  expect(line.split(",")[columns.indexOf("smoothedHeterogeneity")]).toBe("found");
});

test.each([
  "smooth=gamma_poisson",
  "by=sector&smooth=gamma_poisson",
  "by=region,sector&smooth=gamma_poisson",
  "by=division&smooth=gamma_poisson",
  "by=division&sector=B,C&smooth=gamma_poisson",
  "by=region&per=none&smooth=gamma_poisson",
  "by=region&measure=days_lost&smooth=gamma_poisson",
  "by=region&standard=2024&smooth=gamma_poisson",
])("%s is refused", (sent) => {
  const parsed = parseRatesQuery(new URLSearchParams(sent));
  expect("errors" in parsed ? parsed.errors.map(({ rule, pointer }) => [rule, pointer]) : []).toEqual([["QG-0634", "smooth"]]);
});

test("divisions of one section are areas that are alike", () => {
  expect(parseRatesQuery(new URLSearchParams("by=division&sector=B&smooth=gamma_poisson"))).toHaveProperty("query");
});
