/** Claims not filed yet over HTTP, through log, aggregator and engine, by a clock of the test's own: METHODS, section 1. */
import { ibnrResponseSchema } from "@qorgau/schemas/responses/claims-ibnr-response";
import type { IbnrResponse } from "@qorgau/schemas/responses/claims-ibnr-response";
import { expect, test } from "vitest";
import { caseEvent } from "../generators/events.ts";
import { useSystem } from "./use-system.ts";

const used = useSystem({ startsAt: "2025-12-20T12:00:00+05:00" });

const report = (day: string, events: readonly object[]) => used.report(events, { at: `${day}T12:00:00+05:00` });

async function ibnr(search: string): Promise<IbnrResponse> {
  return ibnrResponseSchema.parse(JSON.parse(await used.bodyOf(`/v1/claims/ibnr?${search}`)));
}

const [insurer, other] = ["urn:kz:insurer:annuity", "urn:kz:insurer:other"];
function claims(count: number, occurredAt: string, { source = insurer, capacityLossPercent = 35, paidKzt = 100 } = {}): object[] {
  const claim = { status: "paid", capacityLossPercent, paidKzt };
  return Array.from({ length: count }, () => caseEvent({ occurredAt, claim }, { source, type: "kz.qorgau.claim.reported.v1" }));
}

test(
  "claims and tenge by the delay of the first statement, by insurer and band, in each form, and again as of that cut, after a rebuild and from a store made anew",
  { timeout: 120_000 },
  async () => {
    const [december, january, february] = ["2025-12-10", "2026-01-10", "2026-02-10"] as const;
    const paidLater = claims(2, december, { paidKzt: 0 });
    await report("2025-12-20", [...claims(18, december), ...paidLater]);
    await report("2026-01-20", [...claims(4, december), ...claims(22, january)]);
    const revised = paidLater.map((event) => {
      const { data, ...envelope } = event as { data: { claim: object } };
      return { ...envelope, revision: 2, data: { ...data, claim: { ...data.claim, paidKzt: 100 } } };
    });
    const ofOther = claims(2, february, { source: other, capacityLossPercent: 95 });
    await report("2026-02-20", [...claims(2, december), ...claims(5, january), ...claims(24, february), ...revised, ...ofOther]);
    await report("2026-03-05", [caseEvent({ occurredAt: "2026-03-01" })]);

    const found = await ibnr(`source=${insurer}&maxDelay=2`);
    // By hand: 51/42 and 26/24.
    expect(found.cells[0]?.shares).toEqual([0.760181, 0.923077, 1]);
    expect(found.rows.map(({ period, reported, expected, outstanding }) => [period, reported, expected, outstanding])).toEqual([
      ["2025-12", 26, 26, 0],
      ["2026-01", 27, 29.25, 2.25],
      ["2026-02", 24, 31.5714, 7.57143],
    ]);
    // By hand: of 1,800, 2,200 and 2,600 tenge of December, 2,200 and 2,700 of January the factors 4,900/4,000 and 2,600/2,200.
    const paid = await ibnr(`source=${insurer}&maxDelay=2&measure=paid`);
    expect(paid.cells[0]?.shares).toEqual([0.690738, 0.846154, 1]);
    expect(paid.rows.map(({ reported, outstanding }) => [reported, outstanding])).toEqual([
      [2600, 0],
      [2700, 490.909],
      [2400, 1074.55],
    ]);

    const byInsurer = await ibnr("maxDelay=2&by=insurer,band");
    expect(byInsurer.cells.map(({ insurer: of, band, claims: count, delaysFrom }) => [of, band, count, delaysFrom])).toEqual([
      [insurer, "30-59", 77, "cell"],
      [other, "90-100", 2, "all"],
    ]);
    expect(await ibnr("maxDelay=2&by=insurer,capacityBand")).toEqual(byInsurer);
    // Every region is that of the generator's claims; another one has none, whose delays are known all the same.
    const [everywhere, here, elsewhere] = [
      await ibnr("maxDelay=2"),
      await ibnr("maxDelay=2&by=region"),
      await ibnr("maxDelay=2&region=KZ-10"),
    ];
    expect(here.cells.map(({ region }) => region)).toEqual(["KZ-35"]);
    expect((await ibnr("maxDelay=2&region=KZ-35")).rows).toEqual(everywhere.rows);
    expect(elsewhere).toMatchObject({ regions: "KZ-10", cells: [{ claims: 0, delaysFrom: "all", sum: { reported: 0 } }] });
    const ofBand = await ibnr("maxDelay=2&band=30-59,unknown");
    expect(ofBand.rows.map(({ reported }) => reported)).toEqual([26, 27, 24]);
    const paidByOther = await ibnr(`source=${other}&maxDelay=2&measure=paid`);
    expect(paidByOther.cells[0]).toMatchObject({ claims: 2, leftOut: 0, reason: "too_few" });
    const ofClaims = await used.system.ask("/v1/nowcast?of=claims");
    expect([ofClaims.statusCode, ofClaims.body]).toEqual([400, expect.stringContaining("/v1/claims/ibnr")]);
    for (const form of ["csv", "xlsx", "parquet", "jsonstat"]) {
      expect((await used.system.ask(`/v1/claims/ibnr?maxDelay=2&by=band&format=${form}`)).statusCode).toBe(200);
    }

    const before = await used.system.ask(`/v1/claims/ibnr?source=${insurer}&maxDelay=2`);
    await report("2026-03-20", claims(9, february));
    const asOf = `asOf=${encodeURIComponent(found.watermark)}`;
    const again = await used.system.ask(`/v1/claims/ibnr?source=${insurer}&maxDelay=2&${asOf}`);
    expect(again.body).toBe(before.body);
    expect(again.headers["cache-control"]).toContain("immutable");

    const requests = [asOf, `by=insurer,band&${asOf}`, `measure=paid&source=${insurer}&${asOf}`, `source=${insurer}`];
    const responses = async () => {
      const bodies: string[] = [];
      for (const parameters of requests) bodies.push((await used.system.ask(`/v1/claims/ibnr?maxDelay=2&${parameters}`)).body);
      return bodies;
    };
    const ofCuts = await responses();
    expect(ofCuts.at(-1)).not.toBe(before.body);
    await used.system.aggregator.rebuild.run();
    expect(await responses()).toEqual(ofCuts);
    await used.startOnEmptyStore();
    expect(await responses()).toEqual(ofCuts);
  },
);
