/**
 * The whole program: how much it takes in and folds at once, how long after its acknowledgement an event is counted in `/v1/rates` at shares of that,
 * what memory it needs, and how soon it serves again after it was killed.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { mergePositions } from "../../end-to-end/program/client.ts";
import { startQorgau } from "../../end-to-end/program/qorgau-process.ts";
import type { QorgauProcess } from "../../end-to-end/program/qorgau-process.ts";
import { quantile } from "../bench-result.ts";
import type { BenchRun } from "../bench-run.ts";
import { withDirectory } from "../bench-run.ts";
import { chunkEvents } from "../folding/statement-mix.ts";

const section = "The program";
const shares = [0.1, 0.5, 0.9];
const batchEvents = 500;
const tickMs = 100;

/** Positions of what was accepted. */
async function post(url: string, lines: readonly string[]): Promise<string> {
  const headers = { "content-type": "application/x-ndjson" };
  const response = await fetch(`${url}/v1/events?results=rejected`, { method: "POST", headers, body: lines.join("\n") });
  const outcome = (await response.json()) as { readonly accepted: number; readonly positions?: string };
  if (response.status !== 200 || outcome.accepted !== lines.length)
    throw new Error(`not everything was accepted: ${JSON.stringify(outcome)}`);
  return outcome.positions ?? "";
}

/** Resolves once the response counts what is at these positions; the program itself waits some seconds for it. */
async function visible(url: string, positions: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/v1/rates?atLeast=${positions}&from=2025-01-01&to=2025-12-31`);
    await response.arrayBuffer();
    if (response.status === 200) return;
    if (response.status !== 503) throw new Error(`/v1/rates: ${response.status}`);
  }
}

/** Statements a second, from the first request to the last being counted, four callers. */
async function burst(url: string, lines: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  let positions = "";
  let next = 0;
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      while (next < lines.length) {
        const own = lines.slice(next, (next += batchEvents));
        positions = mergePositions(positions, await post(url, own));
      }
    }),
  );
  await visible(url, positions);
  return (lines.length / (performance.now() - startedMs)) * 1000;
}

/** Milliseconds from each acknowledgement to its being counted, at a steady pace. */
async function delaysAt(url: string, lines: readonly string[], perTick: number): Promise<number[]> {
  const delays: number[] = [];
  const waiting: Promise<void>[] = [];
  const startedMs = performance.now();
  for (let tick = 0; tick * perTick < lines.length; tick += 1) {
    const positions = await post(url, lines.slice(tick * perTick, (tick + 1) * perTick));
    const acknowledgedMs = performance.now();
    waiting.push(visible(url, positions).then(() => void delays.push(performance.now() - acknowledgedMs)));
    const restMs = startedMs + (tick + 1) * tickMs - performance.now();
    if (restMs > 0) await delay(restMs);
  }
  await Promise.all(waiting);
  return delays;
}

/** The most resident memory so far, MiB; NaN where the system does not tell. */
function memoryMiB(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

async function untilReady(url: string): Promise<void> {
  while (
    (await fetch(`${url}/readyz`).then(
      ({ status }) => status,
      () => 0,
    )) !== 200
  )
    await delay(10);
}

async function measureOn(run: BenchRun, where: "embedded" | "on Kafka", settings: Readonly<Record<string, string>>): Promise<void> {
  const { burstStatements, loadSeconds } = run.scale;
  let chunk = where === "embedded" ? 100_000 : 200_000;
  const linesOf = (count: number) => {
    const lines: string[] = [];
    while (lines.length < count) lines.push(...chunkEvents((chunk += 1)).map((event) => JSON.stringify(event)));
    return lines.slice(0, count);
  };
  await withDirectory(run, async (directory) => {
    const start = () => startQorgau(join(directory, "data"), settings);
    let qorgau: QorgauProcess = await start();
    try {
      await untilReady(qorgau.url);
      await burst(qorgau.url, linesOf(Math.min(5_000, burstStatements)));
      const highest = await burst(qorgau.url, linesOf(burstStatements));
      run.record({ section, name: `${where}, taken in and counted at once`, unit: "statements/s", samples: [highest] });
      for (const share of shares) {
        const perTick = Math.max(1, Math.round((share * highest * tickMs) / 1000));
        const delays = await delaysAt(qorgau.url, linesOf(Math.round((perTick * loadSeconds * 1000) / tickMs)), perTick);
        const name = `${where}, acknowledged to visible at ${share * 100} % of that`;
        run.record({ section, name: `${name}, p50`, unit: "ms", samples: [quantile(delays, 0.5)] });
        const goal = share === 0.5 ? { goal: { valueMax: where === "embedded" ? 500 : 1_000 } } : {};
        run.record({ section, name: `${name}, p99`, unit: "ms", samples: [quantile(delays, 0.99)], ...goal });
      }
      run.record({
        section,
        name: `${where}, most memory of the program`,
        unit: "MiB",
        samples: [memoryMiB(qorgau.pid)],
        goal: { valueMax: 700 },
      });
      await qorgau.kill();
      const startedMs = performance.now();
      qorgau = await start();
      await untilReady(qorgau.url);
      run.record({ section, name: `${where}, from a start after a kill to ready`, unit: "ms", samples: [performance.now() - startedMs] });
    } finally {
      await qorgau.kill();
    }
  });
}

export async function measureProgram(run: BenchRun): Promise<void> {
  await run.once("the program, embedded", () => measureOn(run, "embedded", {}));
  await run.once("the program, on Kafka", () => run.onBroker(({ url }) => measureOn(run, "on Kafka", { QORGAU_LOG: url })));
}
