import { expect, test } from "vitest";
import { reportCase } from "../../../../../test/generators/reported-by-hand.ts";
import { pagesOf } from "./quality-fixture.ts";

const hub = reportCase({ subject: "hub" });
const naming = (place: number, source = "urn:f") =>
  reportCase({ source, subject: `n${place}` }, { sameAs: { source: "urn:e", subject: "hub" } });
const namers = (count: number) => Array.from({ length: count }, (_, place) => naming(place));

test("what too many records of one source name is listed record by record, and nothing else is", () => {
  const { unlinked, dangling } = pagesOf([hub, naming(0, "urn:g"), ...namers(1001)], { limit: 2000 });
  expect(unlinked.rows).toHaveLength(1001);
  expect(unlinked.rows[0]).toEqual({
    date: "2026-02-03",
    case: expect.stringMatching(/^[0-9a-f]{64}$/),
    source: "urn:f",
    entity: "case",
    subject: "n0",
    reason: "same_as_of_source",
    targetSource: "urn:e",
    targetEntity: "case",
    targetSubject: "hub",
    accident: null,
  });
  expect(dangling.rows).toEqual([]);
});

test("a thousand are linked, and nothing is listed", () => {
  expect(pagesOf([hub, ...namers(1000)]).unlinked.rows).toEqual([]);
});

test("victims of a name that too many share are listed with the name", () => {
  const victims = Array.from({ length: 5001 }, (_, place) => reportCase({ subject: `v${place}` }, { accident: "A" }));
  const { unlinked } = pagesOf(victims, { limit: 10_000 });
  expect(unlinked.rows).toHaveLength(5001);
  expect(unlinked.rows[0]).toMatchObject({ reason: "accident_name", accident: "A", targetSource: null });
  expect(pagesOf(victims.slice(1)).unlinked.rows).toEqual([]);
});
