import { hash } from "node:crypto";
import { foldCases } from "@qorgau/schemas/cases/fold-cases";
import type { LoggedStatement } from "@qorgau/schemas/events/statement";
import { isSupplement } from "@qorgau/schemas/events/supplement";
import { expect, test } from "vitest";
import { judge } from "@qorgau/ingest/domain/acceptance";
import { drawLiveCase, liveStory } from "./live-story.ts";
import { createRandom } from "../plan/random.ts";

// Half an hour after midnight in Kazakhstan: some of what happened lies on the day before.
const nowMs = Date.parse("2026-03-01T00:30:00+05:00");
const recordedAt = new Date(nowMs).toISOString();
const keyId = "0123456789abcdef";
const context = { nowMs, keyId, pseudonymise: (iin: string) => `qg1:${keyId}:${hash("sha256", iin)}`, reporters: null };

test("whatever is told on the way, the ingest endpoint takes it without a word and each story ends as one counting case as it was drawn", () => {
  const random = createRandom("live");
  for (let count = 1; count <= 300; count++) {
    const one = drawLiveCase(`L-test-${count}`, nowMs, random);
    const logged: LoggedStatement[] = [];
    for (const report of liveStory(one, random)) {
      const verdict = judge(report(nowMs).event, context);
      expect(verdict).toMatchObject({ accepted: true, warnings: [] });
      if (!verdict.accepted || isSupplement(verdict.statement)) continue;
      logged.push({ statement: verdict.statement, partition: 0, offset: logged.length, recordedAt, effectiveAt: recordedAt });
    }
    const [only, ...others] = foldCases(logged).cases;
    expect(others).toEqual([]);
    expect(only).toMatchObject({ counts: true, data: { severity: one.severity }, derived: { region: one.region, date: one.day } });
    expect(["2026-02-28", "2026-03-01"]).toContain(one.day);
  }
});
