/**
 * Bodies of events as careless or hostile clients send them: mutated in structure and in bytes, one and many, packed or said to be, under
 * heads that fit, or do not. Beside the mutants stand valid events, of which each tells its id. Drawn from the given generator alone.
 */
import { gzipSync } from "node:zlib";
import { caseEvent } from "./events.ts";
import { mutateEvent, validEvent } from "./event-mutations.ts";

type Random = () => number;

export interface MutatedBody {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** The ids of valid events that must be accepted, whatever stands beside them. */
  readonly neighbours: readonly string[];
}

const shapes = {
  one: "application/cloudevents+json",
  array: "application/cloudevents-batch+json",
  lines: "application/x-ndjson",
} as const;
type Shape = keyof typeof shapes;

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

const below = (limit: number, random: Random) => Math.floor(random() * limit);

/** JSON.stringify gives no text for undefined. */
const textOf = (value: unknown) => JSON.stringify(value) ?? "{}";

const inserted = ['"', "\\", "{", "}", "[", "]", ",", ":", "\u0000", "\u2028", "\\u0000", "1e999", "-", "NaN", "/*", "\ufeff", "null", "'"];

/** Never with a line break, so that a line stays a line. */
function mutateText(text: string, random: Random): string {
  const at = below(text.length + 1, random);
  const choice = random();
  if (choice < 0.25) return text.slice(0, at) + pick(inserted, random) + text.slice(at);
  if (choice < 0.45) return text.slice(0, at) + text.slice(at + 1 + below(20, random));
  if (choice < 0.55) return text.slice(0, at);
  // A member told twice, a value that became another, a text that never ends.
  if (choice < 0.7) return text.replace('"severity":', '"severity":"light","severity":');
  if (choice < 0.8)
    return text.replace(/"(\w+)":/, (_, name: string) => `"\\u${name.charCodeAt(0).toString(16).padStart(4, "0")}${name.slice(1)}":`);
  if (choice < 0.9) return text.replace(/:("[^"]*"|[\d.]+)/, () => `:${pick(inserted, random)}`);
  return text.slice(at) + text.slice(0, at);
}

function mutant(random: Random): string {
  const text = textOf(random() < 0.5 ? mutateEvent(validEvent(random), random) : validEvent(random));
  return (random() < 0.6 ? mutateText(text, random) : text).replaceAll("\n", " ").replaceAll("\r", " ");
}

function flipBytes(bytes: Buffer, random: Random): Buffer {
  const flipped = Buffer.from(bytes);
  for (let flips = 1 + below(6, random); flips > 0 && flipped.length > 0; flips -= 1) {
    flipped[below(flipped.length, random)] = below(256, random);
  }
  return random() < 0.3 ? flipped.subarray(0, below(flipped.length + 1, random)) : flipped;
}

const oddHeaders: ReadonlyArray<Readonly<Record<string, string>>> = [
  { "content-type": "text/plain" },
  { "content-type": "application/json" },
  { "content-type": "application/x-ndjson; charset=utf-16" },
  { "content-type": "application/cloudevents+json; charset=UTF-8; a=b" },
  { "content-type": ";;" },
  { "content-type": "__proto__" },
  { "content-type": "application/xml" },
  { "content-encoding": "br" },
  { "content-encoding": "gzip, gzip" },
  { "content-encoding": "gzip" },
  { "content-encoding": "identity" },
  { "ce-specversion": "1.0", "ce-type": "x" },
  { accept: "text/csv;q=x" },
  { "accept-language": "kk;q=0.5, *;q=0, \u0001".replace("\u0001", "-") },
  { connection: "close" },
  { traceparent: "00-zz" },
  { "if-none-match": "*" },
  { range: "bytes=5-1" },
  { authorization: "Bearer x" },
  { forwarded: "for=1.1.1.1" },
];
const paths = [
  "/v1/events",
  "/v1/events:validate",
  "/v1/events?results=rejected",
  "/v1/events?results=",
  "/v1/events?%",
  "/v1/events?a=b&a=c",
];

/** `number` makes the ids of neighbours, each once in a run. */
export function mutatedBody(random: Random, number: number): MutatedBody {
  const shape = pick(Object.keys(shapes) as Shape[], random);
  const isWhole = random() < 0.5;
  const ids: string[] = [];
  const neighbour = () => {
    ids.push(`neighbour-${number}-${ids.length}`);
    return JSON.stringify({ ...caseEvent(), id: ids.at(-1) });
  };
  const texts = Array.from({ length: shape === "one" ? 1 : 1 + below(4, random) }, () => mutant(random));
  // In an array a mutant that is no JSON may hide where the next event begins; in lines nothing hides it.
  const stored = shape === "array" ? texts.map((text) => (isJson(text) ? text : "{}")) : texts;
  const events = !isWhole ? texts : stored.flatMap((text) => (shape === "one" ? [neighbour()] : [text, neighbour()]));
  let bytes: Buffer = Buffer.from(shape === "one" ? (events[0] ?? "") : shape === "lines" ? events.join("\n") : `[${events.join(",")}]`);
  const headers: Record<string, string> = { "content-type": shapes[shape] };
  if (!isWhole && random() < 0.5) bytes = flipBytes(bytes, random);
  if (random() < 0.3) {
    bytes = gzipSync(bytes);
    headers["content-encoding"] = "gzip";
    if (!isWhole && random() < 0.5) bytes = flipBytes(bytes, random);
  }
  if (!isWhole && random() < 0.4) Object.assign(headers, pick(oddHeaders, random));
  return { path: isWhole ? "/v1/events" : pick(paths, random), headers, bytes, neighbours: isWhole ? ids : [] };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
