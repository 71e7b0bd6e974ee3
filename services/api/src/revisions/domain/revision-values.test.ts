import { caseRow } from "@qorgau/schemas/cases/case-figures";
import { foldCases } from "@qorgau/schemas/cases/fold-cases";
import type { RowValue } from "@qorgau/schemas/responses/revisions-response";
import { rowValueSchema } from "@qorgau/schemas/responses/revisions-response";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { parseWatermark } from "@qorgau/schemas/watermark";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shuffled, statementSets } from "../../../../../test/generators/statements.ts";
import { expose, reportCase, withdraw } from "../../../../../test/generators/reported-by-hand.ts";
import { requested, snapshotOf } from "../../rates/figures-model-fixture.ts";
import { contributionTo, criteriaOf, nameRow } from "../../explain/domain/explain-row.ts";
import type { NamedRow } from "../../explain/domain/explain-row.ts";
import { ratesResponse } from "../../rates/domain/rates.ts";
import { revisionsOf } from "./revision-values.ts";
import { finished } from "@qorgau/schemas/steps";
import { TooManyTied } from "../../paging/domain/response-rows.ts";

const historyOf = (...given: Parameters<typeof revisionsOf>) => finished(revisionsOf(...given));

function named(search: string): NamedRow {
  const query = requested(`from=2026-01-01&to=2026-12-31&${search}`);
  return nameRow(query, ratesResponse(query, snapshotOf(query, [])).rows[0]!);
}

/** In the order of the list, a second apart. */
function inTime(statements: readonly LoggedStatement[]): LoggedStatement[] {
  return statements.map((logged, place) => {
    const at = new Date(Date.UTC(2026, 10, 22) + 1000 * place).toISOString();
    return { ...logged, offset: place, recordedAt: at, effectiveAt: at };
  });
}

async function history(search: string, statements: readonly LoggedStatement[]): Promise<RowValue[]> {
  const reported = inTime(statements);
  const values = historyOf(named(search), { cases: reported, exposures: reported });
  for (const value of values) rowValueSchema.parse(value);
  return values;
}

/** `count: what made it`. */
const story = async (search: string, statements: readonly LoggedStatement[]) =>
  (await history(search, statements)).map(({ count, changes }) => `${count}: ${changes.flatMap(reasonsOf).join(", ")}`);
const reasonsOf = ({ reasons }: RowValue["changes"][number]) => reasons.map(({ text }) => text);

const worker = { ref: "qg1:k:a" };
const claim = { source: "urn:ins", entity: "claim" } as const;

