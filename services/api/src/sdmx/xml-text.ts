/** XML of plain objects: `@name` is an attribute, `#text` the text, a list the same element several times. Names are written as they are. */
import XMLBuilder from "fast-xml-builder";

export type XmlValue = string | number | boolean | XmlElement | readonly XmlElement[];
export interface XmlElement {
  readonly [name: string]: XmlValue | undefined;
}

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", suppressEmptyNode: true });

/** Stands for what is written between two pieces; no code, name or value holds it. */
const gap = "\u{E000}";

/** Gives the text of these elements. */
export function xmlText(elements: XmlElement): string {
  return builder.build(elements);
}

/** Gives a document in pieces: the element at `path` gets its children from `children`, one piece each. */
export function* xmlPieces(document: (children: string) => XmlElement, children: Iterable<XmlElement>): Generator<string, void> {
  const [before = "", after = ""] = xmlText(document(gap)).split(gap);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n${before}`;
  for (const child of children) yield xmlText(child);
  yield after;
}
