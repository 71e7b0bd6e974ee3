/** The whole national stream: pure, seeded, and the same on every machine. What has not happened by `nowMs` is not in it. */
import { caseStory } from "./case-story.ts";
import { diseasesOf } from "../plan/occupational-diseases.ts";
import { drawCases } from "./draw-cases.ts";
import { enterpriseStatements } from "./enterprise-statements.ts";
import { exposureOf } from "./exposure-statements.ts";
import { inspectionStatements } from "./inspection-statements.ts";
import { kostenkoStory, withoutKostenko } from "./kostenko-accident.ts";
import { planYear } from "../plan/national-plan.ts";
import { figuresOf } from "../plan/published-figures.ts";
import { createRandom } from "../plan/random.ts";
import type { ReportedEvent } from "./reported-event.ts";

export const firstYear = 2018;

export interface StreamOptions {
  readonly seed: string;
  /** The clock: milliseconds since the epoch. */
  readonly nowMs: number;
}

/** From the latest year back to the first, so that the present is complete before the years long ago. */
export function yearsOf({ nowMs }: StreamOptions): number[] {
  const latest = new Date(nowMs).getUTCFullYear();
  return Array.from({ length: Math.max(0, latest - firstYear + 1) }, (_, index) => latest - index);
}

/**
 * All statements of what happened in the year, of who worked in it and of what enterprises and the inspectorate tell beside; denominators first,
 * then in the order in which they were made.
 */
export function statementsOf(year: number, { seed, nowMs }: StreamOptions): ReportedEvent[] {
  const beside = [...enterpriseStatements(year), ...inspectionStatements(year, seed)];
  const reported = [...accidentsOf(year, seed), ...diseasesOf(year, seed), ...beside].filter(({ atMs }) => atMs <= nowMs);
  return [...exposureOf(year, nowMs), ...reported.toSorted((a, b) => a.atMs - b.atMs)];
}

function accidentsOf(year: number, seed: string): ReportedEvent[] {
  const reported = planYear(figuresOf(year)).flatMap((plan) =>
    drawCases(withoutKostenko(plan), seed).flatMap((one) => caseStory(one, createRandom(`${seed}/story/${one.number}`))),
  );
  return year === 2023 ? [...reported, ...kostenkoStory(seed)] : reported;
}