describe("why a row's value changed", () => {
  test("a case is reported, dies, and is found not to be work-related", async () => {
    const reported = [
      reportCase({}, { severity: "severe" }),
      reportCase({ revision: 2 }, { severity: "fatal" }),
      reportCase({ revision: 3 }, { severity: "fatal", workRelated: "no" }),
      reportCase({ revision: 4 }, { severity: "fatal", workRelated: "yes" }),
    ];
    expect(await story("measure=fatal", reported)).toEqual([
      "1: severity severe → fatal",
      "0: not work-related",
      "1: work relation no → yes",
    ]);
    expect(await story("measure=severe", reported)).toEqual(["1: reported", "0: severity severe → fatal"]);
    expect(await story("measure=injured", reported)).toEqual(["1: reported", "0: not work-related", "1: work relation no → yes"]);
  });

  test("it moves to another region, date or sector, and from what is not known", async () => {
    const reported = [
      reportCase({}, { region: "KZ-35" }),
      reportCase({ revision: 2 }, { region: "KZ-62" }),
      reportCase({ revision: 3 }, {}),
    ];
    expect(await story("region=KZ-35", reported)).toEqual(["1: reported", "0: region KZ-35 → KZ-62"]);
    expect(await story("region=KZ-62", reported)).toEqual(["1: region KZ-35 → KZ-62", "0: region KZ-62 → unknown"]);
    expect(await story("region=unknown", reported)).toEqual(["1: region KZ-62 → unknown"]);
    const dated = [reportCase({}, { worker }), reportCase({ revision: 2 }, { worker, occurredAt: "2025-02-03" })];
    expect(await story("", dated)).toEqual(["1: reported", "0: date 2026-02-03 → 2025-02-03"]);
    const both = [reportCase({}, { region: "KZ-35", sector: "B" }), reportCase({ revision: 2 }, { region: "KZ-62", sector: "A" })];
    expect((await story("region=KZ-35&sector=B", both)).at(-1)).toBe("0: region KZ-35 → KZ-62, sector B → A");
  });

  test("a corrected worker or a date within the period changes the case and not the count", async () => {
    const reported = [reportCase({}, { worker }), reportCase({ revision: 2 }, { worker: { ref: "qg1:k:b" }, occurredAt: "2026-03-03" })];
    expect(await story("", reported)).toEqual(["1: reported"]);
  });

  test("it is withdrawn and comes back", async () => {
    expect(await story("", [reportCase(), withdraw({ revision: 2 }), reportCase({ revision: 3 })])).toEqual([
      "1: reported",
      "0: withdrawn",
      "1: reported again after a withdrawal",
    ]);
  });

  test("a second reporter changes the count only where it says something else", async () => {
    const reported = [reportCase({}, { worker, severity: "light" }), reportCase({ ...claim }, { worker, severity: "fatal" })];
    expect(await story("", reported)).toEqual(["1: reported"]);
    const [, value] = await history("measure=light", reported);
    expect(value?.changes).toMatchObject([{ delta: -1, event: { source: "urn:ins", entity: "claim", position: "0:1" } }]);
    expect(value?.changes.flatMap(reasonsOf)).toEqual(["severity light → fatal"]);
  });

  test("two cases turn out to be one, and one turns out to be two", async () => {
    const reported = [
      reportCase({}, { worker }),
      reportCase({ ...claim }, { worker: { ref: "qg1:k:b" } }),
      reportCase({ ...claim, revision: 2 }, { worker }),
      reportCase({ ...claim, revision: 3 }, { worker: { ref: "qg1:k:b" } }),
    ];
    const values = await history("", reported);
    expect(values.map(({ count }) => count)).toEqual([1, 2, 1, 2]);
    const [merged, separated] = values.slice(2).map(({ changes }) => changes[0]!.reasons[0]!);
    expect(merged).toMatchObject({ code: "merged", after: values[0]?.changes[0]?.case });
    expect(separated).toMatchObject({ code: "separated", before: values[0]?.changes[0]?.case });
  });

  test("sameAs whose target is withdrawn stands on its own again", async () => {
    const target = { source: "urn:o", subject: "9" };
    const reported = [reportCase(target), reportCase({}, { sameAs: target }), withdraw({ ...target, revision: 2 })];
    expect((await history("", reported)).map(({ count }) => count)).toEqual([1]);
  });

  test("an accident is counted at another victim", async () => {
    const reported = [
      reportCase({ subject: "1" }, { accident: "A", region: "KZ-35", severity: "severe" }),
      reportCase({ subject: "2" }, { accident: "A", region: "KZ-62", severity: "fatal" }),
    ];
    expect(await story("measure=accidents", reported)).toEqual(["1: reported", "1: its accident is counted at another victim, reported"]);
    expect(await story("measure=accidents&region=KZ-35", reported)).toEqual([
      "1: reported",
      "0: its accident is counted at another victim",
    ]);
  });

  test("days lost, and the cases they are divided by", async () => {
    const reported = [reportCase(), reportCase({ revision: 2 }, { daysLost: 0 }), reportCase({ revision: 3 }, { daysLost: 12 })];
    expect(await story("measure=days_lost", reported)).toEqual(["0: reported", "0: days lost unknown → 0", "12: days lost 0 → 12"]);
    const perCase = await history("measure=days_lost&per=case", reported);
    expect(perCase.map(({ count, exposure, rate }) => [count, exposure, rate])).toEqual([
      [0, null, null],
      [0, 1, 0],
      [12, 1, 12],
    ]);
    expect(perCase.map(({ unstated, reason }) => [unstated, reason])).toEqual([
      [1, "days_unstated"],
      [0, null],
      [0, null],
    ]);
    expect(perCase[1]?.changes.flatMap(reasonsOf)).toEqual(["days lost unknown → 0"]);
  });

  test("the exposure is stated, corrected, withdrawn", async () => {
    const reported = [
      expose({}, 6_900_000),
      reportCase(),
      expose({ revision: 2 }, 7_000_000),
      withdraw({ entity: "exposure", revision: 3 }),
    ];
    expect(await story("", reported)).toEqual([
      "0: exposure missing → 6,900,000",
      "1: reported",
      "1: exposure 6,900,000 → 7,000,000",
      "1: exposure 7,000,000 → missing",
    ]);
    const values = await history("", reported);
    expect(values.map(({ exposure, reason }) => [exposure, reason])).toEqual([
      [6_900_000, null],
      [6_900_000, null],
      [7_000_000, null],
      [null, "exposure_missing"],
    ]);
    expect(await story("per=none", reported)).toEqual(["1: reported"]);
    expect(await story("region=KZ-35", reported)).toEqual([]);
  });

  test("what stands for nothing changes nothing", async () => {
    const reported = [
      reportCase({ revision: 2 }, { severity: "fatal" }),
      reportCase({}, { severity: "light" }),
      reportCase({ revision: 2 }, { severity: "fatal" }),
    ];
    expect(await story("", reported)).toEqual(["1: reported"]);
    expect(await story("measure=fatal&kind=disease", reported)).toEqual([]);
  });
});

