/** IBNR over random claims: against a model that counts each claim in each month anew. */
import * as fc from "fast-check";
import type { IbnrResponse } from "@qorgau/schemas/responses/claims-ibnr-response";
import { finished } from "@qorgau/schemas/steps";
import { expect, test } from "vitest";
import { numberOf } from "../../nowcast/domain/nowcast-periods.ts";
import { rounded } from "../../rates/domain/rate-of-count.ts";
import { createClaimAdder } from "./claim-sums.ts";
import { ibnrSteps, readOf } from "./ibnr.ts";
import { parseIbnrQuery } from "./ibnr-parameters.ts";
import type { IncurredClaim } from "./incurred-claims.ts";

const last = numberOf("month", "2026-02-01");
const [window, maxDelay, monthsShown] = [6, 3, 12];
const begin = last - monthsShown + 1;

function ibnr(measure: "claims" | "paid", claims: readonly IncurredClaim[]): IbnrResponse {
  const parsed = parseIbnrQuery(new URLSearchParams(`measure=${measure}&window=${window}&maxDelay=${maxDelay}&from=2025-03-01`));
  if ("errors" in parsed) throw new Error(JSON.stringify(parsed.errors));
  const lastStampMs = Date.parse("2026-03-05T12:00:00+05:00");
  const adder = createClaimAdder(readOf(parsed.query, lastStampMs)!.request);
  for (const one of claims) adder.add(one);
  return finished(ibnrSteps(parsed.query, { cut: { asOf: null, watermark: "0:41" }, lastStampMs, sums: finished(adder.finish()) }));
}

/** What is known of the months by the end of each: of claims those filed, of amounts the tenge last stated. */
function naive(measure: "claims" | "paid", claims: readonly IncurredClaim[]) {
  const began = (source: string) => Math.min(...claims.filter((one) => one.source === source).map(({ stated }) => stated));
  const isBacklog = ({ source, occurred }: IncurredClaim) => occurred < began(source);
  const valueOf = ({ filed, paid }: IncurredClaim, end: number) => {
    if (filed > end) return 0;
    return measure === "claims" ? 1 : (paid.findLast(([month]) => month <= end)?.[1] ?? 0);
  };
  const known = (some: readonly IncurredClaim[], occurred: number, delay: number) => {
    const end = delay === maxDelay ? last : occurred + delay;
    return some.filter((one) => one.occurred === occurred).reduce((sum, one) => sum + valueOf(one, end), 0);
  };
  const learnt = claims.filter((one) => !isBacklog(one));
  const isUsed = (one: IncurredClaim) => one.occurred > last - maxDelay - window && one.filed <= last;
  const enough = learnt.filter(
    (one) => isUsed(one) && (measure === "claims" || one.paid.some(([month, tenge]) => month <= last && tenge > 0)),
  );
  const sumsAt = (delay: number) => {
    const months = Array.from({ length: window }, (_, place) => last - delay - 1 - place);
    return [delay, delay + 1].map((one) => months.reduce((sum, month) => sum + known(learnt, month, one), 0)) as [number, number];
  };
  const sums = Array.from({ length: maxDelay }, (_, delay) => sumsAt(delay));
  const knownAt = Array.from({ length: maxDelay + 1 }, (_, delay) => (sums[delay]?.[0] ?? 0) + (sums[delay - 1]?.[1] ?? 0));
  const firstKnown = knownAt.findIndex((sum) => sum > 0);
  const hasFactors = firstKnown !== -1 && sums.slice(firstKnown).every(([before, after]) => before > 0 && after > 0);
  const isJudged = enough.length >= 30 && hasFactors;
  const shareAt = (delay: number) =>
    delay < firstKnown ? 0 : sums.slice(delay).reduce((share, [before, after]) => (share * before) / after, 1);
  return Array.from({ length: monthsShown }, (_, place) => {
    const occurred = begin + place;
    const delay = Math.min(maxDelay, last - occurred);
    const reported = known(claims, occurred, delay);
    const share = shareAt(delay);
    const isExpected = isJudged && reported > 0 && share > 0;
    return { reported, ...(reported > 0 || !isJudged ? { expected: isExpected ? rounded(reported / share) : null } : {}) };
  });
}

/** The second insurer joins in a month of its own and brings with it what it has. */
const claims = fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: begin, max: last + 1 })).chain(([earliest, joined]) =>
  fc.array(
    fc
      .record({
        source: fc.constantFrom("urn:x:one", "urn:x:two"),
        occurred: fc.integer({ min: begin - 4, max: last }),
        delay: fc.integer({ min: earliest, max: 4 }),
        since: fc.constantFrom(0, 0, 0, 2),
        paid: fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 900 })), { minLength: 1, maxLength: 4 }),
      })
      .map(({ source, occurred, delay, since, paid }): IncurredClaim => {
        const stated = Math.max(occurred + delay, source === "urn:x:two" ? joined : 0);
        const byMonth = new Map(paid.toSorted(([one], [other]) => one - other).map(([month, tenge]) => [stated + month, tenge / 4]));
        return { codes: [], source, occurred, stated, filed: stated + since, paid: [...byMonth] };
      }),
    { minLength: 60, maxLength: 250, size: "max" },
  ),
);

test.each(["claims", "paid"] as const)("%s reported and expected are those of the model, in whatever order claims are read", (measure) => {
  let [judged, unreportedYet] = [0, 0];
  fc.assert(
    fc.property(claims, (some) => {
      const { rows } = ibnr(measure, some);
      const expected = naive(measure, some);
      expect(rows.map(({ reported }) => reported)).toEqual(expected.map(({ reported }) => reported));
      // That limits were missed so often that nothing is said is the back-test's.
      if (rows.every(({ reason }) => reason !== "delays_unstable")) {
        for (const [place, row] of rows.entries()) {
          const { expected: wanted } = expected[place]!;
          if (wanted === null) expect(row.expected).toBeNull();
          else if (wanted !== undefined) expect(row.expected! / wanted).toBeCloseTo(1, 4);
        }
        judged += rows.some((row) => row.expected !== null) ? 1 : 0;
        unreportedYet += rows.at(-1)?.share === 0 ? 1 : 0;
      }
      expect(ibnr(measure, some.toReversed()).rows).toEqual(rows);
    }),
    { numRuns: 150, endOnFailure: true },
  );
  // The model has something to say, also where nothing is ever known in the month of occurrence.
  expect(judged).toBeGreaterThan(30);
  expect(unreportedYet).toBeGreaterThan(5);
});
