/**
 * The protocol of `claim-lease.ts` as a small state machine: members that may be paused before any of their steps, and a store that sees the
 * condition of a statement when it begins, and applies it later, within a limit, or never. Whatever happens in whatever order, a block is
 * added only to what it was built on. Each of the precautions is taken away once, and then it does not hold.
 */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

interface LeaseRow {
  readonly epoch: number;
  readonly owner: string;
  isReleased: boolean;
}

/** Whether its condition was refused, or nobody knows what became of it. */
type Outcome = "applied" | "refused" | "unknown";

/** A statement of which the store has seen the condition. */
interface Begun {
  readonly deadline: number;
  readonly apply: () => void;
  readonly response: (outcome: Outcome) => void;
}

interface Precautions {
  /** Statements depend on their condition. */
  readonly hasCondition: boolean;
  /** A new owner waits for what may have been begun before. */
  readonly waits: boolean;
}

const all: Precautions = { hasCondition: true, waits: true };
const limits = { publish: 4, claim: 2 } as const;

class World {
  readonly precautions: Precautions;
  now = 0;
  readonly leases: LeaseRow[] = [{ epoch: 0, owner: "", isReleased: true }];
  /** The version of the last block. */
  published = "0";
  blocks = 0;
  isBroken = false;
  begun: Begun[] = [];

  constructor(precautions: Precautions) {
    this.precautions = precautions;
  }

  lastLease(): LeaseRow {
    return this.leases.reduce((last, lease) => (isHigher(lease, last) ? lease : last));
  }

  begin(kind: keyof typeof limits, condition: boolean, apply: () => void, response: Begun["response"]): void {
    if (this.precautions.hasCondition && !condition) return response("refused");
    this.begun.push({ deadline: this.now + limits[kind], apply, response });
  }

  publish(builtOn: string, version: string): void {
    if (this.published !== builtOn) this.isBroken = true;
    this.published = version;
    this.blocks += 1;
  }

  /** Applies one of what was begun, or gives it up. */
  finish(which: number, isApplied: boolean): void {
    const [statement] = this.begun.splice(which % Math.max(1, this.begun.length), 1);
    if (isApplied) statement?.apply();
    statement?.response(isApplied ? "applied" : "unknown");
  }

  tick(): void {
    this.now += 1;
    const late = this.begun.filter(({ deadline }) => deadline < this.now);
    this.begun = this.begun.filter(({ deadline }) => deadline >= this.now);
    for (const { response } of late) response("unknown");
  }
}

function isHigher(lease: LeaseRow, other: LeaseRow): boolean {
  return lease.epoch > other.epoch || (lease.epoch === other.epoch && lease.owner > other.owner);
}

/** Each step is one look at the store or one statement; the member may be paused for any time between two of them. */
class Member {
  readonly #world: World;
  readonly #name: string;
  #claims = 0;
  #next: () => void = () => this.#look();

  constructor(world: World, name: string) {
    this.#world = world;
    this.#name = name;
  }

  step(): void {
    this.#next();
  }

  #look(): void {
    const before = this.#world.lastLease();
    this.#next = () => this.#claim(before);
  }

  #claim(before: LeaseRow): void {
    const world = this.#world;
    // Names in another order than members, since the greater one holds the lease of two claims of one epoch.
    const mine = { epoch: before.epoch + 1, owner: `${(this.#claims += 1) % 2}${this.#name}${this.#claims}`, isReleased: false };
    this.#await(
      "claim",
      world.lastLease().owner === before.owner,
      () => world.leases.push(mine),
      () => {
        const since = world.now;
        this.#next = () => this.#wait(before, mine, since);
      },
    );
  }

  #wait(before: LeaseRow, mine: LeaseRow, since: number): void {
    const limit = before.isReleased ? limits.claim : limits.publish;
    if (this.#world.precautions.waits && this.#world.now <= since + limit) return;
    this.#next = () => this.#lookAgain(mine);
  }

  #lookAgain(mine: LeaseRow): void {
    this.#next = this.#world.lastLease() === mine ? () => this.#read(mine) : () => this.#look();
  }

  #read(mine: LeaseRow): void {
    const { published } = this.#world;
    this.#next = () => this.#publish(mine, published, `${mine.owner}/0`, 1);
  }

  #publish(mine: LeaseRow, builtOn: string, version: string, sequence: number): void {
    const world = this.#world;
    this.#await(
      "publish",
      world.lastLease() === mine && world.published === builtOn,
      () => world.publish(builtOn, version),
      () => {
        this.#next = () => {
          if (sequence % 3 === 0) this.#release(mine);
          else this.#publish(mine, version, `${mine.owner}/${sequence}`, sequence + 1);
        };
      },
      // Nothing of it is under way, so it is given back for the sake of the one that has taken it.
      () => void (this.#next = () => this.#release(mine)),
    );
  }

  #release(mine: LeaseRow): void {
    mine.isReleased = true;
    this.#next = () => this.#look();
  }

  /** Where nobody knows it begins anew, and does not release the lease. */
  #await(
    kind: keyof typeof limits,
    condition: boolean,
    apply: () => void,
    then: () => void,
    refused = () => void (this.#next = () => this.#look()),
  ): void {
    this.#next = () => {};
    this.#world.begin(kind, condition, apply, (outcome) => {
      if (outcome === "applied") then();
      else if (outcome === "refused") refused();
      else this.#next = () => this.#look();
    });
  }
}

/** Who goes on, or what the store does; members mostly go on for a while, and then are paused. */
type Event = readonly [kind: number, which: number, times: number];
const events = fc.array(fc.tuple(fc.nat(9), fc.nat(2), fc.integer({ min: 1, max: 4 })), { minLength: 100, maxLength: 200 });

function live(history: readonly Event[], precautions: Precautions): World {
  const world = new World(precautions);
  const members = ["a", "b", "c"].map((name) => new Member(world, name));
  for (const [kind, which, times] of history) {
    for (let time = 0; time < times; time += 1) {
      if (kind < 4) members[which]!.step();
      else if (kind < 8) world.finish(which, true);
      else if (kind < 9) world.tick();
      else world.finish(which, which === 0);
    }
  }
  return world;
}

const holds = (precautions: Precautions, numRuns: number) =>
  fc.check(
    fc.property(events, (history) => !live(history, precautions).isBroken),
    { numRuns, seed: 20261122 },
  );

describe("the hand-over of the lease", () => {
  test("a block is added only to what it was built on", () => {
    expect(holds(all, 10_000).failed).toBe(false);
  });

  test("members do publish, and leases change hands", () => {
    const worlds = fc.sample(events, { numRuns: 500, seed: 1 }).map((history) => live(history, all));
    expect(worlds.filter(({ blocks }) => blocks > 2).length).toBeGreaterThan(100);
    expect(worlds.filter(({ leases }) => leases.length > 3).length).toBeGreaterThan(100);
  });

  test.each(["hasCondition", "waits"] as const)("that would not be so without: %s", (name) => {
    expect(holds({ ...all, [name]: false }, 10_000).failed).toBe(true);
  });
});