test("what is of one stamp is one value, and each value names its cut", async () => {
  const reported = [reportCase({ subject: "1" }), reportCase({ subject: "2" }), reportCase({ subject: "3" })].map((logged, place) => {
    const effectiveAt = place < 2 ? "2026-11-22T00:00:00.000Z" : "2026-11-22T00:00:01.000Z";
    return { ...logged, partition: place, offset: 7 + place, effectiveAt };
  });
  const values = historyOf(named(""), { cases: reported, exposures: [] });
  expect(values.map(({ at, count, watermark }) => [at, count, watermark])).toEqual([
    ["2026-11-22T00:00:00.000Z", 2, "0:7,1:8"],
    ["2026-11-22T00:00:01.000Z", 3, "0:7,1:8,2:9"],
  ]);
});

const requests = [
  "measure=fatal",
  "kind=any&country=any&region=KZ-35",
  "measure=accidents&kind=any&severity=severe,fatal",
  "measure=days_lost&per=case&sector=B&kind=any",
  "measure=lost_time&evidence=insurer_only&kind=any",
  "workRelated=under_investigation&kind=any&sex=unknown",
].map(named);

test("every value is the count of the fold at its cut, in whatever order the statements come", async () => {
  fc.assert(
    fc.property(statementSets(), fc.constantFrom(...requests), fc.nat(), (log, row, seed) => {
      const values = historyOf(row, { cases: log, exposures: log });
      expect(historyOf(row, { cases: shuffled(log, seed), exposures: shuffled(log, seed + 1) })).toEqual(values);
      let before = 0;
      for (const { watermark, at, count, changes } of values) {
        const cut = parseWatermark(watermark)!;
        expect(count).toBe(
          countOf(
            row,
            log.filter(({ partition, offset }) => offset <= (cut.get(partition) ?? -1)),
          ),
        );
        expect(count).toBe(
          countOf(
            row,
            log.filter(({ effectiveAt }) => effectiveAt <= at),
          ),
        );
        expect(changes.reduce((sum, { delta }) => sum + delta, before)).toBe(count);
        before = count;
      }
      expect(values.at(-1)?.count ?? 0).toBe(countOf(row, log));
    }),
    { numRuns: 300 },
  );
});

test("no value is left out", async () => {
  fc.assert(
    fc.property(statementSets(), fc.constantFrom(...requests), (log, row) => {
      const values = historyOf(row, { cases: log, exposures: log });
      for (const at of new Set(log.map(({ effectiveAt }) => effectiveAt))) {
        const reported = values.findLast((value) => value.at <= at)?.count ?? 0;
        expect(reported).toBe(
          countOf(
            row,
            log.filter(({ effectiveAt }) => effectiveAt <= at),
          ),
        );
      }
    }),
    { numRuns: 200 },
  );
});

function countOf(row: NamedRow, log: readonly LoggedStatement[]): number {
  const criteria = criteriaOf(row);
  return foldCases(log).cases.reduce((sum, folded) => sum + contributionTo(row, criteria, caseRow(folded)).count, 0);
}

describe("a history that would be folded without end is refused at once", () => {
  const many = (count: number, reported: (place: number) => LoggedStatement) =>
    inTime(Array.from({ length: count }, (_, place) => reported(place)));
  const victims = (place: number) => reportCase({ subject: `v${place}` }, { accident: "A" });

  test.each([
    ["records of one worker's day", "measure=fatal", (place: number) => reportCase({ subject: `v${place}` }, { worker })],
    ["victims of one accident", "measure=accidents", victims],
  ])("%s", (_, search, reported) => {
    expect(() => historyOf(named(search), { cases: many(20_000, reported), exposures: [] })).toThrow(TooManyTied);
    expect(historyOf(named(search), { cases: many(20, reported), exposures: [] })).toEqual(expect.any(Array));
  });

  test("but not that of one record, however often it was revised, nor victims that are counted each for itself", () => {
    const revised = many(20_000, (place) => reportCase({ revision: place + 1 }, { severity: place % 2 === 0 ? "fatal" : "light" }));
    expect(historyOf(named("measure=fatal"), { cases: revised, exposures: [] })).toHaveLength(20_000);
    expect(historyOf(named("measure=injured"), { cases: many(2_000, victims), exposures: [] })).toHaveLength(2_000);
  });
});
