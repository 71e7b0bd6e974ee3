import { forCaller } from "@qorgau/infra/process/caller-signal";
import { parseWatermark } from "@qorgau/schemas/watermark";
import type { Watermark } from "@qorgau/schemas/watermark";
import { describe, expect, it } from "vitest";
import { createWatermarkGate } from "./await-watermark.ts";

const at = (text: string): Watermark => parseWatermark(text) ?? new Map();

/** A cut that the test moves on, and how often it was read. */
function movingCut(first: string) {
  const state = { cut: at(first), reads: 0 };
  return { state, readCut: () => ((state.reads += 1), Promise.resolve(state.cut)) };
}

describe("createWatermarkGate", () => {
  it("lets through at once what is included, and everything when nothing is asked for", async () => {
    const { readCut, state } = movingCut("0:812,1:790");
    const gate = createWatermarkGate({ readCut, pollMs: 60_000 });
    expect(await gate.until(at("0:812"))).toBe(true);
    expect(await gate.until(at(""))).toBe(true);
    expect(state.reads).toBe(1);
  });

  it("waits for the cut to move, without a poll when it is notified", async () => {
    const { readCut, state } = movingCut("0:1");
    const gate = createWatermarkGate({ readCut, pollMs: 60_000 });
    const waiting = gate.until(at("0:2"));
    await new Promise(setImmediate);
    state.cut = at("0:2");
    gate.notify();
    expect(await waiting).toBe(true);
  });

  it("finds the moved cut by itself when nobody notifies", async () => {
    const { readCut, state } = movingCut("0:1");
    const gate = createWatermarkGate({ readCut, pollMs: 5 });
    const waiting = gate.until(at("0:2"));
    await new Promise(setImmediate);
    state.cut = at("0:3,1:0");
    expect(await waiting).toBe(true);
  });

  it("gives up in time, also on a partition that does not exist and a store that does not answer", async () => {
    const gate = createWatermarkGate({ readCut: movingCut("0:1").readCut, waitMsMax: 20, pollMs: 5 });
    expect(await gate.until(at("99:0"))).toBe(false);
    const hanging = createWatermarkGate({ readCut: () => new Promise(() => {}), waitMsMax: 20, pollMs: 5 });
    expect(await hanging.until(at("0:1"))).toBe(false);
  });

  it("shares one poller among all who wait, and rests afterwards", async () => {
    const { readCut, state } = movingCut("0:1");
    const gate = createWatermarkGate({ readCut, pollMs: 60_000 });
    const waiting = Array.from({ length: 1000 }, () => gate.until(at("0:2")));
    await new Promise(setImmediate);
    state.cut = at("0:2");
    gate.notify();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([true]));
    expect(state.reads).toBeLessThan(5);
  });

  it("keeps no place for a caller who has left already", async () => {
    const { readCut, state } = movingCut("0:1");
    const gate = createWatermarkGate({ readCut, pollMs: 5 });
    const left = new Error("left");
    await expect(forCaller(AbortSignal.abort(left), () => gate.until(at("0:2")))).rejects.toBe(left);
    expect(state.reads).toBe(0);
  });

  it("refuses those beyond its limit at once", async () => {
    const gate = createWatermarkGate({ readCut: movingCut("0:1").readCut, waitersMax: 1, waitMsMax: 20 });
    const first = gate.until(at("0:2"));
    expect(await gate.until(at("0:2"))).toBe(false);
    await first;
  });

  it("hands a failing store to those who wait and recovers", async () => {
    const { readCut } = movingCut("0:1");
    let broken = true;
    const gate = createWatermarkGate({ readCut: () => (broken ? Promise.reject(new Error("lost")) : readCut()) });
    await expect(gate.until(at("0:1"))).rejects.toThrow("lost");
    broken = false;
    expect(await gate.until(at("0:1"))).toBe(true);
  });
});
