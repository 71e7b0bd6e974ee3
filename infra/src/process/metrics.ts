/** Prometheus metrics: one registry per process. Labels come from closed lists, never from what was sent. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";

/** The metrics of one process, as Prometheus text. Where two parts use one name, help, labels and buckets are those of the first. */
export interface Metrics {
  /** A known name gives the existing metric, so that two parts can count into one. */
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>;
  gauge<Label extends string>(name: string, help: string, labels?: readonly Label[]): Gauge<Label>;
  /** A gauge without labels whose value is read when `text` is; where `read` rejects or gives null it is not known: NaN. */
  gaugeOf(name: string, help: string, read: () => number | null | Promise<number | null>): void;
  /** Seconds. */
  histogram<Label extends string>(name: string, help: string, buckets: readonly number[], labels?: readonly Label[]): Histogram<Label>;
  /** The value of a counter or gauge now, summed over the label sets that hold `labels`; 0 before it was first touched. */
  valueOf(name: string, labels?: Readonly<Record<string, string>>): Promise<number>;
  readonly contentType: string;
  text(): Promise<string>;
}

/** Gives a registry of its own that has the default metrics of prom-client (memory, event loop, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const known = (name: string) => registry.getSingleMetric(name);
  return {
    counter: <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
      (known(name) as Counter<Label> | undefined) ?? new Counter({ name, help, labelNames: [...labelNames], registers }),
    gauge: <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
      (known(name) as Gauge<Label> | undefined) ?? new Gauge({ name, help, labelNames: [...labelNames], registers }),
    gaugeOf: (name, help, read) => {
      if (known(name) !== undefined) return;
      const collect = async () => {
        gauge.set((await (async () => read())().catch(() => null)) ?? Number.NaN);
      };
      const gauge = new Gauge({ name, help, registers, collect });
    },
    histogram: <Label extends string>(name: string, help: string, buckets: readonly number[], labelNames: readonly Label[] = []) =>
      (known(name) as Histogram<Label> | undefined) ??
      new Histogram({ name, help, buckets: [...buckets], labelNames: [...labelNames], registers }),
    valueOf: async (name, labels = {}) => {
      const values = (await registry.getSingleMetric(name)?.get())?.values ?? [];
      const wanted = Object.entries(labels);
      return values
        .filter((one) => wanted.every(([label, value]) => one.labels[label] === value))
        .reduce((sum, { value }) => sum + value, 0);
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
