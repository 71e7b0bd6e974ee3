/** Claims not filed yet, and what is still to be paid: the worked numbers of METHODS, section 1, and what is said where nothing can be. */
import { ibnrResponseSchema } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { IbnrResponse } from "@qorgau/schemas/responses/claims-ibnr-response";
import { finished } from "@qorgau/schemas/steps";
import { expect, test } from "vitest";
import { numberOf } from "../../nowcast/domain/nowcast-periods.ts";
import { TooManyCells, TooManyRows } from "../../paging/domain/response-rows.ts";
import { createClaimAdder, noClaims } from "./claim-sums.ts";
import { ibnrSteps, readOf } from "./ibnr.ts";
import { parseIbnrQuery } from "./ibnr-parameters.ts";
import type { IncurredClaim } from "./incurred-claims.ts";

const [insurer, other] = ["urn:kz:insurer:annuity", "urn:kz:insurer:other"];
const begin = numberOf("month", "2025-11-01");

function ibnr(search: string, claims: readonly IncurredClaim[], day = "2026-03-05"): IbnrResponse {
  const parsed = parseIbnrQuery(new URLSearchParams(search));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const lastStampMs = Date.parse(`${day}T12:00:00+05:00`);
  const adder = createClaimAdder(readOf(parsed.query, lastStampMs)!.request);
  for (const one of claims) adder.add(one);
  const sums = finished(adder.finish());
  return ibnrResponseSchema.parse(finished(ibnrSteps(parsed.query, { cut: { asOf: null, watermark: "0:41" }, lastStampMs, sums })));
}

const claim = (occurred: number, filed: number, more: Partial<IncurredClaim> = {}): IncurredClaim => ({
  ...{ codes: [], source: insurer, occurred: begin + occurred, stated: begin + filed, filed: begin + filed, paid: [] },
  ...more,
});
/** Claims by delay of four months. */
const filed = [[100, 40, 10, 5], [110, 44, 11], [95, 38], [120]].flatMap((row, month) =>
  row.flatMap((count, delay) => Array.from({ length: count }, () => claim(month, month + delay))),
);
/** Ten claims a month, which are filed at once and paid bit by bit: cumulated by delay. */
const paid = [[100, 140, 150, 155], [110, 160, 168], [95, 130], [120]].flatMap((row, month) =>
  Array.from({ length: 10 }, () => claim(month, month, { paid: row.map((sum, delay) => [begin + month + delay, sum / 10] as const) })),
);

test("claims not filed yet: of each month, and of all together", () => {
  const { rows, cells, lastPeriod } = ibnr("maxDelay=3", filed);
  expect(lastPeriod).toBe("2026-02");
  expect(
    rows.map(({ period, reported, expected, outstanding, lower, upper }) => [period, reported, expected, outstanding, lower, upper]),
  ).toEqual([
    ["2025-11", 155, 155, 0, 155, 155],
    ["2025-12", 165, 170.5, 5.5, 166, 176],
    ["2026-01", 133, 147.25, 14.25, 140, 156],
    ["2026-02", 120, 186, 66, 167, 207],
  ]);
  expect(cells[0]).toMatchObject({ claims: 573, delaysFrom: "cell", shares: [0.645161, 0.903226, 0.967742, 1], reason: null });
  expect(cells[0]!.sum).toMatchObject({ reported: 573, expected: 658.75, outstanding: 85.75, lower: 638, upper: 681, standardError: null });
  expect(cells[0]!.coverage).toMatchObject({ reason: "history_too_short" });
});

test("tenge still to be paid, with the standard errors of months and of their sum", () => {
  const { rows, cells } = ibnr("maxDelay=3&measure=paid", paid);
  expect(rows.map(({ reported, outstanding }) => [reported, outstanding])).toEqual([
    [155, 0],
    [168, 5.6],
    [130, 12.3933],
    [120, 65.3089],
  ]);
  for (const [place, error] of [0, 1.460596, 2.89918, 7.170465].entries()) expect(rows[place]?.standardError).toBeCloseTo(error, 4);
  expect(cells[0]?.sum).toMatchObject({ reported: 573, outstanding: 83.3022, lower: null });
  expect(cells[0]?.sum?.standardError).toBeCloseTo(8.576163, 4);
});

