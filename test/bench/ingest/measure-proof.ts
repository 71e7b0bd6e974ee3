/**
 * What proof costs an event: endpoints with and without it are there at once and take the same events in turn, each from a state in which it has taken
 * many before. Processor time is compared, of the event loop and of all threads, and events a second.
 */
import type { BenchRun } from "../bench-run.ts";
import { endpointProgram, linesOf, loadEndpoint } from "./through-http.ts";
import type { Load, LoadedEndpoint, ProcessorTime } from "./through-http.ts";

const plain = { form: "application/x-ndjson", callers: 4 } as const satisfies Load;
const without = "NDJSON, 4 callers, without proof";
const variants: Readonly<Record<string, Load>> = {
  [without]: plain,
  "with checkpoints of the log": { ...plain, words: ["proved"] },
  "with a leaf in each result": { ...plain, search: "?leaves=true" },
  "with both": { ...plain, words: ["proved"], search: "?leaves=true" },
};
/** So many that a follower, which looks each second, works beside them. */
const burstEvents = 20_000;
const roundsMin = 6;

export async function measureProof(run: BenchRun): Promise<void> {
  const lines = linesOf(Math.min(burstEvents, run.scale.ingestEvents));
  const names = Object.keys(variants);
  const endpoints = new Map<string, LoadedEndpoint>();
  for (const name of names) endpoints.set(name, await loadEndpoint(endpointProgram, lines, variants[name]!));
  const samples = new Map(names.map((name) => [name, [] as ProcessorTime[]]));
  const rates = new Map(names.map((name) => [name, [] as number[]]));
  const last = new Map<string, ProcessorTime>();
  for (const [name, { used }] of endpoints) last.set(name, await used());
  const rounds = Math.max(roundsMin, run.scale.rounds);
  for (let round = 0; round < rounds; round += 1) {
    // Each variant is first as often as last.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { sendAll, used } = endpoints.get(name)!;
      const before = await used();
      const startedMs = performance.now();
      await sendAll();
      const tookMs = performance.now() - startedMs;
      const after = await used();
      samples.get(name)!.push({
        eventLoop: (after.eventLoop - before.eventLoop) / lines.length,
        // What the follower did of the last burst after its end counts.
        process: (after.process - last.get(name)!.process) / lines.length,
      });
      rates.get(name)!.push((1000 * lines.length) / tookMs);
      last.set(name, after);
    }
  }
  for (const { close } of endpoints.values()) await close();
  for (const name of names) {
    const beside = name === without ? {} : { beside: { name: without, samples: rates.get(without)! }, goal: { ratioMin: 0.95 } };
    run.record({ section: "Ingest", name: `${name}, in turn`, unit: "events/s", samples: rates.get(name)!, ...beside });
  }
  for (const member of ["eventLoop", "process"] as const) {
    const of = (name: string) => samples.get(name)!.map((one) => one[member]);
    const thread = member === "eventLoop" ? "event loop" : "all threads";
    for (const name of names) {
      const beside = name === without ? {} : { beside: { name: without, samples: of(without) } };
      const goal = name === without || member === "process" ? {} : { goal: { ratioMax: 1.05 } };
      run.record({ section: "Ingest", name: `${name}: ${thread}`, unit: "µs an event", samples: of(name), ...beside, ...goal });
    }
  }
}
