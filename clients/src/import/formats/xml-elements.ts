/** XML by the paths of its elements. */
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** Text as it is written; names without their prefixes. Entities are left as they are: no document may define what it makes of them. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
});

type Node = string | readonly Node[] | { readonly [name: string]: Node };

/**
 * Of every element of this name, wherever it stands, the text of the elements below it by path (`cat/dtAcid`) and its attributes (`@Id`); what stands several
 * times below one parent has no path. Throws an `Error` with line and column where the text is no XML, and nothing of the text.
 */
export function elementsNamed(name: string, text: string): Readonly<Record<string, string>>[] {
  const judged = XMLValidator.validate(text);
  if (judged !== true) throw new Error(`it is no well-formed XML (${judged.err.code}, line ${judged.err.line}, column ${judged.err.col})`);
  return [...found(name, parser.parse(text) as Node)].map((element) => Object.fromEntries(textsOf(element, "")));
}

function* found(name: string, node: Node): Generator<Node, void> {
  if (typeof node === "string") return;
  if (Array.isArray(node)) {
    for (const one of node as readonly Node[]) yield* found(name, one);
    return;
  }
  for (const [key, value] of Object.entries(node)) {
    if (key !== name) yield* found(name, value);
    else if (Array.isArray(value)) yield* value as readonly Node[];
    else yield value;
  }
}

function* textsOf(node: Node, path: string): Generator<[path: string, text: string], void> {
  if (typeof node === "string") yield [path, node.trim()];
  else if (!Array.isArray(node))
    for (const [key, value] of Object.entries(node)) yield* textsOf(value, path === "" ? key : `${path}/${key}`);
}