test("what delays and factors are learnt from is told where it is wanted", () => {
  const learnt = (search: string, claims: readonly IncurredClaim[]) =>
    ibnr(`maxDelay=3&triangle=true${search}`, claims).cells.map(({ triangle }) =>
      triangle?.slice(-4).map(({ period, cumulated }) => [period, ...cumulated]),
    );
  expect(learnt("", filed)).toEqual([
    [
      ["2025-11", 100, 140, 150, 155],
      ["2025-12", 110, 154, 165],
      ["2026-01", 95, 133],
      ["2026-02", 120],
    ],
  ]);
  const ofPaid = [
    ["2025-11", 100, 140, 150, 155],
    ["2025-12", 110, 160, 168],
    ["2026-01", 95, 130],
    ["2026-02", 120],
  ];
  expect(learnt("&measure=paid", paid)).toEqual([ofPaid]);
  const few = claim(0, 0, { codes: [other], source: other });
  expect(learnt("&measure=paid&by=insurer", [...paid.map((one) => ({ ...one, codes: [insurer] })), few])).toEqual([
    ofPaid,
    [
      ["2025-11", 0, 0, 0, 0],
      ["2025-12", 0, 0, 0],
      ["2026-01", 0, 0],
      ["2026-02", 0],
    ],
  ]);
  expect(ibnr("maxDelay=3", filed).cells[0]).not.toHaveProperty("triangle");
});

test("of a month of which nothing is paid yet no factor tells anything", () => {
  const { rows, cells } = ibnr("maxDelay=3&measure=paid", paid, "2026-04-05");
  expect(rows.at(-1)).toMatchObject({ period: "2026-03", reported: 0, expected: null, reason: "not_stated" });
  expect(cells[0]?.sum).toMatchObject({ reported: 418 });
});

test("few claims of a cell go by the delays of all, and too few of all by none", () => {
  const others = [0, 1, 2].map((month) => claim(month, month, { codes: [other], source: other }));
  const { cells, rows } = ibnr("maxDelay=3&by=insurer", [...filed.map((one) => ({ ...one, codes: [insurer] })), ...others]);
  expect(cells.map(({ insurer: of, claims, delaysFrom }) => [of, claims, delaysFrom])).toEqual([
    [insurer, 573, "cell"],
    [other, 3, "all"],
  ]);
  expect(rows.find(({ period, insurer: of }) => period === "2026-01" && of === other)).toMatchObject({ reported: 1, delaysFrom: "all" });
  expect(
    ibnr(
      "",
      others.map((one) => ({ ...one, codes: [] })),
    ).cells,
  ).toMatchObject([{ reason: "too_few", sum: null, delaysFrom: null }]);
});

test("what is left out by a filter is in no cell, and few claims of a region go by its delays", () => {
  const rest = filed.map((one) => ({ ...one, codes: null }));
  const { cells, rows, regions, bands } = ibnr("maxDelay=3&region=KZ-35,unknown&band=30-59", [...rest, claim(2, 2), claim(3, 3)]);
  expect([regions, bands]).toEqual(["KZ-35,unknown", "30-59"]);
  expect(cells).toMatchObject([{ claims: 2, delaysFrom: "all", sum: { reported: 2 } }]);
  expect(rows.map(({ reported }) => reported)).toEqual([0, 0, 1, 1]);
  expect(ibnr("maxDelay=3&region=KZ-35", rest)).toMatchObject({ cells: [{ claims: 0, delaysFrom: "all", sum: { reported: 0 } }] });
  expect(ibnr("maxDelay=3&by=region&region=KZ-35", rest)).toMatchObject({ cells: [], rows: [] });
});

