/** XML of plain objects: `@name` is an attribute, `#text` the text, a list the same element several times. Names are written as they are. */
import XMLBuilder from "fast-xml-builder";

export type XmlValue = string | number | boolean | XmlElement | readonly XmlElement[];
export interface XmlElement {
  readonly [name: string]: XmlValue | undefined;
}

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  suppressEmptyNode: true,
  // XML has no attribute without a value.
  suppressBooleanAttributes: false,
});

/** Stands for what is written between two pieces; no code, name or value holds it. */
const gap = "\u{E000}";

/** Gives the text of these elements. */
export function xmlText(elements: XmlElement): string {
  return builder.build(elements);
}

/** An element whose text is what it is given, around these pieces of text. */
export function* around(element: (text: string) => XmlElement, pieces: Iterable<string>): Generator<string, void> {
  const [before = "", after = ""] = xmlText(element(gap)).split(gap);
  yield before;
  yield* pieces;
  yield after;
}

/** What every document begins with. */
export const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
