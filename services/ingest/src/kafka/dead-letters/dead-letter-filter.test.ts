import { UsageError } from "@qorgau/infra/cli/run-command";
import { describe, expect, test } from "vitest";
import type { PendingDeadLetter } from "@qorgau/infra/kafka/dead-letters/read-dead-letters";
import { deadLetterFilter, originOfText } from "./dead-letter-filter.ts";
import type { FilterWords } from "./dead-letter-filter.ts";

const nowMs = Date.parse("2026-02-10T00:00:00Z");
const deadLetter: PendingDeadLetter = {
  origin: { topic: "qorgau.inbound.mine.v1", partition: 1, offset: 812 },
  reporter: "urn:kz:bin:200140000004",
  sentAt: "2026-02-01T10:00:00.000Z",
  writtenAt: "2026-02-03T10:00:00.000Z",
  errors: [{ rule: "QG-0421", pointer: "/data/severity", message: "This severity is not known." }],
  times: 1,
  replayed: null,
};

test.each<[FilterWords, boolean]>([
  [{}, true],
  [{ topic: "mine" }, true],
  [{ topic: "qorgau.inbound.mine.v1" }, true],
  [{ topic: "min" }, false],
  [{ rule: "QG-0421" }, true],
  [{ rule: "QG-0422" }, false],
  [{ source: "urn:kz:bin:200140000004" }, true],
  [{ source: "urn:kz:bin:200140000005" }, false],
  [{ since: "2026-02-03" }, true],
  [{ since: "2026-02-03T10:00:00.001Z" }, false],
  [{ since: "7d" }, true],
  [{ since: "6d" }, false],
  [{ origin: "qorgau.inbound.mine.v1/1/812" }, true],
  [{ origin: "qorgau.inbound.mine.v1/1/81" }, false],
  [{ topic: "mine", rule: "QG-0101" }, false],
])("%j matches: %s", (words, matches) => {
  expect(deadLetterFilter(words, nowMs).matches(deadLetter)).toBe(matches);
});

describe("words that are none", () => {
  test.each<FilterWords>([{ rule: "421" }, { since: "yesterday" }, { limit: "0" }, { limit: "many" }, { origin: "mine/1" }])(
    "%j",
    (words) => {
      expect(() => deadLetterFilter(words, nowMs)).toThrow(UsageError);
    },
  );

  test("an origin has a topic, a partition and an offset", () => {
    expect(originOfText("qorgau.inbound.mine.v1/1/812")).toEqual(deadLetter.origin);
    expect(() => originOfText("qorgau.inbound.mine.v1/1/-1")).toThrow(/kazakhmys/);
  });
});