test("what an insurer brought with it when it joined is counted, and teaches no delay", () => {
  const brought = Array.from({ length: 50 }, () => claim(0, 2, { source: other }));
  const { cells, rows } = ibnr("maxDelay=3", [...filed, ...brought]);
  expect(rows[0]).toMatchObject({ period: "2025-11", reported: 205 });
  expect(cells[0]).toMatchObject({ claims: 573, leftOut: 50, shares: [0.645161, 0.903226, 0.967742, 1] });
});

test("tenge that an insurer brought with it when it joined are shown, and teach no factor", () => {
  const brought = Array.from({ length: 40 }, (_, place) =>
    claim(place % 2, 2, {
      source: other,
      paid: [
        [begin + 2, 90],
        [begin + 3, 91],
      ],
    }),
  );
  const alone = ibnr("maxDelay=3&measure=paid", paid);
  const { rows, cells } = ibnr("maxDelay=3&measure=paid", [...paid, ...brought]);
  expect(cells[0]).toMatchObject({ claims: 40, leftOut: 40, shares: alone.cells[0]!.shares, delaysFrom: "cell" });
  expect(rows.map(({ reported }) => reported)).toEqual([155 + 1820, 168 + 1820, 130, 120]);
  expect(rows.slice(2)).toEqual(alone.rows.slice(2));
  // Of its own past an insurer that has just joined knows no delay.
  const ofItself = ibnr(`maxDelay=3&measure=paid&source=${other}`, brought);
  expect(ofItself.cells[0]).toMatchObject({ claims: 0, leftOut: 40, reason: "too_few", sum: null });
});

test("a log that begins with its past brought in takes them for no development", () => {
  // Since the log began ten claims a month, of which each has 70 tenge at once and 100 a month later; twelve a month of the fifty months before were brought in, all paid.
  const since = [0, 1, 2, 3].flatMap((month) =>
    Array.from({ length: 10 }, () =>
      claim(month, month, {
        paid: [
          [begin + month, 70],
          [begin + month + 1, 100],
        ],
      }),
    ),
  );
  const brought = Array.from({ length: 600 }, (_, place) => claim(-1 - (place % 50), 0, { paid: [[begin, 100]] }));
  const { rows, cells } = ibnr("maxDelay=2&measure=paid", [...brought, ...since]);
  expect(cells[0]).toMatchObject({ leftOut: 600, shares: [0.7, 1, 1] });
  expect(rows.map(({ outstanding }) => outstanding)).toEqual([0, 0, 300]);
  // Of longer delays than the log is old nothing is known.
  expect(ibnr("maxDelay=12&measure=paid", [...brought, ...since]).cells[0]).toMatchObject({ reason: "history_too_short", sum: null });
});

test("where nothing is filed in the month of occurrence the usual number is expected of it", () => {
  // The insurer's first claim is of an earlier month, so that the first of these months is no backlog.
  const late = [claim(-1, 0), ...filed.map((one) => ({ ...one, filed: one.filed + 1, stated: one.stated + 1 }))];
  const { rows, cells } = ibnr("maxDelay=4", late, "2026-04-05");
  expect(cells[0]).toMatchObject({ reason: null, shares: [0, 0.645161, 0.903226, 0.967742, 1] });
  expect(rows.map(({ period, reported, expected }) => [period, reported, expected]).slice(-5)).toEqual([
    ["2025-11", 155, 155],
    ["2025-12", 165, 170.5],
    ["2026-01", 133, 147.25],
    ["2026-02", 120, 186],
    ["2026-03", 0, 164.688],
  ]);
  // Poisson of the mean of the four months before.
  expect(rows.at(-1)).toMatchObject({ share: 0, lower: 140, upper: 190, reason: null });
  const early = ibnr("maxDelay=4", [...late, claim(4, 4)], "2026-04-05");
  expect(early.rows.at(-1)).toMatchObject({ reported: 1, expected: null, reason: "history_too_short" });
  expect(early.cells[0]!.sum).toBeNull();
});

