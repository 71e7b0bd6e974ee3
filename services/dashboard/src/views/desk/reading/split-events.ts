/** Cuts a text into events without reading them: what is at fault within one is told by the ingest endpoint, in its words. Pure. */
import type { ReadRow } from "./read-rows.ts";

/** `array`: JSON in brackets, or one event over several lines; `lines`: an event on each line; `table`: no JSON at all. */
export type TextForm = "array" | "lines" | "table";

/** By how the text begins, whatever the file is called. */
export function formOf(text: string): TextForm {
  const lines = text.slice(0, 100_000).split("\n");
  const [first = "", second = ""] = lines.map((line) => line.trim()).filter((line) => line !== "");
  if (first.startsWith("[")) return "array";
  if (!first.startsWith("{")) return "table";
  return second === "" || second.startsWith("{") ? "lines" : "array";
}

/** A row for each line that is not blank. */
export function eventsOfLines(text: string): readonly ReadRow[] {
  return text.split("\n").flatMap((line, place) => (line.trim() === "" ? [] : [{ row: place + 1, text: line.trim() }]));
}

/**
 * A row for each element of a JSON array, or one for an event by itself. Broken JSON is cut where its brackets seem to end, so that the events
 * before it are told apart from it.
 */
export function eventsOfArray(text: string): readonly ReadRow[] {
  const trimmed = text.trim();
  const inner = trimmed.startsWith("[") ? trimmed.slice(1) : trimmed;
  return elementsOf(inner).map((element, place) => ({ row: place + 1, text: onOneLine(element) }));
}

function elementsOf(text: string): readonly string[] {
  const elements: string[] = [];
  let depth = 0;
  let isString = false;
  let start = 0;
  const end = (at: number) => {
    const element = text.slice(start, at).trim();
    if (element !== "") elements.push(element);
    start = at + 1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isString) {
      if (character === "\\") at += 1;
      else if (character === '"') isString = false;
    } else if (character === '"') isString = true;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "," && depth === 0) end(at);
    else if (character === "}" || character === "]") {
      // The bracket that ends the array itself.
      if (depth === 0) {
        end(at);
        return elements;
      }
      depth -= 1;
    }
  }
  end(text.length);
  return elements;
}

/** Line breaks stand in no string of JSON, only between its tokens. */
function onOneLine(json: string): string {
  return json.replaceAll(/[\r\n]+/g, " ");
}
