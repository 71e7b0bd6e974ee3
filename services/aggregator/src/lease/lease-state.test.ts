import { expect, test } from "vitest";
import { nothingPublished } from "./claim-lease.ts";
import { responded, begun, claimed, epochOfState, isHeld, isQuiet, known, learned, lost, neverHeld, sent } from "./lease-state.ts";
import type { Held } from "./lease-state.ts";

const published = (version: bigint) => ({ cut: nothingPublished(4), version });
const lease = { epoch: 7n, owner: "me", member: "process 1" };
const claim = claimed({ lease, follows: 3n, published: published(10n) });
const named = (name: Held["name"]): Held => ({ ...claim, name });
const heldNames: readonly Held["name"][] = ["current", "unknown", "inDoubt"];

test("a lease that was never held is released, of epoch 0", () => {
  const state = neverHeld(published(1n));
  expect(state).toEqual({ name: "released", epoch: 0n, published: published(1n) });
  expect([isHeld(state), epochOfState(state)]).toEqual([false, 0n]);
});

test("a claim is held, but what stands is not known before late blocks were looked for", () => {
  expect(claim).toEqual({ name: "unknown", lease, follows: 3n, published: published(10n) });
  expect([isHeld(claim), isQuiet(claim), epochOfState(claim)]).toEqual([true, true, 7n]);
});

test("what stands becomes known, unless an insert is in doubt", () => {
  const names = heldNames.map((name) => known(named(name), published(11n)));
  expect(names.map(({ name }) => name)).toEqual(["current", "current", "inDoubt"]);
  expect(names.map((state) => state.published.version)).toEqual([11n, 11n, 11n]);
});

test("a section that begins leaves unknown what stands; a doubt stays", () => {
  expect(heldNames.map((name) => begun(named(name)).name)).toEqual(["unknown", "unknown", "inDoubt"]);
});

test("an insert is in doubt until its answer", () => {
  for (const name of heldNames) {
    const under = sent(named(name));
    expect([under.name, isQuiet(under)]).toEqual(["inDoubt", false]);
    expect(responded(under)).toEqual({ ...under, name: "unknown" });
  }
});

test("a lost lease keeps its epoch and what is known to have stood", () => {
  for (const name of heldNames) expect(lost(named(name))).toEqual({ name: "released", epoch: 7n, published: published(10n) });
  expect(lost(lost(claim))).toEqual(lost(claim));
});

test("what another member published is learned where it is later, and only by who does not hold the lease", () => {
  const released = lost(claim);
  expect(learned(released, published(12n))).toEqual({ ...released, published: published(12n) });
  for (const version of [9n, 10n]) expect(learned(released, published(version))).toBe(released);
  for (const name of heldNames) expect(learned(named(name), published(12n)).published.version).toBe(10n);
});