test("where nothing is paid in the month of occurrence other months are judged all the same", () => {
  const late = paid.map((one) => ({ ...one, paid: one.paid.map(([month, tenge]) => [month + 1, tenge] as const) }));
  const { rows, cells } = ibnr("maxDelay=4&measure=paid", late, "2026-04-05");
  expect(rows.map(({ reported, outstanding, reason }) => [reported, outstanding, reason])).toEqual([
    [155, 0, null],
    [168, 5.6, null],
    [130, 12.3933, null],
    [120, 65.3089, null],
    [0, null, "not_stated"],
  ]);
  expect(cells[0]?.sum?.standardError).toBeCloseTo(8.576163, 4);
});

test("rows begin where they are asked for, however long ago that is", () => {
  const old = Array.from({ length: 3 }, () => claim(-400, -398));
  const { rows } = ibnr("maxDelay=3&from=1990-01-01", [...filed, ...old]);
  expect(rows[0]).toMatchObject({ period: "1990-01", reported: 0 });
  expect(rows.filter(({ reported }) => reported > 0).map(({ period, expected }) => [period, expected])).toEqual([
    ["1992-07", 3],
    ["2025-11", 155],
    ["2025-12", 170.5],
    ["2026-01", 147.25],
    ["2026-02", 186],
  ]);
  expect(() =>
    ibnr(
      "maxDelay=3&from=1900-01-01&by=insurer",
      filed.map((one, place) => ({ ...one, codes: [`urn:x:${place % 14}`] })),
    ),
  ).toThrow(TooManyRows);
});

test("what is added up is bounded by its cells, and not by the claims of a day", () => {
  const parsed = parseIbnrQuery(new URLSearchParams("maxDelay=3"));
  if ("errors" in parsed) throw new Error("a good request");
  const { request } = readOf(parsed.query, Date.parse("2026-03-05T12:00:00+05:00"))!;
  const many = createClaimAdder(request, 2);
  for (let count = 0; count < 200_000; count += 1) many.add(claim(0, count % 2));
  expect(finished(many.finish()).all).toHaveLength(2);
  expect(() => many.add(claim(0, 2))).toThrow(TooManyCells);
});

test("what is stated after the last whole month is not used, and of an empty cut nothing is said", () => {
  const later = [...filed, claim(3, 4), claim(4, 4)];
  expect(ibnr("maxDelay=3", later)).toEqual(ibnr("maxDelay=3", filed));
  const parsed = parseIbnrQuery(new URLSearchParams());
  if ("errors" in parsed) throw new Error("a request without parameters is a good one");
  const empty = finished(ibnrSteps(parsed.query, { cut: { asOf: null, watermark: "" }, lastStampMs: null, sums: noClaims }));
  expect(empty).toMatchObject({ lastPeriod: null, rows: [], cells: [] });
});

test.each([
  ["window=5", "QG-0635 window"],
  ["maxDelay=53", "QG-0635 maxDelay"],
  ["measure=injured", "QG-0603 measure"],
  ["by=sector", "QG-0603 by"],
  ["region=KZ-99", "QG-0604 region"],
  ["band=0-29", "QG-0603 band"],
  ["band=30-59,30-59", "QG-0612 band"],
  ["by=band,capacityBand", "QG-0612 by"],
  ["per=none", "QG-0601 per"],
  ["from=2026-02-01&to=2026-01-01", "QG-0606 from"],
])("%s is refused by %s", (search, fault) => {
  const parsed = parseIbnrQuery(new URLSearchParams(search));
  expect("errors" in parsed ? parsed.errors.map(({ rule, pointer }) => `${rule} ${pointer}`) : []).toEqual([fault]);
});

test("the band goes by the name of METHODS, too", () => {
  const [first, second] = ["by=insurer,band", "by=insurer,capacityBand"].map((search) => parseIbnrQuery(new URLSearchParams(search)));
  expect(second).toEqual(first);
});
