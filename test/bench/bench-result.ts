/** What a run of the bench found: its rows, the machine that it ran on, and both as a table to be pasted into a page. */
import { execFileSync } from "node:child_process";
import { cpus, loadavg, release, totalmem } from "node:os";

/** What a goal is about: the ratio to what stands beside a figure, or the figure itself. */
export type Goal = { readonly ratioMin: number } | { readonly ratioMax: number } | { readonly valueMax: number };

export interface BenchRow {
  readonly section: string;
  readonly name: string;
  /** Of the samples, such as `events/s` or `ms`. */
  readonly unit: string;
  /** One of each round. */
  readonly samples: readonly number[];
  /** What was measured in the same rounds: the ratio is the median of those of the rounds. */
  readonly beside?: { readonly name: string; readonly samples: readonly number[] };
  readonly goal?: Goal;
}

export interface BenchResult {
  readonly machine: Readonly<Record<string, string>>;
  readonly rows: readonly BenchRow[];
  /** What was not measured here, and why: one sentence each. */
  readonly missing: readonly string[];
}

/** The middle of an odd number of values, the upper one of the two in the middle of an even number; NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** The value that a share of the values does not exceed, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
  const rank = Math.max(0, Math.ceil(share * values.length) - 1);
  return values.toSorted((a, b) => a - b)[rank] ?? Number.NaN;
}

/** Each variant once in every round, in turn, so that what else the machine does befalls all of them alike. */
export async function alternate(
  rounds: number,
  variants: Readonly<Record<string, () => Promise<number>>>,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const samples = new Map(Object.keys(variants).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of Object.entries(variants)) samples.get(name)?.push(await measure());
  }
  return samples;
}

const commitOf = (): string => {
  try {
    const tree = execFileSync("git", ["status", "--porcelain"], { encoding: "utf8" }) === "" ? "" : ", changed";
    return execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim() + tree;
  } catch {
    return "unknown";
  }
};

/** Processor, memory and versions, and how busy the machine was before the run. */
export function machineNow(versions: Readonly<Record<string, string>>): Record<string, string> {
  return {
    processor: `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${process.platform} ${release()}`,
    Node: process.version,
    ...versions,
    commit: commitOf(),
    at: new Date().toISOString(),
    "load before": (loadavg()[0] ?? 0).toFixed(1),
  };
}

function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return String(Number(value.toPrecision(Math.abs(value) >= 10 ? 3 : 2)));
}

/** By rounds where both have as many, else of the medians. */
function ratioOf({ samples, beside }: BenchRow): number {
  if (beside === undefined) return Number.NaN;
  if (beside.samples.length !== samples.length) return median(samples) / median(beside.samples);
  return median(samples.map((value, round) => value / beside.samples[round]!));
}

function goalText(row: BenchRow): string {
  const { goal } = row;
  if (goal === undefined) return "";
  const [text, isMet] =
    "valueMax" in goal
      ? [`≤ ${goal.valueMax} ${row.unit}`, median(row.samples) <= goal.valueMax]
      : "ratioMin" in goal
        ? [`≥ ${goal.ratioMin} ×`, ratioOf(row) >= goal.ratioMin]
        : [`≤ ${goal.ratioMax} ×`, ratioOf(row) <= goal.ratioMax];
  return `${text}: ${isMet ? "met" : "missed"}`;
}

function rowCells(row: BenchRow): string[] {
  const { name, unit, samples, beside } = row;
  const spread = samples.length < 2 ? "" : `${figure(Math.min(...samples))} – ${figure(Math.max(...samples))}`;
  const compared = beside === undefined ? "" : `${figure(ratioOf(row))} × ${beside.name} (${figure(median(beside.samples))})`;
  return [name, `${figure(median(samples))} ${unit}`, spread, compared, goalText(row)];
}

/** The result in Markdown: a list of the machine, one table for each section, and what is missing. */
export function resultText({ machine, rows, missing }: BenchResult): string {
  const sections = [...new Set(rows.map(({ section }) => section))].map((section) => {
    const cells = rows.filter((row) => row.section === section).map((row) => `| ${rowCells(row).join(" | ")} |`);
    return [`### ${section}`, "", "| what | median | spread | beside it | goal |", "|---|---:|---|---|---|", ...cells, ""].join("\n");
  });
  return [
    Object.entries(machine)
      .map(([name, value]) => `${name} ${value}`)
      .join("; "),
    "",
    ...sections,
    ...missing.map((sentence) => `- Not measured: ${sentence}`),
    "",
  ].join("\n");
}
