/**
 * When open figures change (METHODS, section 9.4): those of an area once five of its cases changed, at most daily, at the latest after 30 days. What
 * changed is counted case by case: one that came, one that went, and one that an open table shows otherwise.
 */
import { createHash } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { sortedInSteps } from "@qorgau/schemas/steps";
import type { Steps } from "@qorgau/schemas/steps";
import { z } from "zod";
import { countryArea, openCaseMembers, tablesBuilder } from "./open-cells.ts";
import type { AreaTables, OpenCase, TablesBuilder } from "./open-cells.ts";
import { keyOfCase } from "./published-count.ts";

/** The cases of an area in the order of their ids, each with a digest of what open tables show of it. */
export interface CaseDigests {
  /** The first eight bytes of the ids. */
  readonly ids: BigUint64Array;
  readonly states: BigUint64Array;
}

export const noDigests: CaseDigests = { ids: new BigUint64Array(0), states: new BigUint64Array(0) };

interface CaseDigest {
  readonly id: bigint;
  readonly state: bigint;
}

const shownMembers = openCaseMembers.filter((member) => member !== "id");

export function digestOf(one: OpenCase): CaseDigest {
  const shown = shownMembers.map((member) => one[member]).join("|");
  return { id: BigInt(`0x${one.id.slice(0, 16)}`), state: createHash("sha256").update(shown).digest().readBigUInt64BE(0) };
}

/** Collects digests, case by case, in any order. */
interface DigestsBuilder {
  add(digest: CaseDigest): void;
  digests(): Steps<CaseDigests>;
}

export function digestsBuilder(): DigestsBuilder {
  let [ids, states] = [new BigUint64Array(16), new BigUint64Array(16)];
  let length = 0;
  return {
    add({ id, state }) {
      if (length === ids.length) [ids, states] = [longer(ids), longer(states)];
      ids[length] = id;
      states[length] = state;
      length += 1;
    },
    *digests() {
      const places = yield* sortedInSteps([...ids.subarray(0, length).keys()], (a, b) => (ids[a]! < ids[b]! ? -1 : 1));
      return { ids: BigUint64Array.from(places, (place) => ids[place]!), states: BigUint64Array.from(places, (place) => states[place]!) };
    },
  };
}

function longer(array: BigUint64Array<ArrayBuffer>): BigUint64Array<ArrayBuffer> {
  const made = new BigUint64Array(2 * array.length);
  made.set(array);
  return made;
}

const casesPerStep = 1_000;

/** How many cases differ between two states of an area. */
export function* changedCases(before: CaseDigests, after: CaseDigests): Steps<number> {
  let [changed, compared] = [0, 0];
  let [left, right] = [0, 0];
  while (left < before.ids.length && right < after.ids.length) {
    const [one, other] = [before.ids[left]!, after.ids[right]!];
    if (one !== other || before.states[left] !== after.states[right]) changed += 1;
    if (one <= other) left += 1;
    if (other <= one) right += 1;
    compared += 1;
    if (compared % casesPerStep === 0) yield;
  }
  return changed + (before.ids.length - left) + (after.ids.length - right);
}

const changedMin = 5;
const daysMax = 30;
const dayMs = 86_400_000;

/** An area as its last batch left it. */
export interface PublishedArea {
  /** The day of that batch, YYYY-MM-DD at +05:00; of an area that is in none yet that of the first batch. */
  readonly day: string;
  readonly changed: number;
}

/**
 * The areas whose figures change on the day: all of them in the first batch (`lastBatchDay` null), none where that day has its batch already.
 */
export function areasToPublish(areas: ReadonlyMap<string, PublishedArea>, day: string, lastBatchDay: string | null): string[] {
  if (lastBatchDay !== null && lastBatchDay >= day) return [];
  const isDue = ({ changed, day: since }: PublishedArea) => {
    return lastBatchDay === null || changed >= changedMin || (changed > 0 && Date.parse(day) - Date.parse(since) >= daysMax * dayMs);
  };
  return [...areas].filter(([, area]) => isDue(area)).map(([area]) => area);
}

/** An area with what open tables show of it, and what tells a later state from it. */
export interface OpenArea {
  readonly digests: CaseDigests;
  readonly tables: AreaTables;
}

/** Collects the areas of cases, the country's among them, case by case, in any order. */
export function areasBuilder(releaseKey: KeyObject): { add(one: OpenCase): void; areas(): Steps<Map<string, OpenArea>> } {
  const areas = new Map<string, { readonly tables: TablesBuilder; readonly digests: DigestsBuilder }>();
  const areaAt = (name: string) => {
    const known = areas.get(name) ?? { tables: tablesBuilder(name), digests: digestsBuilder() };
    areas.set(name, known);
    return known;
  };
  return {
    add(one) {
      const own = { n: 1, sum: keyOfCase(releaseKey, one.id) };
      const digest = digestOf(one);
      for (const { tables, digests } of [areaAt(one.region), areaAt(countryArea)]) {
        tables.add(one, own);
        digests.add(digest);
      }
    },
    *areas() {
      const built = new Map<string, OpenArea>();
      for (const [name, { tables, digests }] of areas) built.set(name, { tables: tables.tables, digests: yield* digests.digests() });
      return built;
    },
  };
}

/** What a batch says of itself, in the log. */
export const batchSchema = z.object({
  /** From 1. */
  number: z.number().int().min(1),
  /** The day that it was made on, YYYY-MM-DD at +05:00. */
  day: z.string(),
  /** The cut that the areas are renewed at. */
  watermark: z.string(),
  /** Names the release key, and does not reveal it. */
  keyId: z.string(),
  noise: z.object({ D: z.number(), V: z.number(), js: z.number() }),
  /** The areas whose figures it renews. */
  areas: z.array(z.string()),
});
export type Batch = z.infer<typeof batchSchema>;

/**
 * The batches that are in effect, of all in the order of the log: each is the first with the next number, and of a later day than the one before. Of two
 * processes that make one at a time the first in the log made it, for all.
 */
export function effectiveBatches(batches: readonly Batch[]): Batch[] {
  const effective: Batch[] = [];
  for (const batch of batches) {
    const last = effective.at(-1);
    if (batch.number === (last?.number ?? 0) + 1 && batch.day > (last?.day ?? "")) effective.push(batch);
  }
  return effective;
}

/** For each area that was ever in a batch the last one that renewed it. */
export function lastBatchOfAreas(effective: readonly Batch[]): Map<string, Batch> {
  return new Map(effective.flatMap((batch) => batch.areas.map((area) => [area, batch] as const)));
}
