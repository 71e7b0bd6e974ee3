/** What Prometheus reads: the text of /metrics as series, and what a PromQL expression asks for. */

/**
 * The values that the samples of each metric have for each label; no label where there is no sample. By the names that expressions use: a histogram
 * is there as its `_bucket`, `_sum` and `_count`.
 */
export function sampledMetrics(text: string): Map<string, Map<string, Set<string>>> {
  const found = new Map<string, Map<string, Set<string>>>();
  const of = (name: string) => found.get(name) ?? found.set(name, new Map()).get(name)!;
  for (const line of text.split("\n")) {
    const [, typed, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (typed !== undefined) for (const suffix of suffixesOf(type!)) of(`${typed}${suffix}`);
    const [, name, labels] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/.exec(line) ?? [];
    if (name === undefined) continue;
    const values = of(name);
    for (const [, label, value] of (labels ?? "").matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
      values.set(label!, (values.get(label!) ?? new Set()).add(value!));
    }
  }
  return found;
}

const suffixesOf = (type: string): readonly string[] => (type === "histogram" ? ["_bucket", "_sum", "_count"] : [""]);

interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: string; readonly value: string }[];
}

/** The metrics that an expression selects, and the labels that it groups by. */
export interface RequestedSeries {
  readonly selectors: readonly Selector[];
  readonly groupedBy: readonly string[];
}

const words = new Set(["by", "without", "and", "or", "unless", "on", "ignoring", "offset", "bool"]);

/** Reads the selectors of an expression without binary matching on labels (`on`, `group_left`), which it throws an Error for. */
export function requestedSeries(expression: string): RequestedSeries {
  if (/\b(?:on|ignoring|group_left|group_right)\s*\(/.test(expression)) throw new Error(`not read here: ${expression}`);
  const groupedBy = [...expression.matchAll(/\b(?:by|without)\s*\(([^)]*)\)/g)].flatMap(([, list]) =>
    list!.split(",").map((one) => one.trim()),
  );
  const plain = expression.replaceAll(/\b(?:by|without)\s*\([^)]*\)/g, " ").replaceAll(/\[[^\]]*\]/g, " ");
  const selector = /\b([a-zA-Z_:][\w:]*)\b(?:\{((?:[^{}"]|"(?:[^"\\]|\\.)*")*)\})?(?!\s*\()/g;
  const selectors = [...plain.matchAll(selector)].flatMap(([, metric, matchers]) =>
    words.has(metric!) ? [] : [{ metric: metric!, matchers: matchersOf(matchers ?? "") }],
  );
  return { selectors, groupedBy };
}

function matchersOf(text: string): Selector["matchers"] {
  return [...text.matchAll(/(\w+)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"/g)].map(([, label, operator, value]) => ({
    label: label!,
    operator: operator!,
    value: value!,
  }));
}
