/** Records of the log as somebody writes them who is not the ingest endpoint: statements with something changed, and what is none at all. */
import { mutateEvent } from "./event-mutations.ts";

export interface StraightRecord {
  readonly key: string | null;
  readonly value: string | null;
}

const strangeValues: readonly unknown[] = [
  1e300,
  -1,
  0.5,
  "1e999",
  "9999-99-99",
  "2026-02-30",
  "850808310738",
  "\ud800",
  null,
  [],
  {},
  true,
  "x".repeat(70_000),
];
const roles = ["inspectorate", "statistics", "insurer", "clinic", "king"];

/** Of a record that the endpoint wrote. Drawn from the given generator alone. */
export function spoiltRecord({ key, value }: { readonly key: string; readonly value: string }, random: () => number): StraightRecord {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const statement = JSON.parse(value) as Record<string, unknown>;
  const data = statement["data"] as Record<string, unknown>;
  const derived = statement["derived"] as Record<string, unknown>;
  const spoilt = (change: () => void): StraightRecord => {
    change();
    return { key, value: JSON.stringify(statement) };
  };
  const kinds: readonly (() => StraightRecord)[] = [
    () => spoilt(() => (data[pick([...Object.keys(data), "daysLost", "diedOn", "notified", "sameAs", "causes"])] = pick(strangeValues))),
    () => spoilt(() => (derived[pick(Object.keys(derived))] = pick(strangeValues))),
    () => spoilt(() => (statement[pick(Object.keys(statement))] = pick(strangeValues))),
    () =>
      spoilt(() => void Reflect.deleteProperty(pick([statement, data, derived]), pick([...Object.keys(statement), ...Object.keys(data)]))),
    () => spoilt(() => ((statement["role"] = pick(roles)), (statement["entity"] = pick(["case", "claim", "exposure", "toString"])))),
    () => spoilt(() => (statement["keyId"] = "ffffffff")),
    () => ({ key, value: JSON.stringify(mutateEvent(statement, random)) ?? "" }),
    () => ({ key: pick(["", "another", null, key]), value }),
    () => ({ key, value: value.slice(0, Math.floor(random() * value.length)) }),
    () => ({ key, value: value.replace(/"daysLost":\d+|"revision":1/, '"daysLost":1e999') }),
    () => ({ key, value: pick(["", "null", "[]", "7", "{", `{"entity":"case","deep":${"[".repeat(50_000)}${"]".repeat(50_000)}}`]) }),
    () => ({ key: "", value: JSON.stringify({ type: "kz.qorgau.release.made.v1", data: pick(strangeValues) }) }),
    () => ({ key, value: null }),
  ];
  return pick(kinds)();
}
