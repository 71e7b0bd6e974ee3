import { forCaller } from "@qorgau/infra/process/caller-signal";
import { formatWatermark, parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { describe, expect, it } from "vitest";
import { createWatermarkGate } from "./await-watermark.ts";

const at = (text: string): Watermark => parseWatermark(text) ?? new Map();

/** A cut that the test moves on, and how often it was read. */
function movingCut(first: string) {
  const state = { cut: at(first), reads: 0 };
  return { state, read: () => ((state.reads += 1), Promise.resolve({ watermark: state.cut, version: null })) };
}

describe("createWatermarkGate", () => {
  it("lets through at once what is included, and everything when nothing is asked for", async () => {
    const { read, state } = movingCut("0:812,1:790");
    const gate = createWatermarkGate({ read, pollMs: 60_000 });
    expect(await gate.until(at("0:812"))).toBe(true);
    expect(await gate.until(at(""))).toBe(true);
    expect(state.reads).toBe(1);
  });

  it("waits for the cut to move, without a poll when it is notified", async () => {
    const { read, state } = movingCut("0:1");
    const gate = createWatermarkGate({ read, pollMs: 60_000 });
    const waiting = gate.until(at("0:2"));
    await new Promise(setImmediate);
    state.cut = at("0:2");
    gate.notify();
    expect(await waiting).toBe(true);
  });

  it("finds the moved cut by itself when nobody notifies", async () => {
    const { read, state } = movingCut("0:1");
    const gate = createWatermarkGate({ read, pollMs: 5 });
    const waiting = gate.until(at("0:2"));
    await new Promise(setImmediate);
    state.cut = at("0:3,1:0");
    expect(await waiting).toBe(true);
  });

  it("gives up in time, also on a partition that does not exist and a store that does not answer", async () => {
    const gate = createWatermarkGate({ read: movingCut("0:1").read, waitMsMax: 20, pollMs: 5 });
    expect(await gate.until(at("99:0"))).toBe(false);
    const hanging = createWatermarkGate({ read: () => new Promise(() => {}), waitMsMax: 20, pollMs: 5 });
    expect(await hanging.until(at("0:1"))).toBe(false);
  });

  it("shares one poller among all who wait, and rests afterwards", async () => {
    const { read, state } = movingCut("0:1");
    const gate = createWatermarkGate({ read, pollMs: 60_000 });
    const waiting = Array.from({ length: 1000 }, () => gate.until(at("0:2")));
    await new Promise(setImmediate);
    state.cut = at("0:2");
    gate.notify();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
    expect(state.reads).toBeLessThan(5);
  });

  it("keeps no place for a caller who has left already", async () => {
    const { read, state } = movingCut("0:1");
    const gate = createWatermarkGate({ read, pollMs: 5 });
    const left = new Error("left");
    await expect(forCaller(AbortSignal.abort(left), () => gate.until(at("0:2")))).rejects.toBe(left);
    expect(state.reads).toBe(0);
  });

  it("refuses those beyond its limit at once", async () => {
    const gate = createWatermarkGate({ read: movingCut("0:1").read, waitersMax: 1, waitMsMax: 20 });
    const first = gate.until(at("0:2"));
    expect(await gate.until(at("0:2"))).toBe(false);
    await first;
  });

  it("hands a failing store to those who wait and recovers", async () => {
    const { read } = movingCut("0:1");
    let broken = true;
    const gate = createWatermarkGate({ read: () => (broken ? Promise.reject(new Error("lost")) : read()) });
    await expect(gate.until(at("0:1"))).rejects.toThrow("lost");
    broken = false;
    expect(await gate.until(at("0:1"))).toBe(true);
  });

  it("calls its followers after every look, all by one poller, until they leave", async () => {
    const { read, state } = movingCut("0:1");
    const gate = createWatermarkGate({ read, followMs: 60_000 });
    const seen: string[] = [];
    const onLook = ({ watermark }: { readonly watermark: Watermark }) => void seen.push(formatWatermark(watermark));
    const leave = [1, 2, 3].map(() => gate.follow({ onLook, onFailure: () => {} }));
    await new Promise(setImmediate);
    state.cut = at("0:2");
    gate.notify();
    await new Promise(setImmediate);
    expect(seen.slice(-3)).toEqual(["0:2", "0:2", "0:2"]);
    expect(state.reads).toBeLessThan(5);
    for (const one of leave) one();
    const before = state.reads;
    gate.notify();
    await new Promise(setImmediate);
    expect(state.reads).toBe(before);
  });

  it("says to its followers that the store is away, and looks again by itself", async () => {
    const { read } = movingCut("0:1");
    const lost = new Error("lost");
    let broken = true;
    const gate = createWatermarkGate({ read: () => (broken ? Promise.reject(lost) : read()), followMs: 5 });
    const failed = Promise.withResolvers<unknown>();
    const looked = Promise.withResolvers<void>();
    const leave = gate.follow({ onLook: () => looked.resolve(), onFailure: failed.resolve });
    expect(await failed.promise).toBe(lost);
    broken = false;
    await looked.promise;
    leave();
  });

  it("looks as often as those who wait need, however seldom its followers do", async () => {
    const { read, state } = movingCut("0:1");
    const gate = createWatermarkGate({ read, pollMs: 5, followMs: 60_000 });
    const leave = gate.follow({ onLook: () => {}, onFailure: () => {} });
    await new Promise(setImmediate);
    const waiting = gate.until(at("0:2"));
    await new Promise(setImmediate);
    state.cut = at("0:2");
    expect(await waiting).toBe(true);
    leave();
  });
});
